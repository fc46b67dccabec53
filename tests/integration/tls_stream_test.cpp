// Streams over TLS: nothing is lost or out of order, whatever the viewer does; a new certificate does not disturb
// them; the server's end is said.
#include <signal.h>

#include <array>
#include <filesystem>

#include "shared/codec.hpp"
#include "tests/integration/duplex_tls.hpp"
#include "tests/integration/sanitizer.hpp"
#include "tests/integration/tls_fixture.hpp"
#include "tests/integration/watched_stream.hpp"

namespace sws {
namespace {

class TlsStream : public Tls {};

TEST_F(TlsStream, StreamsPlainNumbersAndClosesAfterTheLast) {
  const Server server(with_tls({"--interval-ms", "10", "--count", "20", "--min", "7", "--max", "7"}));
  TlsConnection viewer = connect(server);
  open_stream(viewer);
  for (int i = 0; i < 20; ++i) EXPECT_EQ(viewer.receive_frame().payload, "{\"message\": 7}");
  EXPECT_EQ(viewer.receive_frame().payload, "\x03\xe8");  // 1000
  viewer.send(client_frame(0x88, "\x03\xe8"));
  EXPECT_EQ(viewer.receive_rest(), "");
}

TEST_F(TlsStream, LosesNothingThatComesBehindTheUpgradeInItsRecord) {
  const Server server(with_tls({"--interval-ms", "3600000"}));
  TlsConnection viewer = connect(server);
  viewer.send(upgrade_request() + client_frame(0x89, "early"));
  EXPECT_EQ(viewer.receive_response().result_int(), 101u);
  viewer.receive_frame();
  EXPECT_EQ(viewer.receive_frame().payload, "early");
}

TEST_F(TlsStream, LosesNothingThatComesBehindTheUpgradeInARecordOfItsOwn) {
  const Server server(with_tls({"--interval-ms", "3600000"}));
  TlsConnection viewer = connect(server);
  viewer.hold();
  viewer.send(upgrade_request());
  viewer.send(client_frame(0x89, "early"));
  viewer.release();
  EXPECT_EQ(viewer.receive_response().result_int(), 101u);
  viewer.receive_frame();
  EXPECT_EQ(viewer.receive_frame().payload, "early");
}

TEST_F(TlsStream, StreamsVerifiedNumbers) {
  const Server server(with_tls());
  TlsConnection viewer = connect(server);
  open_stream(viewer, "/ws/some_url/?protocol=1&count=50");
  viewer.send(client_frame(0x81, R"({"type":"start","client_seed":"mine","interval_ms":10})"));
  WatchedStream stream("mine");
  for (const LoopDeadline deadline; !stream.end();) {
    deadline.check("the end of the stream");
    stream.take(*decode_server_message(viewer.receive_frame().payload));
  }
  EXPECT_EQ(stream.numbers().size(), 50u);
  EXPECT_EQ(viewer.receive_frame().payload, "\x03\xe8");
}

TEST_F(TlsStream, ChangesItsKeysWhileAStreamRuns) {
  const Server server(with_tls());
  TlsConnection viewer = connect(server);
  open_stream(viewer, "/ws/some_url/?protocol=1&count=50");
  viewer.send(client_frame(0x81, R"({"type":"start","client_seed":"mine","interval_ms":10})"));
  for (int i = 0; i < 10; ++i) {
    viewer.request_key_update();
    viewer.send(client_frame(0x8a, ""));
    viewer.receive_frame();
  }
  viewer.send(client_frame(0x81, R"({"type":"stop"})"));
  const LoopDeadline deadline;
  for (Frame last{}; !contains(last.payload, "\"end\""); last = viewer.receive_frame()) {
    deadline.check("the end, though numbers do");
  }
  EXPECT_EQ(viewer.receive_frame().payload, "\x03\xe8");
}

// The server comes to a stand, with numbers and pongs half sent, and goes on: not a byte of either may be missing
// or out of its place.
TEST_F(TlsStream, AViewerThatStopsReadingAndReadsAgainLosesNothing) {
  const Server server(with_tls({"--client-messages-per-second", "1000000"}));
  DuplexTls viewer(server.port());
  viewer.write(upgrade_request("/ws/some_url/?protocol=1&count=4096"));
  viewer.write(client_frame(0x81, R"({"type":"start","client_seed":"mine","interval_ms":10})"));
  viewer.run_until([&] { return contains(viewer.received(), "\"seq\":0,"); });
  std::size_t pings = 0;
  for (const std::string ping = client_frame(0x89, std::string(125, 'p')); viewer.write_without_reading(ping);)
    ++pings;
  WatchedStream stream("mine");
  std::size_t pongs = 0;
  bool stopped = false;
  viewer.drop_until("\r\n\r\n");
  while (!stream.end()) {  // each frame has a deadline: how many pongs there are depends on the kernel's buffers
    if (stream.numbers().size() >= 100 && !std::exchange(stopped, true)) {
      viewer.write(client_frame(0x81, R"({"type":"stop"})"));
    }
    const Frame frame = viewer.next_frame();
    if (frame.first_byte == 0x8a) {
      ASSERT_EQ(frame.payload, std::string(125, 'p'));
      ++pongs;
      continue;
    }
    const auto message = decode_server_message(frame.payload);
    ASSERT_TRUE(message) << frame.payload;
    stream.take(*message);
  }
  EXPECT_GT(pongs, 0U);
  EXPECT_LE(pongs, pings + 1);
}

TEST_F(TlsStream, StreamsOverVersion12) {
  const Server server(with_tls({"--interval-ms", "10", "--count", "20"}));
  TlsClient old = client();
  old.max_version = TLS1_2_VERSION;
  TlsConnection viewer(server.port(), old);
  open_stream(viewer);
  for (int i = 0; i < 20; ++i) EXPECT_TRUE(viewer.receive_frame().payload.starts_with("{\"message\": "));
  EXPECT_EQ(viewer.receive_frame().payload, "\x03\xe8");
}

TEST_F(TlsStream, ANewCertificateIsShownFromTheNextConnectionOnAndStreamsGoOn) {
  Server server(with_tls());
  TlsConnection viewer = connect(server);
  open_stream(viewer, "/ws/some_url/?protocol=1");
  viewer.send(client_frame(0x81, R"({"type":"start","client_seed":"mine","interval_ms":10})"));
  TlsConnection idle = connect(server);
  EXPECT_EQ(idle.certificate_name(), "first");

  const TlsFiles renewed = authority_.issue({.name = "renewed"});
  std::filesystem::rename(renewed.certificate, files_.certificate);
  std::filesystem::rename(renewed.key, files_.key);
  server.process().signal(SIGHUP);
  until([&] { return connect(server).certificate_name() == "renewed"; });
  until([&] { return contains(server.process().standard_error(), "event=reloaded"); });

  idle.send(request("GET /style.css"));
  EXPECT_EQ(idle.receive_response().result_int(), 200u);
  viewer.send(client_frame(0x89, "still there?"));
  const LoopDeadline deadline;
  for (Frame frame{}; frame.payload != "still there?"; frame = viewer.receive_frame()) {
    deadline.check("a pong, though numbers do");
  }
  EXPECT_TRUE(contains(viewer.receive_frame().payload, "\"number"));
}

TEST_F(TlsStream, ManyReloadsKeepNoOldCertificateInMemory) {
  if (kSanitized) GTEST_SKIP() << "a sanitizer keeps freed memory";
  Server server(with_tls({"--threads", "1"}));
  const std::array<TlsFiles, 2> renewed = {authority_.issue({.name = "even"}), authority_.issue({.name = "odd"})};
  const auto reload = [&](std::size_t number) {
    const TlsFiles& next = renewed[number % 2];
    using std::filesystem::copy_file, std::filesystem::copy_options;
    copy_file(next.certificate, files_.certificate, copy_options::overwrite_existing);
    copy_file(next.key, files_.key, copy_options::overwrite_existing);
    server.process().signal(SIGHUP);
    until([&] { return connect(server).certificate_name() == (number % 2 == 0 ? "even" : "odd"); });
  };
  for (std::size_t i = 0; i < 20; ++i) reload(i);  // the heap finds its size
  const std::size_t before = server.process().resident_bytes();
  for (std::size_t i = 0; i < 150; ++i) reload(i);
  EXPECT_LT(server.process().resident_bytes(), before + 1'000'000);  // 19 kB each would be 2.9 MB
}

TEST_F(TlsStream, ABadNewCertificateIsRefusedAndTheOldOneStays) {
  Server server(with_tls());
  authority_.write("first.pem", "nonsense");
  server.process().signal(SIGHUP);
  until([&] {
    EXPECT_EQ(connect(server).certificate_name(), "first");
    return contains(server.process().standard_error(), "event=reload_refused");
  });
  EXPECT_TRUE(contains(server.process().standard_error(), "first.pem")) << server.process().standard_error();
  EXPECT_EQ(connect(server).certificate_name(), "first");
  EXPECT_FALSE(contains(server.process().standard_error(), "event=reloaded"));

  authority_.issue({.name = "first"});  // and once it is good it is taken
  server.process().signal(SIGHUP);
  until([&] {
    connect(server);
    return contains(server.process().standard_error(), "event=reloaded");
  });
  server.process().signal(SIGTERM);
  EXPECT_EQ(server.process().wait_for_exit(), 0);
}

TEST_F(TlsStream, SigtermClosesStreamsWith1001AndSaysTheEnd) {
  Server server(with_tls({"--interval-ms", "3600000"}));
  {
    TlsConnection viewer = connect(server);
    open_stream(viewer);
    viewer.receive_frame();
    TlsConnection idle = connect(server);
    idle.send(request("GET /style.css"));
    idle.receive_response();
    server.process().signal(SIGTERM);
    const Frame close = viewer.receive_frame();
    EXPECT_EQ(close.first_byte, 0x88);
    EXPECT_EQ(close.payload, "\x03\xe9");
    viewer.send(client_frame(0x88, "\x03\xe9"));
    EXPECT_EQ(viewer.receive_rest(), "");  // this throws if the end is not said
    EXPECT_EQ(idle.receive_rest(), "");
  }
  EXPECT_EQ(server.process().wait_for_exit(), 0);
}

TEST_F(TlsStream, SigtermIsNotHeldUpByHalfAHandshake) {
  Server server(with_tls());
  RawConnection half(server.port());
  half.send(std::string_view("\x16\x03\x01\x02\x00\x01\x00", 7));
  connect(server);  // the server is at work
  server.process().signal(SIGTERM);
  EXPECT_EQ(server.process().wait_for_exit(), 0);
}

}  // namespace
}  // namespace sws
