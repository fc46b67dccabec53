// Clients that make the server work below the messages that it counts, over TLS: by key updates, by empty
// fragments, and by both before there is a WebSocket.
#include "tests/integration/duplex_tls.hpp"
#include "tests/integration/metrics.hpp"
#include "tests/integration/tls_fixture.hpp"

namespace sws {
namespace {

class TlsFlood : public Tls {
 protected:
  Server server() const {
    return Server(
        with_tls({"--client-messages-per-second", "5", "--message-bytes", "512", "--admin", "127.0.0.1:0"}));
  }

  static double refusals(const Server& server, const std::string& reason) {
    return Metrics::of(server.admin_port()).value("simplewebsocket_refusals_total{reason=\"" + reason + "\"}");
  }

  static void open_stream(DuplexTls& viewer) {
    viewer.write(upgrade_request());
    viewer.run_until([&] { return contains(viewer.received(), "\r\n\r\n"); });
    viewer.drop_until("\r\n\r\n");
  }

  static unsigned close_code(DuplexTls& viewer) {
    const LoopDeadline deadline;
    for (;;) {
      deadline.check("a close frame");
      const Frame frame = viewer.next_frame();
      if (frame.first_byte == 0x88) return close_code_in(frame.payload);
    }
  }
};

TEST_F(TlsFlood, OfKeyUpdatesEndsTheStreamWith1008) {
  const Server server = this->server();
  DuplexTls viewer(server.port());
  open_stream(viewer);
  for (int i = 0; i < 200; ++i) viewer.update_key();
  EXPECT_EQ(close_code(viewer), 1008u);
  EXPECT_EQ(refusals(server, "too_many_messages"), 1);
}

TEST_F(TlsFlood, OfKeyUpdatesEndsAConnectionThatIsNoStream) {
  const Server server = this->server();
  DuplexTls client(server.port());
  for (int i = 0; i < 200; ++i) client.update_key();
  EXPECT_THROW(client.run_until([] { return false; }), std::runtime_error);
  EXPECT_EQ(refusals(server, "tls_failed"), 1);
}

TEST_F(TlsFlood, OfEmptyFragmentsEndsTheStreamWith1008) {
  const Server server = this->server();
  DuplexTls viewer(server.port());
  open_stream(viewer);
  std::string fragments = client_frame(0x01, "");
  while (fragments.size() < 100'000) fragments += client_frame(0x00, "");
  for (std::size_t i = 0; i < fragments.size(); i += 10'000) viewer.write(fragments.substr(i, 10'000));
  EXPECT_EQ(close_code(viewer), 1008u);
  EXPECT_EQ(refusals(server, "too_many_messages"), 1);
}

// Each fragment in a record of its own.
TEST_F(TlsFlood, OfTinyRecordsEndsTheStreamWith1008) {
  const Server server = this->server();
  DuplexTls viewer(server.port());
  open_stream(viewer);
  viewer.write(client_frame(0x01, ""));
  for (int i = 0; i < 500; ++i) viewer.write(client_frame(0x00, ""));  // fewer bytes than are allowed
  EXPECT_EQ(close_code(viewer), 1008u);
}

TEST_F(TlsFlood, AMessageInSeveralRecordsIsNone) {
  const Server server = this->server();
  DuplexTls viewer(server.port());
  open_stream(viewer);
  viewer.write(client_frame(0x01, "x"));
  for (int i = 0; i < 10; ++i) viewer.write(client_frame(0x00, "x"));
  viewer.write(client_frame(0x80, "x"));
  viewer.update_key();
  viewer.write(client_frame(0x88, "\x03\xe8"));
  EXPECT_EQ(close_code(viewer), 1000u);
}

}  // namespace
}  // namespace sws
