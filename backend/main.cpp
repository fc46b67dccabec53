// simplewebsocket: exit code 0 after a clean stop, 1 if it cannot serve, 2 if an option is wrong.
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>
#include <unistd.h>

#include <iostream>

#include "backend/options.hpp"
#include "backend/processor_sha256.hpp"
#include "backend/server.hpp"

namespace {

void set_up_log(const std::string& level) {
  spdlog::set_default_logger(spdlog::stderr_logger_mt("simplewebsocket"));
  spdlog::set_pattern("%Y-%m-%dT%H:%M:%S.%e%z %l %v");
  spdlog::set_level(spdlog::level::from_str(level));
  spdlog::flush_on(spdlog::level::info);
}

std::string url_host(const sws::Options& options) {
  const std::string first = options.addresses.front().to_string();
  if (first == "127.0.0.1") return "localhost";
  return options.addresses.front().is_v6() ? "[" + first + "]" : first;
}

}  // namespace

int main(int argc, char* argv[]) {
  std::vector<std::string> environment;
  for (char** variable = environ; *variable; ++variable) environment.emplace_back(*variable);
  const auto parsed = sws::parse_options({argv + 1, argv + argc}, environment);
  if (!parsed) {
    std::cerr << "simplewebsocket: " << parsed.error() << '\n';
    return 2;
  }
  if (!parsed->answer.empty()) {
    std::cout << parsed->answer;
    return 0;
  }
  const sws::Options& options = parsed->options;
  set_up_log(options.log_level);
  for (const std::string& warning : parsed->warnings) spdlog::warn("event=option_ignored reason=\"{}\"", warning);

  sws::use_processor_sha256();
  const auto server = sws::Server::listen(options);
  if (!server) {
    std::cerr << "simplewebsocket: " << server.error() << '\n';
    return 1;
  }
  spdlog::info("event=listening port={} threads={} io_uring=\"{}\" min={} max={} interval_ms={} count={}",
               (*server)->port(), options.threads, (*server)->io_uring(), options.stream.min, options.stream.max,
               options.stream.interval_ms, options.stream.count);
  std::cout << "Serving " << (options.tls ? "https://" : "http://") << url_host(options) << ':' << (*server)->port()
            << "/\n"
            << std::flush;
  (*server)->run();
  return 0;
}
