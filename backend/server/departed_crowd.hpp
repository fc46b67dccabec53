// Notices that a crowd of connections has left a worker, whose heap then keeps the crowd's memory in pieces: 40 MB
// after 5,000 slow requests. Used by its worker, on one thread.
#pragma once

#include <algorithm>
#include <cstddef>

namespace sws {

class DepartedCrowd {
 public:
  static constexpr std::size_t kCrowd = 256;  // connections: the memory of fewer is not worth the work

  // Must be called after each connection that comes, with how many there are then: a crowd may come and go between
  // two looks.
  void connected(std::size_t connections) { most_ = std::max(most_, connections); }

  // Whether look() must be called, once a second.
  bool awaits() const { return departing_ || most_ >= kCrowd; }

  // Returns true if memory is to be given back now, because half of the `connections` have left since the last
  // time.
  bool look(std::size_t connections) {
    departing_ = most_ > 0 && connections <= most_ / 2;
    if (departing_) most_ = connections;
    return departing_;
  }

 private:
  std::size_t most_ = 0;    // at the same time, since memory was given back
  bool departing_ = false;  // at the last look: the rest of a crowd follows it
};

}  // namespace sws
