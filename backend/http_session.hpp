// One HTTP/1.1 connection: answers requests one after the other (pipelined ones too) from the static site, until
// the peer leaves, a deadline passes, or a request for the stream's path turns it into a stream. Lives on its
// worker's thread.
#pragma once

#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/serializer.hpp>
#include <boost/beast/http/span_body.hpp>
#include <functional>
#include <optional>

#include "backend/byte_stream.hpp"
#include "backend/connection.hpp"
#include "backend/request_check.hpp"
#include "backend/static_site.hpp"
#include "backend/websocket_connection.hpp"

namespace sws {

class HttpSession final : public Connection {
 public:
  // Makes the connection that takes over after an upgrade.
  using Upgrade =
      std::function<std::unique_ptr<Connection>(StreamProtocol, ByteStream, HttpRequest, std::string prefetched)>;

  // `transport_security`: the value of Strict-Transport-Security (RFC 6797), if not empty; said only over TLS.
  HttpSession(ConnectionSet& owner, Ticker& ticker, const StaticSite& site, const Upgrade& upgrade,
              const std::string& transport_security, ByteStream stream);

  void start() override;
  void drain() override;

 private:
  using Response = boost::beast::http::response<boost::beast::http::span_body<const char>>;

  void next_request();
  void read_header();
  void on_request(boost::system::error_code error);
  void answer(const HttpRequest& request);
  void answer_from_site(const HttpRequest& request, const std::string& path);
  void refuse(const Refusal& refusal);
  void upgrade(HttpRequest request, StreamProtocol protocol);
  Response make_response(boost::beast::http::status status) const;
  void write(Response response);
  void linger();
  void close_socket() override;

  const StaticSite& site_;
  const Upgrade& upgrade_;
  const std::string& transport_security_;
  ByteStream stream_;
  const bool expects_tls_;
  boost::beast::flat_buffer buffer_;
  std::optional<boost::beast::http::request_parser<boost::beast::http::empty_body>> parser_;
  std::optional<Response> response_;
  std::optional<boost::beast::http::response_serializer<boost::beast::http::span_body<const char>>> serializer_;
  std::string text_;                              // the body of a refusal
  std::shared_ptr<const std::string> file_body_;  // the body of a file read from disk
  bool head_ = false;                             // the request's method is HEAD
  bool keep_alive_ = false;                       // another request may follow the one being answered
  bool draining_ = false;
};

}  // namespace sws
