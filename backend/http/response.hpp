// Builds responses: which status and fields each kind of answer has. Pure functions; the session writes the result.
#pragma once

#include <boost/beast/http/message.hpp>
#include <boost/beast/http/span_body.hpp>
#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "backend/admission/frame_ancestors.hpp"
#include "backend/http/refusal.hpp"
#include "backend/http/request_header.hpp"
#include "backend/http/routing.hpp"
#include "backend/http/static_site.hpp"
#include "backend/http/web_root.hpp"
#include "backend/loop/clock.hpp"

namespace sws {

struct Response {
  boost::beast::http::response<boost::beast::http::span_body<const char>> message;
  std::shared_ptr<const std::string> body_owner;  // keeps the body's bytes alive if they are not part of the binary
  std::optional<WebFile> file;                    // its content is to be sent behind the message
  int body_file = -1;                             // has the same content as the body, if there is one
};

// The responses to a request for Server-Sent Events (HTML Standard §9.2).
enum class EventResponse {
  stream,    // its body are the events; it has no length, and ends with the connection
  complete,  // 204: nothing is left, and an EventSource must not connect anew
  away,      // 200: the source of the numbers cannot be reached yet, and an EventSource connects anew later
};

// Facts that every response depends on besides its content.
struct ResponseContext {
  WallTime now;
  bool is_head = false;                  // the request's method is HEAD, so the response has no body
  bool keep_alive = false;               // the connection stays open for another request
  bool https = false;                    // the client uses TLS
  std::chrono::seconds hsts_max_age{0};  // of Strict-Transport-Security; 0 if the header is not sent
  bool is_public = false;                // pages of all sites may read why a request is refused
  std::string_view frame_ancestors = kNoFrameAncestors;  // must outlive the call
};

// Only the files of the page and of the module for other sites may be stored by browsers and proxies; every other
// answer says `no-store`, so that, for example, a cache does not keep the 404 of a file that another server already
// has. Says 304 instead of sending the body if `request` has the right entity tag (RFC 9110 §13.1.2).
Response make_response(Representation representation, const RequestHeader& request, const ResponseContext& context);
Response make_response(WebFile file, const RequestHeader& request, const ResponseContext& context);
Response make_response(const AccessCookie& cookie, const ResponseContext& context);
Response make_response(const AllowedMethods& methods, const ResponseContext& context);
Response make_response(std::string json, const ResponseContext& context);
Response make_response(const Refusal& refusal, const ResponseContext& context);

// A page of another origin may read the response. REQUIRES: check_origin() has accepted the request's Origin.
// `body` is that of EventResponse::away.
Response make_response(EventResponse kind, const RequestHeader& request, const ResponseContext& context,
                       std::string body = {});

// The bytes of the response up to its body.
std::string header_text(const Response& response);

// Leads to the same path with a '/' at its end, relative to the requested one, so that it also works behind a
// proxy.
Response redirect_to_folder(const RequestHeader& request, const ResponseContext& context);

}  // namespace sws
