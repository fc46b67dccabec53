// A typical first version with Boost.Beast: two threads on one io_context, and for each viewer a strand, a timer, a
// string and an asynchronous write. It is correct, and the baseline that the product improves on.
#include <boost/asio/dispatch.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/websocket.hpp>
#include <chrono>
#include <memory>
#include <random>
#include <string>
#include <thread>

#include "tests/bench/servers/floor_options.hpp"

namespace {

namespace net = boost::asio;
namespace beast = boost::beast;
using net::ip::tcp;

int random_number() {
  thread_local std::mt19937 engine{std::random_device{}()};
  return std::uniform_int_distribution<int>(0, 100)(engine);
}

class Session : public std::enable_shared_from_this<Session> {
 public:
  Session(tcp::socket socket, std::chrono::milliseconds interval)
      : socket_(std::move(socket)), timer_(socket_.get_executor()), interval_(interval) {}

  void start() {
    net::dispatch(socket_.get_executor(), [self = shared_from_this()] {
      self->socket_.set_option(beast::websocket::stream_base::timeout::suggested(beast::role_type::server));
      self->socket_.async_accept([self](beast::error_code error) {
        if (error) return;
        self->due_ = std::chrono::steady_clock::now();
        self->send_number();
        self->read();
      });
    });
  }

 private:
  void read() {
    socket_.async_read(buffer_, [self = shared_from_this()](beast::error_code error, std::size_t) {
      if (error) return static_cast<void>(self->timer_.cancel());
      self->buffer_.clear();
      self->read();
    });
  }

  void send_number() {
    message_ = "{\"message\": " + std::to_string(random_number()) + "}";
    socket_.text(true);
    socket_.async_write(net::buffer(message_), [self = shared_from_this()](beast::error_code error, std::size_t) {
      if (!error) self->wait();
    });
  }

  void wait() {
    due_ += interval_;
    timer_.expires_at(due_);
    timer_.async_wait([self = shared_from_this()](beast::error_code error) {
      if (!error) self->send_number();
    });
  }

  beast::websocket::stream<beast::tcp_stream> socket_;
  net::steady_timer timer_;
  std::chrono::milliseconds interval_;
  std::chrono::steady_clock::time_point due_;
  beast::flat_buffer buffer_;
  std::string message_;
};

void accept(net::io_context& context, tcp::acceptor& acceptor, std::chrono::milliseconds interval) {
  acceptor.async_accept(net::make_strand(context), [&, interval](beast::error_code error, tcp::socket socket) {
    if (!error) std::make_shared<Session>(std::move(socket), interval)->start();
    accept(context, acceptor, interval);
  });
}

}  // namespace

int main(int argc, char** argv) {
  const auto options = sws::bench::parse_floor_options(argc, argv);
  net::io_context context{2};
  tcp::acceptor acceptor(context, tcp::v4(), sws::bench::listen_and_announce(options.port));
  accept(context, acceptor, std::chrono::milliseconds(options.interval_ms));
  std::thread other([&] { context.run(); });
  context.run();
  other.join();
}
