#include "tests/integration/verified_client.hpp"

#include <chrono>
#include <stdexcept>
#include <string>
#include <utility>

#include "shared/codec.hpp"
#include "tests/integration/deadline.hpp"

namespace sws {

VerifiedClient::VerifiedClient(std::uint16_t port, std::string_view more, WatchedStream stream)
    : WebSocketClient(port, "/ws/some_url/?protocol=1" + std::string(more)), stream_(std::move(stream)) {}

std::optional<ServerMessage> VerifiedClient::next_message() {
  std::string ignored;
  const std::optional<std::string> text = receive(ignored);
  if (!text) return std::nullopt;
  auto message = decode_server_message(*text);
  if (!message) throw std::runtime_error(message.error().message + ": " + *text);
  const std::size_t before = numbers().size();
  stream_.take(*message);
  if (numbers().size() > before) expect_due();
  return std::move(*message);
}

void VerifiedClient::expect_due() const {
  const Started& started = *stream_.started();
  const std::size_t last = numbers().size() - 1;
  const std::chrono::milliseconds due(started.start_ms +
                                      static_cast<std::int64_t>(last) * started.parameters.interval_ms);
  if (std::chrono::system_clock::now().time_since_epoch() < due) {
    throw std::runtime_error("number " + std::to_string(last) + " came before its time");
  }
}

Started VerifiedClient::start(std::string_view members) {
  expect<Hello>();
  send(R"({"type":"start","client_seed":")" + stream_.client_seed() + '"' + (members.empty() ? "" : ",") +
       std::string(members) + '}');
  return expect<Started>();
}

bool VerifiedClient::resume() {
  const auto hello = next_message();
  if (!hello) return false;
  if (!std::holds_alternative<Hello>(*hello)) throw_unexpected(hello);
  send(resume_message(stream_.token(), numbers().size()));
  const auto started = next_message();
  if (!started) return false;
  if (!std::holds_alternative<Started>(*started)) throw_unexpected(started);
  return true;
}

void VerifiedClient::read_numbers(std::size_t count) {
  while (numbers().size() < count && next_message()) {
  }
}

void VerifiedClient::read_to_the_end() {
  const LoopDeadline deadline;
  while (next_message()) deadline.check("the end, though messages do");
}

std::string resume_message(std::string_view token, std::size_t next) {
  return R"({"type":"resume","token":")" + std::string(token) + R"(","next":)" + std::to_string(next) + '}';
}

void throw_unexpected(const std::optional<ServerMessage>& message) {
  if (!message) throw std::runtime_error("the connection ended instead");
  if (const auto* error = std::get_if<ErrorMessage>(&*message)) {
    throw std::runtime_error("the server says " + error->code + ": " + error->detail);
  }
  throw std::runtime_error("another message came instead, of type " + std::to_string(message->index()));
}

}  // namespace sws
