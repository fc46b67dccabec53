#include "backend/server/worker.hpp"

#include <malloc.h>
#include <sys/socket.h>

#include <algorithm>
#include <boost/asio/post.hpp>
#include <utility>

#include "backend/connection/stream_connection.hpp"

namespace sws {
namespace {

using namespace std::chrono_literals;

constexpr std::chrono::seconds kDrainDeadline{3};  // a close handshake takes one round trip
constexpr std::chrono::milliseconds kDrainStep{50};
constexpr std::uint32_t kRefusedHandshakes = 32;  // refusals over TLS in a second: 1 to 2 % of the thread's time

// A turn checks so many connections that it takes less than a millisecond. More connections need more turns, of
// which there are at most so many in a period.
constexpr std::size_t kChecksATurn = 256;
constexpr std::size_t kMaxCheckTurns = 512;
constexpr std::chrono::seconds kLookAtCrowd{1};

boost::asio::ip::tcp protocol_of(int fd) {
  int family = AF_INET;
  socklen_t size = sizeof family;
  getsockopt(fd, SOL_SOCKET, SO_DOMAIN, &family, &size);
  return family == AF_INET6 ? boost::asio::ip::tcp::v6() : boost::asio::ip::tcp::v4();
}

// Each worker gets its own copy, so that the workers' threads do not contend for one reference count.
std::shared_ptr<const Settings> copy_of(const Settings& settings) {
  return std::make_shared<const Settings>(settings);
}

}  // namespace

Worker::Worker(const Site& site, WebFiles files, const Settings& settings, Admission& admission,
               std::unique_ptr<FrameSender> sender, std::vector<FileDescriptor> sockets, bool streams)
    : sender_(std::move(sender)),
      refused_({.connections = kMaxRefused, .remote = {}, .loopback = {}}),
      service_{.site = site,
               .settings = copy_of(settings),
               .admission = admission,
               .upgrader = streams ? &upgrader_ : nullptr,
               .for_operators = !streams,
               .files = std::move(files)},
      check_period_(StreamConnection::check_period(settings)) {
  for (FileDescriptor& socket : sockets) {
    const boost::asio::ip::tcp protocol = protocol_of(socket.get());
    listeners_.emplace_back(
        context_, ticker_, protocol, socket.release(), metrics_.accepts,
        [this](TcpSocket accepted, const IpAddress& peer) { accept(std::move(accepted), peer); });
  }
}

void Worker::start(std::function<void()> ended) {
  for (Listener& listener : listeners_) listener.start();
  thread_ = std::thread([this, ended = std::move(ended)] {
    pthread_setname_np(pthread_self(), service_.upgrader ? "worker" : "admin");
    context_.run();
    ended();
  });
}

void Worker::accept(TcpSocket socket, const IpAddress& peer) {
  metrics_.connections_accepted.add();
  const auto now = ticker_.now();
  const bool is_proxy = is_trusted(peer);
  // A proxy's connection carries the requests of many clients, which are admitted one by one when they are read.
  auto entry = enter(is_proxy ? service_.admission.admit() : service_.admission.admit(peer, now), now);
  if (!entry) return;
  if (!is_proxy || !service_.settings->proxy_protocol) {
    serve(std::move(socket), peer, std::move(*entry));
    return;
  }
  adopt(std::make_unique<ProxiedConnection>(
      connections_, ticker_, ProxiedSocket{std::move(socket), peer, std::move(entry->slot)},
      service_.settings->header_timeout, [this, refusal = std::move(entry->refusal)](ProxiedSocket proxied) {
        return serve_proxied(std::move(proxied), refusal);
      }));
}

// The client that the proxy has named is admitted as if it had connected itself.
Connection* Worker::serve_proxied(ProxiedSocket proxied, const std::optional<Refusal>& refusal) {
  std::optional<Entry> entry{{std::move(proxied.slot), refusal}};
  if (!refusal && !is_trusted(proxied.peer)) {
    const auto now = ticker_.now();
    const auto counted = service_.admission.assign(entry->slot, proxied.peer, now);
    if (!counted) entry = enter(counted.error(), now);
  }
  if (!entry) return nullptr;
  return &serve(std::move(proxied.socket), proxied.peer, std::move(*entry));
}

Connection& Worker::serve(TcpSocket socket, const IpAddress& peer, Entry entry) {
  ByteStream stream(std::move(socket), service_.settings->tls.new_session());
  return adopt(std::make_unique<HttpSession>(
      connections_, ticker_, service_,
      Accepted{std::move(stream), peer, std::move(entry.slot), std::move(entry.refusal)}));
}

Connection& Worker::adopt(std::unique_ptr<Connection> connection) {
  Connection& adopted = connections_.adopt(std::move(connection));
  const auto now = ticker_.now();
  crowd_.connected(connections_.size());
  if (crowd_.awaits() && !std::exchange(watching_crowd_, true)) ticker_.add(watch_crowd_, now + kLookAtCrowd);
  if (!std::exchange(checking_, true)) {
    ticker_.add(check_peers_, now + check_period_);
  }
  return adopted;
}

// A connection that is not admitted gets a place in which it is told so, or nothing: then it is closed without an
// answer, and counted here.
std::optional<Worker::Entry> Worker::enter(boost::system::result<Admission::Slot, NotAdmitted> admitted,
                                           SteadyTime now) {
  if (admitted) return Entry{std::move(*admitted), std::nullopt};
  Refusal refusal = refusal_of(admitted.error());
  if (may_answer(admitted.error(), now)) admitted = refused_.admit();
  if (admitted) return Entry{std::move(*admitted), std::move(refusal)};
  metrics_.refusals[static_cast<std::size_t>(refusal.reason)].add();
  return std::nullopt;
}

bool Worker::is_trusted(const IpAddress& address) const {
  const auto& proxies = service_.settings->trusted_proxies;
  return std::any_of(proxies.begin(), proxies.end(),
                     [&](const AddressBlock& block) { return block.contains(address); });
}

// Over TLS an answer costs a handshake, and thereby more than the work from which the limits are to keep us.
bool Worker::may_answer(NotAdmitted why, SteadyTime now) {
  if (!service_.settings->tls) return true;
  return why != NotAdmitted::too_fast_from_address && refused_handshakes_.take(kRefusedHandshakes, now);
}

void Worker::check_peers(SteadyTime now) {
  checking_ = connections_.size() > 0;
  const std::size_t turns = std::clamp(connections_.size() / kChecksATurn, std::size_t{1}, kMaxCheckTurns);
  connections_.check_some(turns, now);
  if (checking_) ticker_.add(check_peers_, now + check_period_ / turns);
}

void Worker::watch_crowd(SteadyTime now) {
  if (crowd_.look(connections_.size())) {
#ifdef __GLIBC__
    malloc_trim(0);
#endif
  }
  watching_crowd_ = crowd_.awaits();
  if (watching_crowd_) ticker_.add(watch_crowd_, now + kLookAtCrowd);
}

void Worker::post_settings(const Settings& settings) {
  boost::asio::post(context_, [this, copy = copy_of(settings)]() mutable {
    check_period_ = std::min(check_period_, StreamConnection::check_period(*copy));
    service_.settings = std::move(copy);
  });
}

void Worker::post_channel(std::string name, std::shared_ptr<ChannelStreams> streams) {
  boost::asio::post(context_, [this, name = std::move(name), streams = std::move(streams)]() mutable {
    upgrader_.set_channel(name, std::move(streams));
  });
}

void Worker::post_shared_secret(const Secret& secret, std::uint64_t first) {
  boost::asio::post(context_, [this, secret, first] { upgrader_.change_shared_secret(secret, first); });
}

std::shared_ptr<Audience> Worker::new_audience(LogFeed& feed, std::size_t history,
                                               std::shared_ptr<LogArchive> archive) {
  const auto poster = [this](std::function<void()> call) { boost::asio::post(context_, std::move(call)); };
  auto audience =
      std::make_shared<Audience>(feed.name(), feed.log(), history, ticker_, metrics_, std::move(archive), poster);
  feed.add_worker([this, audience](std::shared_ptr<const SampleBatch> batch) {
    boost::asio::post(context_, [audience, batch = std::move(batch)] { audience->take(*batch); });
  });
  return audience;
}

void Worker::post_drain(std::chrono::seconds period) {
  boost::asio::post(context_, [this, period] { drain(period); });
}

void Worker::post_end() {
  boost::asio::post(context_, [this] {
    drain(0s);
    connections_.end_all();
  });
}

void Worker::post_answer(std::function<void()> still_working) {
  boost::asio::post(context_, std::move(still_working));
}

// Once the last connection is gone, the io_context runs out of work and the thread ends.
void Worker::drain(std::chrono::seconds period) {
  for (Listener& listener : listeners_) listener.stop();
  const auto now = ticker_.now();
  drained_at_ = now + period;
  drain_step(now);
  ticker_.add(end_all_, drained_at_ + kDrainDeadline);
  connections_.when_empty([this] { ticker_.stop(); });
}

// Each step drains its share of the remaining connections. With few connections the steps are farther apart, so
// that these are spread over the whole period too.
void Worker::drain_step(SteadyTime now) {
  const std::size_t left = connections_.undrained();
  if (left == 0) return;
  const auto remaining = std::max(SteadyTime::duration::zero(), drained_at_ - now);
  const auto step = std::max<SteadyTime::duration>(kDrainStep, remaining / left);
  const auto steps = static_cast<std::size_t>(remaining / step) + 1;
  if (connections_.drain_some((left + steps - 1) / steps)) ticker_.add(drain_step_, now + step);
}

}  // namespace sws
