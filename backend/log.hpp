// What happens, as one line an event on standard error: text, or JSON for machines. A flood of one event is cut to
// a few lines a second and a count of the rest; a reader of the log that stops reading holds up nobody. From any
// thread.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <variant>

#include "backend/options.hpp"

namespace sws {

void set_up_log(LogLevel level, LogFormat format);

// Writes what is still waiting, as the process is about to end.
void shut_down_log();

struct LogField {
  std::string_view name;
  std::variant<std::int64_t, std::string_view> value;
};

// log(LogLevel::info, "listening", {{"port", 8000}}) → event=listening port=8000
void log(LogLevel level, std::string_view event, std::initializer_list<LogField> fields = {});

}  // namespace sws
