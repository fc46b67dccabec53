// Everything that the page knows of one stream: the server's commitment, the client's seed, the parameters, and all
// numbers so far in order. append() refuses numbers that leave a gap or come again. A StreamSession owns it; a
// stream of the plain protocol has numbers only.
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
  std::string token;  // empty until the stream has started
  StreamParameters parameters;
  std::vector<std::int32_t> numbers;

  std::uint32_t next() const { return static_cast<std::uint32_t>(numbers.size()); }

  // Appends a run of numbers, the first of which is number `seq`. If they do not follow the last number, or are
  // more than the stream has, it appends none of them and returns in words what is wrong.
  std::optional<std::string> append(std::uint32_t seq, std::span<const std::int32_t> run);

  // Compares the server's `started` with this stream, and returns in words the first thing that differs, if any. A
  // resume must agree in everything.
  std::optional<std::string> contradiction(const Started& started) const;
};

}  // namespace sws
