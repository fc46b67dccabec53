// Clients whom the limits do not admit, over TLS: a handshake costs the server more than anything else that a
// stranger can ask for.
#include <memory>
#include <vector>

#include "tests/integration/metrics.hpp"
#include "tests/integration/tls_fixture.hpp"
#include "tests/integration/wait_until.hpp"

namespace sws {
namespace {

class TlsAdmission : public Tls {
 protected:
  // How many of `attempts` connections, one after the other, were given a handshake. The first two stay open.
  int shake_hands(const Server& server, int attempts) {
    int done = 0;
    for (int i = 0; i < attempts; ++i) {
      try {
        auto connection = std::make_unique<TlsConnection>(server.port(), client());
        if (connections_.size() < 2) connections_.push_back(std::move(connection));
        ++done;
      } catch (const std::exception&) {
        continue;
      }
    }
    return done;
  }

  static double refusals(const Server& server, const std::string& reason) {
    return Metrics::of(server.admin_port()).value("simplewebsocket_refusals_total{reason=\"" + reason + "\"}");
  }

  std::vector<std::unique_ptr<TlsConnection>> connections_;
};

TEST_F(TlsAdmission, AClientThatConnectsTooOftenIsClosedBeforeTheHandshakeAndCounted) {
  const Server server(with_tls({"--max-connects-per-second", "1", "--admin", "127.0.0.1:0"}));
  constexpr int kAttempts = 50;
  const int done = shake_hands(server, kAttempts);
  EXPECT_GE(done, 1);
  EXPECT_LT(done, kAttempts);
  EXPECT_EQ(refusals(server, "too_many_connects_of_address"), kAttempts - done);
  connections_.front()->send(request("GET /style.css"));
  EXPECT_EQ(connections_.front()->receive_response().result_int(), 200u);
}

TEST_F(TlsAdmission, AClientWithAllItsPlacesTakenIsToldSoAsLongAsItDoesNotConnectTooOften) {
  const Server server(with_tls({"--max-connections-per-address", "1", "--max-connects-per-second", "3"}));
  EXPECT_EQ(shake_hands(server, 2), 2);
  connections_.back()->send(request("GET /style.css"));
  EXPECT_EQ(connections_.back()->receive_response().result_int(), 429u);
  constexpr int kAttempts = 50;
  EXPECT_LT(shake_hands(server, kAttempts), kAttempts);
}

// Fewer than could wait for their answers at the same time. Who waits is not counted, who is closed at once is.
TEST_F(TlsAdmission, AFullServerTellsOnlySoManyInASecond) {
  const Server server(with_tls({"--max-connections", "1", "--threads", "1", "--admin", "127.0.0.1:0"}));
  EXPECT_EQ(shake_hands(server, 2), 2);
  connections_.back()->send(request("GET /style.css"));
  EXPECT_EQ(connections_.back()->receive_response().result_int(), 503u);
  std::vector<std::unique_ptr<RawConnection>> silent;
  for (int i = 0; i < 60; ++i) silent.push_back(std::make_unique<RawConnection>(server.port()));
  wait_until("a connection that is closed without an answer",
             [&] { return refusals(server, "too_many_connections") > 1; });
}

TEST_F(TlsAdmission, AProxyMayConnectAsOftenAsItLikes) {
  const Server server(with_tls({"--max-connects-per-second", "1", "--trusted-proxy", "127.0.0.1"}));
  constexpr int kAttempts = 20;
  EXPECT_EQ(shake_hands(server, kAttempts), kAttempts);
}

}  // namespace
}  // namespace sws
