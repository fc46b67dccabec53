// How an HttpSession serves the files of a web root: nothing blocks it, and a peer that does not read costs
// nothing.
#include <gtest/gtest.h>

#include "tests/backend/http/http_session_fixture.hpp"
#include "tests/backend/process/manual_calls.hpp"
#include "tests/support/temporary_folder.hpp"

namespace sws {
namespace {

using namespace std::chrono_literals;

class HttpSessionFileTest : public HttpSessionTest {
 protected:
  static constexpr std::size_t kLarge = 2'000'000;  // more than the kernel's buffers hold
  static constexpr std::size_t kPart = 16'384;

  void SetUp() override {
    HttpSessionTest::SetUp();
    folder_.write("small.txt", "small");
    folder_.write("empty.txt", "");
    folder_.write("sub/index.html", "below");
    for (std::size_t i = 0; i < kLarge; ++i) large_ += static_cast<char>('a' + i % 23);
    folder_.write("large.bin", large_);
    service_.files = {std::make_shared<const WebRoot>(folder_.path()), &calls_};
  }

  void TearDown() override {  // the sessions need calls_
    connections_.end_all();
    run();
  }

  static std::string request(std::string_view line, std::string_view fields = "") {
    return std::string(line).append(" HTTP/1.1\r\nHost: localhost\r\n").append(fields).append("\r\n");
  }

  // Lets everything happen that does not need the peer.
  void run_calls() {
    do {
      run();
    } while (calls_.run_one());
  }

  std::string answer_to(std::string_view line, std::string_view fields = "") {
    peer_.say(request(line, fields));
    std::string answer;
    for (std::string heard = "x"; !heard.empty(); answer += heard) {
      run_calls();
      heard = peer_.hear();
    }
    return answer;
  }

  static std::string body_of(const std::string& answer) { return answer.substr(answer.find("\r\n\r\n") + 4); }

  TemporaryFolder folder_;
  std::string large_;
  ManualCalls calls_;
};

TEST_F(HttpSessionFileTest, SendsFilesOfAnySizeOneAfterTheOther) {
  connect();
  EXPECT_TRUE(body_of(answer_to("GET /large.bin")) == large_);
  const std::string small = answer_to("GET /small.txt");
  EXPECT_TRUE(has(small, "Content-Type: text/plain; charset=utf-8\r\n")) << small;
  EXPECT_EQ(body_of(small), "small");
  EXPECT_EQ(body_of(answer_to("GET /empty.txt")), "");
  EXPECT_EQ(body_of(answer_to("GET /small.txt")), "small");
}

TEST_F(HttpSessionFileTest, AnswersPipelinedRequestsForFilesInOrder) {
  connect();
  peer_.say(request("GET /small.txt") + request("GET /") + request("GET /sub/"));
  run_calls();
  const std::string answers = peer_.hear();
  EXPECT_EQ(count(answers, "HTTP/1.1 200 OK\r\n"), 3U) << answers;
  EXPECT_LT(answers.find("small"), answers.find("the page"));
  EXPECT_LT(answers.find("the page"), answers.find("below"));
}

TEST_F(HttpSessionFileTest, AFileOfTheFolderWinsAndTheRestComesFromTheSite) {
  connect();
  EXPECT_EQ(body_of(answer_to("GET /")), "the page");
  folder_.write("index.html", "the page of the folder");
  EXPECT_EQ(body_of(answer_to("GET /")), "the page of the folder");
  EXPECT_TRUE(answer_to("GET /missing").starts_with("HTTP/1.1 404 "));
}

TEST_F(HttpSessionFileTest, HeadAndAMatchingEtagReadNothing) {
  connect();
  const std::string head = answer_to("HEAD /large.bin");
  EXPECT_TRUE(has(head, "Content-Length: 2000000\r\n")) << head;
  EXPECT_TRUE(head.ends_with("\r\n\r\n"));
  const std::size_t at = head.find("ETag: ") + 6;
  const std::string etag = head.substr(at, head.find('\r', at) - at);
  const std::string same = answer_to("GET /large.bin", "If-None-Match: \"x\"\r\nIf-None-Match: " + etag + "\r\n");
  EXPECT_TRUE(same.starts_with("HTTP/1.1 304 ")) << same;
  EXPECT_TRUE(same.ends_with("\r\n\r\n"));
  EXPECT_EQ(calls_.made(), 4U);  // two files were opened and closed, and none was read
}

TEST_F(HttpSessionFileTest, AnswersOptionsWithoutTheFile) {
  connect();
  for (const char* line : {"OPTIONS /small.txt", "OPTIONS /sub", "OPTIONS /"}) {
    const std::string answer = answer_to(line);
    EXPECT_TRUE(has(answer, "Allow: GET, HEAD, OPTIONS\r\n")) << answer;
    EXPECT_EQ(body_of(answer), "") << answer;
  }
  EXPECT_TRUE(answer_to("OPTIONS /missing").starts_with("HTTP/1.1 404 "));
}

TEST_F(HttpSessionFileTest, ReadsNothingWhileThePeerDoesNotRead) {
  settings_->write_timeout = 45s;
  peer_.watch_for_reset();
  connect();
  peer_.say(request("GET /large.bin"));
  run_calls();
  const std::size_t made = calls_.made();
  EXPECT_LT(made, kLarge / kPart / 2);  // the kernel's buffers are full
  pass(44'900ms);
  run_calls();
  EXPECT_EQ(calls_.made(), made);
  EXPECT_TRUE(is_open());
  pass(100ms);
  EXPECT_FALSE(is_open());
  EXPECT_TRUE(peer_.was_reset());
  EXPECT_EQ(metrics_.refusals[static_cast<std::size_t>(Reason::write_timeout)].value(), 1U);
}

TEST_F(HttpSessionFileTest, APeerThatReadsSlowlyGetsTheWholeFile) {
  connect();
  peer_.say(request("GET /large.bin"));
  std::string answer;
  for (int i = 0; i < 50; ++i) {
    run_calls();
    pass(20s);
    answer += peer_.hear();
  }
  run_calls();
  answer += peer_.hear();
  EXPECT_TRUE(body_of(answer) == large_) << answer.size();
}

TEST_F(HttpSessionFileTest, AFileThatBecomesShorterEndsTheConnectionBeforeItsLength) {
  connect();
  peer_.say(request("GET /large.bin"));
  run_calls();
  std::filesystem::resize_file(folder_.path() / "large.bin", 1'000);
  std::string answer;
  for (std::string heard = "x"; !heard.empty(); answer += heard) {
    run_calls();
    heard = peer_.hear();
  }
  EXPECT_LT(body_of(answer).size(), kLarge);
  EXPECT_TRUE(peer_.has_heard_end());
  EXPECT_FALSE(is_open());
}

TEST_F(HttpSessionFileTest, AFileThatBecomesLongerOrIsRemovedIsSentAsItWas) {
  connect();
  peer_.say(request("GET /large.bin") + request("GET /small.txt"));
  run_calls();
  folder_.write("large.bin", large_ + "more");
  std::filesystem::remove(folder_.path() / "large.bin");
  std::string answer;
  for (std::string heard = "x"; !heard.empty(); answer += heard) {
    run_calls();
    heard = peer_.hear();
  }
  const std::string body = body_of(answer);
  EXPECT_TRUE(body.starts_with(large_));
  EXPECT_TRUE(body.substr(kLarge).starts_with("HTTP/1.1 200 OK\r\n"));
  EXPECT_TRUE(body.ends_with("\r\n\r\nsmall"));
}

TEST_F(HttpSessionFileTest, AFileSystemThatHangsIsReportedAndHoldsNothingUp) {
  connect();
  peer_.say(request("GET /small.txt"));
  pass(9'990ms);
  EXPECT_EQ(peer_.hear(), "");
  pass(10ms);
  const std::string answer = peer_.hear();
  EXPECT_TRUE(answer.starts_with("HTTP/1.1 503 ")) << answer;
  EXPECT_TRUE(has(answer, "Retry-After: ")) << answer;
  EXPECT_EQ(metrics_.refusals[static_cast<std::size_t>(Reason::file_unavailable)].value(), 1U);
  EXPECT_EQ(calls_.waiting(), 0U);
  EXPECT_EQ(body_of(answer_to("GET /small.txt")), "small");
}

TEST_F(HttpSessionFileTest, AFileSystemThatHangsWhileItIsReadEndsTheConnection) {
  connect();
  peer_.say(request("GET /small.txt"));
  run();
  EXPECT_TRUE(calls_.run_one());  // opens the file, and is the last call that returns
  pass(9'990ms);
  EXPECT_TRUE(is_open());
  pass(10ms);
  EXPECT_FALSE(is_open());
  EXPECT_EQ(calls_.waiting(), 1U);  // only the file is still to be closed
}

TEST_F(HttpSessionFileTest, FilesAreClosedOnTheThreadForBlockingCalls) {
  const auto open_files = [] {
    const std::filesystem::directory_iterator files("/proc/self/fd");
    return std::distance(begin(files), end(files));
  };
  connect();
  const auto before = open_files();
  const auto answer = [&](std::string_view line, int calls) {
    peer_.say(request(line));
    for (; calls > 0; --calls) {
      run();
      EXPECT_TRUE(calls_.run_one());
    }
    run();
    return peer_.hear();
  };
  EXPECT_TRUE(answer("GET /small.txt", 2).ends_with("small"));  // opened and read
  EXPECT_EQ(open_files(), before + 1);
  EXPECT_TRUE(calls_.run_one());
  EXPECT_EQ(open_files(), before);
  EXPECT_TRUE(answer("HEAD /small.txt", 1).ends_with("\r\n\r\n"));
  EXPECT_EQ(open_files(), before + 1);
  EXPECT_TRUE(calls_.run_one());
  EXPECT_EQ(open_files(), before);
}

TEST_F(HttpSessionFileTest, TheEndDoesNotWaitForTheFileSystem) {
  connect();
  peer_.say(request("GET /small.txt"));
  run();
  EXPECT_EQ(calls_.waiting(), 1U);
  connections_.end_all();
  run();
  EXPECT_FALSE(is_open());
  EXPECT_EQ(calls_.waiting(), 0U);
}

TEST_F(HttpSessionFileTest, AFileIsSentToTheEndWhileTheServerStops) {
  connect();
  peer_.say(request("GET /small.txt"));
  run();
  drain();
  run_calls();
  EXPECT_EQ(body_of(peer_.hear()), "small");
  EXPECT_TRUE(peer_.has_heard_end());
}

TEST_F(HttpSessionFileTest, AFolderIsRedirectedToItsPageRelatively) {
  connect();
  const std::string answer = answer_to("GET /sub?a=b");
  EXPECT_TRUE(answer.starts_with("HTTP/1.1 301 ")) << answer;
  EXPECT_TRUE(has(answer, "Location: sub/?a=b\r\n")) << answer;
  EXPECT_TRUE(has(answer, "Content-Length: 0\r\n")) << answer;
  EXPECT_EQ(body_of(answer_to("GET /sub/?a=b")), "below");
  folder_.write("sub/x:y/index.html", "a colon");
  EXPECT_TRUE(has(answer_to("GET /sub/x:y"), "Location: ./x:y/\r\n"));
  EXPECT_TRUE(has(answer_to("GET /sub/x%3Ay"), "Location: x%3Ay/\r\n"));
}

TEST_F(HttpSessionFileTest, AFileIsNotSentInACodingThatIsExcluded) {
  connect();
  EXPECT_TRUE(answer_to("GET /small.txt", "Accept-Encoding: gzip, identity;q=0\r\n").starts_with("HTTP/1.1 406 "));
  EXPECT_EQ(body_of(answer_to("GET /small.txt", "Accept-Encoding: gzip\r\n")), "small");
}

TEST_F(HttpSessionFileTest, SaysThatAFileCannotBeRead) {
  connect();
  std::filesystem::remove_all(folder_.path());
  EXPECT_TRUE(answer_to("GET /small.txt").starts_with("HTTP/1.1 503 "));
}

}  // namespace
}  // namespace sws
