#include "backend/options.hpp"

#include <algorithm>
#include <boost/program_options.hpp>
#include <charconv>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <thread>

#include "backend/secret_file.hpp"
#include "shared/limits.hpp"

namespace sws {
namespace {

namespace po = boost::program_options;

constexpr std::string_view kEnvironmentPrefix = "SIMPLEWEBSOCKET_";

struct BadValue {
  std::string message;
};

// All values are parsed as text first, so that an error can say what would have been right.
po::options_description describe_settings() {
  po::options_description settings(
      "Settings (also in a file as port=8000, in the environment as SIMPLEWEBSOCKET_PORT=8000)");
  const auto text = [] { return po::value<std::string>(); };
  settings.add_options()                                                                            //
      ("address", po::value<std::vector<std::string>>()->composing(),                               //
       "IP address to listen on; may be given several times (default: 127.0.0.1 and ::1)")          //
      ("port", text(), "TCP port, 0 to 65535; 0 picks a free one (default: 8000)")                  //
      ("min", text(), "smallest number of a stream (default: 0)")                                   //
      ("max", text(), "largest number of a stream (default: 100)")                                  //
      ("interval-ms", text(), "milliseconds from number to number, 10 to 3600000 (default: 1000)")  //
      ("count", text(), "numbers in a stream, 1 to 1000000 (default: 1000)")                        //
      ("secret-file", text(),
       "file of 32 bytes or 64 hexadecimal digits that all servers of a cluster share (default: a secret of its "
       "own, so that no stream outlives the process)")  //
      ("resume-window", text(),
       "seconds for which a stream can be resumed after its end, 0 to 604800 (default: 3600)")  //
      ("handshake-timeout", text(),
       "seconds for a client of protocol 1 to send start or resume, 1 to 60 (default: 10)")  //
      ("tls-certificate", text(),
       "PEM file of the certificate and its chain: serve https:// and wss:// (default: neither)")  //
      ("tls-key", text(), "PEM file of the certificate's private key")                             //
      ("hsts-max-age", text(),
       "over TLS, seconds for which a browser shall insist on it (Strict-Transport-Security), 0 to 63072000 "
       "(default: 0, say nothing)")  //
      ("web-root", text(),
       "directory to serve the page from, read anew at each request (default: the page in the binary)")        //
      ("threads", text(), "worker threads, 1 to 256 (default: one per core)")                                  //
      ("io-uring", text(), "send through io_uring, half the cost a message: auto, on or off (default: auto)")  //
      ("log-level", text(), "debug, info, warn or error (default: info)");
  return settings;
}

BadValue bad_value(const std::string& name, const std::string& value, const std::string& allowed) {
  return {name + " is '" + value + "': " + allowed + " is expected"};
}

// What was set, by option name, and how the person who set it spelled that name.
class Values {
 public:
  // What is there already stays: the nearer source comes first and hides the farther one, lists included.
  template <class Spell>
  void add(po::parsed_options parsed, Spell spell) {
    std::erase_if(parsed.options, [&](const po::option& option) { return has(option.string_key); });
    for (const po::option& option : parsed.options) spelled_[option.string_key] = spell(option.string_key);
    po::store(parsed, map_);
  }

  bool has(const std::string& name) const { return map_.count(name) > 0; }
  std::string text(const std::string& name) const { return map_[name].as<std::string>(); }
  std::vector<std::string> list(const std::string& name) const { return map_[name].as<std::vector<std::string>>(); }

  template <class Integer>
  void read(const std::string& name, Integer& into, std::int64_t lowest, std::int64_t highest) const {
    if (!has(name)) return;
    const std::string value = text(name);
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
    if (error != std::errc() || end != value.data() + value.size() || number < lowest || number > highest) {
      throw wrong(name, value, "an integer from " + std::to_string(lowest) + " to " + std::to_string(highest));
    }
    into = static_cast<Integer>(number);
  }

  template <class Value>
  Value choice(const std::string& name, const std::vector<std::pair<std::string, Value>>& choices,
               const Value& preset) const {
    if (!has(name)) return preset;
    std::string allowed;
    for (const auto& [word, value] : choices) {
      if (text(name) == word) return value;
      allowed += (allowed.empty() ? "" : &word == &choices.back().first ? " or " : ", ") + word;
    }
    throw wrong(name, text(name), allowed);
  }

  BadValue wrong(const std::string& name, const std::string& value, const std::string& allowed) const {
    const auto spelled = spelled_.find(name);
    return bad_value(spelled == spelled_.end() ? "--" + name : spelled->second, value, allowed);
  }

 private:
  po::variables_map map_;
  std::map<std::string, std::string> spelled_;
};

Options read_values(const Values& values) {
  Options options;
  const Limits limits;
  values.read("port", options.port, 0, 65535);
  values.read("min", options.stream.min, INT32_MIN, INT32_MAX);
  values.read("max", options.stream.max, INT32_MIN, INT32_MAX);
  if (options.stream.min > options.stream.max) {
    throw values.wrong("max", std::to_string(options.stream.max),
                       "an integer not below --min, which is " + std::to_string(options.stream.min) + ",");
  }
  values.read("interval-ms", options.stream.interval_ms, limits.min_interval_ms, limits.max_interval_ms);
  values.read("count", options.stream.count, 1, limits.max_count);
  values.read("resume-window", options.resume_window, 0, 604'800);
  values.read("handshake-timeout", options.handshake_timeout, 1, 60);
  if (values.has("secret-file")) {
    const auto secret = read_secret_file(values.text("secret-file"));
    if (!secret) throw BadValue{secret.error()};
    options.secret = *secret;
  }
  if (values.has("tls-certificate") != values.has("tls-key")) {
    throw BadValue{values.has("tls-key") ? "--tls-key is given without --tls-certificate: TLS needs both"
                                         : "--tls-certificate is given without --tls-key: TLS needs both"};
  }
  if (values.has("tls-key")) {
    options.tls_files = {values.text("tls-certificate"), values.text("tls-key")};
    auto tls = TlsContext::load(options.tls_files);
    if (!tls) throw BadValue{tls.error()};
    options.tls = std::move(*tls);
  }
  values.read("hsts-max-age", options.hsts_max_age, 0, 63'072'000);
  options.threads = std::max(1U, std::thread::hardware_concurrency());
  values.read("threads", options.threads, 1, 256);
  options.default_addresses = !values.has("address");
  const std::vector<std::string> loopback = {"127.0.0.1", "::1"};
  for (const std::string& text : options.default_addresses ? loopback : values.list("address")) {
    boost::system::error_code error;
    options.addresses.push_back(boost::asio::ip::make_address(text, error));
    if (error) throw values.wrong("address", text, "an IPv4 or IPv6 address, like 127.0.0.1 or ::1,");
  }
  if (values.has("web-root")) {
    options.web_root = values.text("web-root");
    if (!std::filesystem::is_directory(options.web_root))
      throw values.wrong("web-root", options.web_root, "a directory");
  }
  options.io_uring = values.choice<IoUring>(
      "io-uring", {{"auto", IoUring::automatic}, {"on", IoUring::on}, {"off", IoUring::off}}, options.io_uring);
  options.log_level = values.choice<std::string>(
      "log-level", {{"debug", "debug"}, {"info", "info"}, {"warn", "warn"}, {"error", "error"}}, options.log_level);
  return options;
}

std::string variable_of(std::string option) {
  for (char& c : option) c = c == '-' ? '_' : static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  return std::string(kEnvironmentPrefix) + option;
}

// SIMPLEWEBSOCKET_INTERVAL_MS=500 → option interval-ms. A name that is no option is only warned of: orchestrators
// set variables of their own after a service's name.
po::parsed_options parse_environment(const std::vector<std::string>& environment,
                                     const po::options_description& known, std::vector<std::string>& warnings) {
  po::parsed_options parsed(&known);
  for (const std::string& variable : environment) {
    const std::size_t equals = variable.find('=');
    if (!variable.starts_with(kEnvironmentPrefix) || equals == std::string::npos) continue;
    std::string name = variable.substr(kEnvironmentPrefix.size(), equals - kEnvironmentPrefix.size());
    for (char& c : name) c = c == '_' ? '-' : static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    if (known.find_nothrow(name, false)) {
      parsed.options.emplace_back(name, std::vector<std::string>{variable.substr(equals + 1)});
    } else {
      warnings.push_back(variable.substr(0, equals) + " is not an option of this program; ignored");
    }
  }
  return parsed;
}

ParsedOptions parse(const std::vector<std::string>& arguments, const std::vector<std::string>& environment) {
  const po::options_description settings = describe_settings();
  po::options_description flags("Usage: simplewebsocket [options]");
  flags.add_options()                                                                  //
      ("config", po::value<std::string>(), "file of settings, one name=value a line")  //
      ("help", "show this and exit")                                                   //
      ("version", "show the version and exit");
  flags.add(settings);

  ParsedOptions result;
  Values values;
  const int style = po::command_line_style::unix_style & ~po::command_line_style::allow_guessing;
  const auto parsed = po::command_line_parser(arguments).options(flags).style(style).run();
  for (const po::option& option : parsed.options) {
    if (option.position_key >= 0) throw BadValue{"'" + option.value.front() + "' is no option"};
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
  variables.add(settings).add_options()("config", po::value<std::string>());
  values.add(parse_environment(environment, variables, result.warnings), variable_of);
  if (values.has("config")) {
    const std::string path = values.text("config");
    std::ifstream file(path);
    if (!file) throw values.wrong("config", path, "a readable file");
    values.add(po::parse_config_file(file, settings),
               [&](const std::string& name) { return name + " in " + path; });
  }
  result.options = read_values(values);
  return result;
}

}  // namespace

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
