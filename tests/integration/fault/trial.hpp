// One test of a fault: a server, healthy viewers who watch it throughout, and what the server holds, before and
// after. A test owns it and calls it from one thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>

#include "tests/integration/fault/healthy_viewers.hpp"
#include "tests/integration/server_process.hpp"

namespace sws {

class Trial {
 public:
  // How it serves: with two threads, a number every 10 ms, `plain_count` of them in a plain stream, and `options`.
  explicit Trial(const Arguments& options = {}, std::uint32_t plain_count = 50,
                 HealthyViewers::Successors successors = HealthyViewers::Successors::yes,
                 const Environment& environment = {}, const Inheritance& inheritance = {});

  Server& server() { return server_; }
  std::uint16_t port() const { return server_.port(); }
  HealthyViewers& healthy() { return healthy_; }

  // The value of `metric`, named with its labels, at the admin listener. Throws if there is none of that name.
  double metric(const std::string& metric) const;
  double refusals(const std::string& reason) const;

  // Has the fault happen twice, and fails unless after each the healthy viewers go on and the descriptors are as
  // many as before, and after the second no more memory is resident than after the first: what serving a crowd has
  // taken once may be kept for the next one, but each may not take more.
  void survives(const std::function<void()>& fault);

  // Waits until only the healthy viewers are connected.
  void expect_descriptors_back();

  // Fails unless the healthy viewers had all their numbers and the server ends with exit code 0.
  void end();

 private:
  void expect_memory_back(std::size_t before);

  Server server_;
  std::size_t files_at_rest_;
  HealthyViewers healthy_;
};

}  // namespace sws
