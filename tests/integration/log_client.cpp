#include "tests/integration/log_client.hpp"

#include <stdexcept>

#include "shared/codec.hpp"
#include "tests/integration/verified_client.hpp"

namespace sws {

LogClient::LogClient(std::uint16_t port, std::string_view channel)
    : WebSocketClient(port, "/ws/" + std::string(channel) + "/?protocol=1") {
  const auto message = next_message();
  if (!message || !std::holds_alternative<LogHello>(*message)) throw_unexpected(message);
  hello_ = std::get<LogHello>(*message);
}

void LogClient::start(std::uint64_t last) {
  send(encode(LogStart{last}));
  take_started();
}

void LogClient::resume(const LogId& log, std::uint64_t next) {
  send(encode(LogResume{log, next}));
  take_started();
}

void LogClient::take_started() {
  const auto message = next_message();
  if (!message || !std::holds_alternative<LogStarted>(*message)) throw_unexpected(message);
  started_ = std::get<LogStarted>(*message);
  next_ = started_.next;
}

void LogClient::read_to(std::uint64_t next) {
  while (next_ < next) {
    const auto message = next_message();
    if (!message || std::holds_alternative<End>(*message)) {
      throw std::runtime_error("the stream ended before number " + std::to_string(next - 1));
    }
    take(*message);
  }
}

void LogClient::read_to_source(bool connected) {
  while (has_source_ != connected) {
    const auto message = next_message();
    if (!message) throw std::runtime_error("the stream ended");
    take(*message);
  }
}

std::optional<End> LogClient::read_to_the_end() {
  while (const auto message = next_message()) take(*message);
  return end_;
}

std::optional<ServerMessage> LogClient::next_message() {
  std::string ignored;
  const auto text = receive(ignored);
  if (!text) return std::nullopt;
  auto message = decode_server_message(*text);
  if (!message) throw std::runtime_error(message.error().message + ": " + *text);
  return std::move(*message);
}

void LogClient::take(const ServerMessage& message) {
  if (const auto* run = std::get_if<LogNumbers>(&message)) {
    if (run->seq != next_) {
      throw std::runtime_error("number " + std::to_string(run->seq) + " came where number " +
                               std::to_string(next_) + " is due");
    }
    for (const Sample& sample : run->samples) values_.push_back(sample.value);
    next_ += run->samples.size();
  } else if (const auto* gap = std::get_if<Gap>(&message)) {
    if (gap->from != next_) throw std::runtime_error("a gap does not begin with the next number");
    gaps_.push_back(*gap);
    next_ = gap->to;
  } else if (const auto* source = std::get_if<SourceState>(&message)) {
    has_source_ = source->connected;
  } else if (const auto* end = std::get_if<End>(&message)) {
    end_ = *end;
  } else {
    throw_unexpected(message);
  }
}

}  // namespace sws
