// Bodies that also exist in a file, from which the kernel can send them. Here the file has other letters than the
// body in memory, so that a test can tell where a byte came from.
#include <gtest/gtest.h>
#include <sys/mman.h>

#include "backend/process/file_descriptor.hpp"
#include "tests/backend/http/http_session_fixture.hpp"

namespace sws {
namespace {

constexpr std::string_view kFileRequest = "GET /file HTTP/1.1\r\nHost: localhost\r\n\r\n";

class HttpSessionBodyFileTest : public HttpSessionTest {
 protected:
  void SetUp() override {
    HttpSessionTest::SetUp();
    site_.body_file = file_.get();
  }

  // The file gets `size` letters f.
  void fill_file(std::size_t size) {
    const std::string letters(size, 'f');
    ASSERT_EQ(::write(file_.get(), letters.data(), size), static_cast<ssize_t>(size));
  }

  std::string hear_everything() {
    std::string heard, more;
    while (more = peer_.hear(), !more.empty()) {
      heard += more;
      run();
    }
    return heard;
  }

  static std::string body_of(const std::string& answer) { return answer.substr(answer.find("\r\n\r\n") + 4); }

  FileDescriptor file_{memfd_create("test", MFD_CLOEXEC)};
};

TEST_F(HttpSessionBodyFileTest, WhatTheKernelDoesNotTakeAtOnceFollowsFromMemory) {
  fill_file(FakeSite::kLarge);
  connect();
  peer_.say(kFileRequest);
  run();
  const std::string answer = hear_everything();
  EXPECT_TRUE(answer.starts_with("HTTP/1.1 200 OK\r\n"));
  const std::string body = body_of(answer);
  ASSERT_EQ(body.size(), FakeSite::kLarge);
  const std::size_t from_file = body.find('x');
  EXPECT_GT(from_file, 0u);
  ASSERT_LT(from_file, FakeSite::kLarge);
  EXPECT_EQ(body.substr(0, from_file), std::string(from_file, 'f'));
  EXPECT_EQ(body.substr(from_file), std::string(FakeSite::kLarge - from_file, 'x'));
}

TEST_F(HttpSessionBodyFileTest, AFileThatIsTooShortIsCompletedFromMemory) {
  fill_file(1000);
  connect();
  peer_.say(kFileRequest);
  run();
  EXPECT_EQ(body_of(hear_everything()), std::string(1000, 'f') + std::string(FakeSite::kLarge - 1000, 'x'));
}

TEST_F(HttpSessionBodyFileTest, TheNextRequestOnTheConnectionIsAnswered) {
  fill_file(FakeSite::kLarge);
  connect();
  peer_.say(kFileRequest);
  run();
  hear_everything();
  EXPECT_TRUE(ask(kRequest).ends_with("the page"));
}

TEST_F(HttpSessionBodyFileTest, HeadGetsNothingOfTheFile) {
  fill_file(FakeSite::kLarge);
  connect();
  const std::string answer = ask("HEAD /file HTTP/1.1\r\nHost: localhost\r\n\r\n");
  EXPECT_TRUE(has(answer, "Content-Length: 4000000\r\n"));
  EXPECT_EQ(body_of(answer), "");
}

TEST_F(HttpSessionBodyFileTest, APeerThatHasGoneEndsTheConnection) {
  fill_file(FakeSite::kLarge);
  connect();
  peer_.say(kFileRequest);
  peer_.leave();
  run();
  EXPECT_FALSE(is_open());
}

}  // namespace
}  // namespace sws
