#include "frontend/stream/client_seed.hpp"

#include <gtest/gtest.h>

#include <map>

#include "shared/message.hpp"
#include "tests/frontend/fake_browser.hpp"

namespace sws {
namespace {

TEST(ClientSeed, IsOneThatTheProtocolAllows) {
  FakeBrowser browser;
  browser.random_step = 3;
  const std::string seed = make_client_seed(browser);
  EXPECT_EQ(seed.size(), 22u);
  EXPECT_TRUE(is_client_seed(seed)) << seed;
}

TEST(ClientSeed, EveryCharacterIsEquallyLikely) {
  FakeBrowser browser;
  browser.random_step = 1;  // every value of a byte comes equally often
  std::map<char, int> times;
  for (int i = 0; i < 256; ++i) {
    for (const char c : make_client_seed(browser)) ++times[c];
  }
  EXPECT_EQ(times.size(), 64u);
  for (const auto& [c, n] : times) EXPECT_EQ(n, 88) << c;
}

}  // namespace
}  // namespace sws
