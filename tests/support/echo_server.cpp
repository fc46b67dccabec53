// echo_server: an EchoConnection at every path, behind the server's own listener and HTTP session, for tests and
// for conformance suites. Exit code 0 after SIGTERM or SIGINT, 1 if it cannot serve, 2 if an option is wrong.
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/program_options.hpp>
#include <csignal>
#include <iostream>
#include <list>
#include <memory>

#include "backend/http/http_session.hpp"
#include "backend/loop/timer_ticker.hpp"
#include "backend/net/listener.hpp"
#include "backend/net/listening_sockets.hpp"
#include "backend/process/log.hpp"
#include "tests/support/echo_connection.hpp"

namespace sws {
namespace {

constexpr std::size_t kMostMessageBytes = 16'777'216;  // 16 MiB: what conformance suites send
constexpr std::chrono::seconds kDrainDeadline{3};      // a close handshake is over within two

struct EchoOptions {
  std::uint16_t port = 0;  // 0: any free one
  std::uint32_t message_bytes = Settings().message_bytes;
};

// A client may send as many messages as it likes, and pages of every origin may connect.
std::shared_ptr<const Settings> settings_for(std::uint32_t message_bytes) {
  auto settings = std::make_shared<Settings>();
  settings->message_bytes = message_bytes;
  settings->client_messages = UINT32_MAX;
  settings->origins = OriginPolicy({*OriginPattern::parse("*")});
  return settings;
}

class EchoServer final : private Upgrader {
 public:
  EchoServer(ListeningSockets sockets, std::uint32_t message_bytes) : settings_(settings_for(message_bytes)) {
    for (FileDescriptor& socket : sockets.by_worker.front()) {
      listeners_.emplace_back(
          context_, ticker_, boost::asio::ip::tcp::v4(), socket.release(), metrics_.accepts,
          [this](TcpSocket accepted, const IpAddress& peer) { serve(std::move(accepted), peer); });
    }
  }

  void run() {
    signals_.async_wait([this](boost::system::error_code, int) { drain(); });
    for (Listener& listener : listeners_) listener.start();
    context_.run();
  }

 private:
  std::optional<StreamAddress> stream_at(std::string_view) const override {
    return StreamAddress{"echo", Framing::websocket};
  }
  bool is_complete(const StreamAddress&, const Settings&, std::string_view) const override { return false; }
  std::optional<Unavailable> unavailable(const StreamAddress&) const override { return std::nullopt; }
  std::unique_ptr<Connection> upgrade(std::shared_ptr<const Settings> settings, Upgrade upgrade) override {
    return std::make_unique<EchoConnection>(connections_, ticker_, std::move(settings), std::move(upgrade));
  }

  void serve(TcpSocket socket, const IpAddress& peer) {
    connections_.adopt(std::make_unique<HttpSession>(connections_, ticker_, service_,
                                                     Accepted{ByteStream(std::move(socket)), peer, {}, {}}));
  }

  void drain() {
    for (Listener& listener : listeners_) listener.stop();
    connections_.drain_some(connections_.size());
    forced_end_.expires_after(kDrainDeadline);
    forced_end_.async_wait([this](boost::system::error_code error) {
      if (!error) connections_.end_all();
    });
    connections_.when_empty([this] {
      ticker_.stop();
      forced_end_.cancel();
    });
  }

  boost::asio::io_context context_{1};
  boost::asio::signal_set signals_{context_, SIGINT, SIGTERM};
  boost::asio::steady_timer forced_end_{context_};
  FrameSender sender_;
  SystemClock clock_;
  TimerTicker ticker_{context_, clock_, sender_};
  Metrics metrics_;
  ConnectionSet connections_{context_.get_executor(), metrics_};
  StaticSite site_;
  const std::shared_ptr<const Settings> settings_;
  Admission admission_{{.connections = 0, .remote = {}, .loopback = {}}};
  HttpService service_{.site = site_, .settings = settings_, .admission = admission_, .upgrader = this};
  std::list<Listener> listeners_;
};

boost::system::result<EchoOptions, std::string> parse(int argc, char* argv[]) {
  namespace po = boost::program_options;
  EchoOptions options;
  po::options_description known;
  known.add_options()("port", po::value(&options.port))("message-bytes", po::value(&options.message_bytes));
  try {
    po::variables_map values;
    po::store(po::parse_command_line(argc, argv, known), values);
    po::notify(values);
  } catch (const po::error& error) {
    return std::string(error.what());
  }
  if (options.message_bytes < 1 || options.message_bytes > kMostMessageBytes) {
    return "--message-bytes is " + std::to_string(options.message_bytes) + ": 1 to " +
           std::to_string(kMostMessageBytes) + " is expected";
  }
  return options;
}

}  // namespace
}  // namespace sws

int main(int argc, char* argv[]) {
  sws::set_up_log(sws::LogLevel::info, sws::LogFormat::text);
  const auto options = sws::parse(argc, argv);
  if (!options) {
    std::cerr << "echo_server: " << options.error() << '\n';
    return 2;
  }
  auto sockets = sws::open_listening_sockets({boost::asio::ip::address_v4::loopback()}, options->port, 1, false);
  if (!sockets) {
    std::cerr << "echo_server: " << sockets.error() << '\n';
    return 1;
  }
  const std::uint16_t port = sockets->port;
  sws::EchoServer server(std::move(*sockets), options->message_bytes);
  std::cout << "Serving ws://127.0.0.1:" << port << "/\n" << std::flush;
  server.run();
  sws::shut_down_log();
  return 0;
}
