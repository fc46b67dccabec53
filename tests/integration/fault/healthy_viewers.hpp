// Viewers that want nothing but their numbers, plain and verified ones, while a test does its worst to the same
// server. They run on a thread of their own; a test owns them and calls them from one other thread. They keep what
// goes wrong with them for expect_whole().
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>

namespace sws {

class HealthyViewers {
 public:
  enum class Successors { yes, no };  // whether a viewer whose stream has ended is followed by another one

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
  class Viewers;

  std::unique_ptr<Viewers> viewers_;
};

}  // namespace sws
