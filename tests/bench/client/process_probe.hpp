// Reads the CPU time and memory of a process and its descendants from /proc, so that the measured server does not
// have to cooperate. Linux only. A process that has ended counts as zero, and so does process 0.
#pragma once

#include <sys/types.h>

#include <cstdint>

namespace sws::bench {

struct Activity {
  std::int64_t cpu_ns = 0;              // user and kernel time of all threads, to the nanosecond (schedstat)
  std::int64_t voluntary_switches = 0;  // how often threads went to sleep, and so were woken
};

struct Memory {
  std::int64_t rss_kb = 0;      // resident
  std::int64_t pss_kb = 0;      // resident, with shared pages divided among their processes
  std::int64_t private_kb = 0;  // pages that no other process shares
};

// Cheap: may be called while measuring.
Activity activity_of_tree(pid_t root);

// Walks the page tables, which delays the process: do not call it while measuring.
Memory memory_of_tree(pid_t root);

}  // namespace sws::bench
