#include "frontend/page/frame_log.hpp"

#include <algorithm>

#include "frontend/page/quantity_phrases.hpp"

namespace sws {
namespace {

// Returns the first kMostText bytes or fewer, so that no UTF-8 character is cut in two.
std::string_view beginning(std::string_view text) {
  if (text.size() <= FrameLog::kMostText) return text;
  std::size_t end = FrameLog::kMostText;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  return text.substr(0, end);
}

}  // namespace

void FrameLog::opening(Moment now) {
  if (rows_.empty()) start_ = now;
  noted("opening", now);
}

void FrameLog::add(std::string_view direction, std::string_view text, Moment now) {
  if (rows_.size() == kMostFrames) rows_.erase(rows_.begin());
  std::string cell(beginning(text));
  // Tabs and line feeds would look like the ends of cells and rows. Valid JSON has control characters only between
  // its tokens, where a space means the same.
  std::replace_if(
      cell.begin(), cell.end(), [](char c) { return static_cast<unsigned char>(c) < ' '; }, ' ');
  if (cell.size() < text.size()) cell += "…";
  std::string row = stamp(now - start_) + '\t';
  row += direction;
  rows_.push_back(row + '\t' + cell);
}

std::string FrameLog::rows() const {
  std::string text;
  for (auto row = rows_.rbegin(); row != rows_.rend(); ++row) (text += *row) += '\n';
  return text;
}

}  // namespace sws
