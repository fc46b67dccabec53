// The messages that cross the wire, as C++ values. PROTOCOL.md says when each is sent and what its members mean;
// codec.hpp converts them to JSON text and back.
#pragma once

#include <array>
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

// A stream that a connection may start, and the hash that commits the server to all of its numbers.
struct Offer {
  StreamId stream;
  std::uint32_t count;  // how many numbers the stream has
  Digest commitment;
  std::vector<Digest> roots;  // of the key chains (key_chain.hpp); none if `count` is above kMaxProvenCount
  bool operator==(const Offer&) const = default;
};

// The server's first message. It has no offer if the client only wants to resume.
struct Hello {
  std::optional<Offer> offer;
  Limits limits;
  StreamDefaults defaults = {};  // only with an offer
  bool operator==(const Hello&) const = default;
};

// The stream has started or goes on. With `token` any server of the cluster can resume it.
struct Started {
  StreamId stream;
  Digest commitment;
  std::string token;
  std::int64_t start_ms;  // when number 0 was due: milliseconds since the Unix epoch
  std::uint32_t next;     // the first number that the server will send
  StreamParameters parameters;
  bool operator==(const Started&) const = default;
};

// Number `seq`, sent on time, with the key that proves it if the stream has roots.
struct Number {
  std::uint64_t seq;
  std::int32_t message;
  std::optional<Key> key = {};
  bool operator==(const Number&) const = default;
};

// Numbers `seq`, `seq` + 1, and so on, sent together because the client had fallen behind. A run has 1 to
// kMaxNumbersPerFrame numbers. `keys` has the last key of each segment that the run touches, if the stream has
// roots: the other keys follow from them.
struct Numbers {
  std::uint64_t seq;
  std::vector<std::int32_t> messages;
  std::vector<Key> keys = {};
  bool operator==(const Numbers&) const = default;
};

enum class EndReason { complete, stopped, source_ended };

// The stream is over. If it has no roots, the server now reveals its seed.
struct End {
  EndReason reason;
  std::uint64_t next;  // the first number that is not sent: of our own numbers, how many there were
  std::optional<Seed> server_seed = {};
  bool operator==(const End&) const = default;
};

// The reason why the server closes the connection. `code` is one of error_code.hpp; `detail` is for people.
struct ErrorMessage {
  std::string code;
  std::string detail;
  bool operator==(const ErrorMessage&) const = default;
};

// A message of a type that this version does not know. Clients ignore it.
struct UnknownMessage {
  std::string type;
  bool operator==(const UnknownMessage&) const = default;
};

// A number that came from outside, finite, and when: milliseconds since the Unix epoch.
struct Sample {
  double value;
  std::int64_t at_ms;
  bool operator==(const Sample&) const = default;
};

// The server's first message on a channel whose numbers are received. The server has those from `first` to `next` −
// 1 of the log. The very first number of the log had the position `origin`: a broker counts from 1.
struct LogHello {
  std::string channel;
  LogId log;
  std::uint64_t first, next;
  std::uint64_t origin = 0;
  bool operator==(const LogHello&) const = default;
};

// The log follows from number `next` on. It is another log than the client asked for if the server's began anew.
struct LogStarted {
  std::string channel;
  LogId log;
  std::uint64_t next;
  bool operator==(const LogStarted&) const = default;
};

// Numbers `seq`, `seq` + 1, and so on of a log: 1 to kMaxNumbersPerFrame. One alone is a message of type "number".
struct LogNumbers {
  std::uint64_t seq;
  std::vector<Sample> samples;
  bool operator==(const LogNumbers&) const = default;
};

// Numbers `from` to `to` − 1 of a log can no longer be had.
struct Gap {
  std::uint64_t from, to;
  bool operator==(const Gap&) const = default;
};

// Whether the source of a received channel, which is a broker, can be reached. Numbers wait there meanwhile.
struct SourceState {
  bool connected;
  bool operator==(const SourceState&) const = default;
};

// The server's first message on a channel of source `shared`: what its numbers follow from, beside their keys, and
// the roots (period_chain.hpp) of the period that runs and of those behind it.
struct SharedHello {
  std::string channel;
  StreamDefaults parameters;  // of all viewers
  std::uint64_t period;       // of the first root: at most kMaxPeriod
  std::array<Digest, kAnnouncedRoots> roots;
  bool operator==(const SharedHello&) const = default;
};

// The numbers of a channel of source `shared` follow from number `next` on, as messages of type "number" and
// "numbers". Their keys are those of period_chain.hpp; a run has the last key of each period that it touches.
struct SharedStarted {
  std::string channel;
  std::uint64_t next;
  bool operator==(const SharedStarted&) const = default;
};

// The root of one more period.
struct Root {
  std::uint64_t period;
  Digest root;
  bool operator==(const Root&) const = default;
};

using ServerMessage =
    std::variant<PlainNumber, Hello, Started, Number, Numbers, End, ErrorMessage, UnknownMessage, LogHello,
                 LogStarted, LogNumbers, Gap, SourceState, SharedHello, SharedStarted, Root>;

// The server's defaults apply to the members that are left out.
struct Start {
  std::string client_seed;
  std::optional<std::int32_t> min = {}, max = {};
  std::optional<std::uint32_t> interval_ms = {};
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

// Asks for a log's newest numbers, `last` of them, and for all that follow.
struct LogStart {
  std::uint64_t last = 1;
  bool operator==(const LogStart&) const = default;
};

struct LogResume {
  LogId log;
  std::uint64_t next;  // the first number that the client does not have
  bool operator==(const LogResume&) const = default;
};

using LogRequest = std::variant<LogStart, LogResume, Stop>;

// Asks for the number that is due now of a channel of source `shared`, and for all that follow.
struct SharedStart {
  bool operator==(const SharedStart&) const = default;
};

struct SharedResume {
  std::uint64_t next;  // the first number that the client does not have
  bool operator==(const SharedResume&) const = default;
};

using SharedRequest = std::variant<SharedStart, SharedResume, Stop>;

// Whether `text` consists of 1 to kMaxClientSeedLength characters of [0-9A-Za-z_-].
bool is_client_seed(std::string_view text);

// Whether `text` consists of 1 to kMaxChannelName characters of [a-z0-9_].
bool is_channel_name(std::string_view text);

std::string_view name_of(EndReason reason);
std::optional<EndReason> end_reason(std::string_view name);  // nothing if no reason has this name

}  // namespace sws
