// What the page holds of one stream of protocol 1: what was promised before it spoke, what it asked for, and every
// number that came, in order. Numbers are neither skipped nor repeated: append() takes nothing else.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "shared/message.hpp"

namespace sws {

struct ReceivedStream {
  StreamId id{};
  Digest commitment{};
  std::string client_seed;
  std::string token;  // empty: not started
  StreamParameters parameters;
  std::vector<std::int32_t> numbers;

  std::uint32_t next() const { return static_cast<std::uint32_t>(numbers.size()); }

  // Takes numbers `seq`, `seq` + 1, …, or none of them and says which is missing or came again.
  std::optional<std::string> append(std::uint32_t seq, std::span<const std::int32_t> run);

  // What of `started` contradicts what this stream is, if anything does: at a resume all of it has to agree.
  std::optional<std::string> contradiction(const Started& started) const;
};

}  // namespace sws
