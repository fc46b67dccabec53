#include "backend/process/log.hpp"

#include <spdlog/logger.h>
#include <spdlog/sinks/base_sink.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>
#include <chrono>
#include <climits>
#include <map>
#include <memory>
#include <mutex>
#include <utility>

#include "backend/process/log_writer.hpp"
#include "backend/process/visible_text.hpp"

namespace sws {
namespace {

constexpr unsigned kLinesPerSecond = 20;  // of one event: enough examples to understand a flood

// How many lines of an event are written in a second. A sample is what was asked for, so the others are not
// missing.
struct Limit {
  unsigned lines_per_second = kLinesPerSecond;
  bool is_sample = false;
};
constexpr Limit kEachLine{.lines_per_second = UINT_MAX};
constexpr Limit kSample{.is_sample = true};
constexpr std::chrono::milliseconds kSecond{1'000};

std::atomic<std::uint64_t> all_suppressed = 0;

spdlog::level::level_enum spdlog_level(LogLevel level) {
  static constexpr std::array kLevels = {spdlog::level::debug, spdlog::level::info, spdlog::level::warn,
                                         spdlog::level::err};
  return kLevels[static_cast<std::size_t>(level)];
}

// Counts the lines of each event in the current second and limits them.
class RateLimit {
 public:
  struct Verdict {
    bool write;
    std::uint64_t suppressed;  // lines of this event that were left out since the last written one
  };

  Verdict check(std::string_view event, bool has_room, Limit limit) {
    const auto now = std::chrono::steady_clock::now();
    const std::lock_guard lock(mutex_);
    auto found = events_.find(event);
    if (found == events_.end()) found = events_.emplace(std::string(event), Event{}).first;
    Event& counted = found->second;
    if (now - counted.since >= kSecond) counted = {now, 0, counted.suppressed};
    if (!has_room || ++counted.lines > limit.lines_per_second) {
      ++counted.suppressed;
      if (!has_room || !limit.is_sample) all_suppressed.fetch_add(1, std::memory_order_relaxed);
      return {false, 0};
    }
    return {true, std::exchange(counted.suppressed, 0)};
  }

  // Calls `report` for each event whose latest lines were left out.
  template <class Report>
  void for_each_suppressed(Report report) {
    const std::lock_guard lock(mutex_);
    for (auto& [event, counted] : events_) {
      if (counted.suppressed > 0) report(event, std::exchange(counted.suppressed, 0));
    }
  }

 private:
  struct Event {
    std::chrono::steady_clock::time_point since;
    unsigned lines = 0;
    std::uint64_t suppressed = 0;
  };
  std::mutex mutex_;
  std::map<std::string, Event, std::less<>> events_;
};

std::string quoted(std::string_view text) {
  return boost::json::serialize(boost::json::string(visible_beyond_controls(text)));
}

std::string value_of(const LogField& field) {
  if (const auto* number = std::get_if<std::int64_t>(&field.value)) return std::to_string(*number);
  return quoted(std::get<std::string_view>(field.value));
}

using Fields = std::span<const LogField>;

std::string line_of(bool json, std::string_view event, Fields fields) {
  std::string line = json ? "\"event\":" + quoted(event) : std::string("event=").append(event);
  for (const LogField& field : fields) {
    if (json) {
      line.append(",\"").append(field.name).append("\":");
    } else {
      line.append(" ").append(field.name).append("=");
    }
    line += value_of(field);
  }
  return line;
}

// As syslog(3) numbers them.
std::string_view priority_of(spdlog::level::level_enum level) {
  switch (level) {
    case spdlog::level::err:
      return "<3>";
    case spdlog::level::warn:
      return "<4>";
    case spdlog::level::info:
      return "<6>";
    default:
      return "<7>";
  }
}

class WriterSink final : public spdlog::sinks::base_sink<std::mutex> {
 public:
  WriterSink(LogWriter& writer, const std::atomic<bool>& has_priority, const std::string& pattern)
      : writer_(writer), has_priority_(has_priority) {
    set_pattern_(pattern);
  }

 private:
  void sink_it_(const spdlog::details::log_msg& message) override {
    spdlog::memory_buf_t line;
    formatter_->format(message, line);
    std::string text(has_priority_.load(std::memory_order_relaxed) ? priority_of(message.level) : "");
    writer_.add(text.append(line.data(), line.size()));
  }
  void flush_() override {}

  LogWriter& writer_;
  const std::atomic<bool>& has_priority_;
};

// Each format has its own logger, so that changing the format cannot mix the two within a line.
class Log {
 public:
  void set_up(LogLevel level, LogFormat format, LogStreams streams) {
    level_ = level;
    is_json_ = format == LogFormat::json;
    streams_ = streams;
  }
  void prefix_with_priority() { has_priority_ = true; }

  bool logs(LogLevel level) const { return level >= level_.load(std::memory_order_relaxed); }
  LogStreams streams() const { return streams_.load(std::memory_order_relaxed); }

  void add(LogLevel level, std::string_view event, Fields fields, Limit limit = {}) {
    if (!logs(level)) return;
    const auto [is_written, suppressed] = rate_limit_.check(event, writer_.has_room(), limit);
    if (!is_written) return;
    if (suppressed > 0) log_suppressed(level, event, suppressed);
    write(level, event, fields);
  }

  void flush(std::chrono::milliseconds most) { writer_.wait_until_written(most); }

  ~Log() {
    rate_limit_.for_each_suppressed(
        [this](std::string_view event, std::uint64_t lines) { log_suppressed(LogLevel::warn, event, lines); });
  }

 private:
  void log_suppressed(LogLevel level, std::string_view event, std::uint64_t lines) {
    const LogField fields[] = {{"of", event}, {"lines", static_cast<std::int64_t>(lines)}};
    write(level, "suppressed", fields);
  }

  void write(LogLevel level, std::string_view event, Fields fields) {
    const bool json = is_json_.load(std::memory_order_relaxed);
    (json ? json_ : text_).log(spdlog_level(level), line_of(json, event, fields));
  }

  LogWriter writer_{STDERR_FILENO};
  RateLimit rate_limit_;
  std::atomic<bool> has_priority_ = false;
  spdlog::logger text_ = logger("%Y-%m-%dT%H:%M:%S.%e%z %l %v");
  spdlog::logger json_ = logger(R"({"time":"%Y-%m-%dT%H:%M:%S.%e%z","level":"%l",%v})");
  std::atomic<LogLevel> level_ = LogLevel::info;
  std::atomic<bool> is_json_ = false;
  std::atomic<LogStreams> streams_ = LogStreams::some;

  spdlog::logger logger(const std::string& pattern) {
    spdlog::logger made("simplewebsocket", std::make_shared<WriterSink>(writer_, has_priority_, pattern));
    made.set_level(spdlog::level::debug);
    return made;
  }
};

std::unique_ptr<Log> the_log;  // null while nothing is logged

}  // namespace

void set_up_log(LogLevel level, LogFormat format, LogStreams streams) {
  if (!the_log) the_log = std::make_unique<Log>();
  the_log->set_up(level, format, streams);
}

void prefix_log_with_priority() {
  if (the_log) the_log->prefix_with_priority();
}

void flush_log(std::chrono::milliseconds most) {
  if (the_log) the_log->flush(most);
}

void shut_down_log() {
  the_log.reset();
}

std::uint64_t suppressed_log_lines() {
  return all_suppressed.load(std::memory_order_relaxed);
}

void log(LogLevel level, std::string_view event, std::initializer_list<LogField> fields) {
  if (the_log) the_log->add(level, event, Fields(fields.begin(), fields.size()));
}

void log_each(std::string_view event, std::span<const LogField> fields) {
  if (the_log) the_log->add(LogLevel::info, event, fields, kEachLine);
}

void log_stream(std::string_view event, std::span<const LogField> fields) {
  if (!logs_streams()) return;
  the_log->add(LogLevel::info, event, fields, the_log->streams() == LogStreams::all ? kEachLine : kSample);
}

bool logs_addresses() {
  return the_log && the_log->logs(LogLevel::debug);
}

bool logs_streams() {
  return the_log && the_log->streams() != LogStreams::off && the_log->logs(LogLevel::info);
}

}  // namespace sws
