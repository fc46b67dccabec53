#include "backend/websocket/beast_reader.hpp"

namespace sws {
namespace {

namespace http = boost::beast::http;
namespace websocket = boost::beast::websocket;

constexpr std::size_t kMostIdle = 32;  // so many are used at the same moment now and then; each takes 2.6 kB

// Has what Beast must find in an upgrade before it opens a stream (RFC 6455 §4.2.1).
const HttpRequest& minimal_upgrade() {
  static const HttpRequest kRequest = [] {
    HttpRequest request(http::verb::get, "/", 11);
    request.set(http::field::host, "localhost");
    request.set(http::field::connection, "upgrade");
    request.set(http::field::upgrade, "websocket");
    request.set(http::field::sec_websocket_version, "13");
    request.set(http::field::sec_websocket_key, "");
    return request;
  }();
  return kRequest;
}

}  // namespace

boost::system::error_code BeastReader::answer(const HttpRequest& request) {
  socket.set_option(websocket::stream_base::decorator(
      [](websocket::response_type& response) { response.set(http::field::server, "SimpleWebsocket"); }));
  boost::system::error_code error;
  socket.accept(request, error);
  return error;
}

boost::asio::mutable_buffer BeastReader::room() {
  return long_message ? boost::asio::buffer(long_message->buffer.get(), long_message->size)
                      : boost::asio::buffer(short_message);
}

std::unique_ptr<BeastReader> BeastReaders::take(const BeastLink::executor_type& executor) {
  if (idle_.empty()) {
    auto reader = std::make_unique<BeastReader>(executor);
    reader->answer(minimal_upgrade());
    return reader;
  }
  auto reader = std::move(idle_.back());
  idle_.pop_back();
  return reader;
}

void BeastReaders::give(std::unique_ptr<BeastReader> reader) {
  if (idle_.size() < kMostIdle) idle_.push_back(std::move(reader));
}

}  // namespace sws
