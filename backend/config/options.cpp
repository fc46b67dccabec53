#include "backend/config/options.hpp"

#include <algorithm>
#include <boost/program_options.hpp>
#include <chrono>
#include <exception>
#include <sstream>

#include "backend/admission/access.hpp"
#include "backend/config/option_sources.hpp"
#include "backend/config/option_table.hpp"
#include "backend/config/option_values.hpp"
#include "backend/config/settings_without_effect.hpp"
#include "backend/process/file_content.hpp"
#include "backend/process/kept_secret.hpp"
#include "backend/process/processors.hpp"
#include "backend/process/visible_text.hpp"
#include "shared/message.hpp"

namespace sws {
namespace {

constexpr std::size_t kMaxFileBytes = 1 << 20;  // the example with all its comments has 6 kB

struct Action {
  const char* name;
  const char* help;
  bool takes_value;
  bool is_list = false;  // whether it may be given several times
};
constexpr Action kActions[] = {
    {"config", "file of settings, one name=value per line", true},
    {"check-config", "check the settings, print the result, and exit", false},
    {"health", "ask the server that runs with the same --admin whether it is well; exit with 0 if so, or else 1",
     false},
    {"issue-access",
     "print an access token that is valid for this many seconds, and exit; a viewer opens /?access=TOKEN", true},
    {"for",
     "channel to which the token of --issue-access admits; may be given several times (default: all channels)",
     true, true},
    {"help", "show this and exit", false},
    {"version", "show the version and exit", false},
};

// Boost lays out the text. It does not parse the options, because it loops for ever on a name that contains a
// placeholder of its error messages, such as %canonical_option%.
std::string help_text(const std::vector<Setting>& settings) {
  namespace po = boost::program_options;
  const auto add = [](po::options_description& to, const std::string& name, const std::string& help,
                      bool takes_value) {
    if (takes_value) to.add_options()(name.c_str(), po::value<std::string>(), help.c_str());
    if (!takes_value) to.add_options()(name.c_str(), help.c_str());
  };
  po::options_description all("Usage: simplewebsocket [options]");
  for (const Action& action : kActions) add(all, action.name, action.help, action.takes_value);
  po::options_description description(
      "Settings (in a file: port=8000; in the environment: SIMPLEWEBSOCKET_PORT=8000, with spaces between the "
      "values of a list, and semicolons between channels and between secret files)");
  for (const Setting& setting : settings) add(description, setting.name, setting.help, true);
  all.add(description);
  std::ostringstream text;
  text << all;
  return text.str();
}

KnownOptions known_settings(const std::vector<Setting>& settings) {
  KnownOptions known;
  for (const Setting& setting : settings) known[setting.name] = {true, setting.is_list, setting.separator};
  return known;
}

// An empty file is refused, because it is what a full disk or an interrupted copy leaves, and not what somebody
// wrote.
void read_file(const KnownOptions& settings, OptionValues& values) {
  if (!values.has("config")) return;
  const std::string path = values.text("config");
  const auto file = read_whole_file(path, kMaxFileBytes, FileKind::regular_or_pipe);
  const auto refuse = [&](const std::string& why) {
    BadValue wrong = values.wrong("config", path, "a file of settings");
    wrong.message += ", but this one " + why;
    throw wrong;
  };
  if (!file) refuse(file.error());
  if (file->bytes.find_first_not_of(" \t\r\n") == std::string::npos)
    refuse("is empty: if all defaults are wanted, write a comment into it or leave out --config");
  values.add(options_of_file(file->bytes, path, settings), settings,
             [&](const std::string& name) { return name + " in " + path; });
}

constexpr std::int64_t kLongestAccess = 31'536'000;  // seconds: a year

// Returns the channels of --for, as a token holds them.
std::string channels_of_token(const OptionValues& values, const Options& options,
                              std::vector<std::string>& warnings) {
  if (!values.has("for")) return "";
  std::string channels;
  for (const std::string& name : values.list("for")) {
    if (!is_channel_name(name)) throw values.wrong("for", name, "the name of a channel, like temperature,");
    if (values.has("channel") && !find_channel(options.settings.channels, name)) {
      warnings.push_back("--for is '" + name + "', and no --channel has this name");
    }
    channels.append(channels.empty() ? "" : ",").append(name);
  }
  if (channels.size() <= kMaxAccessChannels) return channels;
  throw BadValue{
      "--for names so many channels that the token would be too long for a cookie: issue several tokens"};
}

std::string new_access_token(const OptionValues& values, const Options& options,
                             std::vector<std::string>& warnings) {
  if (!options.settings.access_secrets)
    throw BadValue{"--issue-access needs --access-secret-file, which signs the token"};
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  const std::int64_t expiry =
      std::chrono::floor<std::chrono::seconds>(now).count() + values.integer("issue-access", 1, kLongestAccess);
  const std::string channels = channels_of_token(values, options, warnings);
  return issue_access_token(options.settings.access_secrets->signing(), {expiry, channels}) + "\n";
}

std::string shown_value(const Setting& setting, const OptionValues& values) {
  if (setting.show) return setting.show();
  std::string text;
  if (!values.has(setting.name)) return text;
  for (const std::string& each : values.list(setting.name)) text += each + " ";
  return text;
}

void read_sources(const std::vector<std::string>& arguments, const std::vector<std::string>& environment,
                  const KnownOptions& settings, OptionValues& values, std::vector<std::string>& warnings) {
  KnownOptions flags = settings, variables = settings;
  for (const Action& action : kActions) flags[action.name] = {action.takes_value, action.is_list};
  variables["config"] = {true, false};
  values.add(options_of_command_line(arguments, flags), flags, [](const std::string& name) { return "--" + name; });
  if (values.has("help") || values.has("version")) return;
  values.add(options_of_environment(environment, variables, warnings), variables, variable_of);
  read_file(settings, values);
}

ParsedOptions parse(const std::vector<std::string>& arguments, const std::vector<std::string>& environment) {
  ParsedOptions result;
  Options& options = result.options;
  const std::vector<Setting> settings = settings_of(options);
  OptionValues values;
  read_sources(arguments, environment, known_settings(settings), values, result.warnings);
  if (values.has("help")) result.answer = help_text(settings);
  if (values.has("version")) result.answer = "simplewebsocket " SIMPLEWEBSOCKET_VERSION "\n";
  if (!result.answer.empty()) return result;

  options.threads = std::min(kMaxThreads, available_processors());
  options.default_addresses = !values.has("address");
  options.addresses = {boost::asio::ip::address_v4::loopback(), boost::asio::ip::address_v6::loopback()};
  options.kept_secret_path = kept_secret_path(environment).value_or("");
  for (const Setting& setting : settings) {
    if (values.has(setting.name)) setting.read(values);
  }
  if (values.has("for") && !values.has("issue-access")) {
    throw BadValue{"--for needs --issue-access: it names the channels to which the token admits"};
  }
  complete_settings(values, options);
  for (const Setting& setting : settings) {
    options.shown.push_back({setting.name, shown_value(setting, values), setting.needs_restart});
  }
  for (std::string& sentence : settings_without_effect(values, options)) {
    result.warnings.push_back(std::move(sentence));
  }
  result.asks_for_health = values.has("health");
  if (values.has("issue-access")) result.answer = new_access_token(values, options, result.warnings);
  if (values.has("check-config")) {
    result.answer += "The settings are fine.\n";
  }
  return result;
}

}  // namespace

std::string changed_settings(const Options& running, const Options& wanted, bool needing_restart) {
  std::string names;
  for (std::size_t i = 0; i < running.shown.size() && i < wanted.shown.size(); ++i) {
    const ShownSetting& setting = wanted.shown[i];
    if (setting.needs_restart != needing_restart || setting.value == running.shown[i].value) continue;
    names.append(names.empty() ? "" : ", ").append(setting.name);
  }
  return names;
}

std::string silently_switched_off(const Settings& running, const Options& wanted) {
  const std::string refused = "; the old settings stay. If this is meant, set ";
  if (running.access_secrets && !wanted.settings.access_secrets && !wanted.access_off_chosen) {
    return "the new settings have no access-secret-file, so that everybody could watch" + refused +
           "access-secret-file = off";
  }
  if (!running.push_secret.empty() && wanted.settings.push_secret.empty() && !wanted.push_off_chosen) {
    return "the new settings have no push-secret-file, so that every program that reaches the admin listener could "
           "push" +
           refused + "push-secret-file = off";
  }
  if (running.tls && !wanted.settings.tls && !wanted.tls_off_chosen) {
    return "the new settings have no tls-certificate, so that streams would no longer be encrypted" + refused +
           "tls-certificate = off";
  }
  return "";
}

boost::system::result<ParsedOptions, std::string> parse_options(const std::vector<std::string>& arguments,
                                                                const std::vector<std::string>& environment) {
  try {
    ParsedOptions parsed = parse(arguments, environment);
    for (std::string& warning : parsed.warnings) warning = visible(warning);
    return parsed;
  } catch (const BadValue& error) {
    return visible(error.message) + "; see --help";
  } catch (const std::exception& error) {
    return "the settings cannot be read: " + visible(error.what());
  }
}

}  // namespace sws
