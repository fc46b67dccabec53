// Reads samples from text. A sample is a JSON number such as 21.5, or a JSON object such as
// {"value":21.5,"at_ms":1764000000123}, whose members of other names are ignored. Blanks around it do not count. A
// sample without `at_ms` came when it was read. Numbers are finite doubles; 1e400, NaN and 0x10 are refused.
// Nothing here keeps a clock or reads from a file, so everything may be used on any one thread.
#pragma once

#include <boost/system/result.hpp>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "shared/message.hpp"

namespace sws {

inline constexpr std::size_t kMaxSampleText = 1'024;  // bytes; a number has 25, an object with both members 60

// Reads one sample. `now_ms` counts milliseconds since the Unix epoch. The error is one readable line that says
// what is wrong and what is expected.
boost::system::result<Sample, std::string> read_sample(std::string_view text, std::int64_t now_ms);

// Takes text apart that arrives in pieces of any size, with one sample in each line. An empty line counts as a line
// and has no sample. A line that is longer than kMaxSampleText, or is no sample, is reported and left out.
class SampleLines {
 public:
  class Handler {
   public:
    virtual void on_sample(const Sample& sample) = 0;

    // `line` counts from 1.
    virtual void on_bad_line(std::uint64_t line, const std::string& explanation) = 0;

   protected:
    ~Handler() = default;
  };

  // `handler` must outlive it. It is called from feed() and finish(), and must not call them.
  explicit SampleLines(Handler& handler) : handler_(handler) {}

  // `now_ms` is the time of those samples in `bytes` that have none.
  void feed(std::string_view bytes, std::int64_t now_ms);

  // The text has ended. A last line without a line feed counts like the others.
  void finish(std::int64_t now_ms);

 private:
  void keep(std::string_view bytes);
  void end_line(std::string_view line, std::int64_t now_ms);

  Handler& handler_;
  std::string begun_;       // the line that has not ended, at most kMaxSampleText bytes of it
  bool is_long_ = false;    // that line has more bytes than a line may have
  std::uint64_t line_ = 0;  // lines that have ended
};

}  // namespace sws
