#include "tests/integration/stream_client.hpp"

#include <charconv>
#include <stdexcept>

#include "tests/integration/deadline.hpp"

namespace sws {

std::optional<std::string> StreamClient::next_message() {
  std::string problem;
  auto message = receive(problem);
  if (!problem.empty()) throw std::runtime_error("receive a message: " + problem);
  return message;
}

std::int32_t StreamClient::next_number() {
  const std::optional<std::string> message = next_message();
  if (!message) throw std::runtime_error("the server closed with " + std::to_string(close_code()));
  return number_in(*message);
}

std::vector<std::int32_t> StreamClient::rest_of_numbers() {
  std::vector<std::int32_t> numbers;
  const LoopDeadline deadline;
  while (const std::optional<std::string> message = next_message()) {
    numbers.push_back(number_in(*message));
    deadline.check("the end of the stream, of which there are " + std::to_string(numbers.size()) + " numbers");
  }
  return numbers;
}

std::string StreamClient::ping(std::string_view payload) {
  take_pong();
  send_ping(payload);
  for (const LoopDeadline deadline;;) {
    deadline.check("a pong");
    if (auto pong = take_pong()) return *pong;
    if (!next_message()) throw std::runtime_error("the server closed instead of answering a ping");
  }
}

std::int32_t number_in(std::string_view message) {
  constexpr std::string_view kBefore = "{\"message\": ";
  std::int32_t number = 0;
  if (message.starts_with(kBefore)) {
    std::from_chars(message.data() + kBefore.size(), message.data() + message.size(), number);
  }
  if (message != std::string(kBefore) + std::to_string(number) + "}") {
    throw std::runtime_error("not spelt like the original: " + std::string(message));
  }
  return number;
}

}  // namespace sws
