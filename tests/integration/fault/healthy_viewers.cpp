#include "tests/integration/fault/healthy_viewers.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/buffers_to_string.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/websocket/stream.hpp>
#include <deque>
#include <mutex>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "shared/codec.hpp"
#include "tests/integration/stream_client.hpp"
#include "tests/integration/wait_until.hpp"
#include "tests/integration/watched_stream.hpp"

namespace sws {
namespace {

namespace net = boost::asio;
namespace websocket = boost::beast::websocket;

constexpr std::string_view kClientSeed = "healthy";

}  // namespace

// It has a name in the whole program, because the coroutines below keep one in their frames, and the compiler would
// warn of frames that are wider known than what they hold.
class HealthyConnection {
 public:
  explicit HealthyConnection(net::any_io_executor executor) : stream_(executor) {}

  net::awaitable<void> open(std::uint16_t port, std::string target) {
    stream_.next_layer().expires_after(kDeadline);
    const net::ip::tcp::endpoint server(net::ip::address_v4::loopback(), port);
    co_await stream_.next_layer().async_connect(server, net::use_awaitable);
    co_await stream_.async_handshake("localhost", target, net::use_awaitable);
  }

  net::awaitable<void> send(std::string text) {
    co_await stream_.async_write(net::buffer(text), net::use_awaitable);
  }

  // The next message; empty once the server has closed.
  net::awaitable<std::string> receive() {
    stream_.next_layer().expires_after(kDeadline);
    boost::system::error_code error;
    co_await stream_.async_read(received_, net::redirect_error(net::use_awaitable, error));
    if (error == websocket::error::closed) co_return "";
    if (error) throw boost::system::system_error(error, "receive");
    std::string message = boost::beast::buffers_to_string(received_.data());
    received_.consume(received_.size());
    co_return message;
  }

  net::awaitable<ServerMessage> receive_message() {
    const std::string text = co_await receive();
    const auto message = decode_server_message(text);
    if (!message) throw std::runtime_error("not a message: '" + text + "'");
    co_return *message;
  }

  std::uint16_t close_code() const { return stream_.reason().code; }

 private:
  websocket::stream<boost::beast::tcp_stream> stream_;
  boost::beast::flat_buffer received_;
};

namespace {

void expect_close_code_1000(const HealthyConnection& connection) {
  if (connection.close_code() != 1000) {
    throw std::runtime_error("closed with " + std::to_string(connection.close_code()));
  }
}

std::string text_of(const std::exception_ptr& thrown) {
  try {
    std::rethrow_exception(thrown);
  } catch (const std::exception& error) {
    return error.what();
  }
}

}  // namespace

class HealthyViewers::Viewers {
 public:
  Viewers(std::uint16_t port, std::uint32_t plain_count, Successors successors);
  ~Viewers();

  void read_on(std::size_t count);
  void expect_whole();

 private:
  struct Progress {
    std::atomic<std::size_t> numbers = 0;
    std::atomic<bool> ended = false;
  };

  void watch(std::size_t viewer);
  net::awaitable<void> watch_plain(Progress& progress);
  net::awaitable<void> watch_verified(Progress& progress, std::string count);
  void fail(const std::string& what);
  void throw_if_failed();

  const std::uint16_t port_;
  const std::uint32_t plain_count_;
  const Successors successors_;
  std::atomic<bool> ending_ = false;
  std::deque<Progress> progress_;  // of each viewer
  std::mutex mutex_;               // for failures_
  std::vector<std::string> failures_;
  net::io_context context_{1};
  std::thread thread_;
};

HealthyViewers::Viewers::Viewers(std::uint16_t port, std::uint32_t plain_count, Successors successors)
    : port_(port), plain_count_(plain_count), successors_(successors) {
  for (std::size_t i = 0; i < kSize; ++i) watch(i);
  thread_ = std::thread([this] { context_.run(); });
  read_on(1);
}

HealthyViewers::Viewers::~Viewers() {
  context_.stop();
  thread_.join();
}

// One half is plain; the other one takes turns between streams with and without roots.
void HealthyViewers::Viewers::watch(std::size_t viewer) {
  const bool plain = viewer % 2 == 0;
  const std::string count = viewer % 4 == 1 ? "4096" : "1000000";
  Progress& progress = progress_.emplace_back();
  net::co_spawn(context_, plain ? watch_plain(progress) : watch_verified(progress, count),
                [this, plain, &progress](const std::exception_ptr& thrown) {
                  if (thrown) fail((plain ? "a plain viewer: " : "a verified viewer: ") + text_of(thrown));
                  progress.ended = true;
                });
}

net::awaitable<void> HealthyViewers::Viewers::watch_plain(Progress& progress) {
  do {
    HealthyConnection connection(co_await net::this_coro::executor);
    co_await connection.open(port_, "/ws/some_url/");
    std::size_t received = 0;
    for (;;) {
      const std::string message = co_await connection.receive();
      if (message.empty()) break;
      number_in(message);
      ++received;
      ++progress.numbers;
    }
    if (received != plain_count_) throw std::runtime_error(std::to_string(received) + " numbers came");
    expect_close_code_1000(connection);
  } while (successors_ == Successors::yes && !ending_);
}

net::awaitable<void> HealthyViewers::Viewers::watch_verified(Progress& progress, std::string count) {
  do {
    HealthyConnection connection(co_await net::this_coro::executor);
    co_await connection.open(port_, "/ws/some_url/?protocol=1&count=" + count);
    WatchedStream stream{std::string(kClientSeed)};
    stream.take(co_await connection.receive_message());
    co_await connection.send(R"({"type":"start","interval_ms":10,"client_seed":")" + std::string(kClientSeed) +
                             "\"}");
    const std::size_t before = progress.numbers;
    for (bool stopped = false; !stream.end();) {
      stream.take(co_await connection.receive_message());
      progress.numbers = before + stream.numbers().size();
      if (ending_ && !std::exchange(stopped, true)) co_await connection.send(R"({"type":"stop"})");
    }
    if (!(co_await connection.receive()).empty()) throw std::runtime_error("something came behind the end");
    expect_close_code_1000(connection);
  } while (successors_ == Successors::yes && !ending_);
}

void HealthyViewers::Viewers::read_on(std::size_t count) {
  std::vector<std::size_t> wanted;
  for (const Progress& viewer : progress_) wanted.push_back(viewer.numbers + count);
  wait_until("further numbers of the healthy viewers", [&] {
    throw_if_failed();
    return std::equal(
        progress_.begin(), progress_.end(), wanted.begin(),
        [](const Progress& viewer, std::size_t least) { return viewer.ended || viewer.numbers >= least; });
  });
}

void HealthyViewers::Viewers::expect_whole() {
  ending_ = true;
  wait_until("the end of the healthy viewers' streams", [&] {
    return std::all_of(progress_.begin(), progress_.end(),
                       [](const Progress& viewer) { return viewer.ended.load(); });
  });
  const std::lock_guard lock(mutex_);
  for (const std::string& failure : failures_) ADD_FAILURE() << failure;
}

void HealthyViewers::Viewers::fail(const std::string& what) {
  const std::lock_guard lock(mutex_);
  failures_.push_back(what);
}

void HealthyViewers::Viewers::throw_if_failed() {
  const std::lock_guard lock(mutex_);
  if (!failures_.empty()) throw std::runtime_error(failures_.front());
}

HealthyViewers::HealthyViewers(std::uint16_t port, std::uint32_t plain_count, Successors successors)
    : viewers_(std::make_unique<Viewers>(port, plain_count, successors)) {}

HealthyViewers::~HealthyViewers() = default;

void HealthyViewers::read_on(std::size_t count) {
  viewers_->read_on(count);
}

void HealthyViewers::expect_whole() {
  viewers_->expect_whole();
}

}  // namespace sws
