#include "backend/http/response.hpp"

#include <algorithm>
#include <boost/beast/core/span.hpp>
#include <ctime>
#include <iterator>
#include <string_view>
#include <utility>

#include "backend/http/media_type.hpp"

namespace sws {
namespace {

namespace beast = boost::beast;
namespace http = beast::http;

constexpr const char* kNotStored = "no-store";
constexpr std::size_t kHeaderSize = 1024;  // in bytes, of most headers
// The sources of the last directive follow.
constexpr std::string_view kContentSecurityPolicy =
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self'; font-src "
    "'self'; connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors ";

// Formatting a date costs as much as several fields, and all responses of a second have the same.
const std::string& http_date(WallTime time) {
  thread_local std::time_t written = 0;
  thread_local std::string date;
  const std::time_t seconds = WallTime::clock::to_time_t(time);
  if (seconds == written && !date.empty()) return date;
  std::tm utc{};
  gmtime_r(&seconds, &utc);
  char text[32];
  date.assign(text, std::strftime(text, sizeof text, "%a, %d %b %Y %H:%M:%S GMT", &utc));
  written = seconds;
  return date;
}

beast::string_view view(std::string_view text) {
  return {text.data(), text.size()};
}

Response begin(http::status status, const ResponseContext& context) {
  Response response{{status, 11}, nullptr, {}, -1};
  auto& message = response.message;
  message.set(http::field::server, "SimpleWebsocket");
  message.set(http::field::date, http_date(context.now));
  message.set("Content-Security-Policy", std::string(kContentSecurityPolicy).append(context.frame_ancestors));
  message.set("X-Content-Type-Options", "nosniff");
  message.set("Referrer-Policy", "no-referrer");
  if (context.https && context.hsts_max_age.count() > 0) {
    message.set(http::field::strict_transport_security, "max-age=" + std::to_string(context.hsts_max_age.count()));
  }
  message.keep_alive(context.keep_alive);
  return response;
}

// Such a response says the same to every visitor, so no site learns anything about one from it (Fetch §3.3.5).
void let_all_sites_read(http::response_header<>& message) {
  message.set(http::field::access_control_allow_origin, "*");
}

// Only files have an entity tag. Everything else may be different at the next request.
const char* cache_control(std::string_view etag, bool immutable) {
  if (etag.empty()) return kNotStored;
  return immutable ? "max-age=31536000, immutable" : "no-cache";
}

// Says 304 if `request` has the entity tag `etag`, which may be empty, and 200 or another `status` if it has not.
Response begin_content(unsigned status, const std::string& etag, bool immutable, const RequestHeader& request,
                       const ResponseContext& context) {
  const bool unchanged = !etag.empty() && matches_etag(value_of(request, http::field::if_none_match), etag);
  Response response = begin(unchanged ? http::status::not_modified : http::status(status), context);
  auto& message = response.message;
  if (!etag.empty()) message.set(http::field::etag, etag);
  message.set(http::field::cache_control, cache_control(etag, immutable));
  message.set(http::field::vary, "Accept-Encoding");
  return response;
}

// Browsers apply a policy only to documents and workers (CSP Level 3 §4.2). These types are never either, and a
// quarter of a kilobyte for each of a page's files would be in vain.
bool is_only_part_of_pages(std::string_view type) {
  constexpr std::string_view kTypes[] = {"text/css; charset=utf-8", "application/wasm",
                                         "application/manifest+json"};
  return std::find(std::begin(kTypes), std::end(kTypes), type) != std::end(kTypes);
}

void set_type(http::response_header<>& message, std::string_view type) {
  message.set(http::field::content_type, view(type));
  if (is_only_part_of_pages(type)) message.erase("Content-Security-Policy");
}

// The response to HEAD states the length that the body would have (RFC 9110 §9.3.2).
void set_body(Response& response, std::string_view body, const ResponseContext& context) {
  response.message.content_length(body.size());
  if (!context.is_head) response.message.body() = beast::span<const char>(body.data(), body.size());
}

}  // namespace

Response make_response(Representation representation, const RequestHeader& request,
                       const ResponseContext& context) {
  Response response =
      begin_content(representation.status, representation.etag, representation.immutable, request, context);
  auto& message = response.message;
  if (representation.is_for_other_sites) let_all_sites_read(message);
  if (message.result() == http::status::not_modified) return response;
  set_type(message, representation.content_type);
  if (!representation.links.empty()) message.set(http::field::link, representation.links);
  if (!representation.content_encoding.empty()) {
    message.set(http::field::content_encoding, view(representation.content_encoding));
  }
  set_body(response, representation.body, context);
  response.body_owner = std::move(representation.owner);
  if (!context.is_head) response.body_file = representation.body_file;
  return response;
}

Response make_response(WebFile file, const RequestHeader& request, const ResponseContext& context) {
  constexpr unsigned kOk = 200;
  Response response = begin_content(kOk, file.etag, false, request, context);
  auto& message = response.message;
  if (is_for_other_sites(file.path)) let_all_sites_read(message);
  if (message.result() == http::status::not_modified) return response;
  set_type(message, media_type_of(file.path));
  message.content_length(file.size);
  if (!context.is_head && file.size > 0) response.file = std::move(file);
  return response;
}

Response redirect_to_folder(const RequestHeader& request, const ResponseContext& context) {
  const std::string_view target = target_of(request);
  const std::string_view path = target.substr(0, target.find('?'));
  const std::string_view name = path.substr(path.rfind('/') + 1);
  std::string location = name.find(':') == std::string_view::npos ? "" : "./";  // or it would look like a scheme
  location.append(name).append("/").append(target.substr(path.size()));
  Response response = begin(http::status::moved_permanently, context);
  response.message.set(http::field::location, location);
  response.message.set(http::field::cache_control, "no-cache");
  response.message.content_length(0);
  return response;
}

Response make_response(const AccessCookie& cookie, const ResponseContext& context) {
  Response response = begin(http::status::see_other, context);
  auto& message = response.message;
  message.set(http::field::location, cookie.location);
  message.set(http::field::cache_control, kNotStored);
  std::string value = cookie.name + "=" + cookie.token + "; HttpOnly; SameSite=Strict";
  if (context.https) value += "; Secure";
  message.set(http::field::set_cookie, value + "; Max-Age=" + std::to_string(cookie.valid_for.count()));
  message.content_length(0);
  return response;
}

Response make_response(const AllowedMethods& methods, const ResponseContext& context) {
  Response response = begin(http::status::ok, context);
  response.message.set(http::field::allow, view(methods.names));
  response.message.set(http::field::cache_control, kNotStored);
  response.message.content_length(0);
  return response;
}

Response make_response(std::string json, const ResponseContext& context) {
  Response response = begin(http::status::ok, context);
  response.message.set(http::field::content_type, "application/json");
  response.message.set(http::field::cache_control, kNotStored);
  response.body_owner = std::make_shared<const std::string>(std::move(json));
  set_body(response, *response.body_owner, context);
  return response;
}

Response make_response(const Refusal& refusal, const ResponseContext& context) {
  Response response = begin(refusal.status, context);
  auto& message = response.message;
  message.set(http::field::content_type, "text/plain; charset=utf-8");
  message.set(http::field::cache_control, kNotStored);
  if (context.is_public) {
    let_all_sites_read(message);
    message.set(http::field::access_control_expose_headers, "Retry-After");
  }
  if (refusal.status == http::status::too_many_requests || refusal.status == http::status::service_unavailable) {
    message.set(http::field::retry_after, std::to_string(refusal.retry_after.count()));
  }
  if (refusal.status == http::status::method_not_allowed) {
    message.set(http::field::allow, view(refusal.allowed_methods));
  }
  if (refusal.status == http::status::unauthorized) message.set(http::field::www_authenticate, "Bearer");
  if (refusal.status == http::status::upgrade_required) {
    message.set(http::field::upgrade, "websocket");
    message.set(http::field::connection, context.keep_alive ? "Upgrade" : "Upgrade, close");
    message.set(http::field::sec_websocket_version, "13");
  }
  response.body_owner = std::make_shared<const std::string>(refusal.explanation + "\n");
  set_body(response, *response.body_owner, context);
  return response;
}

Response make_response(EventResponse kind, const RequestHeader& request, const ResponseContext& context,
                       std::string body) {
  const bool is_complete = kind == EventResponse::complete;
  Response response = begin(is_complete ? http::status::no_content : http::status::ok, context);
  auto& message = response.message;
  message.set(http::field::cache_control, kNotStored);
  message.set(http::field::vary, "Origin");
  // A WebSocket of such a page would come with the viewer's cookies, too.
  const auto origin = request[http::field::origin];
  if (!origin.empty()) {
    message.set(http::field::access_control_allow_origin, origin);
    message.set(http::field::access_control_allow_credentials, "true");
  }
  if (is_complete) return response;
  message.set(http::field::content_type, "text/event-stream");
  message.set("X-Accel-Buffering", "no");  // nginx would collect events until its buffer is full
  if (kind == EventResponse::stream) return response;
  response.body_owner = std::make_shared<const std::string>(std::move(body));
  set_body(response, *response.body_owner, context);
  return response;
}

// Beast's serializer would chain every part of every field into a sequence of buffers, which costs more than this
// copy.
std::string header_text(const Response& response) {
  const auto& message = response.message;
  std::string text;
  text.reserve(kHeaderSize);
  const auto append = [&text](beast::string_view part) { text.append(part.data(), part.size()); };
  text += message.version() == 10 ? "HTTP/1.0 " : "HTTP/1.1 ";
  text += std::to_string(message.result_int());
  text += ' ';
  append(message.reason());
  text += "\r\n";
  for (const auto& field : message) {
    append(field.name_string());
    text += ": ";
    append(field.value());
    text += "\r\n";
  }
  return text += "\r\n";
}

}  // namespace sws
