// When the numbers of a stream are due, by the page's steady clock, as far as the page can know. A server that
// begins a stream reads its clock after the page has sent `start`, and from then on its time is steady too. So a
// number that comes clearly before its place in this schedule was sent by another server, whose clock is ahead.
// First numbers that come late do no harm, because nothing is concluded from them. A session has one for its
// stream. One thread.
#pragma once

#include <chrono>
#include <cstdint>

#include "frontend/stream/moment.hpp"

namespace sws {

class Schedule {
 public:
  // As much as the clocks of two servers may differ that NTP has set to within 500 ms.
  static constexpr std::chrono::seconds kTolerance{1};

  // Number n is due at `earliest` or later. Has no effect if the schedule has begun.
  void begin(std::uint64_t n, Moment earliest, std::chrono::milliseconds interval);
  bool has_begun() const { return interval_ > Moment(0); }

  void connected() { has_pace_ = false; }  // over another connection than before

  // Number n came, alone or as the last of a run, with which a connection may begin.
  void take(std::uint64_t n, bool alone, Moment now);

  Moment due(std::uint64_t n) const;  // at the earliest

  // By how much numbers came before they were due: the most that was seen, to within kTolerance, or 0.
  Moment ahead() const { return ahead_; }

 private:
  std::uint64_t first_ = 0;
  Moment earliest_{}, interval_{};  // of number first_
  Moment ahead_{};
  // How early the first number came that came alone over this connection, as a negative time, or 0. The server's
  // time is steady, so if others come earlier still, the page's clock is slow, or stood still while the device
  // slept.
  bool has_pace_ = false;
  Moment pace_{};
};

}  // namespace sws
