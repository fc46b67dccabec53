// What a TLS handshake costs the server: a full one, and one that resumes a session with a ticket.
#pragma once

namespace sws::bench {

// Adds both to Google Benchmark. Only the server's side is timed; the client is OpenSSL's own.
void register_handshakes();

}  // namespace sws::bench
