#include "backend/log.hpp"

#include <spdlog/async.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <array>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>
#include <chrono>
#include <map>
#include <mutex>

namespace sws {
namespace {

constexpr std::size_t kQueue = 1'024;     // lines that wait for a slow reader of the log; older ones are dropped
constexpr unsigned kLinesPerSecond = 20;  // of one event: enough to see what a flood is made of
constexpr std::chrono::milliseconds kSecond{1'000};

std::atomic<LogFormat> chosen_format = LogFormat::text;

spdlog::level::level_enum spdlog_level(LogLevel level) {
  static constexpr std::array kLevels = {spdlog::level::debug, spdlog::level::info, spdlog::level::warn,
                                         spdlog::level::err};
  return kLevels[static_cast<std::size_t>(level)];
}

// How many lines of which event there were in the current second.
class Flood {
 public:
  struct Verdict {
    bool write;
    std::uint64_t suppressed;  // lines of this event that were left out since the last one written
  };

  Verdict judge(std::string_view event) {
    const auto now = std::chrono::steady_clock::now();
    const std::lock_guard lock(mutex_);
    auto found = events_.find(event);
    if (found == events_.end()) found = events_.emplace(std::string(event), Event{}).first;
    Event& counted = found->second;
    if (now - counted.since >= kSecond) counted = {now, 0, counted.suppressed};
    if (++counted.lines > kLinesPerSecond) {
      ++counted.suppressed;
      return {false, 0};
    }
    return {true, std::exchange(counted.suppressed, 0)};
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
  return boost::json::serialize(boost::json::string(text));
}

std::string spelt(const LogField& field) {
  if (const auto* number = std::get_if<std::int64_t>(&field.value)) return std::to_string(*number);
  return quoted(std::get<std::string_view>(field.value));
}

std::string line_of(std::string_view event, std::initializer_list<LogField> fields) {
  const bool json = chosen_format.load(std::memory_order_relaxed) == LogFormat::json;
  std::string line = json ? "\"event\":" + quoted(event) : std::string("event=").append(event);
  for (const LogField& field : fields) {
    if (json) {
      line.append(",\"").append(field.name).append("\":");
    } else {
      line.append(" ").append(field.name).append("=");
    }
    line += spelt(field);
  }
  return line;
}

}  // namespace

void set_up_log(LogLevel level, LogFormat format) {
  auto logger = spdlog::get("simplewebsocket");
  if (!logger) {
    spdlog::init_thread_pool(kQueue, 1);
    logger = spdlog::async_factory_nonblock::create<spdlog::sinks::stderr_sink_mt>("simplewebsocket");
    logger->flush_on(spdlog::level::debug);
    spdlog::set_default_logger(logger);
  }
  chosen_format = format;
  logger->set_pattern(format == LogFormat::json ? R"({"time":"%Y-%m-%dT%H:%M:%S.%e%z","level":"%l",%v})"
                                                : "%Y-%m-%dT%H:%M:%S.%e%z %l %v");
  logger->set_level(spdlog_level(level));
}

void shut_down_log() {
  spdlog::shutdown();
}

void log(LogLevel level, std::string_view event, std::initializer_list<LogField> fields) {
  if (!spdlog::should_log(spdlog_level(level))) return;
  static Flood flood;
  const auto [write, suppressed] = flood.judge(event);
  if (!write) return;
  if (suppressed > 0) {
    spdlog::log(spdlog_level(level), "{}",
                line_of("suppressed", {{"of", event}, {"lines", static_cast<std::int64_t>(suppressed)}}));
  }
  spdlog::log(spdlog_level(level), "{}", line_of(event, fields));
}

}  // namespace sws
