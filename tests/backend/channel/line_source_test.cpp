#include "backend/channel/line_source.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <condition_variable>
#include <mutex>

namespace sws {
namespace {

// A pipe, as a shell makes it between the producer and the server, and a worker that takes everything at once.
class LineSourceTest : public testing::Test {
 protected:
  LineSourceTest() {
    int ends[2];
    EXPECT_EQ(::pipe2(ends, O_CLOEXEC), 0);
    read_end_ = FileDescriptor(ends[0]);
    write_end_ = FileDescriptor(ends[1]);
    feed_.add_worker([this](std::shared_ptr<const SampleBatch> batch) {
      const std::lock_guard lock(mutex_);
      for (const Sample& sample : batch->samples) values_.push_back(sample.value);
      ended_ = ended_ || batch->ends_log;
      changed_.notify_all();
    });
    source_.emplace(read_end_.get(), feed_, clock_);
    source_->start();
  }

  void write(std::string_view text) {
    EXPECT_EQ(::write(write_end_.get(), text.data(), text.size()), static_cast<ssize_t>(text.size()));
  }
  void close() { write_end_ = FileDescriptor(); }

  template <class Condition>
  void wait_until(Condition condition) {
    std::unique_lock lock(mutex_);
    ASSERT_TRUE(changed_.wait_for(lock, std::chrono::seconds(60), condition));
  }
  void wait_for_end() {
    wait_until([this] { return ended_; });
  }

  SystemClock clock_;
  FileDescriptor read_end_, write_end_;
  LogFeed feed_{"cpu", LogId{}, clock_};
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<double> values_;
  bool ended_ = false;
  std::optional<LineSource> source_;  // stops before the rest is gone
};

TEST_F(LineSourceTest, PassesEachLineOnAsItComes) {
  write("21.5\n");
  wait_until([this] { return values_.size() == 1; });
  write("22\n2");
  wait_until([this] { return values_.size() == 2; });
  write("3\n");
  wait_until([this] { return values_.size() == 3; });
  EXPECT_EQ(values_, (std::vector<double>{21.5, 22, 23}));
}

TEST_F(LineSourceTest, EndsTheLogWhenTheInputEnds) {
  write("1\n2");
  close();
  wait_for_end();
  EXPECT_EQ(values_, (std::vector<double>{1, 2}));
}

TEST_F(LineSourceTest, LeavesOutBadLinesAndCountsThem) {
  write("1\nnan\n\nload: 5\n2\n" + std::string(5'000, '7') + "\n3\n");
  close();
  wait_for_end();
  EXPECT_EQ(values_, (std::vector<double>{1, 2, 3}));
  EXPECT_EQ(feed_.bad_lines(), 3u);
}

TEST_F(LineSourceTest, LosesNothingOfAProducerThatIsTooFast) {
  std::string text;
  for (std::uint64_t i = 0; i < LogFeed::kSamplesPerSecond + 500; ++i) text += "1\n";
  std::thread producer([&] {
    for (std::size_t at = 0; at < text.size(); at += 4'096) write(std::string_view(text).substr(at, 4'096));
    close();
  });
  wait_for_end();
  producer.join();
  EXPECT_EQ(values_.size(), LogFeed::kSamplesPerSecond + 500);
}

TEST_F(LineSourceTest, StopsAtOnceThoughTheInputIsSilent) {
  source_->stop();
  EXPECT_FALSE(feed_.has_ended());
}

}  // namespace
}  // namespace sws
