#include "backend/http/http_session.hpp"

#include <boost/beast/core/read_size.hpp>
#include <boost/beast/http/write.hpp>
#include <ctime>

#include "backend/admission/access.hpp"
#include "backend/http/viewer_check.hpp"
#include "backend/process/log.hpp"

namespace sws {
namespace {

namespace beast = boost::beast;
namespace http = beast::http;

constexpr std::chrono::seconds kWriteDeadline{30};  // the whole page is 60 kB: 3G needs 1 s
constexpr std::chrono::seconds kLingerDeadline{2};  // for the peer to read a refusal before TCP ends
constexpr std::chrono::seconds kLastRequest{1};  // a request is on its way for less, once its sender has connected
constexpr const char* kRetryAfter = "10";        // seconds: a rate is kept by then, and viewers leave
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

// After what may have left the two sides at odds about where the next request begins.
bool ends_connection(Reason reason) {
  return reason == Reason::malformed_request || reason == Reason::header_too_large ||
         reason == Reason::request_timeout;
}

beast::string_view view(std::string_view text) {
  return {text.data(), text.size()};
}

bool has_line(const beast::flat_buffer& buffer) {
  return view(buffer).find('\n') != std::string_view::npos;
}

}  // namespace

HttpSession::HttpSession(ConnectionSet& owner, Ticker& ticker, const HttpService& service, Accepted accepted)
    : Connection(owner, ticker, std::move(accepted.slot)),
      service_(service),
      settings_(*service.settings),
      stream_(std::move(accepted.stream)),
      expects_tls_(stream_.tls() != nullptr),
      peer_(accepted.peer),
      client_{peer_, stream_.tls() != nullptr, false},
      refusal_(std::move(accepted.refusal)),
      buffer_(settings_.header_bytes) {}

// Who has just connected or begun a request would take it for lost; who has had an answer asks again elsewhere.
void HttpSession::drain() {
  draining_ = true;
  if (response_) return;
  if (!answered_ || begun_) return set_deadline(kLastRequest);
  end();
}

void HttpSession::start() {
  next_request(settings_.header_timeout);
}

void HttpSession::next_request(std::chrono::seconds patience) {
  set_deadline(patience);
  parser_.emplace();
  parser_->body_limit(boost::none);  // a body is not read
  header_bytes_ = 0;
  begun_ = false;
  parse_header();
}

void HttpSession::read_more() {
  const auto room = buffer_.prepare(beast::read_size(buffer_, settings_.header_bytes));
  stream_.async_read_some(room, tracked([this](boost::system::error_code error, std::size_t size) {
                            if (timed_out_) return refuse_late();
                            if (error) return on_read_failed();
                            buffer_.commit(size);
                            parse_header();
                          }));
}

void HttpSession::on_read_failed() {
  if (stream_.tls() && *stream_.tls()->failure()) {
    count(Reason::tls_failed);
    const std::string explanation = std::string("TLS: ") + stream_.tls()->failure();
    log(LogLevel::info, "refused", {{"reason", name_of(Reason::tls_failed)}, {"explanation", explanation}});
  }
  end();
}

// Not with http::async_read_header(), which would not show us the lines as they came.
void HttpSession::parse_header() {
  // Empty lines before a request are to be ignored (RFC 9112 §2.2).
  for (; header_bytes_ < settings_.header_bytes && !parser_->got_some() && view(buffer_).starts_with("\r\n");
       header_bytes_ += 2) {
    buffer_.consume(2);
  }
  if (buffer_.size() > 0 && !std::exchange(begun_, true)) set_deadline(settings_.header_timeout);
  const auto refusal = check_line_ends(view(buffer_));
  boost::system::error_code error = http::error::need_more;
  if (buffer_.size() > 0 && (parser_->got_some() || view(buffer_) != "\r")) {
    const std::size_t size = parser_->put(buffer_.data(), error);
    buffer_.consume(size);
    header_bytes_ += size;
  }
  head_ = parser_->get().method() == http::verb::head;  // also of a request that is refused
  keep_alive_ = false;
  if (expects_tls_ && !stream_.tls()) {
    client_.https = false;
    return refuse({http::status::bad_request, Reason::malformed_request,
                   "this port speaks TLS: use https:// (wss:// for the stream)"});
  }
  if (refusal) return refuse(*refusal);
  // Beast judges a version before its line has ended: what is wrong with it may be still to come.
  if (error == http::error::bad_version && !has_line(buffer_)) error = http::error::need_more;
  const bool more = error == http::error::need_more;
  if (header_bytes_ + (more ? buffer_.size() + 1 : 0) > settings_.header_bytes) error = http::error::header_limit;
  if (error == http::error::need_more) return read_more();
  metrics().requests.add();
  if (error) return on_malformed(error);
  on_request();
}

void HttpSession::on_malformed(boost::system::error_code error) {
  if (error == http::error::header_limit) {
    const std::string most = std::to_string(settings_.header_bytes) + " bytes";
    if (parser_->get().target().empty() && !has_line(buffer_)) {
      return refuse(
          {http::status::uri_too_long, Reason::header_too_large, "the request line is longer than " + most});
    }
    return refuse({http::status::request_header_fields_too_large, Reason::header_too_large,
                   "the header is larger than " + most});
  }
  if (error == http::error::bad_version && names_other_version(view(buffer_))) {
    return refuse(
        {http::status::http_version_not_supported, Reason::malformed_request, "HTTP/1.0 or HTTP/1.1 is expected"});
  }
  refuse({http::status::bad_request, Reason::malformed_request, "malformed request: " + error.message()});
}

void HttpSession::on_request() {
  HttpRequest request = parser_->release();
  if (const auto refusal = check_framing(request)) return refuse(*refusal);
  if (refusal_) return refuse(*refusal_);
  const auto client = client_of(request, peer_, stream_.tls() != nullptr, settings_.trusted_proxies);
  if (!client) return refuse({http::status::bad_request, Reason::malformed_request, client.error()});
  client_ = *client;
  take_host_from_target(request);
  join_list_fields(request);
  keep_alive_ = request.keep_alive() && !has_body(request) && !draining_;  // behind a body the connection ends
  answer(request);
}

void HttpSession::answer(const HttpRequest& request) {
  const std::string_view target(request.target().data(), request.target().size());
  if (request.method() != http::verb::get && request.method() != http::verb::head) {
    return refuse({http::status::method_not_allowed, Reason::method_not_allowed, "GET and HEAD are allowed"});
  }
  const auto path = request_path(target);
  if (!path) {
    return refuse({http::status::bad_request, Reason::malformed_request, "the request target is malformed"});
  }
  if (service_.upgrade && service_.is_stream_path(*path)) return answer_stream(request, target);
  const std::string_view token = access_in_query(target);
  if (settings_.access_secret && *path == "/" && !token.empty()) return enter(token);
  answer_from_site(request, *path);
}

void HttpSession::answer_stream(const HttpRequest& request, std::string_view target) {
  if (head_) return refuse({http::status::upgrade_required, Reason::upgrade_required, ""});
  if (const auto refusal = check_upgrade(request)) return refuse(*refusal);
  const auto protocol = requested_protocol(target);
  if (!protocol) return refuse(protocol.error());
  const auto refusal = check_viewer(request, client_, settings_, service_.admission, slot(), std::time(nullptr));
  if (refusal) return refuse(*refusal);
  upgrade(request, *protocol);
}

// Turns a token in the page's address into a cookie, so that it neither stays in sight nor in the history.
void HttpSession::enter(std::string_view token) {
  const std::time_t now = std::time(nullptr);
  const auto expiry = access_token_expiry(*settings_.access_secret, token);
  if (!expiry || *expiry <= now) {
    return refuse({http::status::forbidden, Reason::access_denied,
                   expiry ? "the token of access has expired" : "the token of access is not one of this server's"});
  }
  Response response = make_response(http::status::see_other);
  response.set(http::field::location, "/");
  response.set(http::field::cache_control, "no-store");
  response.set(http::field::set_cookie, "access=" + std::string(token) + "; Path=/ws/; HttpOnly; SameSite=Strict" +
                                            (client_.https ? "; Secure" : "") +
                                            "; Max-Age=" + std::to_string(*expiry - now));
  response.content_length(0);
  write(std::move(response));
}

void HttpSession::answer_from_site(const HttpRequest& request, const std::string& path) {
  const auto accept = request[http::field::accept_encoding];
  const auto found = service_.site.find(path, {accept.data(), accept.size()});
  if (!found) {
    return refuse({http::status::not_found, Reason::not_found, "there is nothing at this path; the page is at /"});
  }
  const auto tags = request[http::field::if_none_match];
  const bool unchanged = !found->etag.empty() && matches_etag({tags.data(), tags.size()}, found->etag);
  Response response = make_response(unchanged ? http::status::not_modified : http::status(found->status));
  if (!found->etag.empty()) response.set(http::field::etag, found->etag);
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
  count(refusal.reason);
  log(LogLevel::info, "refused",
      {{"status", static_cast<unsigned>(refusal.status)},
       {"reason", name_of(refusal.reason)},
       {"explanation", refusal.explanation}});
  log(LogLevel::debug, "refused_peer", {{"address", client_.address.to_string()}});
  text_ = refusal.explanation + "\n";
  if (ends_connection(refusal.reason)) keep_alive_ = false;
  Response response = make_response(refusal.status);
  response.set(http::field::content_type, "text/plain; charset=utf-8");
  if (refusal.status == http::status::too_many_requests || refusal.status == http::status::service_unavailable) {
    response.set(http::field::retry_after, kRetryAfter);
  }
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
  Connection& stream = owner().adopt(service_.upgrade(settings_, {.protocol = protocol,
                                                                  .request = std::move(request),
                                                                  .stream = std::move(stream_),
                                                                  .prefetched = std::move(prefetched),
                                                                  .slot = std::move(slot())}));
  if (draining_) stream.drain();  // it is told why at once
  end();
}

HttpSession::Response HttpSession::make_response(http::status status) const {
  Response response(status, 11);
  response.set(http::field::server, "SimpleWebsocket");
  response.set(http::field::date, http_date());
  response.set("Content-Security-Policy", kContentSecurityPolicy);
  response.set("X-Content-Type-Options", "nosniff");
  response.set("Referrer-Policy", "no-referrer");
  if (client_.https && settings_.hsts_max_age.count() > 0) {
    response.set(http::field::strict_transport_security,
                 "max-age=" + std::to_string(settings_.hsts_max_age.count()));
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
    answered_ = true;
    file_body_.reset();
    if (error) return end();
    if (keep_alive_ && !draining_) return next_request(settings_.idle_timeout);
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
  stream_.async_read_some(buffer_.prepare(settings_.header_bytes),
                          tracked([this](boost::system::error_code error, std::size_t) {
                            if (error) return end();
                            linger();
                          }));
}

void HttpSession::on_deadline() {
  if (response_) return reset();
  if (!begun_) return end();
  timed_out_ = true;  // who has begun a request is told
  boost::system::error_code ignored;
  stream_.socket().cancel(ignored);
}

void HttpSession::refuse_late() {
  keep_alive_ = false;
  refuse({http::status::request_timeout, Reason::request_timeout,
          "the header did not come within " + std::to_string(settings_.header_timeout.count()) + " seconds"});
}

void HttpSession::close_socket() {
  stream_.close();
}

void HttpSession::reset_socket() {
  stream_.reset();
}

}  // namespace sws
