#include "backend/channel/sample_reader.hpp"

#include "backend/channel/number_text.hpp"
#include "backend/process/visible_text.hpp"
#include "shared/json_reader.hpp"

namespace sws {
namespace {

constexpr const char* kExpected =
    ": a number like 21.5 or an object like {\"value\":21.5,\"at_ms\":1764000000123} is expected";

constexpr std::int64_t kLatest = 253'402'300'799'999;  // the end of the year 9999; a time in µs is above it

std::string_view without_blanks(std::string_view text) {
  constexpr std::string_view kBlanks = " \t\r";
  const std::size_t first = text.find_first_not_of(kBlanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kBlanks) - first + 1);
}

std::string too_long() {
  return "is longer than " + std::to_string(kMaxSampleText) + " bytes" + kExpected;
}

boost::system::result<Sample, std::string> read_sample_object(std::string_view text, std::int64_t now_ms) {
  static constexpr JsonMember kMembers[] = {
      {.path = "value", .type = JsonMember::Type::number},
      {.path = "at_ms", .lowest = 0, .highest = kLatest, .required = false},
  };
  JsonValue values[std::size(kMembers)];
  if (const auto error = read_object(text, kMaxSampleText, kMembers, values)) {
    return in_quotes(text) + " is no sample: " + visible(error->message);
  }
  const auto& [value, at_ms] = values;
  return Sample{value.number, at_ms.present ? at_ms.integer : now_ms};
}

}  // namespace

boost::system::result<Sample, std::string> read_sample(std::string_view text, std::int64_t now_ms) {
  if (text.size() > kMaxSampleText) return in_quotes(text) + " " + too_long();
  text = without_blanks(text);
  if (text.starts_with('{')) return read_sample_object(text, now_ms);
  const auto number = read_number(text);
  if (!number) return in_quotes(text) + " " + number.error() + kExpected;
  return Sample{*number, now_ms};
}

void SampleLines::feed(std::string_view bytes, std::int64_t now_ms) {
  for (std::size_t end = bytes.find('\n'); end != std::string_view::npos; end = bytes.find('\n')) {
    if (begun_.empty() && end <= kMaxSampleText) {
      end_line(bytes.substr(0, end), now_ms);
    } else {
      keep(bytes.substr(0, end));
      end_line(begun_, now_ms);
    }
    bytes.remove_prefix(end + 1);
  }
  keep(bytes);
}

void SampleLines::finish(std::int64_t now_ms) {
  if (!begun_.empty()) end_line(begun_, now_ms);
}

void SampleLines::keep(std::string_view bytes) {
  const std::size_t room = kMaxSampleText - begun_.size();
  is_long_ = is_long_ || bytes.size() > room;
  begun_ += bytes.substr(0, room);
}

void SampleLines::end_line(std::string_view line, std::int64_t now_ms) {
  ++line_;
  if (is_long_) {
    handler_.on_bad_line(line_, in_quotes(line) + " " + too_long());
  } else if (!without_blanks(line).empty()) {
    const auto sample = read_sample(line, now_ms);
    sample ? handler_.on_sample(*sample) : handler_.on_bad_line(line_, sample.error());
  }
  begun_.clear();
  is_long_ = false;
}

}  // namespace sws
