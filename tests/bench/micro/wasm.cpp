// Runs the same steps in Wasm under Node, where Google Benchmark is not available. Each step is called for a while
// in several rounds, and the median round counts. Prints one JSON object with the nanoseconds per call.
#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>

#include "tests/bench/micro/subjects.hpp"

namespace {

using sws::bench::Subjects;
using Clock = std::chrono::steady_clock;

constexpr int kRounds = 7;
constexpr auto kRoundLength = std::chrono::milliseconds(40);
constexpr auto kBetweenLooks = std::chrono::milliseconds(1);  // reading the clock takes longer than most calls

volatile std::size_t sink;  // prevents the compiler from removing the work

double nanoseconds_per_call(Subjects::Piece piece) {
  Subjects subjects;
  std::array<double, kRounds> rounds{};
  std::uint32_t calls_between_looks = 1;
  for (double& round : rounds) {
    std::uint32_t calls = 0;
    const auto begin = Clock::now();
    auto now = begin;
    for (auto looked = begin; now - begin < kRoundLength; looked = now) {
      std::size_t sum = 0;
      for (std::uint32_t i = 0; i < calls_between_looks; ++i) sum += (subjects.*piece)(calls++);
      sink = sum;
      now = Clock::now();
      if (now - looked < kBetweenLooks) calls_between_looks *= 2;
    }
    round = std::chrono::duration<double, std::nano>(now - begin).count() / calls;
  }
  std::sort(rounds.begin(), rounds.end());
  return rounds[kRounds / 2];
}

}  // namespace

int main() {
  char separator = '{';
  for (const Subjects::Named& named : Subjects::all()) {
    std::printf("%c\"%s\":%.1f", separator, named.name, nanoseconds_per_call(named.piece));
    separator = ',';
  }
  std::puts("}");
  return 0;
}
