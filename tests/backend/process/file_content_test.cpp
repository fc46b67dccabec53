#include "backend/process/file_content.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <deque>

#include "tests/integration/config_file.hpp"

namespace sws {
namespace {

std::string why_unreadable(const std::string& path, std::size_t most = 100) {
  const auto content = read_whole_file(path, most);
  EXPECT_FALSE(content);
  return content ? "" : content.error();
}

TEST(FileContentTest, IsTheWholeFile) {
  const std::string text(100'000, 'x');
  const ConfigFile file(text);
  const auto content = read_whole_file(file.path(), text.size());
  ASSERT_TRUE(content) << content.error();
  EXPECT_EQ(content->bytes, text);
  EXPECT_EQ(content->about.st_uid, geteuid());
}

TEST(FileContentTest, IsNeverEmptyBecauseTheFileCannotBeRead) {
  EXPECT_EQ(why_unreadable("/no/such/file"), "cannot be read: No such file or directory");
  EXPECT_EQ(why_unreadable("/tmp"), "is a directory, not a file");
  EXPECT_EQ(why_unreadable("/dev/null"), "is not a regular file");
  EXPECT_EQ(why_unreadable(std::string("/tmp\0", 5)), "has a name with a zero byte, which no file has");
  EXPECT_EQ(why_unreadable("/proc/self/mem"), "cannot be read: Input/output error");  // opens, but does not read
  const ConfigFile large("12345");
  EXPECT_EQ(why_unreadable(large.path(), 4), "is larger than the 4 bytes that it may have");
}

// A file that delivers these pieces, of which a negative one is an error, and then ends.
struct Pieces {
  std::deque<int> sizes;
  ssize_t operator()(char* into, std::size_t size) {
    if (sizes.empty()) return 0;
    const int next = sizes.front();
    sizes.pop_front();
    if (next < 0) {
      errno = -next;
      return -1;
    }
    std::fill_n(into, std::min(size, static_cast<std::size_t>(next)), 'x');
    return next;
  }
};

TEST(FileContentTest, IsReadOnAfterAShortReadAndAnInterruption) {
  std::string bytes;
  EXPECT_EQ(read_to_end(Pieces{{1, 2, -EINTR, 30}}, 100, bytes), "");
  EXPECT_EQ(bytes.size(), 33u);
}

TEST(FileContentTest, IsRefusedIfReadingFailsHalfWay) {
  std::string bytes;
  EXPECT_EQ(read_to_end(Pieces{{10, -EIO}}, 100, bytes), "cannot be read: Input/output error");
}

TEST(FileContentTest, MayBeThatOfAPipeIfThatIsAllowed) {
  int ends[2];
  ASSERT_EQ(pipe(ends), 0);
  ASSERT_EQ(write(ends[1], "min = 1", 7), 7);
  const std::string path = "/proc/self/fd/" + std::to_string(ends[0]);
  EXPECT_EQ(why_unreadable(path), "is not a regular file");
  close(ends[1]);
  const auto content = read_whole_file(path, 100, FileKind::regular_or_pipe);
  close(ends[0]);
  ASSERT_TRUE(content) << content.error();
  EXPECT_EQ(content->bytes, "min = 1");
}

}  // namespace
}  // namespace sws
