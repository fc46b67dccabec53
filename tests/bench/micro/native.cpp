// Runs the steps in subjects.hpp, and handshakes of TLS, under Google Benchmark, with the SHA-256 that the server
// uses.
#include <benchmark/benchmark.h>

#include "backend/process/processor_sha256.hpp"
#include "tests/bench/micro/handshakes.hpp"
#include "tests/bench/micro/subjects.hpp"

int main(int argc, char** argv) {
  using sws::bench::Subjects;
  sws::use_processor_sha256();
  for (const Subjects::Named& named : Subjects::all()) {
    benchmark::RegisterBenchmark(named.name, [piece = named.piece](benchmark::State& state) {
      Subjects subjects;
      std::uint32_t i = 0;
      for (auto _ : state) benchmark::DoNotOptimize((subjects.*piece)(i++));
    });
  }
  sws::bench::register_handshakes();
  benchmark::Initialize(&argc, argv);
  benchmark::RunSpecifiedBenchmarks();
  return 0;
}
