#include "frontend/stream/wording.hpp"

#include "shared/close_code.hpp"

namespace sws {

std::string counted(std::uint64_t count, std::string_view thing) {
  std::string text = std::to_string(count) + ' ';
  text += thing;
  return count == 1 ? text : text + 's';
}

std::string numbers_named(std::uint32_t first, std::uint32_t last) {
  if (first == last) return "number " + std::to_string(first);
  return "numbers " + std::to_string(first) + " to " + std::to_string(last);
}

std::string why_closed(std::uint16_t code, std::string_view reason, bool was_open) {
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
