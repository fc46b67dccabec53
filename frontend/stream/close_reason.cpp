#include "frontend/stream/close_reason.hpp"

#include "shared/close_code.hpp"

namespace sws {

std::string close_reason(std::uint16_t code, std::string_view reason, bool was_open) {
  switch (static_cast<CloseCode>(code)) {
    case CloseCode::going_away:
      return "the server is going away (1001)";
    case CloseCode::abnormal:
      return was_open ? "the server or the network is gone (1006)" : "the server cannot be reached (1006)";
    default:
      break;
  }
  std::string why = "the connection was closed with code " + std::to_string(code);
  if (!reason.empty()) (why += ": ") += reason;
  return why;
}

}  // namespace sws
