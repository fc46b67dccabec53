// The text of /metrics, read as Prometheus reads it: the text format 0.0.4.
#pragma once

#include <cstdint>
#include <map>
#include <sstream>
#include <stdexcept>
#include <string>

#include "tests/integration/raw_connection.hpp"

namespace sws {

class Metrics {
 public:
  static Metrics of(std::uint16_t admin_port) { return Metrics(get(admin_port, "/metrics").body()); }

  // Throws on a line that is neither HELP, TYPE nor a value of a family that has both before it.
  explicit Metrics(const std::string& text) {
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) {
      if (!take(line)) throw std::runtime_error("not in the text format: " + line);
    }
  }

  // `sample` with its labels, as it is written: `simplewebsocket_streams{protocol="plain"}`.
  double value(const std::string& sample) const {
    const auto found = values_.find(sample);
    if (found == values_.end()) throw std::runtime_error("no " + sample);
    return found->second;
  }

  const std::map<std::string, double>& values() const { return values_; }
  const std::map<std::string, std::string>& types() const { return types_; }

 private:
  bool take(const std::string& line) {
    std::istringstream words(line);
    std::string mark, kind, name, type;
    if (line.starts_with("# ")) {
      words >> mark >> kind >> name >> type;
      if (kind == "HELP") helped_ = name;
      if (kind == "TYPE") types_[name] = type;
      return !type.empty() && (kind == "HELP" || (kind == "TYPE" && name == helped_));
    }
    const std::size_t space = line.rfind(' ');
    const std::string sample = line.substr(0, space);
    values_[sample] = std::stod(line.substr(space + 1));
    return types_.count(helped_) == 1 && sample.starts_with(helped_);
  }

  std::string helped_;  // the family whose lines these are
  std::map<std::string, std::string> types_;
  std::map<std::string, double> values_;
};

}  // namespace sws
