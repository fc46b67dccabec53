#include "shared/counting.hpp"

namespace sws {

void group_digits(std::string& text, std::size_t first, std::size_t end) {
  while (end > first + 3) text.insert(end -= 3, 1, ',');
}

std::string grouped(std::int64_t number) {
  std::string text = std::to_string(number);
  group_digits(text, number < 0 ? 1 : 0, text.size());
  return text;
}

std::string counted(std::uint64_t count, std::string_view thing) {
  std::string text = grouped(static_cast<std::int64_t>(count)) + ' ';
  text += thing;
  return count == 1 ? text : text + 's';
}

std::string number_named(std::uint64_t seq) {
  return "number " + grouped(static_cast<std::int64_t>(seq + 1));
}

}  // namespace sws
