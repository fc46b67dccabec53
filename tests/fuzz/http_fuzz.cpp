// libFuzzer's target for all that reads from a connection: HttpSession, the upgrade, PlainStream,
// VerifiedStream and RandomEvents, and tests/support's EchoConnection, over one end of a socket pair, of which this
// is the other. Nothing waits and nothing has a thread: io_context::poll() does what can be done.
//
// The first byte of an input chooses what is spoken to, the second how many bytes each write has (0: all in one).
#include <spdlog/spdlog.h>
#include <sys/socket.h>

#include <array>
#include <charconv>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "backend/http/http_session.hpp"
#include "backend/loop/timer_ticker.hpp"
#include "backend/process/file_descriptor.hpp"
#include "backend/server/stream_upgrader.hpp"
#include "shared/codec.hpp"
#include "tests/support/echo_connection.hpp"

namespace sws {
namespace {

void require(bool condition) {
  if (!condition) std::abort();
}

Settings settings() {
  Settings settings;
  settings.stream = {.min = 0, .max = 100, .interval_ms = 10, .count = 1000};
  settings.secrets = Secret{1, 2, 3};
  settings.resume_window = std::chrono::hours(24 * 365 * 50);  // the tokens in the corpus stay good
  return settings;
}

const auto kSettings = std::make_shared<const Settings>(settings());
const StaticSite kSite;

// The protocol and the state with which the input begins.
enum class Target { http, http_to_echo, plain, verified, echo };
constexpr int kTargets = 5;

constexpr std::string_view kUpgrade =
    " HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";

std::string_view upgrade_to(Target target) {
  if (target == Target::plain) return "GET /ws/some_url/";
  if (target == Target::verified) return "GET /ws/some_url/?protocol=1";
  return "GET /";
}

// A server with one connection, and its peer.
class Conversation final : private Upgrader {
 public:
  explicit Conversation(bool with_echo) : with_echo_(with_echo) {
    std::array<int, 2> ends;
    require(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, ends.data()) == 0);
    peer_ = FileDescriptor(ends[0]);
    TcpSocket socket(context_, boost::asio::ip::tcp::v4(), ends[1]);
    const IpAddress peer = boost::asio::ip::address_v4::loopback();
    auto slot = admission_.admit(peer, std::chrono::steady_clock::now());
    require(slot.has_value());
    connections_.adopt(std::make_unique<HttpSession>(
        connections_, ticker_, service_, Accepted{ByteStream(std::move(socket)), peer, std::move(*slot), {}}));
  }

  // Bytes that the server does not take, because it has stopped reading, are dropped.
  void say(std::string_view bytes, std::size_t piece) {
    for (const std::size_t size = piece == 0 ? bytes.size() : piece; !bytes.empty();) {
      const std::string_view part = bytes.substr(0, size);
      bytes.remove_prefix(part.size());
      if (::send(peer_.get(), part.data(), part.size(), MSG_NOSIGNAL) < 0) return;
      proceed();
    }
  }

  // All that the server said, once the peer has ended its side and the server been told to stop.
  std::string end() {
    ::shutdown(peer_.get(), SHUT_WR);
    proceed();
    connections_.drain_some(connections_.size());
    proceed();
    connections_.end_all();
    proceed();
    bool empty = false;
    connections_.when_empty([&empty] { empty = true; });
    require(empty);
    ticker_.stop();
    proceed();
    return std::move(heard_);
  }

 private:
  std::optional<StreamAddress> stream_at(std::string_view path) const override {
    return with_echo_ ? StreamAddress{"echo", Framing::websocket} : streams_.stream_at(path);
  }
  bool is_complete(const StreamAddress& address, const Settings& settings,
                   std::string_view last_event_id) const override {
    return streams_.is_complete(address, settings, last_event_id);
  }
  std::optional<Unavailable> unavailable(const StreamAddress& address) const override {
    return with_echo_ ? std::nullopt : streams_.unavailable(address);
  }
  std::unique_ptr<Connection> upgrade(std::shared_ptr<const Settings> settings, Upgrade upgrade) override {
    if (!with_echo_) return streams_.upgrade(std::move(settings), std::move(upgrade));
    return std::make_unique<EchoConnection>(connections_, ticker_, std::move(settings), std::move(upgrade));
  }

  void proceed() {
    context_.restart();
    context_.poll();
    std::array<char, 4096> bytes;
    for (ssize_t size = 0; (size = ::recv(peer_.get(), bytes.data(), bytes.size(), 0)) > 0;) {
      heard_.append(bytes.data(), static_cast<std::size_t>(size));
      context_.poll();
    }
  }

  const bool with_echo_;
  FileDescriptor peer_;
  std::string heard_;
  boost::asio::io_context context_{1};
  FrameSender sender_;
  SystemClock clock_;
  TimerTicker ticker_{context_, clock_, sender_};
  Metrics metrics_;
  ConnectionSet connections_{context_.get_executor(), metrics_};
  StreamUpgrader streams_{connections_, ticker_};
  Admission admission_{AdmissionLimits()};
  HttpService service_{.site = kSite, .settings = kSettings, .admission = admission_, .upgrader = this};
};

// Whole, unmasked frames without reserved bits, of a length spelt as shortly as can be (RFC 6455 §5.2); none behind
// a close frame; the messages of a stream are such as a page can read. The last may be cut: the server was stopped.
void check_frames(std::string_view bytes, bool of_a_stream) {
  bool closed = false;
  const auto byte = [&bytes](std::size_t i) { return static_cast<std::uint8_t>(bytes[i]); };
  while (bytes.size() >= 2) {
    require(!closed);
    const std::uint8_t first = byte(0);
    require(first == 0x81 || first == 0x82 || first == 0x88 || first == 0x8a);
    std::uint64_t length = byte(1);
    require(length <= 127 && (first < 0x88 || length <= 125));
    std::size_t header = 2;
    if (length > 125) {
      header = length == 126 ? 4 : 10;
      if (bytes.size() < header) return;
      const std::uint64_t least = length == 126 ? 126 : 65'536;
      length = 0;
      for (std::size_t i = 2; i < header; ++i) length = length << 8 | byte(i);
      require(length >= least);
    }
    if (bytes.size() - header < length) return;
    const std::string_view payload = bytes.substr(header, length);
    if (of_a_stream && first < 0x88) require(first == 0x81 && decode_server_message(payload).has_value());
    closed = first == 0x88;
    bytes.remove_prefix(header + length);
  }
}

// One answer behind the other, none behind the one that says that it is the last, or an upgrade and then frames. A
// stream of events lasts as long as the connection.
void check_answers(std::string_view bytes, bool with_echo) {
  for (bool last = false; !bytes.empty();) {
    require(!last && bytes.substr(0, 9) == std::string_view("HTTP/1.1 ").substr(0, bytes.size()));
    const std::size_t end = bytes.find("\r\n\r\n");
    if (end == std::string_view::npos) return;
    const std::string_view header = bytes.substr(0, end + 2);
    bytes.remove_prefix(end + 4);
    if (header.starts_with("HTTP/1.1 101 ")) return check_frames(bytes, !with_echo);
    if (header.find("Content-Type: text/event-stream\r\n") != std::string_view::npos) return;
    last = header.find("close\r\n") != std::string_view::npos;
    const std::size_t field = header.find("Content-Length: ");
    std::size_t length = 0;
    if (field != std::string_view::npos) std::from_chars(header.data() + field + 16, header.end(), length);
    const bool has_body = !bytes.starts_with("HTTP/1.1 ");  // the answer to HEAD has none
    if (has_body) bytes.remove_prefix(std::min(length, bytes.size()));
  }
}

}  // namespace
}  // namespace sws

extern "C" int LLVMFuzzerInitialize(int*, char***) {
  spdlog::set_level(spdlog::level::off);
  return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using sws::Target;
  if (size < 2) return 0;
  const auto target = static_cast<Target>(data[0] % sws::kTargets);
  const bool with_echo = target == Target::http_to_echo || target == Target::echo;
  sws::Conversation conversation(with_echo);
  if (target != Target::http && target != Target::http_to_echo) {
    conversation.say(std::string(sws::upgrade_to(target)).append(sws::kUpgrade), 0);
  }
  conversation.say({reinterpret_cast<const char*>(data) + 2, size - 2}, data[1]);
  sws::check_answers(conversation.end(), with_echo);
  return 0;
}
