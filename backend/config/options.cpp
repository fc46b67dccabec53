#include "backend/config/options.hpp"

#include <algorithm>
#include <boost/program_options.hpp>
#include <cctype>
#include <fstream>
#include <iterator>
#include <sstream>
#include <thread>

#include "backend/admission/access.hpp"
#include "backend/config/option_table.hpp"
#include "backend/config/option_values.hpp"

namespace sws {
namespace {

namespace po = boost::program_options;

constexpr std::string_view kEnvironmentPrefix = "SIMPLEWEBSOCKET_";

// All values are parsed as text first, because Boost's errors do not name the allowed values.
po::options_description described(const std::vector<Setting>& settings) {
  po::options_description description(
      "Settings (in a file: port=8000; in the environment: SIMPLEWEBSOCKET_PORT=8000, with spaces between the "
      "values of a list)");
  for (const Setting& setting : settings) {
    const po::value_semantic* const value =
        setting.is_list ? static_cast<po::value_semantic*>(po::value<std::vector<std::string>>()->composing())
                        : po::value<std::string>();
    description.add_options()(setting.name.c_str(), value, setting.help.c_str());
  }
  return description;
}

std::string variable_of(std::string option) {
  for (char& c : option) c = c == '-' ? '_' : static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  return std::string(kEnvironmentPrefix) + option;
}

std::vector<std::string> words_of(const std::string& text) {
  std::istringstream stream(text);
  std::vector<std::string> words(std::istream_iterator<std::string>(stream), {});
  if (words.empty()) words.push_back(text);  // an empty value is an error of the setting that reads the list
  return words;
}

// SIMPLEWEBSOCKET_INTERVAL_MS=500 sets the option interval-ms; the values of a list are separated by spaces. An
// unknown name is only a warning, because orchestrators set variables that begin with the name of the service.
po::parsed_options parse_environment(const std::vector<std::string>& environment,
                                     const po::options_description& known, std::vector<std::string>& warnings) {
  po::parsed_options parsed(&known);
  for (const std::string& variable : environment) {
    const std::size_t equals = variable.find('=');
    if (!variable.starts_with(kEnvironmentPrefix) || equals == std::string::npos) continue;
    std::string name = variable.substr(kEnvironmentPrefix.size(), equals - kEnvironmentPrefix.size());
    for (char& c : name) c = c == '_' ? '-' : static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    if (const po::option_description* const option = known.find_nothrow(name, false)) {
      const std::string value = variable.substr(equals + 1);
      const bool is_list = option->semantic()->is_composing();
      parsed.options.emplace_back(name, is_list ? words_of(value) : std::vector<std::string>{value});
    } else {
      warnings.push_back(variable.substr(0, equals) + " is not an option of this program; ignored");
    }
  }
  return parsed;
}

std::string trimmed(const std::string& text) {
  constexpr const char* kBlank = " \t\r";
  const std::size_t first = text.find_first_not_of(kBlank);
  if (first == std::string::npos) return "";
  return text.substr(first, text.find_last_not_of(kBlank) - first + 1);
}

// Boost's own parser is not used, because it loops for ever on a name that contains a placeholder of its error
// messages.
po::parsed_options parse_file(std::istream& file, const std::string& path, const po::options_description& known) {
  po::parsed_options parsed(&known);
  std::string line;
  for (int number = 1; std::getline(file, line); ++number) {
    line = trimmed(line.substr(0, line.find('#')));
    if (line.empty()) continue;
    const std::size_t equals = line.find('=');
    const std::string name = trimmed(line.substr(0, equals));
    const std::string place = path + ", line " + std::to_string(number) + ": '";
    if (equals == std::string::npos) throw BadValue{place + line + "' is not of the form name=value"};
    if (!known.find_nothrow(name, false)) throw BadValue{place + name + "' is not a setting"};
    parsed.options.emplace_back(name, std::vector<std::string>{trimmed(line.substr(equals + 1))});
  }
  return parsed;
}

void read_file(const po::options_description& settings, OptionValues& values) {
  if (!values.has("config")) return;
  const std::string path = values.text("config");
  std::ifstream file(path);
  if (!file) throw values.wrong("config", path, "a readable file");
  try {
    values.add(parse_file(file, path, settings), [&](const std::string& name) { return name + " in " + path; });
  } catch (const po::error& error) {  // a setting is there twice
    throw BadValue{path + ": " + error.what()};
  }
}

constexpr std::int64_t kLongestAccess = 31'536'000;  // seconds: a year

std::string new_access_token(const OptionValues& values, const Options& options) {
  if (!options.settings.access_secret)
    throw BadValue{"--issue-access needs --access-secret-file, which signs the token"};
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  const std::int64_t expiry =
      std::chrono::floor<std::chrono::seconds>(now).count() + values.integer("issue-access", 1, kLongestAccess);
  return issue_access_token(*options.settings.access_secret, expiry) + "\n";
}

ParsedOptions parse(const std::vector<std::string>& arguments, const std::vector<std::string>& environment) {
  ParsedOptions result;
  Options& options = result.options;
  const std::vector<Setting> settings = settings_of(options);
  const po::options_description description = described(settings);
  po::options_description flags("Usage: simplewebsocket [options]");
  flags.add_options()                                                                    //
      ("config", po::value<std::string>(), "file of settings, one name=value per line")  //
      ("check-config", "check the settings, print the result, and exit")                 //
      ("issue-access", po::value<std::string>(),
       "print an access token that is valid for this many seconds, and exit; a viewer opens /?access=TOKEN")  //
      ("help", "show this and exit")                                                                          //
      ("version", "show the version and exit");
  flags.add(description);

  OptionValues values;
  const int style = po::command_line_style::unix_style & ~po::command_line_style::allow_guessing;
  const auto parsed = po::command_line_parser(arguments).options(flags).style(style).run();
  for (const po::option& option : parsed.options) {
    if (option.position_key >= 0) throw BadValue{"'" + option.value.front() + "' is not an option"};
  }
  values.add(parsed, [](const std::string& name) { return "--" + name; });
  if (values.has("help")) {
    std::ostringstream text;
    text << flags;
    result.answer = text.str();
    return result;
  }
  if (values.has("version")) {
    result.answer = "simplewebsocket " SIMPLEWEBSOCKET_VERSION "\n";
    return result;
  }
  po::options_description variables;
  variables.add(description).add_options()("config", po::value<std::string>());
  values.add(parse_environment(environment, variables, result.warnings), variable_of);
  read_file(description, values);

  options.threads = std::max(1U, std::thread::hardware_concurrency());
  options.default_addresses = !values.has("address");
  options.addresses = {boost::asio::ip::address_v4::loopback(), boost::asio::ip::address_v6::loopback()};
  for (const Setting& setting : settings) {
    if (values.has(setting.name)) setting.read(values);
  }
  complete_settings(values, options);
  if (values.has("issue-access")) result.answer = new_access_token(values, options);
  if (values.has("check-config")) result.answer = "The settings are fine.\n";
  return result;
}

}  // namespace

std::string changed_for_restart_only(const Options& running, const Options& wanted) {
  std::string names;
  const auto compare = [&](const char* name, bool equal) {
    if (!equal) names.append(names.empty() ? "" : ", ").append(name);
  };
  compare("address", running.addresses == wanted.addresses);
  compare("port", running.port == wanted.port);
  compare("admin", running.admin == wanted.admin);
  compare("threads", running.threads == wanted.threads);
  compare("io-uring", running.io_uring == wanted.io_uring);
  compare("web-root", running.web_root == wanted.web_root);
  return names;
}

boost::system::result<ParsedOptions, std::string> parse_options(const std::vector<std::string>& arguments,
                                                                const std::vector<std::string>& environment) {
  try {
    return parse(arguments, environment);
  } catch (const BadValue& error) {
    return error.message + "; see --help";
  } catch (const po::error& error) {
    return std::string(error.what()) + "; see --help";
  }
}

}  // namespace sws
