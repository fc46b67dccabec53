// What happens, as one line an event on standard error: text, or JSON for machines. A flood of one event is cut to
// a few lines a second and a count of the rest; so is what a reader of the log is too slow for, who holds up
// nobody. From any thread.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <variant>

namespace sws {

enum class LogLevel { debug, info, warn, error };
enum class LogFormat { text, json };

// Before it nothing is logged. Called again, from the main thread at any time, it changes level and format.
void set_up_log(LogLevel level, LogFormat format);

// Writes what still waits, as the process is about to end; gives up on a reader who does not take it.
void shut_down_log();

struct LogField {
  std::string_view name;
  std::variant<std::int64_t, std::string_view> value;
};

// log(LogLevel::info, "listening", {{"port", 8000}}) → event=listening port=8000
void log(LogLevel level, std::string_view event, std::initializer_list<LogField> fields = {});

}  // namespace sws
