#include "tests/bench/micro/handshakes.hpp"

#include <benchmark/benchmark.h>

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "backend/net/tls_context.hpp"
#include "tests/integration/test_authority.hpp"
#include "tests/integration/tls_peer.hpp"

namespace sws::bench {
namespace {

struct FreeSession {
  void operator()(SSL_SESSION* session) const { SSL_SESSION_free(session); }
};
using Ticket = std::unique_ptr<SSL_SESSION, FreeSession>;

// Shakes hands to the end, tickets included, and calls `client_begins` and `client_ends` around the client's work.
// Returns the client's ticket for another visit, or nothing if it did not go as wanted.
template <class Begins, class Ends>
Ticket visit(const TlsContext& server, const Ticket& ticket, Begins client_begins, Ends client_ends) {
  const auto session = server.new_session();
  client_begins();
  std::optional<TlsPeer> client(std::in_place, TLS1_3_VERSION, ticket.get());
  for (int flight = 0; flight < 2; ++flight) {
    const std::string bytes = client->take();
    client_ends();
    session->feed(bytes);
    session->peek();
    client_begins();
    client->feed(std::string_view(session->output().data(), session->output().size()));
    client_ends();
    session->sent(session->output().size());
    client_begins();
  }
  client->close();  // OpenSSL forgets a session that was cut off
  Ticket next(SSL_get1_session(client->ssl()));
  client.reset();
  client_ends();
  const bool is_as_wanted = session->is_established() && session->is_resumed() == (ticket != nullptr);
  return is_as_wanted ? std::move(next) : nullptr;
}

void measure(benchmark::State& state, unsigned rsa_bits, bool resumed) {
  const TestAuthority authority;
  const SystemClock clock;
  TlsContext server = *TlsContext::load(authority.issue({.rsa_bits = rsa_bits}));
  server.use_tickets(TicketKeys(Secret{1}, clock));
  const Ticket first = visit(
      server, nullptr, [] {}, [] {});
  const Ticket none;
  for (auto _ : state) {
    const auto client_begins = [&] { state.PauseTiming(); };
    const auto client_ends = [&] { state.ResumeTiming(); };
    const Ticket next = visit(server, resumed ? first : none, client_begins, client_ends);
    if (!next) state.SkipWithError("the handshake was not of the kind that is measured");
  }
}

}  // namespace

void register_handshakes() {
  benchmark::RegisterBenchmark("tls_full_handshake_p256", [](auto& state) { measure(state, 0, false); });
  benchmark::RegisterBenchmark("tls_full_handshake_rsa2048", [](auto& state) { measure(state, 2'048, false); });
  benchmark::RegisterBenchmark("tls_resumed_handshake", [](auto& state) { measure(state, 0, true); });
}

}  // namespace sws::bench
