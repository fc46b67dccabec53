// The values that were given, by option name, as text. The accessors convert them; their errors name the option as
// the person spelled it (flag, variable or file), the value and the allowed values. Main thread only.
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
  // Adds the values of a source. Options that already have a value keep it, lists included, so the source that
  // takes precedence is added first. `spell` maps an option's name to its spelling in this source.
  template <class Spell>
  void add(boost::program_options::parsed_options parsed, Spell spell) {
    std::erase_if(parsed.options, [&](const auto& option) { return has(option.string_key); });
    for (const auto& option : parsed.options) spelled_[option.string_key] = spell(option.string_key);
    boost::program_options::store(parsed, map_);
  }

  bool has(const std::string& name) const { return map_.count(name) > 0; }
  std::string text(const std::string& name) const { return map_[name].as<std::string>(); }
  std::vector<std::string> list(const std::string& name) const { return map_[name].as<std::vector<std::string>>(); }

  // REQUIRES: has(name). Throws BadValue. integer() accepts `lowest` to `highest`; choice() returns an index in
  // `words`.
  std::int64_t integer(const std::string& name, std::int64_t lowest, std::int64_t highest) const;
  std::size_t choice(const std::string& name, const std::vector<std::string>& words) const;

  // The error "--max is '4': `expected` is expected".
  BadValue wrong(const std::string& name, const std::string& value, const std::string& expected) const;

 private:
  boost::program_options::variables_map map_;
  std::map<std::string, std::string> spelled_;  // by option name
};

}  // namespace sws
