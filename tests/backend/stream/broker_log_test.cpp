// A broker has the log of these channels. Their viewers get positions that begin anywhere and have gaps, and blocks
// from behind the window; another log may begin, and the broker may go away.
#include <optional>

#include "backend/stream/log_dialogue.hpp"
#include "backend/stream/plain_log_stream.hpp"
#include "shared/codec.hpp"
#include "tests/backend/stream/stream_fixture.hpp"

namespace sws {
namespace {

using Messages = std::vector<ServerMessage>;

// Has the positions from `first` on, and gives the blocks of which the test says so.
class FakeArchive final : public LogArchive {
 public:
  Block find(const LogId&, std::uint64_t seq) override {
    const auto found = blocks.find(block_of(seq));
    return found == blocks.end() ? nullptr : found->second;
  }
  void fetch(const LogId&, std::uint64_t seq, Done done) override {
    asked.push_back(block_of(seq));
    done_ = std::move(done);
  }
  void answer(bool is_here) {
    if (is_here) add(asked.back());
    std::exchange(done_, nullptr)(is_here);
  }
  void add(std::uint64_t block) {
    auto made = std::make_shared<SampleWindow>(kBlockPositions);
    made->begin_at(block);
    made->skip_to(std::max(block, first));
    while (made->next() < block + kBlockPositions) {
      const Sample sample{static_cast<double>(made->next()), 0};
      made->append({&sample, 1});
    }
    blocks[block] = made;
  }

  std::uint64_t first = 0;
  std::map<std::uint64_t, Block> blocks;
  std::vector<std::uint64_t> asked;

 private:
  Done done_;
};

class BrokerLogTest : public StreamTest {
 protected:
  static constexpr std::size_t kHistory = 100;
  static constexpr LogId kLog = {0xab}, kOtherLog = {0xcd};

  void begin(std::uint64_t next, std::uint64_t oldest, const LogId& log = kLog) {
    next_ = next;
    oldest_ = oldest;
    SampleBatch batch = empty();
    batch.begins_log = log;
    audience_->take(batch);
  }
  void arrive(std::uint64_t first, std::size_t count) {
    next_ = first;
    SampleBatch batch = empty();
    for (; count > 0; --count) batch.samples.push_back({static_cast<double>(next_++), 0});
    audience_->take(batch);
    tick();
  }
  void set_source(bool is_here) {
    has_source_ = is_here;
    audience_->take(empty());
  }
  SampleBatch empty() const {
    return {
        .first = next_, .samples = {}, .arrived = clock_.steady(), .oldest = oldest_, .has_source = has_source_};
  }
  void tick() { ticker_.advance(TickSchedule::kSlotWidth); }

  void open() {
    stream_.emplace(outlet_, settings_, audience_, catch_up_);
    stream_->on_open();
  }
  template <class Request>
  void say(const Request& request) {
    stream_->on_message(encode(request), true);
  }
  // Opens a viewer who resumes, and forgets `hello` and `started`.
  void resume(std::uint64_t next) {
    open();
    outlet_.take_texts();
    say(LogResume{kLog, next});
    auto texts = outlet_.take_texts();
    ASSERT_FALSE(texts.empty());
    texts.erase(texts.begin());
    outlet_.texts = texts;
  }
  Messages take_messages() {
    Messages messages;
    for (const std::string& text : outlet_.take_texts()) messages.push_back(*decode_server_message(text));
    return messages;
  }
  static LogNumbers numbers(std::uint64_t from, std::uint64_t to) {
    LogNumbers run{from, {}};
    for (; from < to; ++from) run.samples.push_back({static_cast<double>(from), 0});
    return run;
  }

  std::uint64_t next_ = 0, oldest_ = 0;
  bool has_source_ = true;
  Settings settings_;
  std::vector<std::function<void()>> posted_;
  std::shared_ptr<FakeArchive> archive_ = std::make_shared<FakeArchive>();
  std::shared_ptr<Audience> audience_ =
      std::make_shared<Audience>("temperature", std::nullopt, kHistory, ticker_, outlet_.counted, archive_,
                                 [](const std::function<void()>& call) { call(); });
  std::optional<LogDialogue> stream_;
};

TEST_F(BrokerLogTest, HasNoLogUntilTheBrokerWasReached) {
  EXPECT_FALSE(audience_->has_log());
  begin(5'000, 17);
  ASSERT_TRUE(audience_->has_log());
  open();
  EXPECT_EQ(take_messages(), (Messages{LogHello{"temperature", kLog, 17, 5'000, 1}}));
  say(LogStart{600});
  arrive(5'000, 2);
  EXPECT_EQ(take_messages(), (Messages{LogStarted{"temperature", kLog, 5'000}, numbers(5'000, 5'002)}));
}

TEST_F(BrokerLogTest, PositionsWithoutASampleAreGaps) {
  begin(1, 1);
  resume(1);
  arrive(3, 2);
  EXPECT_EQ(take_messages(), (Messages{Gap{1, 3}, numbers(3, 5)}));
  arrive(6, 0);
  EXPECT_EQ(take_messages(), (Messages{Gap{5, 6}}));
  arrive(1'000, 1);
  EXPECT_EQ(take_messages(), (Messages{Gap{6, 1'000}, numbers(1'000, 1'001)}));
  EXPECT_EQ(audience_->channel_metrics().gaps.value(), 3u);
}

TEST_F(BrokerLogTest, AGapLiesInTheWindowForThoseWhoComeLater) {
  begin(1, 1);
  arrive(1, 2);
  arrive(5, 2);
  resume(1);
  EXPECT_EQ(take_messages(), (Messages{numbers(1, 3), Gap{3, 5}, numbers(5, 7)}));
}

TEST_F(BrokerLogTest, WhatHasLeftTheWindowIsFetched) {
  begin(1'000, 1);
  arrive(1'000, 100);
  resume(990);
  EXPECT_EQ(take_messages(), Messages());
  EXPECT_EQ(archive_->asked, std::vector<std::uint64_t>{512});
  arrive(1'100, 1);
  EXPECT_EQ(take_messages(), Messages());
  archive_->answer(true);
  EXPECT_EQ(take_messages(), (Messages{numbers(990, 1'001), numbers(1'001, 1'101)}));
  arrive(1'101, 1);
  EXPECT_EQ(take_messages(), (Messages{numbers(1'101, 1'102)}));
}

TEST_F(BrokerLogTest, WhatTheBrokerNoLongerHasIsAGap) {
  begin(1'000, 700);
  arrive(1'000, 10);
  archive_->first = 998;
  archive_->add(512);
  resume(600);
  EXPECT_EQ(take_messages(), (Messages{Gap{600, 998}, numbers(998, 1'000), numbers(1'000, 1'010)}));
}

TEST_F(BrokerLogTest, ABlockThatCannotBeHadIsAskedForAgain) {
  begin(1'000, 1);
  resume(600);
  archive_->answer(false);
  EXPECT_EQ(archive_->asked.size(), 1u);
  ticker_.advance(std::chrono::milliseconds(1'100));
  EXPECT_EQ(archive_->asked.size(), 2u);
  archive_->answer(true);
  EXPECT_EQ(take_messages(), (Messages{numbers(600, 1'000)}));
}

TEST_F(BrokerLogTest, AViewerMayLeaveWhileItsBlockIsFetched) {
  begin(1'000, 1);
  resume(600);
  stream_.reset();
  archive_->answer(true);
  EXPECT_EQ(take_messages(), Messages());
}

TEST_F(BrokerLogTest, AViewerWhoWaitsForABlockHearsOfTheEnd) {
  begin(1'000, 1);
  resume(600);
  SampleBatch end = empty();
  end.ends_log = true;
  audience_->take(end);
  EXPECT_EQ(take_messages(), (Messages{Gap{600, 1'000}, End{EndReason::source_ended, 1'000}}));
}

TEST_F(BrokerLogTest, ABlockWithoutASampleSaysWhereTheNextOneIs) {
  begin(2'000, 1);
  auto block = std::make_shared<SampleWindow>(LogArchive::kBlockPositions);
  block->begin_at(0);
  block->skip_to(1'990);
  archive_->blocks[0] = block;
  archive_->add(1'536);
  resume(5);
  EXPECT_EQ(take_messages(), (Messages{Gap{5, 1'990}, numbers(1'990, 2'000)}));
}

TEST_F(BrokerLogTest, AViewerWhoIsAheadOfThisServerWaits) {
  begin(1, 1);
  resume(4);
  arrive(1, 2);
  EXPECT_EQ(take_messages(), Messages());
  arrive(3, 3);
  EXPECT_EQ(take_messages(), (Messages{numbers(4, 6)}));
}

TEST_F(BrokerLogTest, AnotherLogSendsViewersAwayToComeBack) {
  begin(1'000, 1);
  resume(1'000);
  FakeOutlet other_outlet;
  LogDialogue behind(other_outlet, settings_, audience_, catch_up_);
  behind.on_open();
  behind.on_message(encode(LogResume{kLog, 5}), true);
  begin(3, 1, kOtherLog);
  EXPECT_EQ(outlet_.close_codes, std::vector{CloseCode::service_restart});
  EXPECT_EQ(other_outlet.close_codes, std::vector{CloseCode::service_restart});
  outlet_.open = true;
  outlet_.take_texts();
  open();
  EXPECT_EQ(take_messages(), (Messages{LogHello{"temperature", kOtherLog, 1, 3, 1}}));
}

TEST_F(BrokerLogTest, ViewersHearWhenTheBrokerGoesAndComesBack) {
  begin(1, 1);
  resume(1);
  set_source(false);
  EXPECT_EQ(take_messages(), (Messages{SourceState{false}}));
  set_source(true);
  EXPECT_EQ(take_messages(), (Messages{SourceState{true}}));
}

TEST_F(BrokerLogTest, AViewerWhoComesWhileTheBrokerIsAwayHearsItFirst) {
  begin(1, 1);
  arrive(1, 2);
  set_source(false);
  resume(1);
  EXPECT_EQ(take_messages(), (Messages{SourceState{false}, numbers(1, 3)}));
}

TEST_F(BrokerLogTest, AViewerWhoDoesNotReadHearsOfTheBrokerWhenItDoes) {
  begin(1, 1);
  resume(1);
  outlet_.next_status = SendStatus::blocked;
  set_source(false);
  arrive(1, 1);
  outlet_.next_status = SendStatus::sent;
  stream_->on_writable();
  EXPECT_EQ(take_messages(), (Messages{SourceState{false}, numbers(1, 2)}));
}

TEST_F(BrokerLogTest, ThePlainProtocolHasNoWordForAnyOfIt) {
  begin(1, 1);
  PlainLogStream plain(outlet_, settings_, audience_, catch_up_);
  plain.on_open();
  set_source(false);
  arrive(3, 1);
  EXPECT_EQ(outlet_.take_texts(), std::vector<std::string>{R"({"message": 3})"});
}

}  // namespace
}  // namespace sws
