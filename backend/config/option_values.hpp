// What was set, by option name, and how the person who set it spelled that name; and reading it as what it should
// be, with an error that names the thing, the value and what would be right.
#pragma once

#include <boost/program_options.hpp>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace sws {

struct BadValue {
  std::string message;
};

class OptionValues {
 public:
  // What is there already stays: the nearer source comes first and hides the farther one, lists included.
  template <class Spell>
  void add(boost::program_options::parsed_options parsed, Spell spell) {
    std::erase_if(parsed.options, [&](const auto& option) { return has(option.string_key); });
    for (const auto& option : parsed.options) spelled_[option.string_key] = spell(option.string_key);
    boost::program_options::store(parsed, map_);
  }

  bool has(const std::string& name) const { return map_.count(name) > 0; }
  std::string text(const std::string& name) const { return map_[name].as<std::string>(); }
  std::vector<std::string> list(const std::string& name) const { return map_[name].as<std::vector<std::string>>(); }

  // REQUIRES: has(name). Throws BadValue.
  std::int64_t integer(const std::string& name, std::int64_t lowest, std::int64_t highest) const;
  std::size_t choice(const std::string& name, const std::vector<std::string>& words) const;

  // "--max is '4': an integer not below --min is expected"
  BadValue wrong(const std::string& name, const std::string& value, const std::string& expected) const;

 private:
  boost::program_options::variables_map map_;
  std::map<std::string, std::string> spelled_;
};

}  // namespace sws
