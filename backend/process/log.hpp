// The log: one line per event on standard error, as text or as JSON. Logging never waits for the reader of the log.
// A flood of one event is limited to a few lines per second, and lines are also left out while the reader is too
// slow; a later line counts those that are missing. If standard error goes to systemd's journal, each line begins
// with its priority (process/journal.hpp). Any thread.
#pragma once

#include <chrono>
#include <cstdint>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>
#include <variant>

namespace sws {

enum class LogLevel { debug, info, warn, error };
enum class LogFormat { text, json };

// Which lines about streams are logged: as many as of any other event, each of them, or none.
enum class LogStreams { some, all, off };

// Before the first call nothing is logged. Later calls change the settings. Main thread only.
void set_up_log(LogLevel level, LogFormat format, LogStreams streams = LogStreams::some);

// Has each line begin with its priority, as in "<4>" (sd-daemon(3)). Main thread, after set_up_log().
void prefix_log_with_priority();

// Waits until the lines that were logged are written, for `most` at most. Any thread.
void flush_log(std::chrono::milliseconds most);

// Writes the lines that still wait, for up to a second, and ends the log. The last thing before the process ends.
void shut_down_log();

struct LogField {
  std::string_view name;
  std::variant<std::int64_t, std::string_view> value;
};

// How many lines were left out since the start of the process, besides those of which LogStreams::some wants no
// more. Any thread.
std::uint64_t suppressed_log_lines();

// log(LogLevel::info, "listening", {{"port", 8000}}) → event=listening port=8000
void log(LogLevel level, std::string_view event, std::initializer_list<LogField> fields = {});

// Logs an event at the level info, of which no line is left out while the reader keeps up.
void log_each(std::string_view event, std::span<const LogField> fields);

// The same for an event of a stream, as the setting of LogStreams wants it. Composing such a line can be spared
// unless logs_streams().
void log_stream(std::string_view event, std::span<const LogField> fields);
bool logs_streams();

// Whether addresses are logged, as at the level debug.
bool logs_addresses();

}  // namespace sws
