// Denies a system call to the calling thread, and to the threads and programs that it starts from then on, as a
// container or a service manager does (seccomp(2)). It cannot be undone: call it in a thread of its own.
#pragma once

#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>

#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <iterator>
#include <system_error>
#include <thread>

namespace sws {

// From now on the system call `number` fails with `error`, or seems to succeed and does nothing if that is 0.
inline void deny_system_call(long number, int error) {
  sock_filter filter[] = {
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, nr)),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, static_cast<std::uint32_t>(number), 0, 1),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | static_cast<std::uint32_t>(error)),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
  };
  const sock_fprog program{.len = static_cast<unsigned short>(std::size(filter)), .filter = filter};
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 || prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) != 0) {
    throw std::system_error(errno, std::generic_category(), "seccomp");
  }
}

// Calls `then` in a thread to which the system call is denied; what it throws is thrown here.
template <class Then>
void without_system_call(long number, int error, Then then) {
  std::exception_ptr thrown;
  std::thread([&] {
    try {
      deny_system_call(number, error);
      then();
    } catch (...) {
      thrown = std::current_exception();
    }
  }).join();
  if (thrown) std::rethrow_exception(thrown);
}

}  // namespace sws
