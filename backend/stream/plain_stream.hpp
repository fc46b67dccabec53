// The plain protocol: {"message": 72}, the first at once, then one each interval, then close 1000. The viewer need
// not say anything and is not listened to. Nothing is queued: when the peer is slow, nothing is made for it until
// it reads again, and then what the clock says is due is computed and sent.
#pragma once

#include "backend/channel/stream_cursor.hpp"
#include "backend/loop/due_call.hpp"
#include "backend/websocket/websocket_connection.hpp"
#include "shared/number_sequence.hpp"

namespace sws {

class PlainStream final : public WebSocketConnection {
 public:
  void prefetch() const { prefetch_socket(); }
  PlainStream(ConnectionSet& owner, Ticker& ticker, const Settings& settings, Upgrade upgrade);

 private:
  void on_open() override;
  void on_message(std::string_view, bool) override {}
  void on_writable() override { send_due(std::chrono::steady_clock::now()); }

  void send_due(SteadyTime now);

  StreamParameters parameters_;
  StreamCursor cursor_;
  NumberSequence numbers_;
  DueCall<PlainStream, &PlainStream::send_due> due_{*this};
};

}  // namespace sws
