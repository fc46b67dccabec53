// A WebSocket together with the stream that is said over it, in one object and one allocation. Owned by a
// ConnectionSet, lives on its worker's thread. The stream sees the connection as an Outlet& and may keep that
// reference and the settings': both outlive it.
//
// Stream derives from Outlet::Handler. Its constructor is called as
//   Stream(Outlet& outlet, const Settings& settings, args...)
// before the upgrade is answered: it may not use the outlet until on_open().
#pragma once

#include <concepts>
#include <cstddef>
#include <memory>
#include <span>
#include <string_view>
#include <utility>

#include "backend/websocket/cache_lines.hpp"
#include "backend/websocket/websocket_connection.hpp"

namespace sws {

// Outlet comes behind the connection so that its vtable pointer lies between the connection's last members and
// the stream, where sending touches memory anyway.
template <std::derived_from<Outlet::Handler> Stream>
class WebSocketOf final : public WebSocketConnection, public Outlet {
 public:
  template <class... Args>
  WebSocketOf(ConnectionSet& owner, Ticker& ticker, std::shared_ptr<const Settings> settings, Upgrade upgrade,
              Args&&... args)
      : WebSocketConnection(owner, ticker, std::move(settings), std::move(upgrade)),
        stream_(*this, WebSocketConnection::settings(), std::forward<Args>(args)...) {}

  bool is_open() const override { return WebSocketConnection::is_open(); }
  SendStatus send(std::span<const char> frames) override { return WebSocketConnection::send(frames); }
  void send_surely(std::span<const char> frames) override { WebSocketConnection::send_surely(frames); }
  void close(CloseCode code) override { WebSocketConnection::close(code); }
  void count(Reason reason) override { WebSocketConnection::count(reason); }
  Metrics& metrics() override { return WebSocketConnection::metrics(); }

  // Fetches the connection's hot members and everything behind them. A TLS session lies elsewhere.
  void prefetch() const override { prefetch_lines(hot_begin(), this + 1); }

  Stream& stream() { return stream_; }

 private:
  Outlet::Handler& handler() override { return stream_; }

  // A processor keeps about a dozen fetches under way; with more lines prefetch() would have to choose.
  static_assert(hot_size() + sizeof(Outlet) + sizeof(Stream) <= 10 * kCacheLine);

  Stream stream_;
};

}  // namespace sws
