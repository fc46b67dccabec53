// The line of the access log for each request of an HttpSession, if the operator asked for it (--access-log). The
// query is left out, because an access token may be in it, and so is the client's address unless the level is
// debug.
#include <algorithm>
#include <array>
#include <span>

#include "backend/http/http_session.hpp"
#include "backend/http/request_header.hpp"
#include "backend/process/log.hpp"

namespace sws {
namespace {

constexpr std::size_t kMostOfPath = 512;  // bytes: the server's own are far shorter

}  // namespace

void HttpSession::note_request() {
  if (settings_->access_log) noted_ = std::make_unique<Noted>(Noted{ticker().now()});
}

void HttpSession::note_header(const HttpRequest& request) {
  if (!noted_) return;
  noted_->method = std::string(request.method_string());
  const std::string_view target = target_of(request);
  noted_->path = std::string(target.substr(0, std::min(target.find('?'), kMostOfPath)));
}

void HttpSession::note_answer(unsigned status, std::uint64_t bytes) {
  if (!noted_) note_request();  // the header has not come whole
  if (!noted_) return;
  noted_->status = status;
  noted_->bytes = bytes;
}

void HttpSession::log_request(bool is_whole) {
  const auto noted = std::exchange(noted_, nullptr);
  if (!noted) return;
  const auto took = std::chrono::floor<std::chrono::milliseconds>(ticker().now() - noted->begun);
  const std::string address = logs_addresses() ? client_.address.to_string() : "";
  std::array<LogField, 7> fields{{{"method", noted->method},
                                  {"path", noted->path},
                                  {"status", static_cast<std::int64_t>(noted->status)},
                                  {"bytes", static_cast<std::int64_t>(noted->bytes)},
                                  {"ms", took.count()},
                                  {"whole", is_whole ? "yes" : "no"},
                                  {"address", address}}};
  log_each("request", std::span(fields).first(fields.size() - (address.empty() ? 1 : 0)));
}

}  // namespace sws
