// The numbers of a channel that all viewers share, with everything that its server knows.
#pragma once

#include <cstdint>
#include <map>
#include <vector>

#include "shared/message.hpp"
#include "shared/number.hpp"
#include "shared/period_chain.hpp"

namespace sws {

class SharedNumbers {
 public:
  Key key(std::uint64_t n) {
    const std::uint64_t period = period_of(n);
    std::vector<Key>& keys = periods_[period];  // by height
    if (keys.empty()) {
      keys.resize(kPeriodNumbers + 1);
      keys.back() = topmost_key(secret, channel, period);
      PeriodChain chain(channel, period);
      for (std::uint32_t height = kPeriodNumbers; height-- > 0;) {
        keys[height] = chain.below(height, keys[height + 1]);
      }
    }
    return keys[height_of(n)];
  }

  Root root(std::uint64_t period) {
    key(first_of_period(period));
    return {period, periods_[period][0]};
  }

  SharedHello hello(std::uint64_t period) {
    SharedHello hello{channel, parameters, period, {}};
    for (std::size_t i = 0; i < hello.roots.size(); ++i) hello.roots[i] = root(period + i).root;
    return hello;
  }

  std::int32_t number(std::uint64_t n) {
    return number_of(key(n), {kSharedSeed, parameters.min, parameters.max}, n);
  }

  // `size` numbers from `first` on, with the last key of each period that they touch.
  Numbers run(std::uint64_t first, std::uint32_t size) {
    Numbers run{first, {}, {}};
    for (std::uint64_t n = first; n < first + size; ++n) {
      run.messages.push_back(number(n));
      if (n == first + size - 1 || height_of(n) == kPeriodNumbers) run.keys.push_back(key(n));
    }
    return run;
  }

  Secret secret{1, 2, 3};
  std::string channel = "dice";
  StreamDefaults parameters{-1000, 1000, 1000};

 private:
  std::map<std::uint64_t, std::vector<Key>> periods_;
};

}  // namespace sws
