// An HttpSession with everything around it replaced by the test: the time moves only when the test moves it, the
// peer is a socket pair, the site has two pages, and the streams at /stream and /events do nothing but remember
// what they were given.
#pragma once

#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>
#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "backend/http/http_session.hpp"
#include "tests/backend/loop/manual_ticker.hpp"
#include "tests/backend/net/socket_pair_peer.hpp"

namespace sws {

inline constexpr std::string_view kRequest = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n";
inline constexpr std::string_view kMissing = "GET /missing HTTP/1.1\r\nHost: localhost\r\n\r\n";
inline constexpr std::string_view kLargeRequest = "GET /large HTTP/1.1\r\nHost: localhost\r\n\r\n";
inline constexpr std::string_view kPost = "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n\r\n";
inline constexpr std::string_view kEvents = "GET /events HTTP/1.1\r\nHost: localhost\r\n\r\n";
inline constexpr std::string_view kUpgrade =
    "GET /stream?protocol=1 HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";

inline bool has(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

inline std::size_t count(const std::string& text, std::string_view part) {
  std::size_t found = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++found;
  return found;
}

// Remembers how the last stream was made and what happened to it.
struct StreamRecord {
  bool opened = false;
  bool drained = false;
  StreamAddress address;
  StreamRequest wanted;
  std::string target;
  std::string response_header;
  std::string last_event_id;
  std::string prefetched;
  std::shared_ptr<const Settings> settings;
  SteadyTime admitted_until;
};

class FakeStream final : public Connection {
 public:
  FakeStream(ConnectionSet& owner, Ticker& ticker, StreamRecord& record, Upgrade upgrade)
      : Connection(owner, ticker, std::move(upgrade.slot)), record_(record), stream_(std::move(upgrade.stream)) {}

  void start() override { record_.opened = true; }
  void drain() override { record_.drained = true; }

 private:
  void close_socket() override { stream_.close(); }
  void reset_socket() override { stream_.reset(); }

  StreamRecord& record_;
  ByteStream stream_;
};

class FakeUpgrader final : public Upgrader {
 public:
  FakeUpgrader(ConnectionSet& connections, Ticker& ticker) : connections_(connections), ticker_(ticker) {}

  std::optional<StreamAddress> stream_at(std::string_view path) const override {
    if (path == "/stream") return StreamAddress{"a channel", Framing::websocket};
    if (path == "/events") return StreamAddress{"a channel", Framing::events};
    return std::nullopt;
  }
  bool is_complete(const StreamAddress&, const Settings&, std::string_view last_event_id) const override {
    return last_event_id == "the last";
  }
  std::optional<Unavailable> unavailable(const StreamAddress&) const override { return why_unavailable; }
  std::unique_ptr<Connection> upgrade(std::shared_ptr<const Settings> settings, Upgrade upgrade) override {
    record.address = upgrade.address;
    record.wanted = upgrade.wanted;
    record.response_header = upgrade.response_header;
    record.last_event_id = upgrade.last_event_id;
    record.target = std::string(upgrade.request.target());
    record.prefetched = upgrade.prefetched;
    record.settings = std::move(settings);
    record.admitted_until = upgrade.admitted_until;
    return std::make_unique<FakeStream>(connections_, ticker_, record, std::move(upgrade));
  }

  StreamRecord record;
  std::optional<Unavailable> why_unavailable;

 private:
  ConnectionSet& connections_;
  Ticker& ticker_;
};

class FakeSite final : public Site {
 public:
  static constexpr std::size_t kLarge = 4'000'000;  // more than the kernel's buffers hold

  std::optional<Representation> find(std::string_view path, std::string_view) const override {
    if (path == "/") return Representation{200, "the page", nullptr, "text/html", "", "\"1\""};
    if (path == "/large") return Representation{200, *large_, large_, "text/plain", "", ""};
    if (path == "/file") return Representation{200, *large_, large_, "text/plain", "", "", false, body_file};
    return std::nullopt;
  }

  int body_file = -1;  // of the body at /file

 private:
  std::shared_ptr<const std::string> large_ = std::make_shared<const std::string>(kLarge, 'x');
};

class HttpSessionTest : public testing::Test {
 protected:
  static constexpr const char* kAddress = "192.0.2.1";

  void SetUp() override { service_.settings = settings_; }

  // Begins a session whose other end is peer_. Without `tls` the connection is plain TCP.
  void connect(std::optional<Refusal> refusal = {}, std::unique_ptr<TlsSession> tls = nullptr) {
    const IpAddress address = boost::asio::ip::make_address(kAddress);
    auto slot = admission_.admit(address, ticker_.now());
    ByteStream stream(peer_.take_server_end(context_), std::move(tls));
    connections_.adopt(
        std::make_unique<HttpSession>(connections_, ticker_, service_,
                                      Accepted{std::move(stream), address, std::move(*slot), std::move(refusal)}));
    run();
  }

  // Does everything that can be done without waiting.
  void run() {
    context_.restart();
    context_.poll();
  }

  void pass(std::chrono::milliseconds time) {
    run();
    ticker_.advance(time);
    run();
  }

  // Says `bytes` and returns the answer to them.
  std::string ask(std::string_view bytes) {
    peer_.say(bytes);
    run();
    return peer_.hear();
  }

  void drain() {
    connections_.drain_some(connections_.size());
    run();
  }

  // Whether a connection is left: the session, or the stream that took over from it.
  bool is_open() const { return connections_.size() > 0; }

  boost::asio::io_context context_;
  ManualClock clock_;
  FrameSender sender_;
  ManualTicker ticker_{clock_, sender_};
  Metrics metrics_;
  Admission admission_{AdmissionLimits{.connections = 1, .remote = {}, .loopback = {}}};
  std::shared_ptr<Settings> settings_ = std::make_shared<Settings>();
  SocketPairPeer peer_;
  ConnectionSet connections_{context_.get_executor(), metrics_};
  FakeSite site_;
  FakeUpgrader upgrader_{connections_, ticker_};
  HttpService service_{.site = site_, .settings = {}, .admission = admission_, .upgrader = &upgrader_};
};

}  // namespace sws
