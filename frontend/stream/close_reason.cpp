#include "frontend/stream/close_reason.hpp"

#include "frontend/stream/excerpt.hpp"
#include "shared/close_code.hpp"

namespace sws {
namespace {

constexpr std::size_t kMostReason = 123;  // bytes; a close frame has room for no more (RFC 6455 §5.5)

}  // namespace

std::string close_reason(std::uint16_t code, std::string_view reason, bool was_open) {
  switch (static_cast<CloseCode>(code)) {
    case CloseCode::going_away:
      return "the server is shutting down (1001)";
    case CloseCode::abnormal:
      return was_open ? "the connection was lost (1006)" : "the server cannot be reached (1006)";
    default:
      break;
  }
  std::string why = "the connection was closed with code " + std::to_string(code);
  const std::string said = excerpt(reason, kMostReason);
  if (!said.empty()) (why += ": ") += said;
  return why;
}

bool ends_access(std::uint16_t code, std::string_view reason) {
  return code == static_cast<std::uint16_t>(CloseCode::policy_violation) &&
         reason.find("access") != std::string_view::npos;
}

}  // namespace sws
