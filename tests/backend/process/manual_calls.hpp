// Blocking calls that run when the test says so, on the test's own thread. A call that the test does not run is one
// that hangs.
#pragma once

#include <map>

#include "backend/process/blocking_calls.hpp"

namespace sws {

class ManualCalls final : public BlockingCalls {
 public:
  std::uint64_t add(Call call) override {
    waiting_.emplace(next_, std::move(call));
    return next_++;
  }
  void forget(std::uint64_t number) override { waiting_.erase(number); }

  std::size_t waiting() const { return waiting_.size(); }
  std::size_t made() const { return made_; }  // calls that have run

  // Runs the oldest call. Its result arrives when the io_context runs. Returns false if no call waits.
  bool run_one() {
    if (waiting_.empty()) return false;
    auto oldest = waiting_.extract(waiting_.begin());
    ++made_;
    oldest.mapped()()();
    return true;
  }

 private:
  std::map<std::uint64_t, Call> waiting_;
  std::uint64_t next_ = 0;
  std::size_t made_ = 0;
};

}  // namespace sws
