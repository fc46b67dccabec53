#include "tests/integration/verified_client.hpp"

#include <chrono>
#include <stdexcept>
#include <string>
#include <utility>

#include "shared/codec.hpp"
#include "tests/integration/deadline.hpp"

namespace sws {

std::optional<ServerMessage> VerifiedClient::next_message() {
  std::string ignored;
  const std::optional<std::string> text = receive(ignored);
  if (!text) return std::nullopt;
  auto message = decode_server_message(*text);
  if (!message) throw std::runtime_error(message.error().message + ": " + *text);
  if (const auto* started = std::get_if<Started>(&*message)) started_ = *started;
  if (const auto* end = std::get_if<End>(&*message)) end_ = *end;
  if (const auto* number = std::get_if<Number>(&*message)) take(number->seq, number->message);
  if (const auto* run = std::get_if<Numbers>(&*message)) {
    for (std::uint32_t i = 0; i < run->messages.size(); ++i) take(run->seq + i, run->messages[i]);
  }
  return std::move(*message);
}

void VerifiedClient::take(std::uint32_t seq, std::int32_t number) {
  if (!started_ || seq != started_->next + numbers_.size()) {
    throw std::runtime_error("number " + std::to_string(seq) + " is not the next");
  }
  const std::chrono::milliseconds due(started_->start_ms + std::int64_t{seq} * started_->parameters.interval_ms);
  if (std::chrono::system_clock::now().time_since_epoch() < due) {
    throw std::runtime_error("number " + std::to_string(seq) + " came before its time");
  }
  numbers_.push_back(number);
}

void VerifiedClient::read_numbers(std::size_t count) {
  while (numbers_.size() < count && next_message()) {
  }
}

void VerifiedClient::read_to_the_end() {
  const LoopDeadline deadline;
  while (next_message()) deadline.check("the end, though messages do");
}

void throw_unexpected(const std::optional<ServerMessage>& message) {
  if (!message) throw std::runtime_error("the connection ended instead");
  if (const auto* error = std::get_if<ErrorMessage>(&*message)) {
    throw std::runtime_error("the server says " + error->code + ": " + error->detail);
  }
  throw std::runtime_error("another message came instead, of type " + std::to_string(message->index()));
}

}  // namespace sws
