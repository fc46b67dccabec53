#include <algorithm>
#include <array>
#include <utility>

#include "shared/codec.hpp"
#include "shared/decode_log.hpp"
#include "shared/decode_shared.hpp"
#include "shared/decode_stream.hpp"
#include "shared/token.hpp"
#include "shared/wire_member.hpp"

namespace sws {
namespace {

using Type = JsonMember::Type;

constexpr JsonMember uint32_member(std::string_view path) {
  return {.path = path, .highest = UINT32_MAX};
}

// Whether `text` can be a token: a client may then put it between quotes without escaping anything.
bool is_token_text(std::string_view text) {
  return !text.empty() && text.size() <= kMaxTokenLength && std::all_of(text.begin(), text.end(), [](char c) {
    return is_client_seed({&c, 1});
  });
}

struct Kind {
  std::optional<std::string> type;  // none in the plain protocol
  bool is_of_log;
  bool names_channel;
};

// Which message it is. Those of a received channel share types with others, but name a log or the times of numbers.
// Those of a channel that all viewers share name it and no log.
Decoded<Kind> read_kind(std::string_view text, std::size_t max_bytes) {
  static constexpr std::array kMembers = {optional(string_member("type")),
                                          optional(JsonMember{.path = "log", .type = Type::any}),
                                          optional(JsonMember{.path = "at_ms", .type = Type::any}),
                                          optional(JsonMember{.path = "channel", .type = Type::any})};
  std::array<JsonValue, kMembers.size()> values;
  if (auto error = read_object(text, max_bytes, kMembers, values)) return *std::move(error);
  auto& [type, log, at_ms, channel] = values;
  return Kind{type.present ? std::optional(std::move(type.string)) : std::nullopt, log.present || at_ms.present,
              channel.present};
}

Decoded<ServerMessage> decode_plain_number(std::string_view text) {
  static constexpr std::array kMembers{int32_member("message")};
  return read_message<ServerMessage>(text, kMembers, [](auto& m) { return PlainNumber{int32_of(m[0])}; });
}

Decoded<ServerMessage> decode_hello(std::string_view text) {
  static constexpr std::array kMembers{JsonMember{.path = "protocol", .lowest = 1, .highest = 1},
                                       optional(hex_member<StreamId>("stream")),
                                       optional(stream_count_member()),
                                       optional(hex_member<Digest>("commitment")),
                                       optional(key_member("roots", Type::strings)),
                                       uint32_member("limits.min_interval_ms"),
                                       uint32_member("limits.max_interval_ms"),
                                       uint32_member("limits.max_count"),
                                       optional(int32_member("defaults.min")),
                                       optional(int32_member("defaults.max")),
                                       optional(interval_member("defaults.interval_ms"))};
  return read_message<ServerMessage>(text, kMembers, [text](auto& m) -> Decoded<ServerMessage> {
    Hello hello{std::nullopt, Limits{uint32_of(m[5]), uint32_of(m[6]), uint32_of(m[7])}};
    if (!m[1].present && !m[2].present && !m[3].present && !m[4].present) return hello;
    for (std::size_t i = 1; i <= 3; ++i) {
      if (!m[i].present) return missing_member(kMembers[i], text.size());
    }
    hello.offer = {from_hex<StreamId>(m[1].string), uint32_of(m[2]), from_hex<Digest>(m[3].string), keys_of(m[4])};
    if (m[8].present) hello.defaults.min = int32_of(m[8]);
    if (m[9].present) hello.defaults.max = int32_of(m[9]);
    if (m[10].present) hello.defaults.interval_ms = uint32_of(m[10]);
    if (hello.defaults.min > hello.defaults.max) {
      return not_allowed("\"defaults.min\" is above \"defaults.max\"", text);
    }
    return hello;
  });
}

Decoded<ServerMessage> decode_started(std::string_view text) {
  static constexpr JsonMember kToken = {
      .path = "token", .type = Type::string, .is_allowed = is_token_text, .expected = "a token in base64url"};
  static constexpr std::array kMembers{
      hex_member<StreamId>("stream"),
      hex_member<Digest>("commitment"),
      kToken,
      JsonMember{.path = "start_ms", .lowest = -kMaxStartMs, .highest = kMaxStartMs},
      next_member("next"),
      int32_member("min"),
      int32_member("max"),
      interval_member(),
      stream_count_member()};
  return read_message<ServerMessage>(text, kMembers, [text](auto& m) -> Decoded<ServerMessage> {
    if (m[5].integer > m[6].integer) return not_allowed("\"min\" is above \"max\"", text);
    if (m[4].integer > m[8].integer) return not_allowed("\"next\" is above \"count\"", text);
    return Started{from_hex<StreamId>(m[0].string),
                   from_hex<Digest>(m[1].string),
                   std::move(m[2].string),
                   m[3].integer,
                   uint32_of(m[4]),
                   StreamParameters{int32_of(m[5]), int32_of(m[6]), uint32_of(m[7]), uint32_of(m[8])}};
  });
}

Decoded<ServerMessage> decode_number(std::string_view text) {
  static constexpr std::array kMembers{position_member("seq"), int32_member("message"),
                                       optional(key_member("key", Type::string))};
  return read_message<ServerMessage>(text, kMembers, [](auto& m) {
    Number number{uint64_of(m[0]), int32_of(m[1])};
    if (m[2].present) number.key = bytes32_from_base64url(m[2].string);
    return number;
  });
}

Decoded<ServerMessage> decode_numbers(std::string_view text) {
  static constexpr std::array kMembers{position_member("seq"), int32s_member("messages"),
                                       optional(key_member("keys", Type::strings))};
  return read_message<ServerMessage>(text, kMembers, [text](auto& m) -> Decoded<ServerMessage> {
    if (auto error = check_run(m[1].integers.size(), text)) return *std::move(error);
    return Numbers{uint64_of(m[0]), int32s_of(m[1]), keys_of(m[2])};
  });
}

Decoded<ServerMessage> decode_end(std::string_view text) {
  static constexpr JsonMember kReason = {
      .path = "reason",
      .type = Type::string,
      .is_allowed = [](std::string_view name) { return end_reason(name).has_value(); },
      .expected = "\"complete\", \"stopped\" or \"source_ended\""};
  static constexpr std::array kMembers{kReason, position_member("next"), optional(hex_member<Seed>("server_seed"))};
  return read_message<ServerMessage>(text, kMembers, [](auto& m) {
    End end{*end_reason(m[0].string), uint64_of(m[1])};
    if (m[2].present) end.server_seed = from_hex<Seed>(m[2].string);
    return end;
  });
}

Decoded<ServerMessage> decode_error(std::string_view text) {
  static constexpr std::array kMembers{string_member("code"), string_member("detail")};
  return read_message<ServerMessage>(text, kMembers, [](auto& m) {
    return ErrorMessage{std::move(m[0].string), std::move(m[1].string)};
  });
}

Decoded<ClientMessage> decode_start(std::string_view text) {
  static constexpr std::array kMembers{client_seed_member(), optional(int32_member("min")),
                                       optional(int32_member("max")), optional(interval_member())};
  return read_message<ClientMessage>(text, kMembers, [](auto& m) {
    Start start{.client_seed = std::move(m[0].string)};
    if (m[1].present) start.min = int32_of(m[1]);
    if (m[2].present) start.max = int32_of(m[2]);
    if (m[3].present) start.interval_ms = uint32_of(m[3]);
    return start;
  });
}

Decoded<ClientMessage> decode_resume(std::string_view text) {
  static constexpr std::array kMembers{string_member("token"), next_member("next")};
  return read_message<ClientMessage>(text, kMembers, [](auto& m) {
    return Resume{std::move(m[0].string), uint32_of(m[1])};
  });
}

// Without `last` the log is followed from its newest number on.
Decoded<LogRequest> decode_log_start(std::string_view text) {
  static constexpr std::array kMembers{optional(position_member("last"))};
  return read_message<LogRequest>(text, kMembers,
                                  [](auto& m) { return m[0].present ? LogStart{uint64_of(m[0])} : LogStart{}; });
}

Decoded<LogRequest> decode_log_resume(std::string_view text) {
  static constexpr std::array kMembers{log_member(), position_member("next")};
  return read_message<LogRequest>(text, kMembers, [](auto& m) {
    return LogResume{from_hex<LogId>(m[0].string), uint64_of(m[1])};
  });
}

Decoded<SharedRequest> decode_shared_start(std::string_view) {
  return SharedRequest(SharedStart{});
}

Decoded<SharedRequest> decode_shared_resume(std::string_view text) {
  static constexpr std::array kMembers{position_member("next")};
  return read_message<SharedRequest>(text, kMembers, [](auto& m) { return SharedResume{uint64_of(m[0])}; });
}

// Decodes a message that the stream of a channel of random numbers does not have. REQUIRES: it has a type.
Decoded<ServerMessage> decode_of_another_channel(Kind& kind, std::string_view text) {
  std::string& type = *kind.type;
  if (type == "number") return decode_log_number(text);
  if (type == "numbers") return decode_log_numbers(text);
  if (type == "hello") return kind.is_of_log ? decode_log_hello(text) : decode_shared_hello(text);
  if (type == "started") return kind.is_of_log ? decode_log_started(text) : decode_shared_started(text);
  if (type == "gap") return decode_gap(text);
  if (type == "root") return decode_root(text);
  if (type == "source") return decode_source(text);
  return ServerMessage(UnknownMessage{std::move(type)});
}

Decoded<ServerMessage> take_for_unknown(Kind& kind, std::string_view) {
  return ServerMessage(UnknownMessage{*std::move(kind.type)});
}

Decoded<ServerMessage> decode(std::string_view text, decltype(decode_of_another_channel)* decode_other) {
  auto kind = read_kind(text, kMaxServerMessageBytes);
  if (!kind) return kind.error();
  if (!kind->type) return decode_plain_number(text);
  const std::string& type = *kind->type;
  if (type == "end") return decode_end(text);
  if (type == "error") return decode_error(text);
  if (kind->is_of_log) return decode_other(*kind, text);
  if (type == "number") return decode_number(text);
  if (type == "numbers") return decode_numbers(text);
  if (kind->names_channel) return decode_other(*kind, text);
  if (type == "hello") return decode_hello(text);
  if (type == "started") return decode_started(text);
  return decode_other(*kind, text);
}

template <class Request>
Decoded<Request> read_request(std::string_view text, Decoded<Request> (*start)(std::string_view),
                              Decoded<Request> (*resume)(std::string_view)) {
  const auto kind = read_kind(text, kMaxClientMessageBytes);
  if (!kind) return kind.error();
  if (!kind->type) return missing_member(string_member("type"), text.size());
  if (*kind->type == "start") return start(text);
  if (*kind->type == "resume") return resume(text);
  if (*kind->type == "stop") return Request(Stop{});
  return DecodeError{"\"type\" is none of start, resume and stop", text.size()};
}

}  // namespace

Decoded<ServerMessage> decode_server_message(std::string_view text) {
  return decode(text, decode_of_another_channel);
}

Decoded<ServerMessage> decode_stream_message(std::string_view text) {
  return decode(text, take_for_unknown);
}

Decoded<ClientMessage> decode_client_message(std::string_view text) {
  return read_request<ClientMessage>(text, decode_start, decode_resume);
}

Decoded<LogRequest> decode_log_request(std::string_view text) {
  return read_request<LogRequest>(text, decode_log_start, decode_log_resume);
}

Decoded<SharedRequest> decode_shared_request(std::string_view text) {
  return read_request<SharedRequest>(text, decode_shared_start, decode_shared_resume);
}

}  // namespace sws
