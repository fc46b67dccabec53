#include "backend/process/journal.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

namespace sws {
namespace {

class JournalTest : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_EQ(pipe(ends_), 0);
    struct stat file {};
    ASSERT_EQ(fstat(ends_[1], &file), 0);
    device_ = std::to_string(file.st_dev);
    inode_ = std::to_string(file.st_ino);
  }
  void TearDown() override {
    for (const int end : ends_) close(end);
  }

  bool is_journal_if(const std::string& value) const {
    return is_journal(std::vector<std::string>{"HOME=/root", "JOURNAL_STREAM=" + value}, ends_[1]);
  }

  int ends_[2]{};
  std::string device_, inode_;
};

TEST_F(JournalTest, IsTheFileThatTheVariableNames) {
  EXPECT_TRUE(is_journal_if(device_ + ":" + inode_));
}

TEST_F(JournalTest, IsNotAnotherFile) {
  EXPECT_FALSE(is_journal_if(device_ + ":" + inode_ + "0"));
  EXPECT_FALSE(is_journal_if(device_ + "0:" + inode_));
  EXPECT_FALSE(is_journal_if(device_ + ":"));
  EXPECT_FALSE(is_journal_if(""));
}

TEST_F(JournalTest, IsNothingWithoutTheVariable) {
  EXPECT_FALSE(is_journal({}, ends_[1]));
}

TEST_F(JournalTest, IsNotAClosedDescriptor) {
  EXPECT_FALSE(is_journal(std::vector<std::string>{"JOURNAL_STREAM=" + device_ + ":" + inode_}, -1));
}

}  // namespace
}  // namespace sws
