#include "backend/http/routing.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "backend/admission/access.hpp"
#include "backend/http/bearer_check.hpp"
#include "backend/http/channel_list.hpp"
#include "backend/http/operator_check.hpp"
#include "backend/http/page_program.hpp"
#include "backend/http/request_check.hpp"
#include "backend/http/request_target.hpp"
#include "backend/http/viewer_admission.hpp"
#include "shared/message.hpp"

namespace sws {
namespace {

namespace http = boost::beast::http;

// A browser's EventSource sends the field only when it connects anew; a script that begins with an id that it has
// kept, and a client that cannot set fields, put it into the address. The field is the later one.
std::string last_event_id_of(const RequestHeader& request) {
  const auto field = request.find("Last-Event-ID");
  if (field != request.end() && !field->value().empty()) return std::string(field->value());
  return query_value(target_of(request), "last_event_id").value_or("");
}

Answer websocket_answer(const RequestHeader& request, StreamAddress address) {
  auto refusal = check_upgrade(request);
  const bool is_question = refusal && refusal->reason == Reason::upgrade_required;
  if (refusal && !is_question) return *std::move(refusal);
  const auto wanted = requested_stream(target_of(request));
  if (!wanted) return wanted.error();
  if (is_question) return StreamQuestion{*std::move(refusal), std::move(address), *wanted};
  return StreamHandshake{std::move(address), *wanted};
}

Answer cookie_answer(const Secrets& secrets, const Admittance& admittance, std::string_view target,
                     std::int64_t now) {
  const auto denied = [](const char* why) { return Refusal{http::status::forbidden, Reason::access_denied, why}; };
  if (admittance.access == Access::refused) return denied("the access token was not issued for this server");
  if (admittance.access == Access::expired) return denied("the access token has expired");
  return AccessCookie{.name = access_cookie_name(secrets.signing(), admittance.grant.channels),
                      .token = std::string(admittance.token),
                      .valid_for = std::chrono::seconds(admittance.grant.expiry - now),
                      .location = "./" + query_without_access(target)};
}

bool is_page(std::string_view path) {
  return path == "/" || path == "/index.html";
}

// The channel that boot.js will choose; null if the list that this viewer gets does not have it. A name that no
// channel can have counts as none.
const ChannelSettings* channel_of_page(const RequestHeader& request, const Settings& settings, WallTime now) {
  auto wanted = query_value(target_of(request), "channel");
  if (wanted && !is_channel_name(*wanted)) wanted.reset();
  const auto found =
      std::find_if(settings.channels.begin(), settings.channels.end(), [&](const ChannelSettings& channel) {
        return (!wanted || channel.name == *wanted) && permits(settings, request, channel.name, now);
      });
  return found == settings.channels.end() ? nullptr : &*found;
}

Answer post_answer(const RequestHeader& request, const std::string& path, const Settings& settings) {
  if (request.method() == http::verb::options) return AllowedMethods{kPostMethods};
  if (request.method() == http::verb::post) {
    if (auto refusal = check_bearer(request, settings.push_secret)) return *std::move(refusal);
    return PostedBody{path};
  }
  return Refusal{http::status::method_not_allowed, Reason::method_not_allowed,
                 "numbers are sent to this path with POST", kPostMethods};
}

// REQUIRES: the method is GET, HEAD or OPTIONS.
Answer answer_at(const std::string& path, const RequestHeader& request, const HttpService& service,
                 const Settings& settings, WallTime now) {
  const bool asks_for_methods = request.method() == http::verb::options;
  if (auto address = service.upgrader ? service.upgrader->stream_at(path) : std::nullopt) {
    if (asks_for_methods) return AllowedMethods();
    if (address->framing == Framing::websocket) return websocket_answer(request, *std::move(address));
    return StreamHandshake{.address = *std::move(address), .last_event_id = last_event_id_of(request)};
  }
  if (settings.access_secrets && is_page(path) && !asks_for_methods) {
    const std::int64_t seconds = WallTime::clock::to_time_t(now);
    const Admittance admittance = check_access_in_query(*settings.access_secrets, target_of(request), seconds);
    if (admittance.access != Access::missing) {
      return cookie_answer(*settings.access_secrets, admittance, target_of(request), seconds);
    }
  }
  if (service.upgrader && path == kChannelListPath) {
    if (asks_for_methods) return AllowedMethods();
    return channel_list(settings, [&](std::string_view name) { return permits(settings, request, name, now); });
  }
  if (service.files.root) return FileLookup{path};
  Answer answer = site_answer(request, service, path);
  auto* const found = std::get_if<Representation>(&answer);
  if (found && service.upgrader && is_page(path)) {
    found->links = links_to_program(channel_of_page(request, settings, now));
  }
  return answer;
}

}  // namespace

Answer route(const RequestHeader& request, const HttpService& service, const Settings& settings, WallTime now) {
  if (service.for_operators) {
    if (auto refusal = check_operator(request, settings.admin_hosts)) return *std::move(refusal);
  }
  const auto path = request_path(target_of(request));
  if (path && service.posts && service.posts->takes_posts_at(*path)) {
    return post_answer(request, *path, settings);
  }
  const http::verb method = request.method();
  if (method != http::verb::get && method != http::verb::head && method != http::verb::options) {
    return Refusal{http::status::method_not_allowed, Reason::method_not_allowed,
                   "GET, HEAD and OPTIONS are allowed"};
  }
  if (method == http::verb::options && target_of(request) == "*") return AllowedMethods();
  if (!path) {
    return Refusal{http::status::bad_request, Reason::malformed_request, "the request target is malformed"};
  }
  return answer_at(*path, request, service, settings, now);
}

Answer site_answer(const RequestHeader& request, const HttpService& service, std::string_view path) {
  auto found = service.site.find(path, value_of(request, http::field::accept_encoding));
  if (!found) {
    return Refusal{http::status::not_found, Reason::not_found, "there is nothing at this path; the page is at /"};
  }
  // A check with OPTIONS of a server that is not ready fails like one with GET.
  const bool is_certain = found->status == 200 && !found->needs_workers;
  if (request.method() == http::verb::options && is_certain) return AllowedMethods();
  // A file that is put into the web root later may take the place of this one.
  if (service.files.root) found->immutable = false;
  return *std::move(found);
}

}  // namespace sws
