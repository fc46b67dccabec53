// The values that were given, by option name, as text. The accessors convert them; their errors name the option as
// the person spelled it (flag, variable or file), the value and the allowed values. Main thread only.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace sws {

struct BadValue {
  std::string message;
};

struct OptionKind {
  bool takes_value;
  bool is_list;          // whether it may be given several times
  char separator = ' ';  // between the values of a list in one variable of the environment
};
using KnownOptions = std::map<std::string, OptionKind, std::less<>>;

// One option as one source gives it: the command line, the environment or the configuration file.
struct GivenOption {
  std::string name, value;
};

class OptionValues {
 public:
  // Adds the values of a source. Options that already have a value keep it, lists included, so the source that
  // takes precedence is added first. `spell` maps an option's name to its spelling in this source. Throws BadValue
  // if an option that is not a list is given twice, or if a value has a zero byte.
  void add(const std::vector<GivenOption>& given, const KnownOptions& known,
           const std::function<std::string(const std::string& name)>& spell);

  bool has(std::string_view name) const { return values_.find(name) != values_.end(); }

  // REQUIRES: has(name). Those that read a value throw BadValue. integer() accepts `lowest` to `highest`; choice()
  // returns an index in `words`.
  const std::string& text(std::string_view name) const { return list(name).front(); }
  const std::vector<std::string>& list(std::string_view name) const { return values_.find(name)->second; }
  std::int64_t integer(const std::string& name, std::int64_t lowest, std::int64_t highest) const;
  std::size_t choice(const std::string& name, const std::vector<std::string>& words) const;

  // The option as the person spelled it: "--max", or "max in /etc/simplewebsocket.conf".
  std::string spelled(const std::string& name) const;

  // The error "--max is '4': `expected` is expected".
  BadValue wrong(const std::string& name, const std::string& value, const std::string& expected) const;

 private:
  std::map<std::string, std::vector<std::string>, std::less<>> values_;
  std::map<std::string, std::string> spelled_;  // by option name
};

}  // namespace sws
