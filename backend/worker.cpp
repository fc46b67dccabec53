#include "backend/worker.hpp"

#include <signal.h>
#include <sys/socket.h>

#include <boost/asio/post.hpp>
#include <utility>

#include "backend/plain_stream.hpp"
#include "backend/verified_stream.hpp"

namespace sws {
namespace {

constexpr std::chrono::seconds kDrainDeadline{3};  // a close handshake takes one round trip

boost::asio::ip::tcp protocol_of(int fd) {
  int family = AF_INET;
  socklen_t size = sizeof family;
  getsockopt(fd, SOL_SOCKET, SO_DOMAIN, &family, &size);
  return family == AF_INET6 ? boost::asio::ip::tcp::v6() : boost::asio::ip::tcp::v4();
}

}  // namespace

Worker::Worker(const StaticSite& site, const StreamSettings& settings, const std::string& transport_security,
               TlsContext tls, std::unique_ptr<FrameSender> sender, std::vector<FileDescriptor> sockets)
    : sender_(std::move(sender)),
      upgrade_([this, &settings](StreamProtocol protocol, ByteStream stream, HttpRequest request,
                                 std::string prefetched) -> std::unique_ptr<Connection> {
        const auto make = [&]<class Stream>(std::in_place_type_t<Stream>) {
          return std::make_unique<Stream>(connections_, ticker_, settings, std::move(stream), std::move(request),
                                          std::move(prefetched));
        };
        if (protocol == StreamProtocol::verified) return make(std::in_place_type<VerifiedStream>);
        return make(std::in_place_type<PlainStream>);
      }),
      tls_(std::move(tls)) {
  for (FileDescriptor& socket : sockets) {
    const boost::asio::ip::tcp protocol = protocol_of(socket.get());
    listeners_.emplace_back(
        context_, ticker_, protocol, socket.release(), [this, &site, &transport_security](TcpSocket accepted) {
          connections_.adopt(std::make_unique<HttpSession>(connections_, ticker_, site, upgrade_,
                                                           transport_security,
                                                           ByteStream(std::move(accepted), tls_.new_session())));
        });
  }
}

void Worker::start() {
  for (Listener& listener : listeners_) listener.start();
  // Signals are for the main thread, which waits for them.
  sigset_t all, before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  thread_ = std::thread([this] { context_.run(); });
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
}

void Worker::post_tls(TlsContext tls) {
  boost::asio::post(context_, [this, tls = std::move(tls)]() mutable { tls_ = std::move(tls); });
}

void Worker::post_drain() {
  boost::asio::post(context_, [this] { drain(); });
}

// After this the io_context runs out of work, and the thread ends, once the last connection is gone.
void Worker::drain() {
  for (Listener& listener : listeners_) listener.stop();
  connections_.drain_all();
  ticker_.add(forced_end_, std::chrono::steady_clock::now() + kDrainDeadline);
  connections_.when_empty([this] { ticker_.stop(); });
}

}  // namespace sws
