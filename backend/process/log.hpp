// The log: one line per event on standard error, as text or as JSON. Logging never waits for the reader of the log.
// A flood of one event is limited to a few lines per second, and lines are also left out while the reader is too
// slow; a later line counts those that are missing. Any thread.
#pragma once

#include <chrono>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <variant>

namespace sws {

enum class LogLevel { debug, info, warn, error };
enum class LogFormat { text, json };

// Before the first call nothing is logged. Later calls change level and format. Main thread only.
void set_up_log(LogLevel level, LogFormat format);

// Waits until the lines that were logged are written, for `most` at most. Any thread.
void flush_log(std::chrono::milliseconds most);

// Writes the lines that still wait, for up to a second, and ends the log. The last thing before the process ends.
void shut_down_log();

struct LogField {
  std::string_view name;
  std::variant<std::int64_t, std::string_view> value;
};

// How many lines were left out since the start of the process. Any thread.
std::uint64_t suppressed_log_lines();

// log(LogLevel::info, "listening", {{"port", 8000}}) → event=listening port=8000
void log(LogLevel level, std::string_view event, std::initializer_list<LogField> fields = {});

}  // namespace sws
