// One viewer: a session of the page (frontend/stream) in a NativeBrowser, with a Witness beside it that does not
// trust the page either. A stream that is complete is followed by another one. One thread, which runs the
// io_context.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "frontend/stream/sample_session.hpp"
#include "frontend/stream/shared_session.hpp"
#include "frontend/stream/stream_session.hpp"
#include "tests/cluster/native_browser.hpp"
#include "tests/cluster/tally.hpp"
#include "tests/cluster/witness.hpp"

namespace sws {

// The source of the channel that is watched, and what is asked of it if its source is `random`.
struct Watched {
  enum class Source { random, shared, received };
  Source source = Source::random;
  StreamChoice choice = {};
};

Moment steady_now();
std::int64_t wall_now_ms();  // since the Unix epoch

class Viewer final : private BrowserEvents {
 public:
  // Begins to watch at once. The context and the tally must outlive it.
  Viewer(boost::asio::io_context& context, const PageAddress& address, const Watched& watched, Tally& tally);
  Viewer(Viewer&&) = delete;

  void cut();   // its connection; it counts as a fault
  void stop();  // as a press of STOP

  bool is_live() const { return session().phase() == Session::Phase::live; }
  bool is_over() const { return session().phase() == Session::Phase::over; }
  const Witness& witness() const { return *witness_; }

 private:
  void opened() override;
  void text(std::string_view text) override;
  void closed(std::uint16_t code, std::string_view reason) override;
  void refused(unsigned status) override;
  void answered(const HttpAnswer& answer) override;

  void begin();
  void after_event();
  void note_numbers();
  void note_ending();
  std::uint64_t numbers_of_session() const;
  const Session& session() const;
  Session& session() { return const_cast<Session&>(std::as_const(*this).session()); }

  NativeBrowser browser_;
  boost::asio::steady_timer timer_;
  const Watched watched_;
  Tally& tally_;
  std::optional<Witness> witness_;
  std::variant<std::monostate, StreamSession, SharedSession, SampleSession> session_;
  std::uint64_t numbers_ = 0;  // of the session
  bool was_live_ = false;
  Moment cut_at_{};
  std::optional<Moment> lost_by_fault_;  // when the fault was made by which the connection was lost
};

}  // namespace sws
