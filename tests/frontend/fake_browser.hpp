// A browser for the tests: notes what the page asks of it, and gives randomness that is anything but.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include "frontend/stream/browser.hpp"

namespace sws {

class FakeBrowser final : public Browser {
 public:
  bool open_socket() override {
    ++opened;
    is_open = !refuses;
    return !refuses;
  }
  void send(std::string_view text) override { sent.emplace_back(text); }
  void close_socket() override { is_open = false; }
  void fill_with_random(std::span<std::uint8_t> bytes) override {
    std::generate(bytes.begin(), bytes.end(), [this] { return random += random_step; });
  }

  int opened = 0;  // sockets
  bool is_open = false;
  bool refuses = false;
  std::vector<std::string> sent;  // over all sockets
  std::uint8_t random = 0, random_step = 0;
};

}  // namespace sws
