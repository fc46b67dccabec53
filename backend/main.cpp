// The server's executable: it reads the options, prints where it serves, and runs until a signal stops it. Exit
// code 0: it was stopped; 1: it cannot serve; 2: an option is wrong; 3: it was stopped, but a thread was stuck.
#include <openssl/crypto.h>
#include <unistd.h>

#include <exception>
#include <iostream>

#include "backend/admin/health_question.hpp"
#include "backend/config/options.hpp"
#include "backend/process/journal.hpp"
#include "backend/process/log.hpp"
#include "backend/process/process_signals.hpp"
#include "backend/process/processor_sha256.hpp"
#include "backend/process/visible_text.hpp"
#include "backend/server/server.hpp"

namespace {

std::string url_host(const sws::IpAddress& address) {
  const std::string text = address.to_string();
  if (text == "127.0.0.1") return "localhost";
  return address.is_v6() ? "[" + text + "]" : text;
}

void log_start(const sws::Options& options, const sws::Server& server) {
  const sws::StreamParameters& stream = options.settings.stream;
  log(sws::LogLevel::info, "listening",
      {{"version", SIMPLEWEBSOCKET_VERSION},
       {"port", server.port()},
       {"admin", server.admin()},
       {"threads", options.threads},
       {"io_uring", server.io_uring()},
       {"tls", options.settings.tls ? "on" : "off"},
       {"access", options.settings.access_secrets ? "with a token" : "everybody"},
       {"min", stream.min},
       {"max", stream.max},
       {"interval_ms", stream.interval_ms},
       {"count", stream.count}});
}

void log_warnings(const sws::ParsedOptions& parsed) {
  for (const std::string& warning : parsed.warnings) {
    log(sws::LogLevel::warn, "option_ignored", {{"reason", warning}});
  }
}

int cannot_serve(const std::string& why) {
  sws::shut_down_log();
  std::cerr << "simplewebsocket: " << sws::visible(why) << '\n';
  return 1;
}

int answer_health(const sws::Options& options) {
  if (const auto well = sws::ask_for_health(options); !well) return cannot_serve(well.error());
  std::cout << "The server is well.\n";
  return 0;
}

void announce(const sws::Options& options, const sws::Server& server) {
  log_start(options, server);
  std::cout << "Serving " << (options.settings.tls ? "https://" : "http://") << url_host(server.address()) << ':'
            << server.port() << "/\n";
  if (!server.admin().empty()) std::cout << "Operating http://" << server.admin() << "/admin/\n";
  std::cout << std::flush;
}

int serve(const std::vector<std::string>& arguments, const std::vector<std::string>& environment,
          sws::ParsedOptions parsed) {
  const sws::Options& options = parsed.options;
  sws::set_up_log(options.log_level, options.log_format, options.log_streams);
  if (sws::is_journal(environment, STDERR_FILENO)) sws::prefix_log_with_priority();
  log_warnings(parsed);
  sws::use_processor_sha256();
  const auto read_options = [&]() -> boost::system::result<sws::Options, std::string> {
    auto again = sws::parse_options(arguments, environment);
    if (!again) return again.error();
    log_warnings(*again);
    return std::move(again->options);
  };
  auto manager = sws::ServiceManager::from_environment(environment);
  auto passed = sws::take_passed_sockets(environment);
  if (!manager || !passed) {
    return cannot_serve(manager ? passed.error() : manager.error());
  }
  const auto server = sws::Server::listen(options, read_options, std::move(*manager), std::move(*passed));
  if (!server) return cannot_serve(server.error());
  if (const auto started = (*server)->start(); !started) return cannot_serve(started.error());
  announce(options, **server);
  parsed = sws::ParsedOptions();  // frees the first certificate and key, which a reload replaces
  (*server)->run();
  sws::shut_down_log();
  return 0;
}

}  // namespace

int main(int argc, char* argv[]) {
  try {
    // The threads of libnats may still use OpenSSL when main() has returned, so nothing frees it then.
    OPENSSL_init_crypto(OPENSSL_INIT_NO_ATEXIT, nullptr);
    const std::vector<std::string> arguments(argv + (argc > 0 ? 1 : 0), argv + argc);
    std::vector<std::string> environment;
    for (char** variable = environ; *variable; ++variable) environment.emplace_back(*variable);
    auto parsed = sws::parse_options(arguments, environment);
    if (!parsed) {
      std::cerr << "simplewebsocket: " << parsed.error() << '\n';
      return 2;
    }
    if (!parsed->answer.empty()) {
      for (const std::string& warning : parsed->warnings) std::cerr << "simplewebsocket: " << warning << '\n';
      std::cout << parsed->answer;
      return 0;
    }
    if (parsed->asks_for_health) return answer_health(parsed->options);
    sws::take_signals();
    return serve(arguments, environment, std::move(*parsed));
  } catch (const std::exception& error) {
    return cannot_serve(std::string("the server cannot be set up: ") + error.what());
  }
}
