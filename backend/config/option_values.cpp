#include "backend/config/option_values.hpp"

#include <charconv>
#include <utility>

namespace sws {

void OptionValues::add(const std::vector<GivenOption>& given, const KnownOptions& known,
                       const std::function<std::string(const std::string& name)>& spell) {
  std::map<std::string, std::vector<std::string>> added;
  for (const GivenOption& option : given) {
    if (option.value.find('\0') != std::string::npos) {
      throw BadValue{spell(option.name) + " is '" + option.value + "': text without a zero byte is expected"};
    }
    std::vector<std::string>& values = added[option.name];
    values.push_back(option.value);
    if (values.size() > 1 && !known.find(option.name)->second.is_list) {
      throw BadValue{spell(option.name) + " is given more than once"};
    }
  }
  for (auto& [name, values] : added) {
    if (values_.try_emplace(name, std::move(values)).second) spelled_[name] = spell(name);
  }
}

std::int64_t OptionValues::integer(const std::string& name, std::int64_t lowest, std::int64_t highest) const {
  const std::string& value = text(name);
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
  if (error != std::errc() || end != value.data() + value.size() || number < lowest || number > highest) {
    throw wrong(name, value, "an integer from " + std::to_string(lowest) + " to " + std::to_string(highest));
  }
  return number;
}

std::size_t OptionValues::choice(const std::string& name, const std::vector<std::string>& words) const {
  std::string allowed;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (text(name) == words[i]) return i;
    if (i > 0) allowed += i + 1 == words.size() ? " or " : ", ";
    allowed += words[i];
  }
  throw wrong(name, text(name), allowed);
}

std::string OptionValues::spelled(const std::string& name) const {
  const auto found = spelled_.find(name);
  return found == spelled_.end() ? "--" + name : found->second;
}

BadValue OptionValues::wrong(const std::string& name, const std::string& value, const std::string& expected) const {
  return {spelled(name) + " is '" + value + "': " + expected + " is expected"};
}

}  // namespace sws
