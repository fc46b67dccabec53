#include "tests/cluster/native_browser.hpp"

#include <algorithm>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>
#include <boost/beast/websocket/stream.hpp>
#include <deque>
#include <random>
#include <utility>

#include "frontend/stream/stream_address.hpp"
#include "shared/close_code.hpp"

namespace sws {
namespace net = boost::asio;
namespace http = boost::beast::http;
namespace websocket = boost::beast::websocket;
using boost::system::error_code;
using net::ip::tcp;

namespace {

constexpr auto kAbnormal = static_cast<std::uint16_t>(CloseCode::abnormal);

std::string authority(const PageAddress& address) {
  return address.host + ":" + std::to_string(address.port);
}

tcp::endpoint endpoint(const PageAddress& address) {
  return {net::ip::make_address(address.host), address.port};
}

}  // namespace

// It lives until its last operation has ended, also after the browser has forgotten it.
class NativeBrowser::Socket : public std::enable_shared_from_this<Socket> {
 public:
  Socket(net::io_context& context, BrowserEvents& events) : stream_(context), events_(&events) {
    // Also for the closing handshake, which the session no longer waits for.
    stream_.set_option(
        websocket::stream_base::timeout{std::chrono::seconds(10), websocket::stream_base::none(), false});
  }

  void open(const PageAddress& address, std::string target) {
    stream_.set_option(websocket::stream_base::decorator(
        [origin = "http://" + authority(address)](auto& request) { request.set(http::field::origin, origin); }));
    stream_.next_layer().async_connect(
        endpoint(address), [self = shared_from_this(), host = authority(address), target](error_code error) {
          if (error) return self->end(kAbnormal, "");
          self->shake_hands(host, target);
        });
  }

  void send(std::string text) {
    unsent_.push_back(std::move(text));
    if (unsent_.size() == 1) write();
  }

  void begin_close() {
    if (std::exchange(is_closing_, true)) return;
    stream_.async_close(websocket::close_code::normal, [self = shared_from_this()](error_code) {});
  }

  // The session hears nothing more of it.
  void forget() {
    events_ = nullptr;
    if (stream_.is_open() && unsent_.empty()) return begin_close();
    error_code ignored;
    stream_.next_layer().close(ignored);
  }

  void cut() {
    error_code ignored;
    stream_.next_layer().close(ignored);
  }

 private:
  void shake_hands(const std::string& host, const std::string& target) {
    error_code ignored;
    stream_.next_layer().set_option(tcp::no_delay(true), ignored);
    stream_.async_handshake(answer_, host, target, [self = shared_from_this()](error_code error) {
      if (error == websocket::error::upgrade_declined && self->events_)
        self->events_->refused(self->answer_.result_int());
      if (error) return self->end(kAbnormal, "");
      if (self->events_) self->events_->opened();
      self->read();
    });
  }

  void read() {
    stream_.async_read(received_, [self = shared_from_this()](error_code error, std::size_t) {
      if (error) return self->on_read_error(error);
      const auto bytes = self->received_.cdata();
      if (self->events_) self->events_->text({static_cast<const char*>(bytes.data()), bytes.size()});
      self->received_.clear();
      self->read();
    });
  }

  void on_read_error(error_code error) {
    if (error != websocket::error::closed) return end(kAbnormal, "");
    const websocket::close_reason& why = stream_.reason();
    end(why.code == websocket::close_code::none ? static_cast<std::uint16_t>(CloseCode::no_status) : why.code,
        std::string_view(why.reason.data(), why.reason.size()));
  }

  void write() {
    stream_.async_write(net::buffer(unsent_.front()), [self = shared_from_this()](error_code error, std::size_t) {
      if (error) return;  // the read says so too
      self->unsent_.pop_front();
      if (!self->unsent_.empty()) self->write();
    });
  }

  void end(std::uint16_t code, std::string_view reason) {
    cut();
    if (BrowserEvents* const events = std::exchange(events_, nullptr)) events->closed(code, reason);
  }

  websocket::stream<tcp::socket> stream_;
  websocket::response_type answer_;
  boost::beast::flat_buffer received_;
  std::deque<std::string> unsent_;
  bool is_closing_ = false;
  BrowserEvents* events_;
};

class NativeBrowser::Question : public std::enable_shared_from_this<Question> {
 public:
  Question(net::io_context& context, BrowserEvents& events) : socket_(context), events_(&events) {}

  void ask(const PageAddress& address, const std::string& target) {
    request_ = {http::verb::get, target, 11};
    request_.set(http::field::host, authority(address));
    request_.set("X-Page-Origin", "http://" + authority(address));
    request_.keep_alive(false);
    socket_.async_connect(endpoint(address), [self = shared_from_this()](error_code error) {
      if (error) return self->answer();
      http::async_write(self->socket_, self->request_, [self](error_code failed, std::size_t) {
        if (failed) return self->answer();
        self->read();
      });
    });
  }

  void forget() {
    events_ = nullptr;
    error_code ignored;
    socket_.close(ignored);
  }

 private:
  void read() {
    http::async_read(socket_, received_, response_, [self = shared_from_this()](error_code error, std::size_t) {
      if (error) return self->answer();
      const auto value = [&](http::field field) { return std::string(self->response_[field]); };
      self->answer({static_cast<int>(self->response_.result_int()), value(http::field::content_type),
                    value(http::field::retry_after), value(http::field::date), self->response_.body()});
    });
  }

  void answer(const HttpAnswer& answer = {}) {
    if (BrowserEvents* const events = std::exchange(events_, nullptr)) events->answered(answer);
  }

  tcp::socket socket_;
  http::request<http::empty_body> request_;
  boost::beast::flat_buffer received_;
  http::response<http::string_body> response_;
  BrowserEvents* events_;
};

NativeBrowser::NativeBrowser(net::io_context& context, PageAddress address, BrowserEvents& events)
    : context_(context), address_(std::move(address)), events_(events) {}

NativeBrowser::~NativeBrowser() {
  close();
}

std::string NativeBrowser::target(const StreamRequest& request) const {
  return stream_address("", "/", address_.channel, request);
}

bool NativeBrowser::open(const StreamRequest& request) {
  close();
  socket_ = std::make_shared<Socket>(context_, events_);
  socket_->open(address_, target(request));
  return true;
}

void NativeBrowser::send(std::string_view text) {
  socket_->send(std::string(text));
}

void NativeBrowser::ask(const StreamRequest& request) {
  close();
  question_ = std::make_shared<Question>(context_, events_);
  question_->ask(address_, target(request));
}

void NativeBrowser::begin_close() {
  socket_->begin_close();
}

void NativeBrowser::close() {
  if (const auto socket = std::exchange(socket_, nullptr)) socket->forget();
  if (const auto question = std::exchange(question_, nullptr)) question->forget();
}

void NativeBrowser::cut() {
  if (socket_) socket_->cut();
}

void NativeBrowser::fill(std::span<std::uint8_t> bytes) {
  static std::random_device device;
  std::generate(bytes.begin(), bytes.end(), [] { return static_cast<std::uint8_t>(device()); });
}

}  // namespace sws
