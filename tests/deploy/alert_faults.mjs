// The fault of each alert, as the metrics show it. `series` has a value for each minute, in promtool's notation ("1x5 0x9":
// 1 in minutes 0 to 5, then 0), of the server a in the job simplewebsocket unless the labels say otherwise. The alert fires
// in minute `fires` and not one minute before; then it says `summary`.
export const faults = {
  Down: { series: { up: "1x5 0x9" }, fires: 7, summary: "a does not answer on its admin port." },
  NotReady: { series: { simplewebsocket_ready: "1x5 0x30" }, fires: 21, summary: "a has been draining for 15 minutes." },
  Restarts: {
    series: { process_start_time_seconds: "10x5 20x5 30x5 40x5", 'simplewebsocket_build_info{version="1"}': "1x30" },
    fires: 18,
    summary: "a was started 3 times in half an hour.",
  },
  WorkerStuck: {
    series: {
      'simplewebsocket_worker_unresponsive_seconds{worker="1"}': "0x20",
      'simplewebsocket_worker_unresponsive_seconds{worker="2"}': "0x5 0 60 120",
    },
    fires: 7,
    summary: "A worker thread of a has not answered for 1m 0s: its viewers get no numbers.",
  },
  WorkersOutOfBalance: {
    series: {
      'simplewebsocket_worker_connections{worker="1"}': "1400x5 1600x30",
      'simplewebsocket_worker_connections{worker="2"}': "500x40",
    },
    fires: 21,
    summary: "One worker thread of a has more than half as many connections again as the average.",
  },
  NumbersLate: {
    series: {
      'simplewebsocket_lateness_seconds_bucket{le="1"}': "0+100x10 1000+97x30",
      'simplewebsocket_lateness_seconds_bucket{le="10"}': "0+100x10 1000+100x30",
      'simplewebsocket_lateness_seconds_bucket{le="+Inf"}': "0+100x10 1000+100x30",
    },
    fires: 18,
    summary: "One number in a hundred of a is 7s late or more.",
  },
  ProcessorsBusy: {
    series: {
      process_cpu_seconds_total: "0+30x20 708+108x60",
      'simplewebsocket_worker_connections{worker="1"}': "1x80",
      'simplewebsocket_worker_connections{worker="2"}': "1x80",
    },
    fires: 35,
    summary: "a uses 90% of the processors that its threads can use.",
  },
  ConnectionsNearLimit: {
    series: { simplewebsocket_connections: "900x5 950x20", simplewebsocket_connections_limit: "1000x30" },
    fires: 11,
    summary: "a has 95% of the connections that it may have.",
  },
  ConnectionsRefused: {
    series: {
      'simplewebsocket_refusals_total{reason="too_many_connections"}': "0x5 3x9",
      'simplewebsocket_refusals_total{reason="not_found"}': "0+5x15",
    },
    fires: 6,
    summary: "a is full and refuses viewers.",
  },
  AcceptPaused: {
    series: { simplewebsocket_accept_paused_seconds_total: "0x5 4x9" },
    fires: 6,
    summary: "a stopped accepting connections for 4s, because it was out of file descriptors or memory.",
  },
  FilesNearLimit: {
    series: {
      process_open_fds: "950x5 990x20",
      process_max_fds: "1000x30",
      'simplewebsocket_build_info{version="1"}': "1x30",
    },
    fires: 11,
    summary: "a has 99% of the file descriptors that it may have.",
  },
  MemoryNearLimit: {
    series: { process_resident_memory_bytes: "80x5 95x20", simplewebsocket_memory_limit_bytes: "100x30" },
    fires: 11,
    summary: "a takes 95% of the memory that it may have: the kernel will end it.",
  },
  ServerErrors: {
    series: {
      'simplewebsocket_http_responses_total{code="2xx"}': "0+90x50",
      'simplewebsocket_http_responses_total{code="5xx"}': "0x5 10+10x40",
    },
    fires: 13,
    summary: "a answers 10% of all requests with a 5xx.",
  },
  ClientsBreakProtocol: {
    series: {
      'simplewebsocket_closes_sent_total{code="1000"}': "0+100x60",
      'simplewebsocket_closes_sent_total{code="1002"}': "0x5 6+6x60",
      'simplewebsocket_closes_sent_total{code="1007"}': "0x5 4+4x60",
      'simplewebsocket_streams_opened_total{protocol="plain"}': "0+100x60",
    },
    fires: 21,
    summary: "a ends 10% of the streams because of what the client sent.",
  },
  CertificateExpiresSoon: {
    series: { simplewebsocket_tls_certificate_expiry_timestamp_seconds: `${14 * 86400 + 300}x90` },
    fires: 66,
    summary: "The TLS certificate of a expires in 13d 22h 59m 0s.",
  },
  CertificateExpired: {
    series: { simplewebsocket_tls_certificate_expiry_timestamp_seconds: "300x9" },
    fires: 5,
    summary: "The TLS certificate of a has expired: browsers refuse it.",
  },
  TlsNotResumed: {
    series: {
      'simplewebsocket_tls_handshakes_total{kind="full"}': "0x5 30x9",
      'simplewebsocket_tls_handshakes_total{kind="resumed"}': "7x15",
      simplewebsocket_streams_resumed_total: "0x5 30x9",
    },
    fires: 6,
    summary: "Viewers come back to a, but all of them need a full TLS handshake.",
  },
  ReloadFailed: {
    series: { simplewebsocket_config_last_reload_successful: "1x5 0x9" },
    fires: 6,
    summary: "a refused its new settings and goes on with the old ones.",
  },
  SecretsDiffer: {
    series: {
      'simplewebsocket_secret_info{fingerprint="one"}': "1x40",
      'simplewebsocket_secret_info{instance="b",fingerprint="one"}': "1x5 _x40",
      'simplewebsocket_secret_info{instance="b",fingerprint="two"}': "_x6 1x40",
    },
    fires: 21,
    labels: { job: "simplewebsocket" },
    summary: "The servers of simplewebsocket sign with 2 different secrets: a viewer who changes servers may lose the stream.",
  },
  VersionsDiffer: {
    series: {
      'simplewebsocket_build_info{version="1",commit="abc"}': "1x90",
      'simplewebsocket_build_info{instance="b",version="1",commit="abc"}': "1x5 _x90",
      'simplewebsocket_build_info{instance="b",version="1",commit="def"}': "_x6 1x90",
    },
    fires: 66,
    labels: { job: "simplewebsocket" },
    summary: "The servers of simplewebsocket have had 2 different versions for an hour.",
  },
  ClocksDiffer: {
    series: { simplewebsocket_clock_skew_total: "0x5 1x9" },
    fires: 6,
    summary: "The clock of a is behind that of another server of its cluster, or that one is ahead.",
  },
  ClockStepped: {
    series: { simplewebsocket_wall_clock_step_seconds: "0x10 -2x20" },
    fires: 11,
    summary: "The wall clock of a was set by 2s, or the machine slept.",
  },
  LogLinesSuppressed: {
    series: { simplewebsocket_log_lines_suppressed_total: "0x10 90x9" },
    fires: 11,
    summary: "The log of a lacks 90 lines of ten minutes.",
  },
  ChannelsDiffer: {
    series: {
      'simplewebsocket_channels{source="push"}': "1x5 2x40",
      'simplewebsocket_channels{instance="b",source="push"}': "1x50",
    },
    fires: 21,
    labels: { job: "simplewebsocket", source: "push" },
    summary: "Not all servers of simplewebsocket have the same number of channels of source push.",
  },
  ChannelSourceAway: {
    series: { 'simplewebsocket_channel_source_connected{channel="cpu"}': "1x5 0x9" },
    fires: 7,
    labels: { channel: "cpu" },
    summary: "a cannot reach the broker of the channel cpu.",
  },
  ChannelSilent: {
    series: { 'simplewebsocket_channel_last_number_timestamp_seconds{channel="cpu"}': "300x30" },
    fires: 16,
    labels: { channel: "cpu" },
    summary: "No number of the channel cpu has come to a for 11m 0s.",
  },
  ChannelBehind: {
    series: { 'simplewebsocket_channel_unread_numbers{channel="cpu"}': "1000x5 4000x9" },
    fires: 8,
    labels: { channel: "cpu" },
    summary: "a has yet to read 4k numbers of the channel cpu.",
  },
  ChannelGaps: {
    series: { 'simplewebsocket_channel_gaps_total{channel="cpu"}': "0x5 1x9" },
    fires: 6,
    labels: { channel: "cpu" },
    summary: "Viewers of the channel cpu of a missed numbers that can no longer be had.",
  },
  ChannelBadLines: {
    series: { 'simplewebsocket_channel_bad_lines_total{channel="cpu"}': "0x5 1x9" },
    fires: 6,
    labels: { channel: "cpu" },
    summary: "The channel cpu of a gets lines that are no numbers.",
  },
};
