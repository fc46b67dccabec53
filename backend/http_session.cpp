#include "backend/http_session.hpp"

#include <spdlog/spdlog.h>

#include <boost/beast/http/read.hpp>
#include <boost/beast/http/write.hpp>
#include <ctime>

namespace sws {
namespace {

namespace beast = boost::beast;
namespace http = beast::http;
using boost::system::system_category;

constexpr std::size_t kMaxHeaderBytes = 8192;         // browsers send 0.5 to 2 kB
constexpr std::chrono::seconds kRequestDeadline{30};  // from the last answer to the end of the next header
constexpr std::chrono::seconds kWriteDeadline{30};    // the whole page is 40 kB: 3G needs 1 s
constexpr std::chrono::seconds kLingerDeadline{2};    // for the peer to read a refusal before TCP ends
constexpr const char* kContentSecurityPolicy =
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self'; connect-src "
    "'self'; "
    "manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

bool is_stream_path(const std::string& path) {
  return path == "/ws/some_url/" || path == "/ws/some_url";
}

std::string http_date() {
  const std::time_t now = std::time(nullptr);
  std::tm utc{};
  gmtime_r(&now, &utc);
  char text[32];
  return {text, std::strftime(text, sizeof text, "%a, %d %b %Y %H:%M:%S GMT", &utc)};
}

bool starts_with_empty_line(const beast::flat_buffer& buffer) {
  return std::string_view(static_cast<const char*>(buffer.data().data()), buffer.size()).starts_with("\r\n");
}

beast::string_view view(std::string_view text) {
  return {text.data(), text.size()};
}

}  // namespace

HttpSession::HttpSession(ConnectionSet& owner, Ticker& ticker, const StaticSite& site, const Upgrade& upgrade,
                         const std::string& transport_security, ByteStream stream)
    : Connection(owner, ticker),
      site_(site),
      upgrade_(upgrade),
      transport_security_(transport_security),
      stream_(std::move(stream)),
      expects_tls_(stream_.tls() != nullptr),
      buffer_(kMaxHeaderBytes) {}

void HttpSession::drain() {
  draining_ = true;
  if (!response_) finish();
}

void HttpSession::start() {
  next_request();
}

void HttpSession::next_request() {
  set_deadline(kRequestDeadline);
  read_header();
}

void HttpSession::read_header() {
  parser_.emplace();
  parser_->header_limit(kMaxHeaderBytes);
  http::async_read_header(stream_, buffer_, *parser_,
                          tracked([this](boost::system::error_code error, std::size_t) { on_request(error); }));
}

void HttpSession::on_request(boost::system::error_code error) {
  head_ = parser_->get().method() == http::verb::head;  // also of a request that is refused
  keep_alive_ = false;
  if (expects_tls_ && !stream_.tls()) {
    const bool has_left = error == http::error::end_of_stream || (error && error.category() == system_category());
    if (has_left) return finish();
    return refuse({http::status::bad_request, "this port speaks TLS: use https:// (wss:// for the stream)"});
  }
  if (expects_tls_ && *stream_.tls()->failure()) {
    spdlog::info("event=refused reason=\"TLS: {}\"", stream_.tls()->failure());
  }
  if (error && starts_with_empty_line(buffer_)) {  // to be ignored before a request (RFC 9112 §2.2)
    buffer_.consume(2);
    return read_header();
  }
  if (error == http::error::header_limit || error == http::error::buffer_overflow) {
    return refuse({http::status::request_header_fields_too_large, "the header is larger than 8 KiB"});
  }
  if (error.category() == make_error_code(http::error::bad_version).category() &&
      error != http::error::end_of_stream && error != http::error::partial_message) {
    return refuse({http::status::bad_request, "malformed request: " + error.message()});
  }
  if (error) return finish();
  HttpRequest request = parser_->release();
  if (const auto refusal = check_framing(request)) return refuse(*refusal);
  join_list_fields(request);
  const bool has_body =
      request.count(http::field::transfer_encoding) > 0 ||
      (request.count(http::field::content_length) > 0 && request[http::field::content_length] != "0");
  keep_alive_ =
      request.keep_alive() && !has_body && !draining_;  // a body is not read: the connection ends with the answer
  answer(request);
}

void HttpSession::answer(const HttpRequest& request) {
  const std::string_view target(request.target().data(), request.target().size());
  const auto path = request_path(target);
  if (!path) return refuse({http::status::bad_request, "the request target is malformed"});
  if (request.method() != http::verb::get && request.method() != http::verb::head) {
    return refuse({http::status::method_not_allowed, "GET and HEAD are allowed"});
  }
  if (!is_stream_path(*path)) return answer_from_site(request, *path);
  if (head_) return refuse({http::status::upgrade_required, ""});
  if (const auto refusal = check_upgrade(request)) return refuse(*refusal);
  const auto protocol = requested_protocol(target);
  if (!protocol) return refuse(protocol.error());
  upgrade(request, *protocol);
}

void HttpSession::answer_from_site(const HttpRequest& request, const std::string& path) {
  const auto accept = request[http::field::accept_encoding];
  const auto found = site_.find(path, {accept.data(), accept.size()});
  if (!found) return refuse({http::status::not_found, "there is nothing at this path; the page is at /"});
  const auto tags = request[http::field::if_none_match];
  const bool unchanged = matches_etag({tags.data(), tags.size()}, found->etag);
  Response response = make_response(unchanged ? http::status::not_modified : http::status::ok);
  response.set(http::field::etag, found->etag);
  response.set(http::field::cache_control, found->immutable ? "max-age=31536000, immutable" : "no-cache");
  response.set(http::field::vary, "Accept-Encoding");
  if (!unchanged) {
    response.set(http::field::content_type, view(found->content_type));
    if (!found->content_encoding.empty())
      response.set(http::field::content_encoding, view(found->content_encoding));
    response.content_length(found->body.size());
    if (!head_) response.body() = beast::span<const char>(found->body.data(), found->body.size());
    file_body_ = found->owner;
  }
  write(std::move(response));
}

void HttpSession::refuse(const Refusal& refusal) {
  spdlog::info("event=refused status={} reason=\"{}\"", static_cast<unsigned>(refusal.status), refusal.reason);
  text_ = refusal.reason + "\n";
  const bool ends = refusal.status == http::status::bad_request ||
                    refusal.status == http::status::not_implemented ||
                    refusal.status == http::status::http_version_not_supported ||
                    refusal.status == http::status::request_header_fields_too_large;
  if (ends) keep_alive_ = false;
  Response response = make_response(refusal.status);
  response.set(http::field::content_type, "text/plain; charset=utf-8");
  if (refusal.status == http::status::method_not_allowed) response.set(http::field::allow, "GET, HEAD");
  if (refusal.status == http::status::upgrade_required) {
    response.set(http::field::upgrade, "websocket");
    response.set(http::field::connection, keep_alive_ ? "Upgrade" : "Upgrade, close");
    response.set(http::field::sec_websocket_version, "13");
  }
  response.content_length(text_.size());
  if (!head_) response.body() = beast::span<const char>(text_.data(), text_.size());
  write(std::move(response));
}

void HttpSession::upgrade(HttpRequest request, StreamProtocol protocol) {
  std::string prefetched(static_cast<const char*>(buffer_.data().data()), buffer_.size());
  owner().adopt(upgrade_(protocol, std::move(stream_), std::move(request), std::move(prefetched)));
  finish();
}

HttpSession::Response HttpSession::make_response(http::status status) const {
  Response response(status, 11);
  response.set(http::field::server, "SimpleWebsocket");
  response.set(http::field::date, http_date());
  response.set("Content-Security-Policy", kContentSecurityPolicy);
  response.set("X-Content-Type-Options", "nosniff");
  response.set("Referrer-Policy", "no-referrer");
  if (stream_.tls() && !transport_security_.empty()) {
    response.set(http::field::strict_transport_security, transport_security_);
  }
  response.keep_alive(keep_alive_);
  return response;
}

void HttpSession::write(Response response) {
  set_deadline(kWriteDeadline);
  response_.emplace(std::move(response));
  serializer_.emplace(*response_);
  const auto written = [this](boost::system::error_code error, std::size_t) {
    serializer_.reset();
    response_.reset();
    file_body_.reset();
    if (error) return finish();
    if (keep_alive_ && !draining_) return next_request();
    stream_.shutdown_send();
    set_deadline(kLingerDeadline);
    linger();
  };
  if (head_ || response_->body().empty()) return http::async_write_header(stream_, *serializer_, tracked(written));
  http::async_write(stream_, *serializer_, tracked(written));
}

// Reads and drops what is still coming: closing with unread bytes would reset the connection and could destroy the
// answer on its way (RFC 9112 §9.6).
void HttpSession::linger() {
  buffer_.clear();
  stream_.async_read_some(buffer_.prepare(kMaxHeaderBytes),
                          tracked([this](boost::system::error_code error, std::size_t) {
                            if (error) return finish();
                            linger();
                          }));
}

void HttpSession::close_socket() {
  stream_.close();
}

}  // namespace sws
