#include "backend/server/connections_in_memory.hpp"

#include <algorithm>

namespace sws {
namespace {

constexpr std::uint64_t kKiB = 1'024;

// A server with two threads and no viewers takes 2.4 MB, half a megabyte of that in the kernel. The rest is for
// what comes and goes: handshakes, the log, the client of NATS.
constexpr std::uint64_t kMemoryOfProcess = 4'096 * kKiB;
constexpr std::uint64_t kMemoryOfThread = 1'024 * kKiB;

// A viewer who reads takes 3.6 kB (plain) or 4.0 kB (protocol 1) of the control group, 2.5 kB of that in the
// kernel; but 6,400 viewers filled a container of 32 MiB, which is 5 kB each. TLS takes 15 kB more
// (backend/CAPACITY.md).
constexpr std::uint64_t kMemoryOfViewer = 6 * kKiB;
constexpr std::uint64_t kMemoryOfTlsViewer = 24 * kKiB;

constexpr std::uint64_t kMemoryOfSample = 16;  // of --history, in every thread

}  // namespace

std::uint32_t connections_in_memory(std::uint64_t memory, const Options& options) {
  const auto& channels = options.settings.channels;
  const auto logs = static_cast<std::uint64_t>(std::count_if(
      channels.begin(), channels.end(), [](const auto& channel) { return is_received(channel.source); }));
  const std::uint64_t of_thread = kMemoryOfThread + logs * options.settings.history * kMemoryOfSample;
  const std::uint64_t reserved = kMemoryOfProcess + of_thread * options.threads;
  const std::uint64_t left = memory > reserved ? memory - reserved : 0;
  const std::uint64_t connections = left / (options.settings.tls ? kMemoryOfTlsViewer : kMemoryOfViewer);
  return static_cast<std::uint32_t>(std::clamp<std::uint64_t>(connections, 1, UINT32_MAX));
}

}  // namespace sws
