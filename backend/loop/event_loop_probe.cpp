#include "backend/loop/event_loop_probe.hpp"

#include <sys/eventfd.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <optional>

namespace sws {
namespace {

namespace net = boost::asio;
using net::posix::stream_descriptor;

constexpr std::chrono::seconds kPatience{
    1};  // a machine that is busy at its start is not one that forbids something

constexpr const char* kWayOut =
    "; permit the system calls of epoll, eventfd, timerfd and signalfd (in a unit of systemd: "
    "SystemCallFilter=@system-service)";

// Asio needs no eventfd, so a process that may not have one only misses the second check.
std::string try_out() {
  net::io_context context{1};
  net::steady_timer timer(context, std::chrono::microseconds(1));
  bool fired = false, heard = false;
  timer.async_wait([&](boost::system::error_code error) { fired = !error; });
  std::optional<stream_descriptor> readable;
  if (const int fd = eventfd(1, EFD_CLOEXEC | EFD_NONBLOCK); fd >= 0) readable.emplace(context, fd);
  if (readable)
    readable->async_wait(stream_descriptor::wait_read, [&](boost::system::error_code error) { heard = !error; });
  context.run_for(kPatience);
  return !fired ? "timers do not fire" : readable && !heard ? "descriptors do not become readable" : "";
}

}  // namespace

std::string try_out_event_loop() {
  std::string fault;
  try {
    fault = try_out();
  } catch (const boost::system::system_error& error) {
    fault = error.what();
  }
  return fault.empty() ? "" : "the event loop does not work: " + fault + kWayOut;
}

}  // namespace sws
