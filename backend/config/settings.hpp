// The settings of connections. Settings are immutable and shared by shared_ptr, so any thread may read them. A
// reload makes new ones for new connections; the old ones are freed with the last connection that uses them.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "backend/admission/address_block.hpp"
#include "backend/admission/admission.hpp"
#include "backend/admission/frame_ancestors.hpp"
#include "backend/admission/origin_policy.hpp"
#include "backend/config/channel_settings.hpp"
#include "backend/config/nats_settings.hpp"
#include "backend/net/tls_context.hpp"
#include "shared/secrets.hpp"
#include "shared/stream_parameters.hpp"

namespace sws {

struct Settings {
  using Seconds = std::chrono::seconds;

  StreamParameters stream;  // of plain streams; the defaults of verified ones
  Secrets secrets;          // every stream's seed is derived from the one that signs its token

  std::vector<ChannelSettings> channels = with_original({});  // the first one is the page's
  NatsSettings nats;                                          // the broker of those with source "nats"
  std::uint32_t history = 3'600;  // samples that are kept of each received channel: an hour at one a second

  // Deadlines. Each is long enough for a peer on a bad network.
  Seconds header_timeout{10};       // a browser's request is 2 kB: < 1 s on 3G
  Seconds idle_timeout{60};         // a visitor's next request on the same connection
  Seconds handshake_timeout{10};    // until start or resume: a page sends it at once
  Seconds write_timeout{300};       // survives a tunnel or a laptop's nap; a peer that does not read costs nothing
  Seconds peer_timeout{20};         // without an acknowledgement; noticed at most 10 s later, so within 30 s
  Seconds ping_interval{0};         // the longest silence before a ping; 0 sends none
  Seconds stream_lifetime{86'400};  // a page resumes its stream on a new connection
  Seconds resume_window{3'600};     // a laptop closed over lunch

  std::uint32_t header_bytes =
      16'384;  // browsers send 0.5 to 2 kB; on localhost also the cookies of all other ports
  std::uint32_t message_bytes = 4'096;  // a start or resume has 200
  std::uint32_t client_messages = 100;  // per second and connection; a page sends one or two in all
  AdmissionLimits admission;

  TlsContext tls;           // false: plain TCP
  Seconds hsts_max_age{0};  // of Strict-Transport-Security (RFC 6797); 0 does not send the header
  OriginPolicy origins;
  std::string frame_ancestors = kNoFrameAncestors;  // the pages that may show ours in a frame
  std::vector<AddressBlock> trusted_proxies;
  bool proxy_protocol = false;            // connections of trusted proxies begin with a PROXY header
  bool access_log = false;                // each request is logged
  std::vector<std::string> admin_hosts;   // names by which the admin listener may be addressed
  std::optional<Secrets> access_secrets;  // without them everybody may watch
  std::string push_secret;                // empty: everybody who reaches the admin listener may push
};

}  // namespace sws
