#include "backend/channel/nats_texts.hpp"

#include <array>
#include <charconv>
#include <vector>

#include "shared/json_reader.hpp"
#include "shared/limits.hpp"

namespace sws {
namespace {

constexpr std::size_t kTokens = 9;             // of the short form
constexpr std::size_t kTokensWithDomain = 11;  // at least
constexpr std::size_t kMaxAnswer = 4'096;

std::vector<std::string_view> tokens_of(std::string_view subject) {
  std::vector<std::string_view> tokens;
  for (;;) {
    const std::size_t dot = subject.find('.');
    tokens.push_back(subject.substr(0, dot));
    if (dot == std::string_view::npos) return tokens;
    subject.remove_prefix(dot + 1);
  }
}

template <class Integer>
bool read(std::string_view token, Integer& into) {
  const auto [end, error] = std::from_chars(token.data(), token.data() + token.size(), into);
  return error == std::errc() && end == token.data() + token.size();
}

}  // namespace

std::optional<NatsPlace> nats_place_in(std::string_view reply) {
  const std::vector<std::string_view> tokens = tokens_of(reply);
  const bool has_domain = tokens.size() >= kTokensWithDomain;
  if ((tokens.size() != kTokens && !has_domain) || tokens[0] != "$JS" || tokens[1] != "ACK") return std::nullopt;
  const std::size_t numbers = has_domain ? 7 : 5;  // behind STREAM, CONSUMER and DELIVERED
  NatsPlace place;
  const bool is_good = read(tokens[numbers], place.position) && read(tokens[numbers + 1], place.delivery) &&
                       read(tokens[numbers + 2], place.stored_ns) && read(tokens[numbers + 3], place.pending);
  if (!is_good || place.position == 0) return std::nullopt;
  return place;
}

boost::system::result<std::uint64_t, std::string> nats_position_in(std::string_view answer) {
  static constexpr std::array kMembers = {
      JsonMember{.path = "seq", .lowest = 0, .highest = kMaxExactInteger, .required = false},
      JsonMember{.path = "error.description", .type = JsonMember::Type::string, .required = false},
  };
  std::array<JsonValue, kMembers.size()> values;
  const auto error = read_object(answer, kMaxAnswer, kMembers, values);
  const auto& [seq, description] = values;
  if (!error && description.present) return "JetStream refuses it: " + description.string;
  if (error || !seq.present || seq.integer == 0) return std::string("the broker's answer is not one of JetStream");
  return static_cast<std::uint64_t>(seq.integer);
}

}  // namespace sws
