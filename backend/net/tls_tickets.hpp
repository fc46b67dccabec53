// Lets OpenSSL protect session tickets with keys that the server derives itself
// (SSL_CTX_set_tlsext_ticket_key_evp_cb).
#pragma once

#include "backend/net/ticket_keys.hpp"

struct ssl_ctx_st;

namespace sws {

// From now on sessions of `context`, which keeps the keys, are resumed with tickets of TLS 1.3 that these keys
// protect. TLS 1.2 gets no tickets: such a ticket contains all that is needed to decrypt the session, and a
// recording of it would be open to everybody who ever gets the secret. TLS 1.3 agrees on new keys for each session,
// also for a resumed one (psk_dhe_ke, RFC 8446 §2.2). Early data, which can be replayed, stays off.
void use_ticket_keys(ssl_ctx_st* context, TicketKeys keys);

}  // namespace sws
