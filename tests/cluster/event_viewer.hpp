// A viewer of Server-Sent Events as a browser's EventSource is one (HTML Standard, 9.2): it goes on after the last
// event's id when its connection ends, as late as the server has asked, and gives up for good if the answer is not
// 200. One thread, which runs the io_context.
#pragma once

#include <array>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <cstdint>
#include <memory>
#include <string>

#include "tests/cluster/native_browser.hpp"
#include "tests/cluster/tally.hpp"
#include "tests/cluster/witness.hpp"

namespace sws {

class EventViewer {
 public:
  // Begins to watch at once. `interval_ms` is that of a shared channel, whose number n is due n intervals after the
  // epoch; 0 for the others. The context and the tally must outlive it.
  EventViewer(boost::asio::io_context& context, PageAddress address, std::int64_t interval_ms, Tally& tally);
  EventViewer(EventViewer&&) = delete;
  ~EventViewer() { close(); }

  void close();  // as EventSource.close()

  const Witness& witness() const { return witness_; }

 private:
  struct Connection;

  void connect();
  void read();
  bool take_header();
  void take_line(const std::string& line);
  void take_event();
  void lose();

  boost::asio::io_context& context_;
  const PageAddress address_;
  Tally& tally_;
  Witness witness_;
  boost::asio::steady_timer timer_;
  std::shared_ptr<Connection> connection_;
  std::chrono::milliseconds retry_{3000};  // until the server asks for another wait
  std::string id_, name_, data_;
};

}  // namespace sws
