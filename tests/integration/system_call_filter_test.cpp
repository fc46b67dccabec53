// The server under system call filters that permit what it needs only in part, as those of containers and service
// managers do. What can be done without is done without, and the rest is said at the start.
#include <gtest/gtest.h>
#include <sys/syscall.h>

#include <cerrno>

#include "tests/integration/server_process.hpp"
#include "tests/integration/stream_client.hpp"
#include "tests/support/denied_system_call.hpp"

namespace sws {
namespace {

bool contains(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

struct Denied {
  const char* name;
  long number;
  int error = EPERM;
};

std::string name_of(const testing::TestParamInfo<Denied>& denied) {
  return denied.param.name;
}

// In a thread of its own, because the filter holds for the thread, and the server dies with the thread that started
// it.
class IoUringFilter : public testing::TestWithParam<Denied> {};

TEST_P(IoUringFilter, ServesWithoutIoUringAndSaysSo) {
  without_system_call(GetParam().number, GetParam().error, [] {
    Server server({"--io-uring", "auto", "--interval-ms", "10", "--count", "20"});
    StreamClient viewer(server.port());
    EXPECT_EQ(viewer.rest_of_numbers().size(), 20u);
    const std::string log = server.process().log_to_the_end();
    EXPECT_TRUE(contains(log, "io_uring=\"off (io_uring")) << log;
  });
}

TEST_P(IoUringFilter, IsAnErrorIfIoUringIsRequired) {
  without_system_call(GetParam().number, GetParam().error, [] {
    const Outcome outcome = run_to_exit({"--port", "0", "--admin", "off", "--io-uring", "on"});
    EXPECT_EQ(outcome.exit_status, 1);
    EXPECT_TRUE(contains(outcome.standard_error, "--io-uring is on, but io_uring")) << outcome.standard_error;
  });
}

INSTANTIATE_TEST_SUITE_P(Denied, IoUringFilter,
                         testing::Values(Denied{"Setup", SYS_io_uring_setup}, Denied{"Enter", SYS_io_uring_enter},
                                         Denied{"EnterWithEagain", SYS_io_uring_enter, EAGAIN},
                                         Denied{"EnterThatDoesNothing", SYS_io_uring_enter, 0},
                                         Denied{"Register", SYS_io_uring_register},
                                         Denied{"RegisterThatDoesNothing", SYS_io_uring_register, 0}),
                         name_of);

class OptionalFilter : public testing::TestWithParam<Denied> {};

TEST_P(OptionalFilter, ServesAllTheSame) {
  without_system_call(GetParam().number, GetParam().error, [] {
    const Server server({"--interval-ms", "10", "--count", "20"});
    StreamClient viewer(server.port());
    EXPECT_EQ(viewer.rest_of_numbers().size(), 20u);
  });
}

INSTANTIATE_TEST_SUITE_P(Denied, OptionalFilter,
                         testing::Values(Denied{"Eventfd", SYS_eventfd2}, Denied{"Timerfd", SYS_timerfd_create},
                                         Denied{"Socketpair", SYS_socketpair}),
                         name_of);

class NeededFilter : public testing::TestWithParam<Denied> {};

TEST_P(NeededFilter, EndsTheServerAtItsStartWithOneLine) {
  without_system_call(GetParam().number, GetParam().error, [] {
    const Outcome outcome = run_to_exit({"--port", "0", "--admin", "off"});
    EXPECT_EQ(outcome.exit_status, 1);
    EXPECT_TRUE(contains(outcome.standard_error, "simplewebsocket: ")) << outcome.standard_error;
    EXPECT_EQ(outcome.standard_output, "");
  });
}

INSTANTIATE_TEST_SUITE_P(Denied, NeededFilter,
                         testing::Values(Denied{"TimerfdSettime", SYS_timerfd_settime},
                                         Denied{"EpollCreate", SYS_epoll_create1},
                                         Denied{"EpollControl", SYS_epoll_ctl}, Denied{"Signalfd", SYS_signalfd4},
                                         Denied{"Listen", SYS_listen}),
                         name_of);

}  // namespace
}  // namespace sws
