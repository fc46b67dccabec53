// The pieces of subjects.hpp under Google Benchmark.
#include <benchmark/benchmark.h>

#include "tests/bench/micro/subjects.hpp"

namespace {

using sws::bench::Subjects;

template <std::size_t (Subjects::*Piece)(std::uint32_t)>
void time_piece(benchmark::State& state) {
  Subjects subjects;
  std::uint32_t i = 0;
  for (auto _ : state) benchmark::DoNotOptimize((subjects.*Piece)(i++));
}

BENCHMARK_TEMPLATE(time_piece, &Subjects::encode_plain)->Name("encode_plain");
BENCHMARK_TEMPLATE(time_piece, &Subjects::decode_plain)->Name("decode_plain");
BENCHMARK_TEMPLATE(time_piece, &Subjects::derive)->Name("derive");
BENCHMARK_TEMPLATE(time_piece, &Subjects::frame_plain)->Name("frame_plain");

}  // namespace

BENCHMARK_MAIN();
