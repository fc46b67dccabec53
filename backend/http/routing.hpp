// Decides what a request is answered with, by its method, its path and its query. It neither writes the answer
// (response.hpp) nor opens the stream (http_session.hpp), and whether a viewer is admitted is decided later
// (viewer_admission.hpp).
#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <variant>

#include "backend/config/settings.hpp"
#include "backend/http/http_service.hpp"
#include "backend/http/refusal.hpp"
#include "backend/http/request_header.hpp"
#include "backend/http/static_site.hpp"
#include "backend/loop/clock.hpp"
#include "backend/net/upgrade.hpp"
#include "shared/stream_protocol.hpp"

namespace sws {

// The request opens a stream, and its handshake is correct. A request for events needs none.
struct StreamHandshake {
  StreamAddress address;
  StreamRequest wanted = {};       // of a WebSocket
  std::string last_event_id = {};  // of events: as in Upgrade
};

// A request at a WebSocket's address that is no handshake. A page asks in this way why its handshake failed. The
// answer is the refusal that a handshake would get (viewer_admission.hpp), or else `upgrade_required`.
struct StreamQuestion {
  Refusal upgrade_required;
  StreamAddress address;
  StreamRequest wanted;
};

// The request came to the page with an access token in its address. The answer moves the token into a cookie, so
// that it neither stays in sight nor in the browser's history.
struct AccessCookie {
  std::string name;
  std::string token;
  std::chrono::seconds valid_for;
  // Where the browser goes on. It is relative, and the cookie has no path of its own (RFC 6265 §5.1.4), so that
  // both fit the address that the browser sees, which a proxy may have put below another path.
  std::string location;
};

// The answer to OPTIONS (RFC 9110 §9.3.7), which load balancers use as a check.
struct AllowedMethods {
  std::string_view names = kReadMethods;
};

// A file of the web root may answer the request. It has to be looked up first, on another thread.
struct FileLookup {
  std::string path;
};

// The body of the request goes to the PostHandler.
struct PostedBody {
  std::string path;
};

using Answer = std::variant<Refusal, Representation, AccessCookie, AllowedMethods, StreamHandshake, StreamQuestion,
                            FileLookup, PostedBody>;

// REQUIRES: check_framing() has accepted the request, and normalize() has rewritten it.
Answer route(const RequestHeader& request, const HttpService& service, const Settings& settings, WallTime now);

// Answers with the content that the site has at `path`. REQUIRES: the web root, if there is one, has none there.
Answer site_answer(const RequestHeader& request, const HttpService& service, std::string_view path);

}  // namespace sws
