#include "tests/cluster/event_viewer.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/write.hpp>
#include <utility>

#include "tests/cluster/viewer.hpp"

namespace sws {
namespace net = boost::asio;
using boost::system::error_code;

// It lives until its last operation has ended, also after the viewer has left it.
struct EventViewer::Connection {
  explicit Connection(net::io_context& context) : socket(context) {}

  net::ip::tcp::socket socket;
  std::string request, received;
  std::array<char, 4096> block{};
  bool has_header = false;
};

EventViewer::EventViewer(net::io_context& context, PageAddress address, std::int64_t interval_ms, Tally& tally)
    : context_(context),
      address_(std::move(address)),
      tally_(tally),
      witness_(tally, interval_ms),
      timer_(context) {
  connect();
}

void EventViewer::close() {
  timer_.cancel();
  error_code ignored;
  if (connection_) connection_->socket.close(ignored);
  connection_.reset();
}

void EventViewer::connect() {
  connection_ = std::make_shared<Connection>(context_);
  const std::string host = address_.host + ":" + std::to_string(address_.port);
  connection_->request = "GET /events/" + address_.channel + "/ HTTP/1.1\r\nHost: " + host +
                         "\r\nAccept: text/event-stream\r\n" +
                         (id_.empty() ? "" : "Last-Event-ID: " + id_ + "\r\n") + "\r\n";
  connection_->socket.async_connect(
      {net::ip::make_address(address_.host), address_.port}, [this, mine = connection_](error_code error) {
        if (mine != connection_) return;
        if (error) return lose();
        net::async_write(mine->socket, net::buffer(mine->request), [mine](error_code, std::size_t) {});
        read();
      });
}

void EventViewer::read() {
  connection_->socket.async_read_some(
      net::buffer(connection_->block), [this, mine = connection_](error_code error, std::size_t size) {
        if (mine != connection_) return;
        if (error) return lose();
        mine->received.append(mine->block.data(), size);
        if (!take_header()) return mine == connection_ ? read() : void();
        for (std::size_t end; (end = mine->received.find('\n')) != std::string::npos;) {
          take_line(mine->received.substr(0, end));
          mine->received.erase(0, end + 1);
          if (mine != connection_) return;
        }
        read();
      });
}

bool EventViewer::take_header() {
  Connection& connection = *connection_;
  if (connection.has_header) return true;
  const std::size_t end = connection.received.find("\r\n\r\n");
  if (end == std::string::npos) return false;
  const std::string status = connection.received.substr(9, 3);
  if (status != "200") {
    ++tally_.endings["the events were refused with " + status];
    close();
    return false;
  }
  connection.received.erase(0, end + 4);
  return connection.has_header = true;
}

// The server sends no byte order mark, no lines that end in \r, and one line of data for each event.
void EventViewer::take_line(const std::string& line) {
  const auto value_of = [&](const std::string& field) { return line.substr(field.size()); };
  if (line.empty()) return take_event();
  if (line.starts_with("id: ")) id_ = value_of("id: ");
  if (line.starts_with("data: ")) data_ = value_of("data: ");
  if (line.starts_with("event: ")) name_ = value_of("event: ");
  if (line.starts_with("retry: ")) retry_ = std::chrono::milliseconds(std::stoul(value_of("retry: ")));
}

// The id says which number follows the event's own.
void EventViewer::take_event() {
  const std::string name = std::exchange(name_, ""), data = std::exchange(data_, "");
  if (data.empty()) return;
  if (name == "end") {
    ++tally_.streams;
    return close();
  }
  if (!name.empty()) return witness_.take(data, wall_now_ms());
  const std::uint64_t next = std::stoull(id_.substr(id_.rfind('.') + 1));
  witness_.take_event(next - 1, wall_now_ms());
  ++tally_.numbers;
}

void EventViewer::lose() {
  close();
  timer_.expires_after(retry_);
  timer_.async_wait([this](error_code error) {
    if (!error) connect();
  });
}

}  // namespace sws
