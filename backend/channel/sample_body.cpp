#include "backend/channel/sample_body.hpp"

#include "backend/channel/number_text.hpp"
#include "backend/channel/sample_reader.hpp"

namespace sws {
namespace {

using Samples = boost::system::result<std::vector<Sample>, std::string>;

constexpr std::string_view kJsonBlanks = " \t\r\n";  // RFC 8259 §2

std::string too_many() {
  return "there are more than " + std::to_string(kMaxSamplesOfBody) +
         " numbers: send them in several requests, of which each has fewer";
}

std::string none() {
  return "there is no number: a number like 21.5 in each line, or an array like [21.5,22], is expected";
}

// Collects samples until the first bad line.
class Collector final : public SampleLines::Handler {
 public:
  void on_sample(const Sample& sample) override {
    if (error_.empty() && samples_.size() == kMaxSamplesOfBody) error_ = too_many();
    if (error_.empty()) samples_.push_back(sample);
  }
  void on_bad_line(std::uint64_t line, const std::string& explanation) override {
    if (error_.empty()) error_ = "line " + std::to_string(line) + ": " + explanation;
  }
  Samples result() && {
    if (!error_.empty()) return std::move(error_);
    if (samples_.empty()) return none();
    return std::move(samples_);
  }

 private:
  std::vector<Sample> samples_;
  std::string error_;  // the first one
};

Samples read_lines(std::string_view body, std::int64_t now_ms) {
  Collector collector;
  SampleLines lines(collector);
  lines.feed(body, now_ms);
  lines.finish(now_ms);
  return std::move(collector).result();
}

// Returns where the array's element that begins at `at` ends: the place of the next comma or closing bracket that
// is in no string and in no value inside the element; or the end of the text. read_sample() finds what else is
// wrong.
std::size_t end_of_element(std::string_view text, std::size_t at) {
  std::size_t depth = 0;
  bool is_in_string = false;
  for (; at < text.size(); ++at) {
    const char c = text[at];
    if (is_in_string) {
      if (c == '\\') ++at;
      if (c == '"') is_in_string = false;
    } else if (c == '"') {
      is_in_string = true;
    } else if (c == '{' || c == '[') {
      ++depth;
    } else if (depth == 0 && (c == ',' || c == ']')) {
      return at;
    } else if (depth > 0 && (c == '}' || c == ']')) {
      --depth;
    }
  }
  return text.size();
}

std::string_view without_json_blanks(std::string_view text) {
  const std::size_t first = text.find_first_not_of(kJsonBlanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kJsonBlanks) - first + 1);
}

// REQUIRES: `text` begins with '[' and ends with no blank.
Samples read_array(std::string_view text, std::int64_t now_ms) {
  std::vector<Sample> samples;
  if (without_json_blanks(text.substr(1)) == "]") return none();
  for (std::size_t begin = 1;;) {
    const std::size_t end = end_of_element(text, begin);
    if (end == text.size()) return std::string("the array has no ] at its end");
    if (samples.size() == kMaxSamplesOfBody) return too_many();
    const auto sample = read_sample(without_json_blanks(text.substr(begin, end - begin)), now_ms);
    if (!sample) return "element " + std::to_string(samples.size() + 1) + ": " + sample.error();
    samples.push_back(*sample);
    begin = end + 1;
    if (text[end] == ']') {
      if (begin == text.size()) return samples;
      return "there is more behind the array: " + in_quotes(without_json_blanks(text.substr(begin)));
    }
  }
}

}  // namespace

Samples read_samples(std::string_view body, std::int64_t now_ms) {
  const std::string_view text = without_json_blanks(body);
  return text.starts_with('[') ? read_array(text, now_ms) : read_lines(body, now_ms);
}

}  // namespace sws
