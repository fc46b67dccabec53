// The viewers of the tests with HAProxy: some with streams of their own, some of a shared channel, all of them
// live.
#pragma once

#include <gtest/gtest.h>

#include <cstddef>

#include "shared/close_code.hpp"
#include "tests/cluster/cluster.hpp"

namespace sws {

class BehindHaproxy : public testing::Test {
 protected:
  static constexpr std::size_t kViewers = 300, kSharedViewers = 30;

  explicit BehindHaproxy(const Arguments& options = {}) : cluster_(options) {
    cluster_.wait_for_nodes(crowd_, Cluster::kNodes);
    crowd_.add(kViewers, cluster_.page(), Cluster::random());
    crowd_.add(kSharedViewers, cluster_.page("dice"), Cluster::shared());
    crowd_.run_until_all_have_more();
  }

  // Of connections that ended with this close code.
  std::uint64_t closes(CloseCode code) { return crowd_.tally().closes[static_cast<std::uint16_t>(code)]; }

  Cluster cluster_;
  Crowd crowd_;
};

}  // namespace sws
