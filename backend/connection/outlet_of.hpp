// A connection together with the stream that is said over it, in one object and one allocation. Owned by a
// ConnectionSet, lives on its worker's thread. The stream sees the connection as an Outlet& and may keep that
// reference and the settings': both outlive it.
//
// Stream derives from Outlet::Handler. Its constructor is called as
//   Stream(Outlet& outlet, const Settings& settings, args...)
// before the viewer's request is answered: it may not use the outlet until on_open(). Speaker derives from
// StreamConnection and is constructed as
//   Speaker(ConnectionSet& owner, Ticker& ticker, std::shared_ptr<const Settings> settings, Upgrade& upgrade,
//                 Hot& hot)
#pragma once

#include <concepts>
#include <memory>
#include <span>
#include <utility>

#include "backend/connection/cache_lines.hpp"
#include "backend/connection/stream_connection.hpp"

namespace sws {

// Everything that sending touches lies together at the end: the vtable pointer of Outlet, what the connection
// needs, and the stream.
template <std::derived_from<StreamConnection> Speaker, std::derived_from<Outlet::Handler> Stream>
class OutletOf final : public Speaker, public Outlet {
 public:
  template <class... Args>
  OutletOf(ConnectionSet& owner, Ticker& ticker, std::shared_ptr<const Settings> settings, Upgrade upgrade,
           Args&&... args)
      : Speaker(owner, ticker, std::move(settings), upgrade, hot_),
        hot_(*this, std::move(upgrade.stream)),
        stream_(*this, Speaker::settings(), std::forward<Args>(args)...) {}

  bool is_open() const override { return hot_.state == Speaker::State::open; }
  SendStatus send(std::span<const char> frames) override { return Speaker::send(hot_, frames); }
  void send_surely(std::span<const char> frames) override { Speaker::send_surely(frames); }
  void close(CloseCode code) override { Speaker::say_goodbye(code, ""); }
  void count(Reason reason) override { Speaker::count(reason); }
  void log_begun(bool is_resumed) override { Speaker::log_begun(is_resumed); }
  Metrics& metrics() override { return hot_.metrics; }

  // Fetches everything that sending touches, except a TLS session, which lies elsewhere.
  void prefetch() const override { prefetch_lines(static_cast<const Outlet*>(this), this + 1); }

  Stream& stream() { return stream_; }

 private:
  using Hot = typename Speaker::Hot;

  Outlet::Handler& handler() override { return stream_; }

  // A processor keeps about a dozen fetches under way; with more lines prefetch() would have to choose.
  static_assert(sizeof(Outlet) + sizeof(Hot) + sizeof(Stream) <= 10 * kCacheLine);

  Hot hot_;
  Stream stream_;
};

}  // namespace sws
