// What crosses the wire, as C++ values; PROTOCOL.md says when each is sent. codec.hpp turns them into JSON text and
// back.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "shared/bytes.hpp"
#include "shared/limits.hpp"
#include "shared/stream_parameters.hpp"

namespace sws {

// Plain protocol: {"message": 72}
struct PlainNumber {
  std::int32_t message;
  bool operator==(const PlainNumber&) const = default;
};

// The server's first words: which stream this connection may start, and the hash that fixes its seed beforehand.
struct Hello {
  StreamId stream;
  Digest commitment;
  Limits limits;
  bool operator==(const Hello&) const = default;
};

// A stream runs. `token` lets any server of the cluster resume it.
struct Started {
  StreamId stream;
  Digest commitment;
  std::string token;
  std::int64_t start_ms;  // when number 0 was due: milliseconds since the Unix epoch
  std::uint32_t next;     // the first number that will come
  StreamParameters parameters;
  bool operator==(const Started&) const = default;
};

// Number `seq`, on time.
struct Number {
  std::uint32_t seq;
  std::int32_t message;
  bool operator==(const Number&) const = default;
};

// A run of numbers that had fallen behind: `seq`, `seq` + 1, …; 1 to kMaxNumbersPerFrame of them.
struct Numbers {
  std::uint32_t seq;
  std::vector<std::int32_t> messages;
  bool operator==(const Numbers&) const = default;
};

enum class EndReason { complete, stopped };

// The stream is over; its seed is revealed.
struct End {
  EndReason reason;
  std::uint32_t next;  // how many numbers there were
  Seed server_seed;
  bool operator==(const End&) const = default;
};

// Why the server closes. `code` is one of error_code.hpp, `detail` is for a person.
struct ErrorMessage {
  std::string code;
  std::string detail;
  bool operator==(const ErrorMessage&) const = default;
};

// {"type": "…", …} of a type that this version does not know: clients ignore it.
struct UnknownMessage {
  std::string type;
  bool operator==(const UnknownMessage&) const = default;
};

using ServerMessage = std::variant<PlainNumber, Hello, Started, Number, Numbers, End, ErrorMessage, UnknownMessage>;

// What is left out is the server's default.
struct Start {
  std::string client_seed;
  std::optional<std::int32_t> min = {}, max = {};
  std::optional<std::uint32_t> interval_ms = {}, count = {};
  bool operator==(const Start&) const = default;
};

struct Resume {
  std::string token;
  std::uint32_t next;  // the first number that the client does not have
  bool operator==(const Resume&) const = default;
};

struct Stop {
  bool operator==(const Stop&) const = default;
};

using ClientMessage = std::variant<Start, Resume, Stop>;

// 1 to kMaxClientSeedLength characters of [0-9A-Za-z_-].
bool is_client_seed(std::string_view text);

std::string_view name_of(EndReason reason);

}  // namespace sws
