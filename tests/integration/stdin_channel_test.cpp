// A program's numbers, piped into the server, and the viewers who watch them.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <unistd.h>

#include <memory>
#include <numeric>
#include <system_error>

#include "tests/integration/event_client.hpp"
#include "tests/integration/log_client.hpp"
#include "tests/integration/metrics.hpp"
#include "tests/integration/server_process.hpp"
#include "tests/integration/stream_client.hpp"
#include "tests/integration/wait_until.hpp"

namespace sws {
namespace {

// Stands for the program to the left of the pipe.
class Producer {
 public:
  Producer() {
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0) throw std::system_error(errno, std::generic_category(), "pipe2");
    read_end_ = Descriptor(ends[0]);
    write_end_ = Descriptor(ends[1]);
  }

  int read_end() const { return read_end_.number(); }

  void write(std::string_view text) {
    if (::write(write_end_.number(), text.data(), text.size()) != static_cast<ssize_t>(text.size())) {
      throw std::system_error(errno, std::generic_category(), "write to the server");
    }
  }
  void write_numbers(int from, int to) {
    for (int i = from; i < to; ++i) write(std::to_string(i) + "\n");
  }
  void end() { write_end_ = Descriptor(); }

 private:
  Descriptor read_end_, write_end_;
};

class StdinChannel : public testing::Test {
 protected:
  void serve(Arguments more = {}) {
    more.insert(more.end(), {"--admin", "127.0.0.1:0", "--channel", "cpu=stdin,title=CPU load,unit=%"});
    server_ = std::make_unique<Server>(more, Environment(), Inheritance{.standard_input = producer_.read_end()});
  }

  std::uint16_t port() const { return server_->port(); }
  double metric(const std::string& name) const {
    return Metrics::of(server_->admin_port()).value("simplewebsocket_" + name);
  }
  void wait_for_numbers(double count) const {
    wait_until("the numbers at the server",
               [&] { return metric("channel_numbers_received_total{channel=\"cpu\"}") >= count; });
  }
  static std::vector<double> counting(int from, int to) {
    std::vector<double> values(static_cast<std::size_t>(to - from));
    std::iota(values.begin(), values.end(), from);
    return values;
  }

  Producer producer_;
  std::unique_ptr<Server> server_;
};

TEST_F(StdinChannel, ReachesEveryViewerWhole) {
  serve();
  LogClient one(port(), "cpu"), two(port(), "cpu");
  one.start(0);
  two.start(0);
  for (int i = 0; i < 300; ++i) producer_.write_numbers(i, i + 1);
  one.read_to(300);
  two.read_to(300);
  EXPECT_EQ(one.values(), counting(0, 300));
  EXPECT_EQ(two.values(), counting(0, 300));
  EXPECT_EQ(one.hello().log, two.hello().log);
}

TEST_F(StdinChannel, ShowsItsHistoryToAViewerWhoComesLate) {
  serve();
  producer_.write_numbers(0, 1'000);
  wait_for_numbers(1'000);
  LogClient viewer(port(), "cpu");
  EXPECT_EQ(viewer.hello().next, 1'000u);
  viewer.start(600);
  viewer.read_to(1'000);
  EXPECT_EQ(viewer.values(), counting(400, 1'000));
}

TEST_F(StdinChannel, GoesOnExactlyWhereAViewerLeft) {
  serve();
  producer_.write_numbers(0, 50);
  auto viewer = std::make_unique<LogClient>(port(), "cpu");
  viewer->start(1'000);
  viewer->read_to(20);
  const LogId log = viewer->hello().log;
  const std::uint64_t next = viewer->next();
  viewer.reset();
  producer_.write_numbers(50, 100);
  wait_for_numbers(100);
  LogClient back(port(), "cpu");
  back.resume(log, next);
  back.read_to(100);
  EXPECT_EQ(back.values(), counting(static_cast<int>(next), 100));
  EXPECT_TRUE(back.gaps().empty());
}

TEST_F(StdinChannel, SaysWhichNumbersAViewerCanNoLongerHave) {
  serve({"--history", "100"});
  producer_.write_numbers(0, 1'000);
  wait_for_numbers(1'000);
  LogClient viewer(port(), "cpu");
  viewer.resume(viewer.hello().log, 17);
  viewer.read_to(1'000);
  EXPECT_EQ(viewer.gaps(), (std::vector<Gap>{{17, 900}}));
  EXPECT_EQ(viewer.values(), counting(900, 1'000));
  EXPECT_EQ(metric("channel_gaps_total{channel=\"cpu\"}"), 1);
}

TEST_F(StdinChannel, EndsWhenTheProgramEnds) {
  serve();
  LogClient viewer(port(), "cpu");
  viewer.start(0);
  producer_.write("1\n2");
  producer_.end();
  EXPECT_EQ(viewer.read_to_the_end(), (End{EndReason::source_ended, 2}));
  EXPECT_EQ(viewer.values(), (std::vector<double>{1, 2}));
  EXPECT_EQ(viewer.close_code(), 1000);
  LogClient late(port(), "cpu");
  late.start(10);
  EXPECT_EQ(late.read_to_the_end(), (End{EndReason::source_ended, 2}));
  EXPECT_EQ(late.values(), (std::vector<double>{1, 2}));
}

TEST_F(StdinChannel, LeavesOutBadLinesCountsThemAndLogsThem) {
  serve();
  producer_.write("1\nload average: 5\n2\n");
  wait_for_numbers(2);
  EXPECT_EQ(metric("channel_bad_lines_total{channel=\"cpu\"}"), 1);
  const std::string log = server_->process().log_to_the_end();
  EXPECT_NE(log.find("event=bad_line channel=\"cpu\" line=2"), std::string::npos) << log;
}

TEST_F(StdinChannel, SpeaksThePlainProtocolOfTheOriginal) {
  serve();
  producer_.write("20\n21\n");
  wait_for_numbers(2);
  StreamClient viewer(port(), "/ws/cpu/");
  EXPECT_EQ(viewer.next_number(), 21);
  producer_.write("-3\n");
  producer_.end();
  EXPECT_EQ(viewer.rest_of_numbers(), std::vector<std::int32_t>{-3});
  EXPECT_EQ(viewer.close_code(), 1000);
}

TEST_F(StdinChannel, IsAlsoAStreamOfEventsThatResumes) {
  serve();
  producer_.write("1\n");
  wait_for_numbers(1);
  EventClient viewer(port(), "/events/cpu/");
  EXPECT_TRUE(viewer.next().data.starts_with("{\"message\": 1, \"at_ms\": "));
  producer_.write("2\n3\n");
  EXPECT_TRUE(viewer.next().data.starts_with("{\"message\": 2, "));
  EventClient back(port(), "/events/cpu/", "Last-Event-ID: " + viewer.last_event_id() + "\r\n");
  EXPECT_TRUE(back.next().data.starts_with("{\"message\": 3, "));
  producer_.end();
  const Event end = back.next();
  EXPECT_EQ(end.name, "end");
  EXPECT_EQ(end.data, R"({"type":"end","reason":"source_ended","next":3})");
  wait_until("that every worker has heard of the end", [&] {
    EventClient after(port(), "/events/cpu/", "Last-Event-ID: " + end.id + "\r\n");
    return after.status() == 204;
  });
}

TEST_F(StdinChannel, TellsAnEventStreamOfTheLogBeforeThatTheLogIsNew) {
  serve();
  producer_.write("1\n2\n");
  wait_for_numbers(2);
  EventClient viewer(port(), "/events/cpu/", "Last-Event-ID: 00000000000000000000000000000000.1\r\n");
  EXPECT_EQ(viewer.next().name, "restart");
  EXPECT_TRUE(viewer.next().data.starts_with("{\"message\": 1, "));
}

TEST_F(StdinChannel, DoesNotKeepTheServerFromStopping) {
  serve();
  server_->process().signal(SIGTERM);
  EXPECT_EQ(server_->process().wait_for_exit(), 0);
}

TEST_F(StdinChannel, WaitsForTheServerIfTheProgramIsTooFast) {
  serve({"--history", "12000"});
  LogClient viewer(port(), "cpu");
  viewer.start(0);
  std::string text;
  for (int i = 0; i < 12'000; ++i) text += std::to_string(i) + "\n";
  for (std::size_t at = 0; at < text.size(); at += 2'000) producer_.write(std::string_view(text).substr(at, 2'000));
  viewer.read_to(12'000);
  EXPECT_EQ(viewer.values(), counting(0, 12'000));
}

}  // namespace
}  // namespace sws
