#include "tests/bench/client/frame_parser.hpp"

#include <algorithm>
#include <charconv>

namespace sws::bench {

Frame parse_frame(std::string_view bytes) {
  if (bytes.size() < 2) return {FrameStatus::incomplete};
  const auto byte = [&](std::size_t i) { return static_cast<std::uint8_t>(bytes[i]); };
  const std::uint8_t length = byte(1);
  if (length > 126) return {FrameStatus::violation};  // 127: a 64-bit length; 128 and above: masked
  std::size_t header = 2;
  std::size_t size = length;
  if (length == 126) {
    if (bytes.size() < 4) return {FrameStatus::incomplete};
    header = 4;
    size = std::size_t{byte(2)} << 8 | byte(3);
  }
  if (bytes.size() < header + size) return {FrameStatus::incomplete};
  return {FrameStatus::whole, static_cast<std::uint8_t>(byte(0) & 0x0F), bytes.substr(header, size), header + size};
}

std::optional<std::int64_t> integer_member(std::string_view text, std::string_view quoted_name) {
  const std::size_t name = text.find(quoted_name);
  if (name == std::string_view::npos) return {};
  const std::size_t digits = text.find_first_not_of(": ", name + quoted_name.size());
  if (digits == std::string_view::npos) return {};
  std::int64_t value = 0;
  if (std::from_chars(text.data() + digits, text.data() + text.size(), value).ec != std::errc()) return {};
  return value;
}

std::string_view string_member(std::string_view text, std::string_view quoted_name) {
  const std::size_t name = text.find(quoted_name);
  if (name == std::string_view::npos) return {};
  const std::size_t begin = text.find('"', name + quoted_name.size());
  if (begin == std::string_view::npos) return {};
  return text.substr(begin + 1, text.find('"', begin + 1) - begin - 1);
}

std::string_view messages_array(std::string_view text) {
  const std::size_t name = text.find("\"messages\"");
  if (name == std::string_view::npos) return {};
  const std::size_t begin = text.find('[', name);
  const std::size_t end = text.find(']', name);
  if (begin == std::string_view::npos || end == std::string_view::npos || end < begin) return {};
  return text.substr(begin + 1, end - begin - 1);
}

std::size_t messages_in_array(std::string_view text) {
  const std::string_view items = messages_array(text);
  if (items.empty()) return 0;
  return 1 + static_cast<std::size_t>(std::count(items.begin(), items.end(), ','));
}

bool has_type(std::string_view text, std::string_view type) {
  const std::size_t name = text.find("\"type\"");
  if (name == std::string_view::npos) return false;
  const std::size_t value = text.find('"', name + 6);
  if (value == std::string_view::npos) return false;
  const std::string_view rest = text.substr(value + 1);
  return rest.size() > type.size() && rest.starts_with(type) && rest[type.size()] == '"';
}

}  // namespace sws::bench
