// The threads of one channel share the connection to its broker while it is up, and know which log is read over it.
// The source sets it; those who push and those who read behind the window use it. Any thread.
#pragma once

#include <memory>
#include <mutex>
#include <utility>

#include "backend/channel/nats_connection.hpp"
#include "shared/bytes.hpp"

namespace sws {

struct NatsLink {
  std::shared_ptr<const NatsConnection> connection;
  LogId log{};
};

class NatsLinkHolder {
 public:
  // Null while the broker is away.
  std::shared_ptr<const NatsLink> get() const {
    const std::lock_guard lock(mutex_);
    return link_ && link_->connection->is_open() ? link_ : nullptr;
  }
  void set(std::shared_ptr<const NatsLink> link) {
    const std::lock_guard lock(mutex_);
    link_.swap(link);
  }

 private:
  mutable std::mutex mutex_;
  std::shared_ptr<const NatsLink> link_;
};

}  // namespace sws
