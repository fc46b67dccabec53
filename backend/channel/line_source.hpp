// The source "stdin": reads the samples of a channel from a file, one in each line, as they are written to
// it. It has a thread of its own, because reading from a file waits. A producer that is faster than the
// feed allows waits as well, because nothing more is read meanwhile. A bad line is left out, counted and logged.
// When the file ends, so does the log.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <thread>
#include <vector>

#include "backend/channel/log_feed.hpp"
#include "backend/channel/sample_reader.hpp"
#include "backend/channel/source.hpp"
#include "backend/process/file_descriptor.hpp"

namespace sws {

class LineSource final : public Source, private SampleLines::Handler {
 public:
  // Reads from `file`, which stays open. Both must outlive it. start() and stop() are called by one thread.
  LineSource(int file, LogFeed& feed, const Clock& clock);
  ~LineSource() override { stop(); }

  void start() override;
  void ask_to_stop() override;
  void stop() override;

 private:
  void run();
  void on_end(const std::string& reason);
  bool wait_for_bytes();
  bool wait_for_stop(std::chrono::milliseconds time);
  void pass_on();
  void on_sample(const Sample& sample) override { samples_.push_back(sample); }
  void on_bad_line(std::uint64_t line, const std::string& explanation) override;
  std::int64_t now_ms() const;

  const int file_;
  LogFeed& feed_;
  const Clock& clock_;
  SampleLines lines_{*this};
  std::vector<Sample> samples_;  // read and not yet given to the feed
  FileDescriptor stop_;          // an event of eventfd(2)
  std::thread thread_;
};

}  // namespace sws
