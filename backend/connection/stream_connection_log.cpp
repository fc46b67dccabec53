// The lines of a StreamConnection in the log, which let an operator tell a viewer why it was cut off. They have no
// address.
#include <array>
#include <chrono>

#include "backend/connection/stream_connection.hpp"
#include "backend/process/log.hpp"
#include "shared/hex.hpp"

namespace sws {
namespace {

// The fields of one line. Those of a stream come first.
class Line {
 public:
  Line(std::string_view channel, StreamKind kind, const Outlet::Account& account)
      : stream_(account.stream ? to_hex(*account.stream) : "") {
    if (!channel.empty()) add("channel", channel);
    add("protocol", name_of(kind));
    if (!stream_.empty()) add("stream", std::string_view(stream_));
  }

  template <class Value>
  void add(std::string_view name, Value value) {
    if constexpr (std::is_integral_v<Value>) {
      fields_[size_++] = {name, static_cast<std::int64_t>(value)};
    } else {
      fields_[size_++] = {name, value};
    }
  }

  std::span<const LogField> fields() const { return {fields_.data(), size_}; }

 private:
  const std::string stream_;
  std::array<LogField, 8> fields_{};
  std::size_t size_ = 0;
};

}  // namespace

std::string_view StreamConnection::channel() const {
  return channel_ < settings_->channels.size() ? std::string_view(settings_->channels[channel_].name) : "";
}

void StreamConnection::log_begun(bool is_resumed) {
  cause_ = Cause::unknown;  // what was refused before did not end it
  if (!logs_streams()) return;
  const Outlet::Account account = handler().account();
  Line line(channel(), kind_, account);
  if (is_resumed) line.add("next", account.next);
  log_stream(is_resumed ? "stream_resumed" : "stream_opened", line.fields());
}

void StreamConnection::log_closed() {
  if (!opened_ || !logs_streams()) return;
  const Outlet::Account account = handler().account();
  Line line(channel(), kind_, account);
  line.add("code", static_cast<unsigned>(close_code_));
  line.add("reason", cause());
  line.add("numbers", account.numbers);
  line.add("seconds", std::chrono::floor<std::chrono::seconds>(ticker().now() - opened_at_).count());
  log_stream("stream_closed", line.fields());
}

std::string_view StreamConnection::cause() const {
  switch (cause_) {
    case Cause::reason:
      return name_of(reason_);
    case Cause::ended:
      return "ended";
    case Cause::begins_anew:
      return "begins_anew";
    case Cause::server_stops:
      return "server_stops";
    case Cause::viewer_left:
      return "viewer_left";
    case Cause::unknown:
      break;
  }
  return "connection_lost";
}

}  // namespace sws
