// The thread on which a server's blocking calls run. The thread sleeps while there is nothing to do.
#pragma once

#include <memory>
#include <string>

#include "backend/process/blocking_calls.hpp"

namespace sws {

class CallThread final : public BlockingCalls {
 public:
  explicit CallThread(std::string name = "files");  // of the thread, for those who look at it: at most 15 bytes
  // Calls that are added before start() wait for it. Throws std::system_error if there can be no more threads.
  void start();
  ~CallThread() override { stop(); }
  CallThread(const CallThread&) = delete;
  CallThread& operator=(const CallThread&) = delete;

  std::uint64_t add(Call call) override;
  void forget(std::uint64_t number) override;

  // No result is handed over afterwards. Returns at once, even if a call blocks for ever: the thread then ends with
  // the process.
  void stop();

 private:
  struct State;

  static void run(State& state);

  const std::string name_;
  std::shared_ptr<State> state_;  // shared with the thread, which may outlive this object
};

}  // namespace sws
