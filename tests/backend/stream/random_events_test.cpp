#include "backend/stream/random_events.hpp"

#include <gtest/gtest.h>

#include <memory>

#include "shared/codec.hpp"
#include "tests/backend/stream/stream_fixture.hpp"
#include "tests/backend/stream/verified_stream_fixture.hpp"

namespace sws {
namespace {

using namespace std::chrono_literals;

// What an EventSource makes of an event.
struct Event {
  std::string name, data, id;
};

Event parsed(const std::string& text) {
  Event event;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = text.find('\n', at);
    const std::string line = text.substr(at, end - at);
    at = end + 1;
    if (line.starts_with("event: ")) event.name = line.substr(7);
    if (line.starts_with("data: ")) event.data = line.substr(6);
    if (line.starts_with("id: ")) event.id = line.substr(4);
  }
  return event;
}

// A viewer over a connection of its own.
struct Viewer {
  Viewer(const Settings& settings, CatchUp& catch_up, std::string last_event_id = "")
      : stream(outlet, settings, catch_up, std::move(last_event_id)) {
    stream.on_open();
  }

  std::vector<Event> take() {
    std::vector<Event> events;
    for (const std::string& text : outlet.take_texts()) events.push_back(parsed(text));
    return events;
  }

  FakeEventOutlet outlet;
  RandomEvents stream;
};

class RandomEventsTest : public StreamTest {
 protected:
  std::unique_ptr<Viewer> view(const std::string& last_event_id = "") {
    return std::make_unique<Viewer>(settings_, catch_up_, last_event_id);
  }

  // A viewer with this id gets a new stream, behind an event that says why.
  void expect_new_stream(const std::string& last_event_id, const std::string& code, Reason reason) {
    const auto viewer = view(last_event_id);
    const auto events = viewer->take();
    ASSERT_EQ(events.size(), 2U) << last_event_id;
    EXPECT_EQ(events[0].name, "restart");
    EXPECT_EQ(events[0].id, "");
    EXPECT_EQ(std::get<ErrorMessage>(*decode_server_message(events[0].data)).code, code);
    EXPECT_TRUE(events[1].id.ends_with(".1"));
    EXPECT_EQ(viewer->outlet.reasons, std::vector{reason});
    EXPECT_EQ(viewer->outlet.counted.streams_resumed.value(), 0U);
    EXPECT_TRUE(viewer->outlet.open);
  }

  Settings settings_ = every_second(1000);
};

TEST_F(RandomEventsTest, SendsTheFirstNumberAtOnceAndThenOneEachInterval) {
  const auto viewer = view();
  const std::vector<std::string> first = viewer->outlet.take_texts();
  ASSERT_EQ(first.size(), 1U);
  EXPECT_TRUE(first[0].starts_with("id: ")) << first[0];
  EXPECT_NE(first[0].find(".1\ndata: {\"message\": "), std::string::npos) << first[0];
  ticker_.advance(980ms);
  EXPECT_TRUE(viewer->take().empty());
  ticker_.advance(20ms);
  const auto second = viewer->take();
  ASSERT_EQ(second.size(), 1U);
  EXPECT_TRUE(second[0].id.ends_with(".2"));
  EXPECT_TRUE(viewer->outlet.reasons.empty());
}

TEST_F(RandomEventsTest, AnIdHasAStreamsTokenAndTheNumberToGoOnWith) {
  settings_.stream = {.min = -7, .max = 8, .interval_ms = 100, .count = 50};
  const auto viewer = view();
  const std::string id = viewer->take().at(0).id;
  const auto identity = decode_token(settings_.secrets.signing(), id.substr(0, id.rfind('.')));
  ASSERT_TRUE(identity);
  EXPECT_EQ(identity->parameters, settings_.stream);
  EXPECT_EQ(identity->client_seed, "events");
}

TEST_F(RandomEventsTest, AStreamEndsWithAnEventAndItsLastIdIsComplete) {
  settings_ = every_second(2);
  const auto viewer = view();
  ticker_.advance(2s);
  const auto events = viewer->take();
  ASSERT_EQ(events.size(), 3U);
  EXPECT_EQ(events[2].name, "end");
  EXPECT_EQ(events[2].data, R"({"type":"end","reason":"complete","next":2})");
  EXPECT_EQ(events[2].id, "");
  EXPECT_EQ(viewer->outlet.close_codes, std::vector{CloseCode::normal});
  EXPECT_FALSE(RandomEvents::is_complete(settings_, events[0].id));
  EXPECT_TRUE(RandomEvents::is_complete(settings_, events[1].id));
  clock_.advance(24h);  // also after the resume window
  EXPECT_TRUE(RandomEvents::is_complete(settings_, events[1].id));
}

TEST_F(RandomEventsTest, NoStreamIsCompleteThatThisServerDidNotSign) {
  settings_ = every_second(1);
  const std::string id = view()->take().at(0).id;
  EXPECT_TRUE(RandomEvents::is_complete(settings_, id));
  EXPECT_FALSE(RandomEvents::is_complete(settings_, ""));
  EXPECT_FALSE(RandomEvents::is_complete(settings_, "." + id));
  EXPECT_FALSE(RandomEvents::is_complete(settings_, id + "0"));
  EXPECT_FALSE(RandomEvents::is_complete(settings_, id + "x"));
  settings_.secrets = Secret{9};
  EXPECT_FALSE(RandomEvents::is_complete(settings_, id));
}

TEST_F(RandomEventsTest, AViewerThatComesBackGoesOnExactlyWhereItStopped) {
  const auto whole = view();
  ticker_.advance(3s);
  const std::string stopped_at = whole->take().at(1).id;
  ticker_.advance(20s);
  const auto other = view(stopped_at);  // on another node
  ticker_.advance(5s);
  auto expected = whole->take();
  const auto events = other->take();
  ASSERT_EQ(events.size(), 27U);  // the numbers 2 to 28
  expected.erase(expected.begin(), expected.end() - 25);
  for (std::size_t i = 0; i < 25; ++i) {
    EXPECT_EQ(events[i + 2].id, expected[i].id);
    EXPECT_EQ(events[i + 2].data, expected[i].data);
  }
  EXPECT_TRUE(events[0].id.ends_with(".3"));
  EXPECT_EQ(other->outlet.counted.streams_resumed.value(), 1U);
  EXPECT_TRUE(other->outlet.reasons.empty());
}

TEST_F(RandomEventsTest, ARunThatAViewerMissedIsSentInPiecesOfAModestSize) {
  const std::string id = view()->take().at(0).id;
  ticker_.advance(900s);
  const auto other = view(id);
  ticker_.advance(1s);
  EXPECT_EQ(other->take().size(), 901U);
  EXPECT_GE(other->outlet.sends, 900 / 64);
  EXPECT_LE(other->outlet.sends, 900 / 64 + 3);
  EXPECT_GE(other->outlet.counted.numbers_caught_up.value(), 890U);
}

TEST_F(RandomEventsTest, WithAnIdThatMeansNothingANewStreamBeginsAndSaysSo) {
  for (const char* id : {"x", ".", "x.", ".1", "x.y", "x.-1", "x.+1", "x. 1", "x.4294967296", "17"}) {
    expect_new_stream(id, "bad_token", Reason::bad_token);
  }
}

TEST_F(RandomEventsTest, WithSomethingBehindAnIdANewStreamBegins) {
  expect_new_stream(view()->take().at(0).id + "x", "bad_token", Reason::bad_token);
}

TEST_F(RandomEventsTest, WithAnIdOfAnotherSecretANewStreamBegins) {
  const std::string id = view()->take().at(0).id;
  settings_.secrets = Secret{9};
  expect_new_stream(id, "bad_token", Reason::bad_token);
}

TEST_F(RandomEventsTest, AnIdOfAnySecretGoesOnWithTheSameNumbers) {
  settings_ = every_second(4);
  const auto whole = view();
  const std::string id = whole->take().at(0).id;
  settings_.secrets = Secrets(std::vector<Secret>{{9}, settings_.secrets.signing()});
  const auto other = view(id);
  ticker_.advance(3s);
  const auto expected = whole->take(), events = other->take();
  ASSERT_EQ(events.size(), 4U);
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_EQ(events[i].id, expected[i].id);
    EXPECT_EQ(events[i].data, expected[i].data);
  }
  EXPECT_TRUE(RandomEvents::is_complete(settings_, events[2].id));
}

TEST_F(RandomEventsTest, AfterTheResumeWindowANewStreamBegins) {
  const std::string id = view()->take().at(0).id;
  clock_.advance(1000s + settings_.resume_window + 1s);
  expect_new_stream(id, "expired_token", Reason::stream_error);
}

TEST_F(RandomEventsTest, WithAClockThatIsBehindTheViewerIsSentAwayWithTheSameId) {
  const auto whole = view();
  ticker_.advance(5s);
  const std::string id = whole->take().back().id;
  clock_.step_wall(-2s - 4ms);
  const auto refused = view(id);
  const auto events = refused->take();
  ASSERT_EQ(events.size(), 1U);
  EXPECT_EQ(events[0].name, "clock_skew");
  EXPECT_EQ(events[0].id, id);
  EXPECT_EQ(std::get<ErrorMessage>(*decode_server_message(events[0].data)).code, "clock_skew");
  EXPECT_EQ(refused->outlet.close_codes, std::vector{CloseCode::going_away});
  EXPECT_EQ(refused->outlet.counted.clock_skews.value(), 1U);
  clock_.step_wall(100ms);
  const auto waiting = view(id);
  EXPECT_TRUE(waiting->take().empty());
  ticker_.advance(3s);
  EXPECT_EQ(waiting->take().at(0).data, whole->take().at(0).data);
  EXPECT_TRUE(waiting->outlet.reasons.empty());
}

TEST_F(RandomEventsTest, BeyondTheEndOfAStreamANewOneBegins) {
  const std::string id = view()->take().at(0).id;
  expect_new_stream(id.substr(0, id.rfind('.')) + ".1001", "value_not_allowed", Reason::stream_error);
}

using RandomEventsAndProtocol1 = VerifiedStreamTest;

TEST_F(RandomEventsAndProtocol1, ATokenMeansTheSameNumbersForBoth) {
  Viewer viewer(settings_, catch_up_);
  ticker_.advance(9s);
  const auto events = viewer.take();
  ASSERT_EQ(events.size(), 10U);
  const Returning returning(*this, events[0].id.substr(0, events[0].id.rfind('.')), 0);
  const auto run = std::get<Numbers>(*decode_server_message(returning.outlet.texts.at(2)));
  ASSERT_EQ(run.messages.size(), 10U);
  for (std::size_t i = 0; i < 10; ++i) {
    EXPECT_EQ(events[i].data, "{\"message\": " + std::to_string(run.messages[i]) + "}");
  }
}

TEST_F(RandomEventsAndProtocol1, ATokenWithTheSeedOfAClientBeginsANewStreamOfEvents) {
  Viewer viewer(settings_, catch_up_, token_of_a_stream() + ".1");
  const auto events = viewer.take();
  ASSERT_EQ(events.size(), 2U);
  EXPECT_EQ(events[0].name, "restart");
}

}  // namespace
}  // namespace sws
