#include "shared/counting.hpp"

namespace sws {

std::string grouped(std::int64_t number) {
  std::string text = std::to_string(number);
  const std::size_t first_digit = number < 0 ? 1 : 0;
  for (std::size_t at = text.size(); at > first_digit + 3;) text.insert(at -= 3, 1, ',');
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
