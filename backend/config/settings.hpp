// What connections obey. Read-only once made, so that all threads may read it: a reload makes another one, for the
// connections that come after it.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <vector>

#include "backend/admission/address_block.hpp"
#include "backend/admission/admission.hpp"
#include "backend/admission/origin_policy.hpp"
#include "backend/net/tls_context.hpp"
#include "shared/bytes.hpp"
#include "shared/stream_parameters.hpp"

namespace sws {

struct Settings {
  using Seconds = std::chrono::seconds;

  StreamParameters stream;  // of a plain stream, and the defaults of a verified one
  Secret secret{};          // every stream's seed follows from it

  // Deadlines, each with a peer on a bad network in mind.
  Seconds header_timeout{10};       // a browser's request is 2 kB: < 1 s on 3G
  Seconds idle_timeout{60};         // a visitor's next request on the same connection
  Seconds handshake_timeout{10};    // a page says at once what it wants
  Seconds write_timeout{300};       // a tunnel, a lift, a laptop's nap: nothing is kept for whoever does not read
  Seconds peer_timeout{20};         // without a sign of the peer; noticed at most 9 s later, so within 30 s
  Seconds stream_lifetime{86'400};  // a page resumes where it was
  Seconds resume_window{3'600};     // a laptop closed over lunch

  std::uint32_t header_bytes = 8'192;   // browsers send 0.5 to 2 kB
  std::uint32_t message_bytes = 4'096;  // a start or resume is 200
  std::uint32_t client_messages = 100;  // a second and connection; a page sends one or two in all
  AdmissionLimits admission;

  TlsContext tls;           // or nothing: plain TCP
  Seconds hsts_max_age{0};  // of Strict-Transport-Security (RFC 6797); 0: not said
  OriginPolicy origins;
  std::vector<AddressBlock> trusted_proxies;
  std::optional<Secret> access_secret;  // nothing: everybody may watch
};

}  // namespace sws
