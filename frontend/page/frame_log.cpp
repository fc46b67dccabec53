#include "frontend/page/frame_log.hpp"

#include "frontend/page/quantity_phrases.hpp"
#include "frontend/stream/excerpt.hpp"

namespace sws {

void FrameLog::opening(Moment now) {
  if (rows_.empty()) start_ = now;
  noted("opening", now);
}

void FrameLog::add(std::string_view direction, std::string_view text, Moment now) {
  if (rows_.size() == kMostFrames) rows_.erase(rows_.begin());
  std::string row = stamp(now - start_) + '\t';
  row += direction;
  // Tabs and line feeds would look like the ends of cells and rows. Valid JSON has control characters only between
  // its tokens, where a space means the same.
  rows_.push_back(row + '\t' + excerpt(text));
}

std::string FrameLog::rows() const {
  std::string text;
  for (auto row = rows_.rbegin(); row != rows_.rend(); ++row) (text += *row) += '\n';
  return text;
}

}  // namespace sws
