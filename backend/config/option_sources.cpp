#include "backend/config/option_sources.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <sstream>
#include <string_view>
#include <utility>

namespace sws {
namespace {

constexpr std::string_view kEnvironmentPrefix = "SIMPLEWEBSOCKET_";
constexpr const char* kBlank = " \t\r";

bool is_option(const std::string& argument, const KnownOptions& known) {
  return argument.starts_with("--") && known.contains(argument.substr(2, argument.find('=') - 2));
}

// For a Service named simplewebsocket, Kubernetes sets SIMPLEWEBSOCKET_PORT=tcp://10.0.0.1:8000 in every pod, as
// Docker's links did.
bool is_address_of_service(std::string_view name, std::string_view value) {
  constexpr std::array kSchemes = {"tcp://", "udp://", "sctp://"};
  return name == "port" && std::any_of(kSchemes.begin(), kSchemes.end(),
                                       [&](const char* scheme) { return value.starts_with(scheme); });
}

std::string trimmed(const std::string& text) {
  const std::size_t first = text.find_first_not_of(kBlank);
  if (first == std::string::npos) return "";
  return text.substr(first, text.find_last_not_of(kBlank) - first + 1);
}

std::vector<std::string> values_of(const std::string& text, char separator) {
  std::istringstream stream(text);
  std::vector<std::string> values;
  for (std::string value; std::getline(stream, value, separator);) {
    if (value = trimmed(value); !value.empty()) values.push_back(std::move(value));
  }
  if (values.empty()) values.push_back(text);  // only blanks are an error of the setting that reads the list
  return values;
}

std::string without_comment(const std::string& line) {
  constexpr std::string_view kBlanks = kBlank;
  for (std::size_t at = line.find('#'); at != std::string::npos; at = line.find('#', at + 1)) {
    if (at == 0 || kBlanks.find(line[at - 1]) != std::string_view::npos) return line.substr(0, at);
  }
  return line;
}

}  // namespace

std::vector<GivenOption> options_of_command_line(const std::vector<std::string>& arguments,
                                                 const KnownOptions& known) {
  std::vector<GivenOption> given;
  for (auto argument = arguments.begin(); argument != arguments.end(); ++argument) {
    if (!argument->starts_with("-")) throw BadValue{"'" + *argument + "' is not an option"};
    const std::size_t equals = argument->find('=');
    const std::string flag = argument->substr(0, equals);
    const auto option = known.find(flag.substr(std::min<std::size_t>(flag.size(), 2)));
    if (!flag.starts_with("--") || option == known.end()) throw BadValue{"'" + flag + "' is not an option"};
    const auto& [name, kind] = *option;
    if (!kind.takes_value) {
      if (equals != std::string::npos) throw BadValue{flag + " takes no value"};
      given.push_back({name, ""});
    } else if (equals != std::string::npos) {
      given.push_back({name, argument->substr(equals + 1)});
    } else if (std::next(argument) == arguments.end() || is_option(*std::next(argument), known)) {
      throw BadValue{std::string(flag).append(" needs a value: write ").append(flag).append("=VALUE")};
    } else {
      given.push_back({name, *++argument});
    }
  }
  return given;
}

std::vector<GivenOption> options_of_environment(const std::vector<std::string>& environment,
                                                const KnownOptions& known, std::vector<std::string>& warnings) {
  std::vector<GivenOption> given;
  for (const std::string& variable : environment) {
    const std::size_t equals = variable.find('=');
    if (!variable.starts_with(kEnvironmentPrefix) || equals == std::string::npos) continue;
    const std::string spelled = variable.substr(0, equals);
    const std::string value = variable.substr(equals + 1);
    std::string name = spelled.substr(kEnvironmentPrefix.size());
    for (char& c : name) c = c == '_' ? '-' : static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    const auto option = known.find(name);
    if (option == known.end()) {
      warnings.push_back(spelled + " is not an option of this program; ignored");
    } else if (value.empty()) {
      warnings.push_back(spelled + " is empty; ignored");
    } else if (is_address_of_service(name, value)) {
      warnings.push_back(std::string(spelled).append(" is '").append(value) +
                         "', the address of a Kubernetes Service and not a port; ignored");
    } else {
      for (std::string& word :
           option->second.is_list ? values_of(value, option->second.separator) : std::vector{value}) {
        given.push_back({name, std::move(word)});
      }
    }
  }
  return given;
}

std::string variable_of(std::string option) {
  for (char& c : option) c = c == '-' ? '_' : static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  return std::string(kEnvironmentPrefix) + option;
}

std::vector<GivenOption> options_of_file(const std::string& text, const std::string& path,
                                         const KnownOptions& known) {
  std::vector<GivenOption> given;
  std::istringstream lines(text);
  std::string line;
  for (int number = 1; std::getline(lines, line); ++number) {
    line = trimmed(without_comment(line));
    if (line.empty()) continue;
    const std::size_t equals = line.find('=');
    const std::string name = trimmed(line.substr(0, equals));
    const std::string place = path + ", line " + std::to_string(number) + ": '";
    if (equals == std::string::npos) throw BadValue{place + line + "' is not of the form name=value"};
    if (!known.contains(name)) throw BadValue{place + name + "' is not a setting"};
    given.push_back({name, trimmed(line.substr(equals + 1))});
  }
  return given;
}

}  // namespace sws
