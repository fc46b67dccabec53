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
#include <memory>
#include <optional>

#include "backend/admission/forwarded.hpp"
#include "backend/config/settings.hpp"
#include "backend/connection/connection.hpp"
#include "backend/http/request_check.hpp"
#include "backend/http/static_site.hpp"
#include "backend/net/byte_stream.hpp"
#include "backend/net/upgrade.hpp"

namespace sws {

// What the sessions of one worker share.
struct HttpService {
  const Site& site;
  const Settings* settings;  // of the sessions to come: a reload changes it
  Admission& admission;

  // Makes the connection that takes over after an upgrade; empty: there is no stream here.
  std::function<std::unique_ptr<Connection>(const Settings&, Upgrade)> upgrade;

  bool (*is_stream_path)(std::string_view path) = sws::is_stream_path;  // decoded
};

// One accepted TCP connection.
struct Accepted {
  ByteStream stream;
  IpAddress peer;
  Admission::Slot slot;            // empty: not admitted, and only to be told so
  std::optional<Refusal> refusal;  // what to answer, whatever is asked
};

class HttpSession final : public Connection {
 public:
  // `service` must outlive it.
  HttpSession(ConnectionSet& owner, Ticker& ticker, const HttpService& service, Accepted accepted);

  void start() override;
  void drain() override;

 private:
  using Response = boost::beast::http::response<boost::beast::http::span_body<const char>>;

  void next_request(std::chrono::seconds patience);
  void read_more();
  void on_read_failed();
  void parse_header();
  void on_malformed(boost::system::error_code error);
  void on_request();
  void answer(const HttpRequest& request);
  void answer_from_site(const HttpRequest& request, const std::string& path);
  void answer_stream(const HttpRequest& request, std::string_view target);
  void enter(std::string_view token);
  void refuse(const Refusal& refusal);
  void refuse_late();
  void upgrade(HttpRequest request, StreamProtocol protocol);
  Response make_response(boost::beast::http::status status) const;
  void write(Response response);
  void linger();
  void on_deadline() override;
  void close_socket() override;
  void reset_socket() override;

  const HttpService& service_;
  const Settings& settings_;
  ByteStream stream_;
  const bool expects_tls_;
  IpAddress peer_;
  Client client_;  // the peer, or for whom it says that it speaks
  std::optional<Refusal> refusal_;
  boost::beast::flat_buffer buffer_;
  std::optional<boost::beast::http::request_parser<boost::beast::http::empty_body>> parser_;
  std::size_t header_bytes_ = 0;  // of the header being read, what the parser has taken
  std::optional<Response> response_;
  std::optional<boost::beast::http::response_serializer<boost::beast::http::span_body<const char>>> serializer_;
  std::string text_;                              // the body of a refusal
  std::shared_ptr<const std::string> file_body_;  // the body of a file read from disk
  bool head_ = false;                             // the request's method is HEAD
  bool keep_alive_ = false;                       // another request may follow the one being answered
  bool answered_ = false;                         // at least one request
  bool draining_ = false;
  bool begun_ = false;      // some of the request being read has come
  bool timed_out_ = false;  // before all of it did
};

}  // namespace sws
