// The text of Server-Sent Events (HTML Standard §9.2.5). Pure functions, any thread.
#pragma once

#include <array>
#include <chrono>
#include <string>
#include <string_view>

namespace sws {

inline constexpr std::array<char, 2> kEventComment{':', '\n'};  // which a client drops

// An event with a name. `data` has no line break.
inline std::string named_event(std::string_view name, std::string_view data) {
  std::string event = "event: ";
  return event.append(name).append("\ndata: ").append(data).append("\n\n");
}

// How long a client is to wait before it connects anew.
inline std::string retry_field(std::chrono::milliseconds wait) {
  return "retry: " + std::to_string(wait.count()) + "\n\n";
}

}  // namespace sws
