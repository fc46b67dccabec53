#include "backend/config/option_table.hpp"

#include <algorithm>
#include <utility>

#include "backend/config/option_readers.hpp"
#include "backend/process/secret_file.hpp"
#include "shared/limits.hpp"

namespace sws {

std::vector<Setting> settings_of(Options& o) {
  const Limits limits;
  Settings& s = o.settings;
  AdmissionLimits& a = s.admission;
  return {
      at_start(
          shown(list("address", "IP address to listen on; may be given several times (default: 127.0.0.1 and ::1)",
                     [&](const auto& texts, const auto& values) { o.addresses = addresses_in(texts, values); }),
                [&] { return shown_addresses(o.addresses); })),
      at_start(integer("port", o.port, 0, 65'535, "TCP port; 0 picks a free one")),
      at_start(shown(text("admin",
                          "address and port of /metrics, /healthz, /readyz and /admin/, or off; keep it off the "
                          "internet (default: 127.0.0.1:8001)",
                          [&](const auto& value, const auto& values) {
                            o.admin = admin_in(value, values);
                            o.admin_chosen = true;
                          }),
                     [&] { return shown_admin(o.admin); })),
      list("admin-host",
           "name by which --admin is reached, besides localhost and IP addresses, like metrics.example.org; may be "
           "given several times (default: no name)",
           [&](const auto& texts, const auto& values) { s.admin_hosts = names_in(texts, values); }),
      at_start(integer("threads", o.threads, 1, kMaxThreads, "worker threads",
                       "one for each processor that the server may use")),
      at_start(choice("io-uring", o.io_uring, {"auto", "on", "off"}, "send through io_uring: auto, on or off")),
      at_start(shown(text("web-root",
                          "directory whose files are served instead of the files of the same path in the binary, "
                          "read again for each request (default: the files in the binary)",
                          [&](const auto& value, const auto& values) {
                            check_web_root(value, values);
                            o.web_root = value;
                          }),
                     [&] { return o.web_root; })),
      choice("log-level", o.log_level, {"debug", "info", "warn", "error"},
             "debug, info, warn or error; addresses are logged at debug only"),
      choice("log-format", o.log_format, {"text", "json"}, "text or json, one line per event on standard error"),
      choice("log-streams", o.log_streams, {"some", "all", "off"},
             "lines about streams that open, resume and close: some, up to 20 of each in a second; all; or off"),
      choice("access-log", s.access_log, {"off", "on"},
             "on: a line for each request, with its method, path, status, bytes and milliseconds; or off"),

      separated_by_semicolons(list(
          "channel",
          "channel as NAME=SOURCE[,title=TEXT][,unit=TEXT][,min=NUMBER][,max=NUMBER], where SOURCE is random, "
          "shared, stdin, push or nats; may be given several times, and the page shows the first one (default: "
          "some_url=random, which "
          "is there in any case)",
          [&](const auto& texts, const auto& values) { s.channels = channels_in(texts, values); })),
      at_start(text("nats",
                    "address of the broker of channels with the source nats, as nats://HOST[:PORT], or tls:// for "
                    "TLS; several servers of one cluster with commas between them (default: no broker)",
                    [&](const auto& value, const auto& values) { s.nats.addresses = brokers_in(value, values); })),
      at_start(text("nats-credentials", "file of credentials for --nats, as nsc makes it",
                    [&](const auto& path, const auto& values) {
                      check_readable("nats-credentials", path, values);
                      s.nats.credentials_file = path;
                    })),
      at_start(
          text("nats-ca",
               "PEM file of the authorities that sign certificates of the broker (default: those of the system)",
               [&](const auto& path, const auto& values) {
                 check_readable("nats-ca", path, values);
                 s.nats.ca_file = path;
               })),
      at_start(integer("nats-replicas", s.nats.replicas, 1, 5,
                       "servers of the broker that keep each stream which this server creates")),
      at_start(integer("history", s.history, 1, 1'000'000, "newest numbers that are kept of each channel")),

      integer("min", s.stream.min, INT32_MIN, INT32_MAX, "smallest number of a stream"),
      integer("max", s.stream.max, INT32_MIN, INT32_MAX, "largest number of a stream"),
      integer("interval-ms", s.stream.interval_ms, limits.min_interval_ms, limits.max_interval_ms,
              "milliseconds between numbers"),
      integer("count", s.stream.count, 1, limits.max_count, "numbers in a stream"),
      separated_by_semicolons(list(
          "secret-file",
          "file of 32 bytes or 64 hexadecimal digits that all servers of a cluster share; may be given several "
          "times: the first secret signs, and streams of all of them can be resumed; or off: a new secret at "
          "each start, so that no stream outlives the process (default: a secret that the server keeps in "
          "$STATE_DIRECTORY, or in simplewebsocket/ in $XDG_STATE_HOME or ~/.local/state)",
          [&](const auto& paths, const auto& values) {
            const bool off = is_off("secret-file", paths, values);
            o.secret_files = joined(paths);
            o.secret_source = off ? SecretSource::none : SecretSource::file;
            if (!off) o.secrets = secrets_in("secret-file", paths, values);
          })),
      seconds("resume-window", s.resume_window, 0, 604'800, "for which a stream can be resumed after its end"),
      seconds("stream-lifetime", s.stream_lifetime, 1, 31'536'000,
              "after which a stream's connection is closed; the page resumes the stream on a new one"),

      integer("max-connections", a.connections, 1, 10'000'000, "connections at the same time",
              "what the open-file limit and the memory limit of the control group allow"),
      of_address("max-connections-per-address", a, &AdmissionLimits::OfAddress::connections,
                 "connections at the same time from one IPv4 address or IPv6 /64"),
      of_address("max-connects-per-second", a, &AdmissionLimits::OfAddress::connects_per_second,
                 "new connections per second from one address; over TLS more are closed before the handshake"),
      integer("header-bytes", s.header_bytes, 1'024, 65'536, "largest header of a request"),
      integer("message-bytes", s.message_bytes, 512, 16'777'216, "largest message from a client"),
      integer("client-messages-per-second", s.client_messages, 1, 1'000'000,
              "messages per second from one client, including pings and key updates of TLS"),
      seconds("header-timeout", s.header_timeout, 1, 3'600,
              "from the first byte of a request, or from the beginning of a connection, to the end of the header"),
      seconds("idle-timeout", s.idle_timeout, 1, 3'600, "until the next request on a connection"),
      seconds("handshake-timeout", s.handshake_timeout, 1, 60,
              "for a client of protocol 1 to send start or resume"),
      seconds("write-timeout", s.write_timeout, 1, 86'400, "after which a peer that does not read is dropped"),
      seconds("peer-timeout", s.peer_timeout, 2, 3'600, "after which a peer that acknowledges nothing is dropped"),
      seconds("ping-interval", s.ping_interval, 0, 3'600,
              "of silence at most, by sending pings: for proxies that end silent connections (0 sends none)"),

      text("tls-certificate",
           "PEM file of the certificate and its chain: serve https:// and wss://; or off (default: no TLS)"),
      text("tls-key", "PEM file of the certificate's private key"),
      seconds("hsts-max-age", s.hsts_max_age, 0, 63'072'000,
              "for which browsers must insist on TLS (Strict-Transport-Security; 0 does not send the header)"),

      list("allowed-origin",
           "origin whose pages may open streams, like https://example.org, https://*.example.org (all names below "
           "it), capacitor://localhost, null or *; may be given several times (default: pages of the same host)",
           [&](const auto& texts, const auto& values) { s.origins = origins_in(texts, values); }),
      shown(list("frame-ancestors",
                 "origin whose pages may show the page in a frame, like https://example.org, https://*.example.org "
                 "(all "
                 "names below it), self, * or none; may be given several times (default: none)",
                 [&](const auto& texts, const auto& values) {
                   s.frame_ancestors = frame_ancestors_in(texts, values);
                 }),
            [&] { return s.frame_ancestors; }),
      list(
          "trusted-proxy",
          "block of addresses, like 10.0.0.0/8, whose X-Forwarded-For and -Proto, or else Forwarded, are believed; "
          "may be given several times (default: no address)",
          [&](const auto& texts, const auto& values) { s.trusted_proxies = blocks_in(texts, values); }),
      choice("proxy-protocol", s.proxy_protocol, {"off", "on"},
             "on: a connection from a --trusted-proxy begins with a PROXY header of version 2; or off"),
      shown(
          separated_by_semicolons(list(
              "access-secret-file",
              "file of a secret, in the format of --secret-file: watching then requires a token made with it; see "
              "--issue-access, which uses the first one; may be given several times; or off (default: everybody "
              "may "
              "watch)",
              [&](const auto& paths, const auto& values) {
                o.access_off_chosen = is_off("access-secret-file", paths, values);
                if (!o.access_off_chosen) s.access_secrets = secrets_in("access-secret-file", paths, values);
              })),
          [&] { return s.access_secrets ? fingerprints_of(*s.access_secrets) : kOff; }),
      shown(text("push-secret-file",
                 "file of 16 to 512 letters, digits or characters of -._~+/=: pushing numbers then requires the "
                 "header 'Authorization: Bearer' with this text; or off (default: every program that reaches "
                 "--admin may push)",
                 [&](const auto& path, const auto&) {
                   o.push_off_chosen = path == kOff;
                   if (path != kOff) s.push_secret = secret_text_in(path);
                 }),
            [&] { return shown_push_secret(s.push_secret); }),

      seconds("drain-delay", o.drain_delay, 0, 3'600,
              "from SIGTERM, when /readyz begins to answer 503, until no more connections are accepted"),
      seconds("drain-period", o.drain_period, 0, 3'600, "over which the streams are then closed"),
  };
}

void complete_settings(const OptionValues& values, Options& options) {
  if (values.has("check-config") && values.has("issue-access")) {
    throw BadValue{"--check-config and --issue-access each print an answer and exit: give one of them"};
  }
  const auto& channels = options.settings.channels;
  const auto read = std::find_if(channels.begin(), channels.end(),
                                 [](const auto& channel) { return channel.source == ChannelSource::nats; });
  if (read != channels.end() && options.settings.nats.addresses.empty()) {
    throw BadValue{"the channel '" + read->name +
                   "' has the source nats, and no broker is given: add --nats nats://HOST:4222"};
  }
  const StreamParameters& stream = options.settings.stream;
  if (stream.min > stream.max) {
    throw values.wrong("max", std::to_string(stream.max),
                       "an integer not below --min, which is " + std::to_string(stream.min) + ",");
  }
  const auto file_of = [&](const char* name) {
    if (values.has(name) && values.text(name).empty()) {
      throw values.wrong(name, "", std::string("a PEM file, or ").append(kOff).append(" for no TLS,"));
    }
    return values.has(name) && values.text(name) != kOff ? values.text(name) : std::string();
  };
  const TlsFiles files{file_of("tls-certificate"), file_of("tls-key")};
  options.tls_off_chosen = values.has("tls-certificate") && values.text("tls-certificate") == kOff;
  if (files.certificate.empty() != files.key.empty()) {
    throw BadValue{files.certificate.empty() ? "--tls-key is given without --tls-certificate: TLS needs both"
                                             : "--tls-certificate is given without --tls-key: TLS needs both"};
  }
  if (files.certificate.empty()) return;
  auto tls = TlsContext::load(files);
  if (!tls) throw BadValue{tls.error()};
  options.settings.tls = std::move(*tls);
}

}  // namespace sws
