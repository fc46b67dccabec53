// The last frames on the wire, in both directions, for a learner to look at.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "frontend/stream/moment.hpp"

namespace sws {

class FrameLog {
 public:
  static constexpr std::size_t kMostFrames = 50;
  static constexpr std::size_t kMostText = 200;  // bytes of a frame that are kept

  // Of a new connection: times count from here.
  void opening(Moment now);
  void received(std::string_view text, Moment now) { add("← received", text, now); }
  void sent(std::string_view text, Moment now) { add("→ sent", text, now); }
  void noted(std::string_view text, Moment now) { add("· connection", text, now); }

  bool empty() const { return rows_.empty(); }

  // The newest first; a line each, its cells separated by tabs: time, direction, text.
  std::string rows() const;

 private:
  void add(std::string_view direction, std::string_view text, Moment now);

  std::vector<std::string> rows_;
  Moment start_{};
};

}  // namespace sws
