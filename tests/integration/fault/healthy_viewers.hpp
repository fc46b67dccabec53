// Viewers that want nothing but their numbers, plain and verified ones, while a test does its worst to the same
// server. They run on a thread of their own; what goes wrong with them is kept for expect_whole().
#pragma once

#include <atomic>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <cstdint>
#include <deque>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace sws {

class HealthyViewers {
 public:
  enum class Successors { yes, no };  // whether a plain viewer whose stream has ended is followed by another one

  // `plain_count`: numbers in a plain stream of this server. Returns once each viewer has its first number.
  HealthyViewers(std::uint16_t port, std::uint32_t plain_count, Successors successors);
  ~HealthyViewers();

  static constexpr std::size_t kSize = 6;  // connections at a time, half of them plain

  // Waits until each viewer has `count` further numbers, or all of its stream's.
  void read_on(std::size_t count);

  // Stops the verified streams and waits for the end of the plain ones. Fails the test unless each stream was
  // whole: of a plain one the exact count of numbers came, and close code 1000; of a verified one every number, in
  // order and right, from the first to the one before the stop.
  void expect_whole();

 private:
  struct Progress {
    std::atomic<std::size_t> numbers = 0;
    std::atomic<bool> ended = false;
  };

  void watch(bool plain);
  boost::asio::awaitable<void> watch_plain(Progress& progress);
  boost::asio::awaitable<void> watch_verified(Progress& progress);
  void fail(const std::string& what);
  void throw_if_failed();

  const std::uint16_t port_;
  const std::uint32_t plain_count_;
  const Successors successors_;
  std::atomic<bool> ending_ = false;
  std::deque<Progress> progress_;  // a viewer each
  std::mutex mutex_;               // for failures_
  std::vector<std::string> failures_;
  boost::asio::io_context context_{1};
  std::thread thread_;
};

}  // namespace sws
