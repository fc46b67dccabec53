// Gives the server its numbers, one to each channel in each interval and spread evenly over it: either by POST over
// one connection, on which each request waits for the answer to the one before, or through a pipe. It notes when it
// writes each number. If an answer takes longer than a step, the producer falls behind, and then gives the numbers
// that are due one after the other. It runs in a process of its own.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "tests/bench/client/results.hpp"
#include "tests/bench/client/settings.hpp"

namespace sws::bench {

class Producer {
 public:
  // Number n is due `step` nanoseconds after number n − 1, and number 0 at `begin` of the monotonic clock.
  Producer(const Settings& settings, const Phase& phase, std::int64_t begin, std::span<Delivery> deliveries,
           ProcessResults& results);

  // Until the measurement ends, or the server does not take numbers any more.
  void run();

 private:
  bool write_all(std::string_view text) const;
  bool give(std::size_t n);
  int next_status();

  const Settings& settings_;
  const Phase& phase_;
  std::int64_t begin_;
  std::span<Delivery> deliveries_;
  ProcessResults& results_;
  int fd_;
  std::string received_;  // of an answer that is not complete
};

// The nanoseconds from a number to the next one, of whichever channel.
std::int64_t producer_step(const Settings& settings);

// How many numbers a run may need.
std::size_t producer_numbers(const Settings& settings);

// A number and its POST. Its text is short and has a fraction, so that no server writes it with an exponent.
std::string producer_text(std::size_t n);
std::string post_request(const Settings& settings, std::size_t n);

// The status and the size of the answer (RFC 9112 §6) at the beginning of `bytes`, or nothing if it is incomplete.
// Only answers with a Content-Length or without a body are understood.
struct Answer {
  int status = 0;
  std::size_t size = 0;
};
std::optional<Answer> whole_answer(std::string_view bytes);

}  // namespace sws::bench
