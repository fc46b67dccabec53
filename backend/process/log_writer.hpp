// Writes lines to a descriptor on a thread of its own, so that a reader who stops reading, a full disk or a stopped
// terminal holds up nobody who logs, nor the end of the process. It sleeps while there is nothing to write.
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
  // `fd` stays the caller's.
  explicit LogWriter(int fd);
  LogWriter(const LogWriter&) = delete;
  // Writes what waits, or gives up if the reader does not take it within a second.
  ~LogWriter();

  // From any thread; these never wait for the reader.
  void add(std::string line);
  bool has_room() const;  // false: so many lines wait that another one should be left out

 private:
  void run();
  bool write(std::string_view line);
  bool wait_writable();

  const int fd_;
  FileDescriptor end_;  // an eventfd: readable once the process ends
  std::chrono::steady_clock::time_point give_up_at_ = std::chrono::steady_clock::time_point::max();
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::string> lines_;
  bool ending_ = false;
  std::thread thread_;
};

}  // namespace sws
