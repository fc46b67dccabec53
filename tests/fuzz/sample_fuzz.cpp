// libFuzzer's target for the readers of samples: no text may crash them, the pieces in which a text arrives make no
// difference, and a number that was read is finite and is read again from its shortest spelling.
#include <charconv>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

#include "backend/channel/sample_body.hpp"
#include "backend/channel/sample_reader.hpp"

namespace sws {
namespace {

constexpr std::int64_t kNow = 1'764'000'000'000;

void require(bool condition) {
  if (!condition) std::abort();
}

class Record final : public SampleLines::Handler {
 public:
  void on_sample(const Sample& sample) override { samples.push_back(sample); }
  void on_bad_line(std::uint64_t line, const std::string& explanation) override {
    require(!explanation.empty() && explanation.find('\n') == std::string::npos);
    bad_lines.push_back(line);
  }
  bool operator==(const Record& other) const { return samples == other.samples && bad_lines == other.bad_lines; }

  std::vector<Sample> samples;
  std::vector<std::uint64_t> bad_lines;
};

Record read_in_pieces(std::string_view text, std::size_t size) {
  Record record;
  SampleLines lines(record);
  for (; !text.empty(); text.remove_prefix(std::min(size, text.size()))) lines.feed(text.substr(0, size), kNow);
  lines.finish(kNow);
  return record;
}

void check_sample(const Sample& sample) {
  require(std::isfinite(sample.value) && sample.at_ms >= 0);
  char text[32];
  const auto end = std::to_chars(text, text + sizeof text, sample.value).ptr;
  const auto again = read_sample({text, static_cast<std::size_t>(end - text)}, sample.at_ms);
  require(again && *again == sample);
}

}  // namespace
}  // namespace sws

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const sws::Record whole = sws::read_in_pieces(text, size + 1);
  for (const std::size_t piece : {std::size_t{1}, std::size_t{7}})
    sws::require(sws::read_in_pieces(text, piece) == whole);
  for (const sws::Sample& sample : whole.samples) sws::check_sample(sample);
  const auto body = sws::read_samples(text, sws::kNow);
  if (!body) {
    sws::require(!body.error().empty() && body.error().find('\n') == std::string::npos);
    return 0;
  }
  sws::require(!body->empty() && body->size() <= sws::kMaxSamplesOfBody);
  for (const sws::Sample& sample : *body) sws::check_sample(sample);
  return 0;
}
