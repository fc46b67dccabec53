// Calls that may block, such as those into a file system. They run on a thread of their own, so that no thread that
// serves connections ever waits for a disk or for a network file system that does not answer.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <utility>

namespace sws {

// Runs calls one after the other, in the order in which they were added. All functions may be called from any
// thread.
class BlockingCalls {
 public:
  // Does what may block, and returns the function that hands over the result. That function must not block.
  using Call = std::function<std::function<void()>()>;

  virtual ~BlockingCalls() = default;

  // Returns at once. The number identifies the call for forget().
  virtual std::uint64_t add(Call call) = 0;

  // Drops `owner` on the thread of the calls, where the end of what it owns may block. REQUIRES: it is the only
  // owner.
  template <class Owner>
  void drop(Owner owner) {
    add([owner = std::move(owner)]() mutable {
      owner = Owner();
      return std::function<void()>([] {});
    });
  }

  // Leaves the call out if it has not begun.
  virtual void forget(std::uint64_t number) = 0;
};

// The result of one call, for which somebody waits on the thread of an io_context. All functions are called on that
// thread.
template <class Result>
class AwaitedCall {
 public:
  using Executor = boost::asio::io_context::executor_type;

  // Receives the result, or nothing if the call was cancelled.
  using Done = std::function<void(std::optional<Result>)>;

  // `done` is called once, on the executor's thread and never before start() has returned. `calls` must outlive the
  // returned object.
  static std::shared_ptr<AwaitedCall> start(BlockingCalls& calls, const Executor& executor,
                                            std::function<Result()> call, Done done) {
    std::shared_ptr<AwaitedCall> awaited(new AwaitedCall(calls, executor, std::move(done)));
    awaited->number_ = calls.add([awaited, call = std::move(call)]() -> std::function<void()> {
      return [awaited, result = std::make_shared<Result>(call())] {
        boost::asio::post(awaited->executor_, [awaited, result] { awaited->complete(std::move(*result)); });
      };
    });
    return awaited;
  }

  // Calls `done` with nothing soon, even if the call never returns. Has no effect if `done` was called already.
  void cancel() {
    calls_.forget(number_);
    if (!done_) return;
    boost::asio::post(executor_, [done = std::exchange(done_, nullptr)] { done(std::nullopt); });
  }

 private:
  AwaitedCall(BlockingCalls& calls, const Executor& executor, Done done)
      : calls_(calls), executor_(executor), done_(std::move(done)) {}

  void complete(Result result) {
    if (const Done done = std::exchange(done_, nullptr)) done(std::move(result));
  }

  BlockingCalls& calls_;
  const Executor executor_;
  Done done_;
  std::uint64_t number_ = 0;
};

}  // namespace sws
