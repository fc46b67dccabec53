// Sessions that are resumed with tickets: two servers and a client of OpenSSL's own.
#include "backend/net/tls_tickets.hpp"

#include <gtest/gtest.h>

#include <array>
#include <stdexcept>

#include "backend/net/tls_context.hpp"
#include "tests/backend/loop/manual_ticker.hpp"
#include "tests/integration/test_authority.hpp"
#include "tests/integration/tls_peer.hpp"

namespace sws {
namespace {

using namespace std::chrono_literals;

constexpr Secret kSecret{1}, kOther{2};

struct FreeSession {
  void operator()(SSL_SESSION* session) const { SSL_SESSION_free(session); }
};
using Ticket = std::unique_ptr<SSL_SESSION, FreeSession>;

struct Visit {
  bool resumed;
  Ticket ticket;  // what the client may begin the next visit with
  bool has_fresh_keys;
};

// To the end, tickets included, and then closes: OpenSSL forgets a session that was cut off.
void shake_hands(TlsSession& session, TlsPeer& client) {
  for (int flight = 0; flight < 4; ++flight) {
    session.feed(client.take());
    session.peek();
    client.feed(std::string_view(session.output().data(), session.output().size()));
    session.sent(session.output().size());
  }
  client.close();
}

class TlsTicketsTest : public testing::Test {
 protected:
  // A server with a certificate of its own.
  TlsContext node(const Secrets& secrets) {
    TlsContext context = *TlsContext::load(authority_.issue({.name = "node" + std::to_string(++nodes_)}));
    context.use_tickets(TicketKeys(secrets, clock_));
    return context;
  }

  static Visit visit(const TlsContext& server, const Ticket& ticket = nullptr, int version = TLS1_3_VERSION) {
    const auto session = server.new_session();
    TlsPeer client(version, ticket.get());
    shake_hands(*session, client);
    if (!session->is_established() || !client.is_connected()) throw std::runtime_error(session->failure());
    EXPECT_EQ(session->is_resumed(), SSL_session_reused(client.ssl()) == 1);
    EVP_PKEY* key = nullptr;
    const TestKey server_key(SSL_get_peer_tmp_key(client.ssl(), &key) == 1 ? key : nullptr);
    return {session->is_resumed(), Ticket(SSL_get1_session(client.ssl())), server_key != nullptr};
  }

  ManualClock clock_;
  TestAuthority authority_;
  int nodes_ = 0;
};

TEST_F(TlsTicketsTest, ResumeASessionAtEachNodeThatHasTheSecret) {
  const TlsContext first = node(kSecret), second = node(kSecret);
  const Visit visit = this->visit(first);
  EXPECT_FALSE(visit.resumed);
  EXPECT_TRUE(this->visit(first, visit.ticket).resumed);
  EXPECT_TRUE(this->visit(second, visit.ticket).resumed);
}

TEST_F(TlsTicketsTest, OfAForeignSecretLeadToAFullHandshake) {
  EXPECT_FALSE(visit(node(kOther), visit(node(kSecret)).ticket).resumed);
}

TEST_F(TlsTicketsTest, OfEachSecretInTheListAreAccepted) {
  const TlsContext before = node(kSecret), after = node(Secrets(std::array{kOther, kSecret}));
  EXPECT_TRUE(visit(after, visit(before).ticket).resumed);
  EXPECT_FALSE(visit(before, visit(after).ticket).resumed);
}

TEST_F(TlsTicketsTest, AreGoodThroughoutTheNextPeriodOfKeysAndNoLonger) {
  const TlsContext server = node(kSecret);
  const Visit first = visit(server);
  clock_.step_wall(TicketKeys::kPeriod);
  EXPECT_TRUE(visit(server, first.ticket).resumed);
  clock_.step_wall(TicketKeys::kPeriod);
  EXPECT_FALSE(visit(server, first.ticket).resumed);
}

TEST_F(TlsTicketsTest, AreGoodAtANodeWhoseClockIsInThePeriodBefore) {
  const TlsContext server = node(kSecret);
  const Visit first = visit(server);
  clock_.step_wall(-TicketKeys::kPeriod);
  EXPECT_TRUE(visit(server, first.ticket).resumed);
}

// Its key is always of the present period, so a client that comes often enough never needs a full handshake.
TEST_F(TlsTicketsTest, AreFollowedByNewOnesAtEachResumption) {
  const TlsContext server = node(kSecret);
  Visit last = visit(server);
  for (int i = 0; i < 4; ++i) {
    clock_.step_wall(TicketKeys::kPeriod);
    last = visit(server, last.ticket);
    EXPECT_TRUE(last.resumed) << i;
  }
}

TEST_F(TlsTicketsTest, LastForOnePeriod) {
  const Visit first = visit(node(kSecret));
  EXPECT_EQ(SSL_SESSION_get_ticket_lifetime_hint(first.ticket.get()), 8u * 3'600);
}

TEST_F(TlsTicketsTest, LeadToNewKeysForEachSession) {
  const TlsContext server = node(kSecret);
  const Visit resumed = visit(server, visit(server).ticket);
  EXPECT_TRUE(resumed.resumed);
  EXPECT_TRUE(resumed.has_fresh_keys);
}

TEST_F(TlsTicketsTest, AllowNoEarlyData) {
  EXPECT_EQ(SSL_SESSION_get_max_early_data(visit(node(kSecret)).ticket.get()), 0u);
}

TEST_F(TlsTicketsTest, AreNotMadeForTls12) {
  const TlsContext server = node(kSecret);
  const Visit first = visit(server, nullptr, TLS1_2_VERSION);
  EXPECT_FALSE(SSL_SESSION_has_ticket(first.ticket.get()));
  EXPECT_FALSE(visit(server, first.ticket, TLS1_2_VERSION).resumed);
}

TEST_F(TlsTicketsTest, AreKeptByTheSessionsOfAServerThatHasNewSettings) {
  std::unique_ptr<TlsSession> session;
  {
    const TlsContext server = node(kSecret);
    session = server.new_session();
  }
  TlsPeer client;
  shake_hands(*session, client);
  const Ticket ticket(SSL_get1_session(client.ssl()));
  EXPECT_TRUE(visit(node(kSecret), ticket).resumed);
}

}  // namespace
}  // namespace sws
