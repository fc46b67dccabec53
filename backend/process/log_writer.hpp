// Writes lines to a descriptor on its own thread, so that threads that log never wait for the log's reader, a full
// disk or a stopped terminal; the end of the process waits for them a second at most. The thread sleeps while there
// is nothing to write.
#pragma once

#include <chrono>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>

#include "backend/process/file_descriptor.hpp"

namespace sws {

class LogWriter {
 public:
  // The caller keeps ownership of `fd`, which must stay open as long as this object.
  explicit LogWriter(int fd);
  LogWriter(const LogWriter&) = delete;
  // Writes the waiting lines, and gives up if the reader does not take them within a second.
  ~LogWriter();

  // Both may be called from any thread, and neither waits for the reader.
  void add(std::string line);
  bool has_room() const;  // false if so many lines wait that the next one should be left out

  // Waits until all lines are written, for `most` at most. Any thread.
  void wait_until_written(std::chrono::milliseconds most);

 private:
  void run();
  bool write(std::string_view line);
  bool wait_writable();

  const int fd_;
  FileDescriptor end_;  // an eventfd that becomes readable when the process ends
  std::chrono::steady_clock::time_point give_up_at_ = std::chrono::steady_clock::time_point::max();
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::condition_variable written_;
  std::deque<std::string> lines_;
  bool writing_ = false;
  bool ending_ = false;
  std::thread thread_;
};

}  // namespace sws
