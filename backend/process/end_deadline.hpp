// Ends the process at a deadline unless it has ended by itself, whatever its other threads do: a server that is
// told to stop must not stay because one of its threads is stuck. It says in the log for what the process waited.
// Any thread.
#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace sws {

class EndDeadline {
 public:
  // The exit status of a process that is ended by this class.
  static constexpr int kExitStatus = 3;

  EndDeadline() = default;
  EndDeadline(const EndDeadline&) = delete;
  ~EndDeadline();  // the process ends by itself

  // Tells the name of a part that must end before the process can end, such as "worker 2", and later that this part
  // has ended. The log names the parts that are left at the deadline.
  void wait_for(std::string_view what);
  void has_ended(std::string_view what);

  // Ends the process `after` from now. Another call can only bring the end forward.
  void begin(std::chrono::seconds after);

 private:
  void run();
  std::string awaited() const;

  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::chrono::steady_clock::time_point end_at_ = std::chrono::steady_clock::time_point::max();
  std::vector<std::string> awaited_;
  bool over_ = false;
  std::thread thread_;  // from begin() on
};

}  // namespace sws
