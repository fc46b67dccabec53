#include "backend/options.hpp"

#include <algorithm>
#include <boost/program_options.hpp>
#include <charconv>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <thread>

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
  po::options_description settings("Settings (also in a file as port=8000, in the environment as SIMPLEWEBSOCKET_PORT=8000)");
  const auto text = [] { return po::value<std::string>(); };
  settings.add_options()                                                                                  //
      ("address", po::value<std::vector<std::string>>()->composing(),                                     //
       "IP address to listen on; may be given several times (default: 127.0.0.1 and ::1)")                //
      ("port", text(), "TCP port, 0 to 65535; 0 picks a free one (default: 8000)")                        //
      ("min", text(), "smallest number of a stream (default: 0)")                                         //
      ("max", text(), "largest number of a stream (default: 100)")                                        //
      ("interval-ms", text(), "milliseconds from number to number, 10 to 3600000 (default: 1000)")        //
      ("count", text(), "numbers in a stream, 1 to 1000000 (default: 1000)")                              //
      ("web-root", text(), "directory to serve the page from, read anew at each request (default: the page in the binary)")  //
      ("threads", text(), "worker threads, 1 to 256 (default: one per core)")                             //
      ("log-level", text(), "debug, info, warn or error (default: info)");
  return settings;
}

BadValue bad_value(const std::string& name, const std::string& value, const std::string& allowed) {
  return {"--" + name + " is '" + value + "': " + allowed + " is expected"};
}

class Values {
 public:
  explicit Values(const po::variables_map& map) : map_(map) {}

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
      throw bad_value(name, value, "an integer from " + std::to_string(lowest) + " to " + std::to_string(highest));
    }
    into = static_cast<Integer>(number);
  }

 private:
  const po::variables_map& map_;
};

Options read_values(const Values& values) {
  Options options;
  const Limits limits;
  values.read("port", options.port, 0, 65535);
  values.read("min", options.stream.min, INT32_MIN, INT32_MAX);
  values.read("max", options.stream.max, INT32_MIN, INT32_MAX);
  if (options.stream.min > options.stream.max) {
    throw bad_value("max", std::to_string(options.stream.max),
                    "an integer not below --min, which is " + std::to_string(options.stream.min) + ",");
  }
  values.read("interval-ms", options.stream.interval_ms, limits.min_interval_ms, limits.max_interval_ms);
  values.read("count", options.stream.count, 1, limits.max_count);
  options.threads = std::max(1U, std::thread::hardware_concurrency());
  values.read("threads", options.threads, 1, 256);
  options.default_addresses = !values.has("address");
  const std::vector<std::string> loopback = {"127.0.0.1", "::1"};
  for (const std::string& text : options.default_addresses ? loopback : values.list("address")) {
    boost::system::error_code error;
    options.addresses.push_back(boost::asio::ip::make_address(text, error));
    if (error) throw bad_value("address", text, "an IPv4 or IPv6 address, like 127.0.0.1 or ::1,");
  }
  if (values.has("web-root")) {
    options.web_root = values.text("web-root");
    if (!std::filesystem::is_directory(options.web_root)) throw bad_value("web-root", options.web_root, "a directory");
  }
  if (values.has("log-level")) {
    options.log_level = values.text("log-level");
    const std::vector<std::string> levels = {"debug", "info", "warn", "error"};
    if (std::find(levels.begin(), levels.end(), options.log_level) == levels.end()) {
      throw bad_value("log-level", options.log_level, "debug, info, warn or error");
    }
  }
  return options;
}

// SIMPLEWEBSOCKET_INTERVAL_MS=500 → option interval-ms. A name that is no option is only warned of: orchestrators set
// variables of their own after a service's name.
po::parsed_options parse_environment(const std::vector<std::string>& environment, const po::options_description& settings,
                                     std::vector<std::string>& warnings) {
  po::parsed_options parsed(&settings);
  for (const std::string& variable : environment) {
    const std::size_t equals = variable.find('=');
    if (!variable.starts_with(kEnvironmentPrefix) || equals == std::string::npos) continue;
    std::string name = variable.substr(kEnvironmentPrefix.size(), equals - kEnvironmentPrefix.size());
    for (char& c : name) c = c == '_' ? '-' : static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    if (name == "config") continue;
    if (settings.find_nothrow(name, false)) {
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
  flags.add_options()                                                              //
      ("config", po::value<std::string>(), "file of settings, one name=value a line")  //
      ("help", "show this and exit")                                               //
      ("version", "show the version and exit");
  flags.add(settings);

  ParsedOptions result;
  po::variables_map map;
  const int style = po::command_line_style::unix_style & ~po::command_line_style::allow_guessing;
  po::store(po::command_line_parser(arguments).options(flags).positional({}).style(style).run(), map);
  if (map.count("help")) {
    std::ostringstream text;
    text << flags;
    result.answer = text.str();
    return result;
  }
  if (map.count("version")) {
    result.answer = "simplewebsocket " SIMPLEWEBSOCKET_VERSION "\n";
    return result;
  }
  // Program_options merges lists; ours replace each other as a whole: the nearer source hides the farther one.
  const auto store_hidden = [&map](po::parsed_options parsed) {
    std::erase_if(parsed.options, [&](const po::option& option) { return map.count(option.string_key) > 0; });
    po::store(parsed, map);
  };
  store_hidden(parse_environment(environment, settings, result.warnings));
  if (map.count("config")) {
    const std::string path = map["config"].as<std::string>();
    std::ifstream file(path);
    if (!file) throw bad_value("config", path, "a readable file");
    store_hidden(po::parse_config_file(file, settings));
  }
  result.options = read_values(Values(map));
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
