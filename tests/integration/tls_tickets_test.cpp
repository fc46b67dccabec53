// A TLS session is resumed at every node that has the secret, after a reload, and after the keys of tickets have
// changed.
#include <signal.h>

#include <chrono>
#include <memory>

#include "backend/net/ticket_keys.hpp"
#include "tests/integration/log_pipe.hpp"
#include "tests/integration/metrics.hpp"
#include "tests/integration/secret_file.hpp"
#include "tests/integration/tls_fixture.hpp"

namespace sws {
namespace {

using namespace std::chrono_literals;

struct FreeSession {
  void operator()(SSL_SESSION* session) const { SSL_SESSION_free(session); }
};
using Ticket = std::unique_ptr<SSL_SESSION, FreeSession>;

struct Visit {
  bool resumed;
  Ticket ticket;
};

class TlsTickets : public Tls {
 protected:
  Arguments node(Arguments arguments = {}) {
    arguments.insert(arguments.end(), {"--secret-file", secret_.path()});
    return with_tls(arguments);
  }

  Visit visit(const Server& server, const Ticket& ticket = nullptr) const {
    TlsClient client = this->client();
    client.session = ticket.get();
    TlsConnection connection(server.port(), client);
    connection.send(request("GET /style.css"));
    EXPECT_EQ(connection.receive_response().result_int(), 200u);
    connection.shut_down();  // OpenSSL forgets a session that was cut off
    return {connection.is_resumed(), Ticket(SSL_get1_session(connection.ssl()))};
  }

  SecretFile secret_;
};

TEST_F(TlsTickets, ResumeASessionAtAnotherNode) {
  const Server first(node()), second(node());
  const Visit visit = this->visit(first);
  EXPECT_FALSE(visit.resumed);
  EXPECT_TRUE(this->visit(second, visit.ticket).resumed);
}

TEST_F(TlsTickets, OfAForeignSecretLeadToAFullHandshake) {
  const SecretFile foreign(std::string(64, 'f'));
  const Server first(node()), second(with_tls({"--secret-file", foreign.path()}));
  EXPECT_FALSE(visit(second, visit(first).ticket).resumed);
}

TEST_F(TlsTickets, OfAnOldSecretAreTakenWhileItIsInTheList) {
  const SecretFile changed(std::string(64, 'f'));
  const Server before(node()), after(node({"--secret-file", changed.path()}));
  EXPECT_TRUE(visit(after, visit(before).ticket).resumed);
  EXPECT_FALSE(visit(before, visit(after).ticket).resumed);
}

TEST_F(TlsTickets, SurviveAReloadWithAnotherCertificate) {
  for (const std::string& secret : {secret_.path(), std::string("off")}) {
    LogPipe log;
    Server server(with_tls({"--secret-file", secret}), {}, {.standard_error = log.write_end()});
    const Visit first = visit(server);
    authority_.issue({.name = "first"});
    server.process().signal(SIGHUP);
    log.wait_for("event=reloaded");
    EXPECT_TRUE(visit(server, first.ticket).resumed) << secret;
  }
}

TEST_F(TlsTickets, AreCountedInMetrics) {
  const Server server(node({"--admin", "127.0.0.1:0"}));
  const Visit first = visit(server);
  visit(server, first.ticket);
  visit(server, first.ticket);
  const Metrics metrics = Metrics::of(server.admin_port());
  EXPECT_EQ(metrics.value("simplewebsocket_tls_handshakes_total{kind=\"full\"}"), 1);
  EXPECT_EQ(metrics.value("simplewebsocket_tls_handshakes_total{kind=\"resumed\"}"), 2);
}

class TlsTicketsInTime : public TlsTickets {
 protected:
  // A node whose clock is `offset` from the beginning of the next period of keys.
  class Node {
   public:
    Node(const Arguments& arguments, std::chrono::seconds offset)
        : step_(text_of((next_period() + offset - now()).count())),
          server_(arguments, {{"LD_PRELOAD", STEPPED_CLOCK_LIBRARY},
                              {"STEPPED_CLOCK", step_.path()},
                              {"ASAN_OPTIONS", "verify_asan_link_order=0"}}) {}

    const Server& server() const { return server_; }

   private:
    static std::chrono::seconds now() {
      return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now().time_since_epoch());
    }
    static std::chrono::seconds next_period() { return (now() / kPeriod + 1) * kPeriod; }
    static std::string text_of(std::int64_t step) { return {reinterpret_cast<const char*>(&step), sizeof step}; }

    SecretFile step_;
    Server server_;
  };

  static constexpr std::chrono::seconds kPeriod = TicketKeys::kPeriod;
};

TEST_F(TlsTicketsInTime, AreGoodAfterAKeyPeriodHasPassedAndNotAfterTheNextOne) {
  const Node node(this->node(), -1min), next(this->node(), 1min), late(this->node(), 1min + kPeriod);
  const Visit first = visit(node.server());
  EXPECT_TRUE(visit(next.server(), first.ticket).resumed);
  EXPECT_FALSE(visit(late.server(), first.ticket).resumed);
}

TEST_F(TlsTicketsInTime, AreGoodAtANodeWhoseClockIsBehind) {
  const Node ahead(node(), 1min), behind(node(), -1min);
  EXPECT_TRUE(visit(behind.server(), visit(ahead.server()).ticket).resumed);
}

}  // namespace
}  // namespace sws
