#include "backend/loop/event_loop_probe.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/local/connect_pair.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/write.hpp>
#include <chrono>

namespace sws {
namespace {

namespace net = boost::asio;
using LocalSocket = net::local::stream_protocol::socket;

constexpr std::chrono::seconds kPatience{
    1};  // a machine that is busy at its start is not one that forbids something

constexpr const char* kWayOut =
    "; permit the system calls of epoll, eventfd, timerfd and signalfd (in a unit of systemd: "
    "SystemCallFilter=@system-service)";

std::string try_out() {
  net::io_context context{1};
  net::steady_timer timer(context, std::chrono::microseconds(1));
  LocalSocket near(context), far(context);
  net::local::connect_pair(near, far);
  bool fired = false, heard = false;
  timer.async_wait([&](boost::system::error_code error) { fired = !error; });
  far.async_wait(LocalSocket::wait_read, [&](boost::system::error_code error) { heard = !error; });
  net::write(near, net::buffer("x", 1));
  context.run_for(kPatience);
  return !fired ? "timers do not fire" : !heard ? "sockets do not become readable" : "";
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
