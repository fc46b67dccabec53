#include "backend/http_session.hpp"

#include <boost/beast/http/read.hpp>
#include <boost/beast/http/write.hpp>
#include <ctime>

#include "backend/access.hpp"
#include "backend/forwarded.hpp"
#include "backend/log.hpp"

namespace sws {
namespace {

namespace beast = boost::beast;
namespace http = beast::http;

constexpr std::size_t kReadSize = 4'096;            // a browser's request, whole
constexpr std::chrono::seconds kWriteDeadline{30};  // the whole page is 60 kB: 3G needs 1 s
constexpr std::chrono::seconds kLingerDeadline{2};  // for the peer to read a refusal before TCP ends
constexpr const char* kRetryAfter = "10";           // seconds: a rate is kept by then, and viewers leave
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

// After what may have left the two sides at odds about where the next request begins.
bool ends_connection(Reason reason) {
  return reason == Reason::malformed_request || reason == Reason::header_too_large ||
         reason == Reason::request_timeout;
}

beast::string_view view(std::string_view text) {
  return {text.data(), text.size()};
}

}  // namespace

HttpSession::HttpSession(ConnectionSet& owner, Ticker& ticker, const HttpService& service, Accepted accepted)
    : Connection(owner, ticker, std::move(accepted.slot)),
      service_(service),
      settings_(*service.settings),
      socket_(std::move(accepted.socket)),
      peer_(accepted.peer),
      refusal_(std::move(accepted.refusal)),
      buffer_(settings_.header_bytes) {}

void HttpSession::drain() {
  draining_ = true;
  if (!response_) finish();
}

void HttpSession::start() {
  next_request(settings_.header_timeout);
}

void HttpSession::next_request(std::chrono::seconds patience) {
  parser_.reset();
  set_deadline(buffer_.size() > 0 ? settings_.header_timeout : patience);
  if (buffer_.size() > 0) return read_header();
  socket_.async_read_some(buffer_.prepare(std::min<std::size_t>(kReadSize, settings_.header_bytes)),
                          tracked([this](boost::system::error_code error, std::size_t size) {
                            if (error) return finish();
                            buffer_.commit(size);
                            set_deadline(settings_.header_timeout);
                            read_header();
                          }));
}

void HttpSession::read_header() {
  parser_.emplace();
  parser_->header_limit(settings_.header_bytes);
  http::async_read_header(socket_, buffer_, *parser_,
                          tracked([this](boost::system::error_code error, std::size_t) { on_request(error); }));
}

void HttpSession::on_request(boost::system::error_code error) {
  head_ = parser_->get().method() == http::verb::head;  // also of a request that is refused
  keep_alive_ = false;
  if (error && starts_with_empty_line(buffer_)) {  // to be ignored before a request (RFC 9112 §2.2)
    buffer_.consume(2);
    return read_header();
  }
  if (timed_out_) {
    return refuse(
        {http::status::request_timeout, Reason::request_timeout,
         "the header did not come within " + std::to_string(settings_.header_timeout.count()) + " seconds"});
  }
  if (error == http::error::header_limit || error == http::error::buffer_overflow) {
    return refuse({http::status::request_header_fields_too_large, Reason::header_too_large,
                   "the header is larger than " + std::to_string(settings_.header_bytes) + " bytes"});
  }
  if (error.category() == make_error_code(http::error::bad_version).category() &&
      error != http::error::end_of_stream && error != http::error::partial_message) {
    return refuse({http::status::bad_request, Reason::malformed_request, "malformed request: " + error.message()});
  }
  if (error) return finish();
  metrics().requests.add();
  HttpRequest request = parser_->release();
  if (const auto refusal = check_framing(request)) return refuse(*refusal);
  if (refusal_) return refuse(*refusal_);
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
  const auto malformed = Reason::malformed_request;
  if (!path) return refuse({http::status::bad_request, malformed, "the request target is malformed"});
  if (request.method() != http::verb::get && request.method() != http::verb::head) {
    return refuse({http::status::method_not_allowed, Reason::method_not_allowed, "GET and HEAD are allowed"});
  }
  if (service_.upgrade && is_stream_path(*path)) return answer_stream(request, target);
  const std::string_view token = access_in_query(target);
  if (settings_.access_secret && *path == "/" && !token.empty()) return enter(token);
  answer_from_site(request, *path);
}

void HttpSession::answer_stream(const HttpRequest& request, std::string_view target) {
  if (head_) return refuse({http::status::upgrade_required, Reason::upgrade_required, ""});
  if (const auto refusal = check_upgrade(request)) return refuse(*refusal);
  const auto protocol = requested_protocol(target);
  if (!protocol) return refuse(protocol.error());
  if (const auto refusal = check_client(request)) return refuse(*refusal);
  upgrade(request, *protocol);
}

// Whether this client may watch: by where its page comes from, by its token, and by how many others it has.
std::optional<Refusal> HttpSession::check_client(const HttpRequest& request) {
  const auto field = [&](http::field name) { return std::string_view(request[name].data(), request[name].size()); };
  std::optional<std::string_view> origin;
  if (request.count(http::field::origin) > 0) origin = field(http::field::origin);
  if (!settings_.origins.allows(origin, field(http::field::host))) {
    return Refusal{http::status::forbidden, Reason::origin_not_allowed,
                   "pages of this Origin may not open streams here; see --allowed-origin"};
  }
  if (settings_.access_secret) {
    const Access access = check_access(*settings_.access_secret, request, std::time(nullptr));
    const auto denied = [](const char* why) {
      return Refusal{http::status::forbidden, Reason::access_denied, why};
    };
    if (access == Access::missing) return denied("a token of access is needed, as ?access=TOKEN or a cookie");
    if (access == Access::refused) return denied("the token of access is not one of this server's");
    if (access == Access::expired) return denied("the token of access has expired");
  }
  const auto client = client_of(request, peer_, false, settings_.trusted_proxies);
  if (!client) return Refusal{http::status::bad_request, Reason::malformed_request, client.error()};
  if (!client->proxied) return std::nullopt;
  const auto assigned = service_.admission.assign(slot(), client->address, std::chrono::steady_clock::now());
  if (!assigned) return refusal_of(assigned.error());
  return std::nullopt;
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
  response.set(http::field::set_cookie,
               "access=" + std::string(token) +
                   "; Path=/ws/; HttpOnly; SameSite=Strict; Max-Age=" + std::to_string(*expiry - now));
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
  log(LogLevel::debug, "refused_peer", {{"address", peer_.to_string()}});
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
  owner().adopt(service_.upgrade(settings_, {.protocol = protocol,
                                             .request = std::move(request),
                                             .socket = std::move(socket_),
                                             .prefetched = std::move(prefetched),
                                             .slot = std::move(slot())}));
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
    if (keep_alive_ && !draining_) return next_request(settings_.idle_timeout);
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
  socket_.async_read_some(buffer_.prepare(settings_.header_bytes),
                          tracked([this](boost::system::error_code error, std::size_t) {
                            if (error) return finish();
                            linger();
                          }));
}

void HttpSession::on_deadline() {
  if (!parser_ || response_) return finish();
  timed_out_ = true;  // a request has begun: its sender is told
  boost::system::error_code ignored;
  socket_.cancel(ignored);
}

void HttpSession::close_socket() {
  boost::system::error_code ignored;
  socket_.close(ignored);
}

}  // namespace sws
