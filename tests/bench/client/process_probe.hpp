// What the kernel has accounted to a process and its descendants so far: /proc, read from outside, so that the
// server under measurement need not know. Linux only. A process that has gone counts as nothing, and so does
// process 0.
#pragma once

#include <sys/types.h>

#include <cstdint>

namespace sws::bench {

struct Activity {
  std::int64_t cpu_ns = 0;              // user and kernel time of all threads, to the nanosecond (schedstat)
  std::int64_t voluntary_switches = 0;  // how often a thread went to sleep, and so was woken
};

struct Memory {
  std::int64_t rss_kb = 0;      // resident
  std::int64_t pss_kb = 0;      // the same, pages that several processes share divided among them
  std::int64_t private_kb = 0;  // pages that nobody else has
};

// Cheap: may be called while measuring.
Activity activity_of_tree(pid_t root);

// Walks the page tables and holds up the process meanwhile: not while measuring.
Memory memory_of_tree(pid_t root);

}  // namespace sws::bench
