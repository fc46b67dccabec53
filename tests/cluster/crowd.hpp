// Many viewers on one thread: the test's, which runs them while it waits.
#pragma once

#include <boost/asio/io_context.hpp>
#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "tests/cluster/event_viewer.hpp"
#include "tests/cluster/viewer.hpp"

namespace sws {

class Crowd {
 public:
  Crowd() = default;
  Crowd(Crowd&&) = delete;

  void add(std::size_t viewers, const PageAddress& address, const Watched& watched);

  // `interval_ms`: of a shared channel, else 0.
  void add_event_viewers(std::size_t viewers, const PageAddress& address, std::int64_t interval_ms = 0);

  // Runs the viewers until `has_come` says so, which is asked every few milliseconds. Throws, naming the event and
  // what the viewers have seen, if that takes longer than `most`.
  void run_until(const std::string& event, const std::function<bool()>& has_come,
                 std::chrono::seconds most = std::chrono::seconds(30));
  void run_for(std::chrono::milliseconds time);

  // Until every viewer has received a number that was not due before now, and so all before it too.
  void run_until_all_have_more(std::chrono::seconds most = std::chrono::seconds(30));

  bool are_all_live() const;
  // Whether `value` is the last one that came to every viewer of a received channel, by WebSocket or as an event.
  bool have_all_up_to(double value) const;

  // Stops all streams, as a press of STOP does, and runs until they are over.
  void stop();

  // From now on every viewer's connection is cut again and again, each in a moment of its own.
  void cut_every(std::chrono::milliseconds time);
  void stop_cutting() { cut_every_ = {}; }

  void fault_is_made() { tally_.fault_at = steady_now(); }
  void fault_is_over() { tally_.fault_at = {}; }
  std::uint64_t numbers_due() const;  // of the streams that are watched now
  std::uint64_t numbers_come() const;
  Tally& tally() { return tally_; }
  std::size_t size() const { return viewers_.size(); }
  boost::asio::io_context& context() { return context_; }

 private:
  void cut_those_due();

  boost::asio::io_context context_{1};
  Tally tally_;
  std::vector<std::unique_ptr<Viewer>> viewers_;
  std::vector<std::unique_ptr<EventViewer>> event_viewers_;
  std::chrono::milliseconds cut_every_{};
  Moment cut_since_{};
  std::size_t cuts_ = 0;
};

}  // namespace sws
