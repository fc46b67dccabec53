// One connection to the broker (nats-server, through libnats). It is never mended: when it is lost, somebody opens
// another one. Any thread.
#pragma once

#include <boost/system/result.hpp>
#include <chrono>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "backend/channel/nats_handles.hpp"
#include "backend/channel/nats_target.hpp"

namespace sws {

class NatsConnection {
 public:
  // So long each step may take: connecting, or a question to JetStream.
  static constexpr std::chrono::milliseconds kPatience{2'000};

  // Connects to one server of `target`. The error is half a sentence without secrets.
  static boost::system::result<std::shared_ptr<NatsConnection>, std::string> open(const NatsTarget& target,
                                                                                  const NatsServer& server);
  ~NatsConnection();

  bool is_open() const { return natsConnection_Status(connection_.get()) == NATS_CONN_STATUS_CONNECTED; }

  // Ends a subscription for which messages may still be arriving. libnats 3.4.1 would free it although its reading
  // thread may be about to use it. So it is freed when the broker has answered behind the last message, for which
  // this function waits, or together with the connection. Not on a thread of libnats.
  void retire(NatsOwned<natsSubscription> subscription) const;

  natsConnection* get() const { return connection_.get(); }
  jsCtx* jet_stream() const { return jet_stream_.get(); }

 private:
  NatsConnection() = default;

  NatsOwned<natsConnection> connection_;
  NatsOwned<jsCtx> jet_stream_;
  mutable std::mutex mutex_;
  mutable std::vector<NatsOwned<natsSubscription>> retired_;  // guarded by mutex_
};

// Words for a log line that say what went wrong in libnats.
std::string nats_text(natsStatus status);

}  // namespace sws
