#include "backend/server/worker.hpp"

#include <malloc.h>
#include <sys/socket.h>

#include <algorithm>
#include <boost/asio/post.hpp>
#include <utility>

#include "backend/net/peer_liveness.hpp"
#include "backend/stream/plain_stream.hpp"
#include "backend/stream/verified_stream.hpp"

namespace sws {
namespace {

using namespace std::chrono_literals;

constexpr std::chrono::seconds kDrainDeadline{3};  // a close handshake takes one round trip
constexpr std::chrono::milliseconds kDrainStep{50};
constexpr std::uint32_t kMaxRefused = 64;  // connections that wait to be told that they are not admitted

// Each connection is looked at every eight seconds, an eighth of them every second: a system call each.
constexpr std::chrono::seconds kCheckInterval{1};
constexpr std::size_t kCheckTurns = 8;
constexpr std::size_t kCrowd = 256;  // connections whose memory is worth giving back

boost::asio::ip::tcp protocol_of(int fd) {
  int family = AF_INET;
  socklen_t size = sizeof family;
  getsockopt(fd, SOL_SOCKET, SO_DOMAIN, &family, &size);
  return family == AF_INET6 ? boost::asio::ip::tcp::v6() : boost::asio::ip::tcp::v4();
}

}  // namespace

Worker::Worker(const Site& site, const Settings& settings, Admission& admission,
               std::unique_ptr<FrameSender> sender, std::vector<FileDescriptor> sockets, bool streams)
    : sender_(std::move(sender)),
      refused_({.connections = kMaxRefused, .remote = {}, .loopback = {}}),
      service_{.site = site, .settings = &settings, .admission = admission, .upgrade = {}} {
  if (streams) {
    service_.upgrade = [this](const Settings& current, Upgrade upgrade) -> std::unique_ptr<Connection> {
      if (upgrade.protocol == StreamProtocol::verified) {
        return std::make_unique<VerifiedStream>(connections_, ticker_, current, std::move(upgrade));
      }
      return std::make_unique<PlainStream>(connections_, ticker_, current, std::move(upgrade));
    };
  }
  for (FileDescriptor& socket : sockets) {
    enable_keepalive(socket.get(), settings.peer_timeout);
    const boost::asio::ip::tcp protocol = protocol_of(socket.get());
    listeners_.emplace_back(
        context_, ticker_, protocol, socket.release(),
        [this](TcpSocket accepted, const IpAddress& peer) { accept(std::move(accepted), peer); });
  }
}

void Worker::start(std::function<void()> ended) {
  for (Listener& listener : listeners_) listener.start();
  thread_ = std::thread([this, ended = std::move(ended)] {
    pthread_setname_np(pthread_self(), service_.upgrade ? "worker" : "admin");
    context_.run();
    ended();
  });
}

void Worker::accept(TcpSocket socket, const IpAddress& peer) {
  metrics_.connections_accepted.add();
  const auto now = std::chrono::steady_clock::now();
  const auto& proxies = service_.settings->trusted_proxies;
  // A proxy's connection carries requests of many: they are counted one by one, when they are read.
  const bool is_proxy =
      std::any_of(proxies.begin(), proxies.end(), [&](const AddressBlock& block) { return block.contains(peer); });
  auto admitted = is_proxy ? service_.admission.admit() : service_.admission.admit(peer, now);
  Accepted accepted{ByteStream(std::move(socket), service_.settings->tls.new_session()), peer, {}, {}};
  if (!admitted) {
    accepted.refusal = refusal_of(admitted.error());
    admitted = refused_.admit();
    if (!admitted) {  // in a flood the answer is to hang up
      metrics_.refusals[static_cast<std::size_t>(accepted.refusal->reason)].add();
      return;
    }
  }
  accepted.slot = std::move(*admitted);
  connections_.adopt(std::make_unique<HttpSession>(connections_, ticker_, service_, std::move(accepted)));
  if (!std::exchange(checking_, true)) ticker_.add(check_peers_, std::chrono::ceil<std::chrono::seconds>(now));
}

void Worker::check_peers(SteadyTime now) {
  give_memory_back();
  checking_ = connections_.size() > 0;
  connections_.check_some(kCheckTurns, now);
  if (checking_) ticker_.add(check_peers_, now + kCheckInterval);
}

// The heap keeps what a crowd has left, in pieces: 5,000 slow requests left 40 MB behind.
void Worker::give_memory_back() {
  most_connections_ = std::max(most_connections_, connections_.size());
  if (most_connections_ < kCrowd || connections_.size() > most_connections_ / 2) return;
  most_connections_ = connections_.size();
#ifdef __GLIBC__
  malloc_trim(0);
#endif
}

void Worker::post_settings(const Settings& settings) {
  boost::asio::post(context_, [this, &settings] { service_.settings = &settings; });
}

void Worker::post_drain(std::chrono::seconds period) {
  boost::asio::post(context_, [this, period] { drain(period); });
}

void Worker::post_abort() {
  boost::asio::post(context_, [this] {
    drain(0s);
    connections_.end_all();
  });
}

void Worker::post_answer(std::function<void()> still_working) {
  boost::asio::post(context_, std::move(still_working));
}

// After this the io_context runs out of work, and the thread ends, once the last connection is gone.
void Worker::drain(std::chrono::seconds period) {
  for (Listener& listener : listeners_) listener.stop();
  const auto now = std::chrono::steady_clock::now();
  drained_at_ = now + period;
  drain_step(now);
  ticker_.add(end_all_, drained_at_ + kDrainDeadline);
  connections_.when_empty([this] { ticker_.stop(); });
}

// Each step takes its share of those who are left; with few of them the steps are farther apart, so that they too
// are spread over the whole period.
void Worker::drain_step(SteadyTime now) {
  const std::size_t left = connections_.undrained();
  if (left == 0) return;
  const auto remaining = std::max(SteadyTime::duration::zero(), drained_at_ - now);
  const auto step = std::max<SteadyTime::duration>(kDrainStep, remaining / left);
  const auto steps = static_cast<std::size_t>(remaining / step) + 1;
  if (connections_.drain_some((left + steps - 1) / steps)) ticker_.add(drain_step_, now + step);
}

}  // namespace sws
