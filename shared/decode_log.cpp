#include "shared/decode_log.hpp"

#include <array>
#include <utility>

#include "shared/wire_member.hpp"

namespace sws {
namespace {

using Type = JsonMember::Type;

constexpr JsonMember at_ms_member(Type type) {
  return {.path = "at_ms", .type = type, .lowest = -kMaxExactInteger, .highest = kMaxExactInteger};
}

}  // namespace

Decoded<ServerMessage> decode_log_hello(std::string_view text) {
  static constexpr std::array kMembers{JsonMember{.path = "protocol", .lowest = 1, .highest = 1},
                                       channel_member(),
                                       log_member(),
                                       position_member("first"),
                                       position_member("next"),
                                       optional(position_member("origin"))};
  return read_message<ServerMessage>(text, kMembers, [text](auto& m) -> Decoded<ServerMessage> {
    if (m[3].integer > m[4].integer) return not_allowed("\"first\" is above \"next\"", text);
    if (m[5].integer > m[3].integer) return not_allowed("\"origin\" is above \"first\"", text);
    return LogHello{std::move(m[1].string), from_hex<LogId>(m[2].string), uint64_of(m[3]), uint64_of(m[4]),
                    uint64_of(m[5])};
  });
}

Decoded<ServerMessage> decode_log_started(std::string_view text) {
  static constexpr std::array kMembers{channel_member(), log_member(), position_member("next")};
  return read_message<ServerMessage>(text, kMembers, [](auto& m) {
    return LogStarted{std::move(m[0].string), from_hex<LogId>(m[1].string), uint64_of(m[2])};
  });
}

Decoded<ServerMessage> decode_log_number(std::string_view text) {
  static constexpr std::array kMembers{position_member("seq"), JsonMember{.path = "message", .type = Type::number},
                                       at_ms_member(Type::integer)};
  return read_message<ServerMessage>(text, kMembers, [](auto& m) {
    return LogNumbers{uint64_of(m[0]), {Sample{m[1].number, m[2].integer}}};
  });
}

Decoded<ServerMessage> decode_log_numbers(std::string_view text) {
  static constexpr std::array kMembers{
      position_member("seq"), JsonMember{.path = "messages", .type = Type::numbers}, at_ms_member(Type::integers)};
  return read_message<ServerMessage>(text, kMembers, [text](auto& m) -> Decoded<ServerMessage> {
    const std::vector<double>& values = m[1].numbers;
    const std::vector<std::int64_t>& times = m[2].integers;
    if (auto error = check_run(values.size(), text)) return *std::move(error);
    if (times.size() != values.size()) {
      return not_allowed("\"at_ms\" has " + std::to_string(times.size()) + " times of " +
                             std::to_string(values.size()) + " numbers",
                         text);
    }
    LogNumbers run{uint64_of(m[0]), {}};
    for (std::size_t i = 0; i < values.size(); ++i) run.samples.push_back({values[i], times[i]});
    return run;
  });
}

Decoded<ServerMessage> decode_gap(std::string_view text) {
  static constexpr std::array kMembers{position_member("from"), position_member("to")};
  return read_message<ServerMessage>(text, kMembers, [text](auto& m) -> Decoded<ServerMessage> {
    if (m[0].integer >= m[1].integer) return not_allowed("\"from\" is not below \"to\"", text);
    return Gap{uint64_of(m[0]), uint64_of(m[1])};
  });
}

Decoded<ServerMessage> decode_source(std::string_view text) {
  static constexpr std::array kMembers{JsonMember{.path = "connected", .type = Type::boolean}};
  return read_message<ServerMessage>(text, kMembers, [](auto& m) { return SourceState{m[0].integer != 0}; });
}

}  // namespace sws
