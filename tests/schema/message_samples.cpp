#include "tests/schema/message_samples.hpp"

#include <array>
#include <cfloat>
#include <climits>
#include <cstdint>

#include "shared/codec.hpp"
#include "shared/token.hpp"
#include "tests/schema/message_names.hpp"

namespace sws {
namespace {

constexpr std::uint64_t kHighest = kMaxExactInteger;
constexpr std::int64_t kLatest = kMaxExactInteger;

template <std::size_t kSize>
std::array<std::uint8_t, kSize> bytes(std::uint8_t value) {
  std::array<std::uint8_t, kSize> all;
  all.fill(value);
  return all;
}
const auto kLow16 = bytes<16>(0), kHigh16 = bytes<16>(0xff);
const auto kLow32 = bytes<32>(0), kHigh32 = bytes<32>(0xff);

template <class Message>
std::string text_of(const Message& message) {
  return encode(message);
}
std::string text_of(const Number& message) {
  std::array<char, kMaxNumberText> text;
  return {text.data(), encode(message, text)};
}
std::string text_of(const PlainNumber& message) {
  std::array<char, kMaxPlainNumberText> text;
  return {text.data(), encode(message, text)};
}

template <class... Messages>
void add(std::vector<MessageSample>& samples, const Messages&... messages) {
  (samples.push_back({name_of_type(messages), text_of(messages)}), ...);
}

void add_random_messages(std::vector<MessageSample>& samples) {
  const Limits lowest{0, 0, 0}, highest{UINT32_MAX, UINT32_MAX, UINT32_MAX};
  const StreamDefaults low{INT32_MIN, INT32_MIN, 10}, high{INT32_MAX, INT32_MAX, 3'600'000};
  add(samples, Hello{std::nullopt, lowest}, Hello{std::nullopt, highest},
      Hello{Offer{kLow16, 1, kLow32, {kLow32}}, lowest, low},
      Hello{Offer{kHigh16, 1'000'000, kHigh32, {}}, highest, high},
      Hello{Offer{kHigh16, kMaxProvenCount, kHigh32, std::vector<Digest>(kMaxProvenCount / 16, kHigh32)}, {}});
  add(samples, Started{kLow16, kLow32, "-", -kLatest, 0, {INT32_MIN, INT32_MIN, 10, 1}},
      Started{kHigh16,
              kHigh32,
              std::string(kMaxTokenLength, '_'),
              kLatest,
              1'000'000,
              {INT32_MAX, INT32_MAX, 3'600'000, 1'000'000}});
  add(samples, Number{0, INT32_MIN}, Number{kHighest, INT32_MAX}, Number{0, 0, kLow32}, Number{1, 1, kHigh32});
  add(samples, Numbers{0, {INT32_MIN}}, Numbers{kHighest, {INT32_MAX}, {kHigh32}},
      Numbers{0, std::vector<std::int32_t>(kMaxNumbersPerFrame, INT32_MIN), std::vector<Key>(33, kLow32)});
  add(samples, Start{"0"}, Start{std::string(kMaxClientSeedLength, 'z'), INT32_MIN, INT32_MIN, 10},
      Start{"_-", INT32_MAX, INT32_MAX, 3'600'000}, Resume{"", 0}, Resume{"AQAB", 1'000'000}, Stop{});
}

void add_messages_of_all_channels(std::vector<MessageSample>& samples) {
  add(samples, PlainNumber{0}, PlainNumber{INT32_MIN}, PlainNumber{INT32_MAX});
  add(samples, End{EndReason::complete, 0}, End{EndReason::stopped, kHighest, kHigh32},
      End{EndReason::source_ended, 1, kLow32});
  add(samples, ErrorMessage{"", ""}, ErrorMessage{"bad_token", "\"quoted\", \\, \n, \u00e9 and \U0001f600"});
  add(samples, Gap{0, 1}, Gap{kHighest - 1, kHighest});
}

void add_received_messages(std::vector<MessageSample>& samples) {
  const std::string longest(kMaxChannelName, 'z');
  add(samples, LogHello{"0", kLow16, 0, 0}, LogHello{longest, kHigh16, kHighest, kHighest, kHighest});
  add(samples, LogStarted{"_", kLow16, 0}, LogStarted{longest, kHigh16, kHighest});
  const Sample low{-DBL_MAX, -kLatest}, high{DBL_MAX, kLatest};
  add(samples, LogNumbers{0, {low, high, Sample{DBL_TRUE_MIN, 0}, Sample{-0.0, 0}, Sample{21.5, 1}}},
      LogNumbers{kHighest, std::vector<Sample>(kMaxNumbersPerFrame, low)});
  for (const Sample& one : {low, high}) samples.push_back({"LogNumber", encode(LogNumbers{kHighest, {one}})});
  add(samples, SourceState{false}, SourceState{true});
  add(samples, LogStart{0}, LogStart{kHighest}, LogResume{kLow16, 0}, LogResume{kHigh16, kHighest});
}

void add_shared_messages(std::vector<MessageSample>& samples) {
  const StreamDefaults low{INT32_MIN, INT32_MIN, 10}, high{INT32_MAX, INT32_MAX, 3'600'000};
  const std::string longest(kMaxChannelName, 'z');
  add(samples, SharedHello{"0", low, 0, {kLow32, kLow32, kLow32}},
      SharedHello{longest, high, kMaxPeriod, {kHigh32, kHigh32, kHigh32}});
  add(samples, SharedStarted{"_", 0}, SharedStarted{longest, kHighest});
  add(samples, Root{0, kLow32}, Root{kMaxPeriod, kHigh32});
  add(samples, SharedStart{}, SharedResume{0}, SharedResume{kHighest});
}

}  // namespace

std::vector<MessageSample> message_samples() {
  std::vector<MessageSample> samples;
  add_messages_of_all_channels(samples);
  add_random_messages(samples);
  add_received_messages(samples);
  add_shared_messages(samples);
  return samples;
}

}  // namespace sws
