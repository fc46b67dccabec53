// A browser for the tests. It records what the page asks of its socket, and its random bytes are as predictable as
// the test wants them: each is `random_step` more than the one before.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include "frontend/stream/random_source.hpp"
#include "frontend/stream/socket_port.hpp"

namespace sws {

class FakeBrowser final : public SocketPort, public RandomSource {
 public:
  bool open(const StreamRequest& opened_for) override {
    ++opened;
    request = opened_for;
    is_asking = is_closing = false;
    is_open = !refuses;
    return !refuses;
  }
  void send(std::string_view text) override {
    EXPECT_TRUE(is_open) << "sent without a socket: " << text;
    sent.emplace_back(text);
  }
  void ask(const StreamRequest& asked_for) override {
    EXPECT_FALSE(is_open) << "asked although there is a socket";
    EXPECT_EQ(asked_for, request) << "asked about another address";
    ++asked;
    is_asking = true;
  }
  void begin_close() override {
    EXPECT_TRUE(is_open) << "closed without a socket";
    is_open = false;
    is_closing = true;
  }
  void close() override { is_open = is_asking = is_closing = false; }
  void fill(std::span<std::uint8_t> bytes) override {
    std::generate(bytes.begin(), bytes.end(), [this] { return random += random_step; });
  }

  int opened = 0;         // how many sockets were opened
  StreamRequest request;  // that of the socket that was opened last
  int asked = 0;          // how often the page asked why
  bool is_open = false, is_asking = false, is_closing = false;
  bool refuses = false;
  std::vector<std::string> sent;  // on all sockets together
  std::uint8_t random = 0, random_step = 0;
};

}  // namespace sws
