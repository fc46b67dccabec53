// Keeps the last frames on the wire, in both directions, as rows of text for a visitor who wants to see the
// protocol. The page's FrameRecorder owns it. It only records: nothing depends on its contents.
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

  // A connection is being opened. The first one is the moment that the times of all rows count from.
  void opening(Moment now);
  void received(std::string_view text, Moment now) { add("← received", text, now); }
  void sent(std::string_view text, Moment now) { add("→ sent", text, now); }
  void noted(std::string_view text, Moment now) { add("· connection", text, now); }

  bool empty() const { return rows_.empty(); }

  // Returns one line per frame, the newest first. Tabs separate a line's cells: time, direction, text.
  std::string rows() const;

 private:
  void add(std::string_view direction, std::string_view text, Moment now);

  std::vector<std::string> rows_;
  Moment start_{};
};

}  // namespace sws
