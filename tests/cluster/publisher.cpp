#include "tests/cluster/publisher.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/write.hpp>
#include <charconv>
#include <utility>

#include "tests/cluster/broker_cluster.hpp"

namespace sws {
namespace net = boost::asio;
using boost::system::error_code;
using std::chrono::milliseconds;
using std::chrono::steady_clock;

namespace {

constexpr milliseconds kAnswerTime{2000}, kRetryTime{50};
constexpr std::string_view kEnd = "\r\n";

// The last word of a line such as "MSG inbox.7 1 42": the size of what follows.
std::size_t last_number(std::string_view line) {
  std::size_t number = 0;
  const std::string_view word = line.substr(line.rfind(' ') + 1);
  std::from_chars(word.data(), word.data() + word.size(), number);
  return number;
}

}  // namespace

// It lives until its last operation has ended, also after the publisher has left it.
struct Publisher::Connection {
  explicit Connection(net::io_context& context) : socket(context) {}

  net::ip::tcp::socket socket;
  std::array<char, 4096> block{};
  std::string received;
};

Publisher::Publisher(net::io_context& context, std::vector<std::string> brokers, std::string channel,
                     milliseconds interval)
    : context_(context),
      brokers_(std::move(brokers)),
      channel_(std::move(channel)),
      interval_(interval),
      timer_(context) {
  connect();
}

Publisher::~Publisher() {
  error_code ignored;
  if (connection_) connection_->socket.close(ignored);
  connection_.reset();
}

void Publisher::cut() {
  error_code ignored;
  if (connection_) connection_->socket.close(ignored);
  broker_ = (broker_ + 1) % brokers_.size();
  connection_.reset();
  wait(kRetryTime, &Publisher::connect);
}

void Publisher::stop() {
  is_stopped_ = true;
}

void Publisher::wait(milliseconds time, void (Publisher::*then)()) {
  timer_.expires_after(time);
  // A connection may be gone before its timer is handled, and then the timer does nothing.
  timer_.async_wait([this, then, mine = connection_](error_code error) {
    if (!error && mine == connection_) (this->*then)();
  });
}

void Publisher::connect() {
  connection_ = std::make_shared<Connection>(context_);
  connection_->socket.async_connect({net::ip::make_address(brokers_[broker_]), kBrokerPort},
                                    [this, mine = connection_](error_code error) {
                                      if (mine != connection_) return;
                                      if (error) return cut();
                                      greet();
                                      read();
                                    });
  wait(kAnswerTime, &Publisher::cut);
}

void Publisher::greet() {
  const std::string stream = R"({"name":")" + Publisher::stream(channel_) + R"(","subjects":["simplewebsocket.)" +
                             channel_ + R"("],"num_replicas":3,"storage":"file"})";
  write(R"(CONNECT {"verbose":false,"headers":true,"no_responders":true})"
        "\r\nSUB inbox.* 1\r\n"
        "PUB $JS.API.STREAM.CREATE." +
        Publisher::stream(channel_) + " inbox.made " + std::to_string(stream.size()) + "\r\n" + stream + "\r\n");
}

void Publisher::publish_when_due() {
  const auto due = start_ + static_cast<std::int64_t>(acknowledged_) * interval_;
  const auto now = steady_clock::now();
  if (due <= now) return publish();
  wait(std::chrono::duration_cast<milliseconds>(due - now) + milliseconds(1), &Publisher::publish);
}

void Publisher::publish() {
  if (is_stopped_ && !is_waiting_) return;
  if (std::exchange(sent_, acknowledged_ + 1) > acknowledged_) ++repeated_;
  is_waiting_ = true;
  const std::string number = std::to_string(acknowledged_);
  const std::string header = "NATS/1.0\r\nNats-Msg-Id: " + number + "\r\n\r\n";
  write("HPUB simplewebsocket." + channel_ + " inbox." + number + " " + std::to_string(header.size()) + " " +
        std::to_string(header.size() + number.size()) + "\r\n" + header + number + "\r\n");
  wait(kAnswerTime, &Publisher::cut);
}

void Publisher::write(std::string text) {
  const auto bytes = std::make_shared<const std::string>(std::move(text));
  net::async_write(connection_->socket, net::buffer(*bytes),
                   [bytes, mine = connection_](error_code, std::size_t) {});
}

void Publisher::read() {
  connection_->socket.async_read_some(net::buffer(connection_->block),
                                      [this, mine = connection_](error_code error, std::size_t size) {
                                        if (mine != connection_) return;
                                        if (error) return cut();
                                        mine->received.append(mine->block.data(), size);
                                        while (mine == connection_ && take_one()) continue;
                                        if (mine == connection_) read();
                                      });
}

bool Publisher::take_one() {
  std::string& received = connection_->received;
  const std::size_t end = received.find(kEnd);
  if (end == std::string::npos) return false;
  const std::string line = received.substr(0, end);
  std::size_t whole = end + kEnd.size();
  std::string payload;
  if (line.starts_with("MSG ") || line.starts_with("HMSG ")) {
    const std::size_t size = last_number(line);
    if (received.size() < whole + size + kEnd.size()) return false;
    payload = received.substr(whole, size);
    whole += size + kEnd.size();
  }
  received.erase(0, whole);
  if (line == "PING") write("PONG\r\n");
  if (line.starts_with("-ERR")) cut();
  const bool is_for_current = line.find(" inbox." + std::to_string(acknowledged_) + " ") != std::string::npos;
  if (line.find(" inbox.made ") != std::string::npos || is_for_current) on_reply(payload);
  return true;
}

// `{"stream":…,"seq":7}` acknowledges a number. The answer about the stream says that it is there, or that the one
// that is there is another one, which is as good; only brokers without a leader have to be asked again.
void Publisher::on_reply(std::string_view payload) {
  if (payload.find("\"seq\":") != std::string_view::npos && payload.find("\"error\"") == std::string_view::npos &&
      payload.find("stream_create_response") == std::string_view::npos) {
    ++acknowledged_;
    is_waiting_ = false;
    return publish_when_due();
  }
  const bool is_made =
      payload.find("\"config\":") != std::string_view::npos || payload.find("in use") != std::string_view::npos;
  if (is_made) return is_waiting_ ? publish() : publish_when_due();
  wait(kRetryTime, &Publisher::cut);
}

}  // namespace sws
