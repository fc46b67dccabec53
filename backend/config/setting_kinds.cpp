#include "backend/config/setting_kinds.hpp"

namespace sws {

Setting seconds(std::string name, std::chrono::seconds& into, std::int64_t lowest, std::int64_t highest,
                const std::string& help) {
  const std::string range = ", " + std::to_string(lowest) + " to " + std::to_string(highest);
  const std::string preset = " (default: " + std::to_string(into.count()) + ")";
  return {name, "seconds " + help + range + preset, false,
          [=, &into](const OptionValues& values) {
            into = std::chrono::seconds(values.integer(name, lowest, highest));
          },
          [&into] { return std::to_string(into.count()); }};
}

Setting of_address(std::string name, AdmissionLimits& into, std::uint32_t AdmissionLimits::OfAddress::*limit,
                   const std::string& help) {
  constexpr std::int64_t kMost = 10'000'000;
  const std::string preset = std::to_string(into.remote.*limit);
  return {name,
          help + ", 1 to " + std::to_string(kMost) + " (default: " + preset + ", but any number from loopback)",
          false, [=, &into](const OptionValues& values) {
            into.remote.*limit = into.loopback.*limit = static_cast<std::uint32_t>(values.integer(name, 1, kMost));
          }};
}

Setting text(std::string name, std::string help,
             std::function<void(const std::string&, const OptionValues&)> read) {
  return {name, std::move(help), false,
          [name, read = std::move(read)](const OptionValues& values) { read(values.text(name), values); }};
}

Setting list(std::string name, std::string help,
             std::function<void(const std::vector<std::string>&, const OptionValues&)> read) {
  return {name, std::move(help), true,
          [name, read = std::move(read)](const OptionValues& values) { read(values.list(name), values); }};
}

Setting separated_by_semicolons(Setting setting) {
  setting.separator = ';';
  return setting;
}

Setting at_start(Setting setting) {
  setting.needs_restart = true;
  return setting;
}

Setting shown(Setting setting, std::function<std::string()> show) {
  setting.show = std::move(show);
  return setting;
}

}  // namespace sws
