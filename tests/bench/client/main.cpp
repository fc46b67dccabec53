// Measures a running server and prints the report as JSON.
#include <boost/json/serialize.hpp>
#include <iostream>

#include "tests/bench/client/coordinator.hpp"

int main(int argc, char** argv) {
  const auto settings = sws::bench::parse_settings(argc, argv);
  if (!settings) {
    std::cerr << settings.error() << '\n';
    return 2;
  }
  std::cout << boost::json::serialize(sws::bench::run(*settings)) << '\n';
  return 0;
}
