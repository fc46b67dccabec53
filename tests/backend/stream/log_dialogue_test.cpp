#include "backend/stream/log_dialogue.hpp"

#include <optional>

#include "shared/codec.hpp"
#include "tests/backend/stream/log_stream_fixture.hpp"

namespace sws {
namespace {

class LogDialogueTest : public LogStreamTest {
 protected:
  LogDialogueTest() { settings_.handshake_timeout = std::chrono::seconds(5); }

  void open() {
    stream_.emplace(outlet_, settings_, audience_, catch_up_);
    stream_->on_open();
  }
  template <class Request>
  void say(const Request& request) {
    stream_->on_message(encode(request), true);
  }
  void resume(std::uint64_t next, LogId log = kLog) { say(LogResume{log, next}); }

  std::vector<ServerMessage> take_messages() {
    std::vector<ServerMessage> messages;
    for (const std::string& text : outlet_.take_texts()) {
      const auto decoded = decode_server_message(text);
      EXPECT_TRUE(decoded) << text;
      if (decoded) messages.push_back(*decoded);
    }
    return messages;
  }

  // The numbers of a message in the order in which they were sent.
  static LogNumbers numbers(std::uint64_t from, std::uint64_t to) {
    LogNumbers run{from, {}};
    for (std::uint64_t i = from; i < to; ++i) {
      run.samples.push_back({static_cast<double>(i), 1'000 + static_cast<std::int64_t>(i)});
    }
    return run;
  }
  static LogStarted started(std::uint64_t next) { return {"temperature", kLog, next}; }

  using Messages = std::vector<ServerMessage>;

  Settings settings_;
  std::optional<LogDialogue> stream_;
};

TEST_F(LogDialogueTest, SaysWhichNumbersThereAre) {
  arrive_and_tick(3);
  open();
  EXPECT_EQ(take_messages(), (Messages{LogHello{"temperature", kLog, 0, 3}}));
  for (int i = 0; i < 12; ++i) arrive_and_tick(100);
  open();
  EXPECT_EQ(take_messages(), (Messages{LogHello{"temperature", kLog, 203, 1'203}}));
}

TEST_F(LogDialogueTest, SendsTheNewestNumbersAndAllThatFollow) {
  arrive_and_tick(10);
  open();
  take_messages();
  say(LogStart{4});
  EXPECT_EQ(take_messages(), (Messages{started(6), numbers(6, 10)}));
  arrive_and_tick(1);
  EXPECT_EQ(take_messages(), (Messages{numbers(10, 11)}));
}

TEST_F(LogDialogueTest, SendsSeveralNumbersOfASlotAsOneMessage) {
  open();
  say(LogStart{0});
  arrive_and_tick(1);
  take_messages();
  arrive(1);
  arrive(2);
  tick();
  EXPECT_EQ(take_messages(), (Messages{numbers(1, 4)}));
}

TEST_F(LogDialogueTest, SendsNoMoreThanOneRunInAMessage) {
  open();
  say(LogStart{0});
  take_messages();
  arrive_and_tick(600);
  EXPECT_EQ(take_messages(), (Messages{numbers(0, 512), numbers(512, 600)}));
}

TEST_F(LogDialogueTest, GoesOnWithTheNextNumber) {
  arrive_and_tick(10);
  open();
  take_messages();
  resume(7);
  EXPECT_EQ(take_messages(), (Messages{started(7), numbers(7, 10)}));
  EXPECT_EQ(outlet_.counted.streams_resumed.value(), 1u);
}

TEST_F(LogDialogueTest, GoesOnBehindTheNewestNumber) {
  arrive_and_tick(10);
  open();
  take_messages();
  resume(10);
  EXPECT_EQ(take_messages(), (Messages{started(10)}));
  arrive_and_tick(1);
  EXPECT_EQ(take_messages(), (Messages{numbers(10, 11)}));
}

TEST_F(LogDialogueTest, SaysWhichNumbersCanNoLongerBeHad) {
  for (int i = 0; i < 12; ++i) arrive_and_tick(100);
  open();
  take_messages();
  resume(50);
  EXPECT_EQ(take_messages(), (Messages{started(50), Gap{50, 200}, numbers(200, 712), numbers(712, 1'200)}));
  EXPECT_EQ(audience_->channel_metrics().gaps.value(), 1u);
}

TEST_F(LogDialogueTest, BeginsWithAllNumbersOfAnotherLog) {
  arrive_and_tick(3);
  open();
  take_messages();
  resume(50, LogId{0xcd});
  EXPECT_EQ(take_messages(), (Messages{started(0), numbers(0, 3)}));
}

TEST_F(LogDialogueTest, RefusesANumberThatHasNotCome) {
  arrive_and_tick(3);
  open();
  take_messages();
  resume(4);
  EXPECT_EQ(take_messages(), (Messages{ErrorMessage{"value_not_allowed", "\"next\" is 4: at most 3 is expected"}}));
  EXPECT_EQ(outlet_.close_codes, std::vector{CloseCode::policy_violation});
}

TEST_F(LogDialogueTest, TellsAViewerWhoDidNotReadWhatItMissed) {
  open();
  say(LogStart{0});
  take_messages();
  outlet_.next_status = SendStatus::blocked;
  for (int i = 0; i < 15; ++i) arrive_and_tick(100);
  outlet_.next_status = SendStatus::sent;
  stream_->on_writable();
  EXPECT_EQ(take_messages(), (Messages{Gap{0, 500}, numbers(500, 1'012), numbers(1'012, 1'500)}));
}

TEST_F(LogDialogueTest, LosesNothingOfMoreThanTheWindowHoldsAtOnce) {
  open();
  say(LogStart{0});
  take_messages();
  arrive_and_tick(2'100);
  EXPECT_EQ(take_messages(), (Messages{numbers(0, 512), numbers(512, 1'000), numbers(1'000, 1'512),
                                       numbers(1'512, 2'000), numbers(2'000, 2'100)}));
}

// A viewer whose peer reads again when as many samples have just come as the window holds: there is nothing that it
// may have yet, until they are sent.
TEST_F(LogDialogueTest, GoesOnThoughTheWholeWindowIsPending) {
  open();
  say(LogStart{0});
  outlet_.next_status = SendStatus::blocked;
  arrive_and_tick(1);
  take_messages();
  arrive(kHistory);
  outlet_.next_status = SendStatus::sent;
  stream_->on_writable();
  EXPECT_EQ(take_messages(), (Messages{Gap{0, 1}, numbers(1, 513), numbers(513, 1'001)}));
  tick();
  EXPECT_EQ(take_messages(), Messages());
}

TEST_F(LogDialogueTest, LosesNothingOfManySmallBatchesInOneSlot) {
  open();
  say(LogStart{0});
  take_messages();
  for (int i = 0; i < 25; ++i) arrive(100);
  tick();
  std::uint64_t next = 0;
  for (const ServerMessage& message : take_messages()) {
    const auto& run = std::get<LogNumbers>(message);
    EXPECT_EQ(run.seq, next);
    next += run.samples.size();
  }
  EXPECT_EQ(next, 2'500u);
}

TEST_F(LogDialogueTest, EndsWithTheSource) {
  arrive_and_tick(2);
  open();
  say(LogStart{1});
  take_messages();
  arrive(1);
  end_source();
  tick();
  EXPECT_EQ(take_messages(), (Messages{numbers(2, 3), End{EndReason::source_ended, 3}}));
  EXPECT_EQ(outlet_.close_codes, std::vector{CloseCode::normal});
}

TEST_F(LogDialogueTest, ShowsTheNumbersOfASourceThatHasEnded) {
  arrive(2);
  end_source();
  tick();
  open();
  say(LogStart{600});
  EXPECT_EQ(take_messages(), (Messages{LogHello{"temperature", kLog, 0, 2}, started(0), numbers(0, 2),
                                       End{EndReason::source_ended, 2}}));
}

TEST_F(LogDialogueTest, StopsWhenTheViewerSaysSo) {
  arrive_and_tick(2);
  open();
  say(LogStart{1});
  take_messages();
  say(Stop{});
  EXPECT_EQ(take_messages(), (Messages{End{EndReason::stopped, 2}}));
  arrive_and_tick(1);
  EXPECT_EQ(take_messages(), Messages());
}

TEST_F(LogDialogueTest, RefusesWhatIsNoRequest) {
  const auto code_of = [&](std::string_view text, bool is_text = true) {
    outlet_.open = true;
    open();
    take_messages();
    stream_->on_message(text, is_text);
    const auto messages = take_messages();
    const auto* const error = messages.size() == 1 ? std::get_if<ErrorMessage>(&messages[0]) : nullptr;
    return error ? error->code : "no error";
  };
  EXPECT_EQ(code_of("{}"), "malformed_message");
  EXPECT_EQ(code_of(R"({"type":"start"})", false), "malformed_message");
  EXPECT_EQ(code_of(R"({"type":"stop"})"), "malformed_message");
  EXPECT_EQ(code_of(R"({"type":"start","last":-1})"), "value_not_allowed");
  EXPECT_EQ(code_of(R"({"type":"resume","token":"abc","next":0})"), "malformed_message");
}

TEST_F(LogDialogueTest, RefusesAViewerWhoSaysNothing) {
  open();
  take_messages();
  ticker_.advance(std::chrono::seconds(6));
  const auto messages = take_messages();
  ASSERT_EQ(messages.size(), 1u);
  EXPECT_EQ(std::get<ErrorMessage>(messages[0]).code, "handshake_timeout");
}

// The budget of a tick is CatchUp::kNumbersPerTick.
TEST_F(LogDialogueTest, WaitsForTheBudgetOfTheWorker) {
  arrive_and_tick(1'000);
  ASSERT_EQ(catch_up_.take(CatchUp::kNumbersPerTick, clock_.steady()), CatchUp::kNumbersPerTick);
  open();
  take_messages();
  say(LogStart{1'000});
  EXPECT_EQ(take_messages(), (Messages{started(0)}));
  tick();
  EXPECT_EQ(take_messages(), (Messages{numbers(0, 512), numbers(512, 1'000)}));
}

}  // namespace
}  // namespace sws
