#include "backend/http_session.hpp"

#include <spdlog/spdlog.h>

#include <boost/beast/core/read_size.hpp>
#include <boost/beast/http/write.hpp>
#include <ctime>

namespace sws {
namespace {

namespace beast = boost::beast;
namespace http = beast::http;

constexpr std::size_t kMaxHeaderBytes = 8192;         // browsers send 0.5 to 2 kB
constexpr std::chrono::seconds kRequestDeadline{30};  // from the last answer to the end of the next header
constexpr std::chrono::seconds kWriteDeadline{30};    // the whole page is 40 kB: 3G needs 1 s
constexpr std::chrono::seconds kLingerDeadline{2};    // for the peer to read a refusal before TCP ends
constexpr const char* kContentSecurityPolicy =
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self'; connect-src "
    "'self'; "
    "manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

std::string http_date() {
  const std::time_t now = std::time(nullptr);
  std::tm utc{};
  gmtime_r(&now, &utc);
  char text[32];
  return {text, std::strftime(text, sizeof text, "%a, %d %b %Y %H:%M:%S GMT", &utc)};
}

std::string_view view(const beast::flat_buffer& buffer) {
  return {static_cast<const char*>(buffer.data().data()), buffer.size()};
}

beast::string_view view(std::string_view text) {
  return {text.data(), text.size()};
}

}  // namespace

HttpSession::HttpSession(ConnectionSet& owner, Ticker& ticker, const StaticSite& site, const Upgrade& upgrade,
                         TcpSocket socket, IsStreamPath is_stream_path)
    : Connection(owner, ticker),
      site_(site),
      upgrade_(upgrade),
      is_stream_path_(is_stream_path),
      socket_(std::move(socket)),
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
  parser_.emplace();
  parser_->body_limit(boost::none);  // a body is not read
  header_bytes_ = 0;
  parse_header();
}

void HttpSession::read_more() {
  const auto room = buffer_.prepare(beast::read_size(buffer_, kMaxHeaderBytes));
  socket_.async_read_some(room, tracked([this](boost::system::error_code error, std::size_t size) {
                            if (error) return finish();
                            buffer_.commit(size);
                            parse_header();
                          }));
}

// Not with http::async_read_header(), which would not show us the lines as they came.
void HttpSession::parse_header() {
  // Empty lines before a request are to be ignored (RFC 9112 §2.2).
  for (; header_bytes_ < kMaxHeaderBytes && !parser_->got_some() && view(buffer_).starts_with("\r\n");
       header_bytes_ += 2) {
    buffer_.consume(2);
  }
  const auto refusal = check_line_ends(view(buffer_));
  boost::system::error_code error = http::error::need_more;
  if (buffer_.size() > 0 && (parser_->got_some() || view(buffer_) != "\r")) {
    const std::size_t size = parser_->put(buffer_.data(), error);
    buffer_.consume(size);
    header_bytes_ += size;
  }
  head_ = parser_->get().method() == http::verb::head;  // also of a request that is refused
  keep_alive_ = false;
  if (refusal) return refuse(*refusal);
  const bool more = error == http::error::need_more;
  if (header_bytes_ + (more ? buffer_.size() + 1 : 0) > kMaxHeaderBytes) error = http::error::header_limit;
  if (error == http::error::need_more) return read_more();
  if (error) return on_malformed(error);
  on_request();
}

void HttpSession::on_malformed(boost::system::error_code error) {
  if (error == http::error::header_limit) {
    if (parser_->get().target().empty()) {
      return refuse({http::status::uri_too_long, "the request line is longer than 8 KiB"});
    }
    return refuse({http::status::request_header_fields_too_large, "the header is larger than 8 KiB"});
  }
  if (error == http::error::bad_version && names_other_version(view(buffer_))) {
    return refuse({http::status::http_version_not_supported, "HTTP/1.0 or HTTP/1.1 is expected"});
  }
  refuse({http::status::bad_request, "malformed request: " + error.message()});
}

void HttpSession::on_request() {
  HttpRequest request = parser_->release();
  if (const auto refusal = check_framing(request)) return refuse(*refusal);
  take_host_from_target(request);
  join_list_fields(request);
  keep_alive_ = request.keep_alive() && !has_body(request) && !draining_;  // behind a body the connection ends
  answer(request);
}

void HttpSession::answer(const HttpRequest& request) {
  const std::string_view target(request.target().data(), request.target().size());
  if (request.method() != http::verb::get && request.method() != http::verb::head) {
    return refuse({http::status::method_not_allowed, "GET and HEAD are allowed"});
  }
  const auto path = request_path(target);
  if (!path) return refuse({http::status::bad_request, "the request target is malformed"});
  if (!is_stream_path_(*path)) return answer_from_site(request, *path);
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
  const bool ends =
      refusal.status == http::status::bad_request || refusal.status == http::status::not_implemented ||
      refusal.status == http::status::http_version_not_supported || refusal.status == http::status::uri_too_long ||
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
  owner().adopt(upgrade_(protocol, std::move(socket_), std::move(request), std::move(prefetched)));
  finish();
}

HttpSession::Response HttpSession::make_response(http::status status) const {
  Response response(status, 11);
  response.set(http::field::server, "SimpleWebsocket");
  response.set(http::field::date, http_date());
  response.set("Content-Security-Policy", kContentSecurityPolicy);
  response.set("X-Content-Type-Options", "nosniff");
  response.set("Referrer-Policy", "no-referrer");
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
    socket_.shutdown(TcpSocket::shutdown_send, error);
    set_deadline(kLingerDeadline);
    linger();
  };
  if (head_ || response_->body().empty()) return http::async_write_header(socket_, *serializer_, tracked(written));
  http::async_write(socket_, *serializer_, tracked(written));
}

// Reads and drops what is still coming: closing with unread bytes would reset the connection and could destroy the
// answer on its way (RFC 9112 §9.6).
void HttpSession::linger() {
  buffer_.clear();
  socket_.async_read_some(buffer_.prepare(kMaxHeaderBytes),
                          tracked([this](boost::system::error_code error, std::size_t) {
                            if (error) return finish();
                            linger();
                          }));
}

void HttpSession::close_socket() {
  boost::system::error_code ignored;
  socket_.close(ignored);
}

}  // namespace sws
