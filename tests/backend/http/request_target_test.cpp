#include "backend/http/request_target.hpp"

#include <gtest/gtest.h>

namespace sws {
namespace {

TEST(AbsoluteTarget, IsTakenApart) {
  const auto target = absolute_target("http://localhost:8000/a?b");
  ASSERT_TRUE(target);
  EXPECT_EQ(target->authority, "localhost:8000");
  EXPECT_EQ(target->path, "/a?b");
  EXPECT_EQ(absolute_target("https://localhost?b")->path, "?b");
  EXPECT_EQ(absolute_target("http://localhost")->path, "");
  EXPECT_FALSE(absolute_target("/a"));
  EXPECT_FALSE(absolute_target("ws://localhost/"));
}

TEST(RequestPath, IsDecodedAndWithoutTheQuery) {
  EXPECT_EQ(request_path("/ws/some_url/?protocol=1"), "/ws/some_url/");
  EXPECT_EQ(request_path("/%69ndex.html"), "/index.html");
  EXPECT_EQ(request_path("/%2F%2f"), "///");
  EXPECT_EQ(request_path("/a?%zz"), "/a");
  EXPECT_EQ(request_path("http://localhost:8000/a?b"), "/a");
  EXPECT_EQ(request_path("http://localhost:8000"), "/");
  EXPECT_EQ(request_path("http://localhost?b"), "/");
}

TEST(RequestPath, IsNothingIfTheTargetIsMalformed) {
  for (const char* bad : {"", "*", "a", "localhost:80", "ftp://localhost/", "http://", "http:///a", "http://u@a/",
                          "http://localhost:655350/", "/a#b", "/\xc3\xa4", "/%2", "/%", "/%zz", "/%2z", "/%z2"}) {
    EXPECT_EQ(request_path(bad), std::nullopt) << bad;
  }
  EXPECT_EQ(request_path(std::string_view("/%20").substr(0, 3)), std::nullopt);  // it does not read beyond the end
}

TEST(RequestedProtocol, IsPlainUnlessTheQuerySelectsAnother) {
  for (const char* target : {"/", "/?", "/?a=b", "/?aprotocol=1", "/protocol=1", "/?protocol"}) {
    EXPECT_EQ(requested_stream(target)->protocol, StreamProtocol::plain) << target;
  }
  for (const char* target : {"/?protocol=1", "/?a=b&protocol=1", "/?protocol=1&a=b", "/?&protocol=1"}) {
    EXPECT_EQ(requested_stream(target)->protocol, StreamProtocol::verified) << target;
  }
  for (const char* target : {"/?protocol=2", "/?protocol=", "/?protocol=11", "/?protocol=1&protocol=2"}) {
    EXPECT_EQ(static_cast<unsigned>(requested_stream(target).error().status), 400U) << target;
  }
}

TEST(QueryValue, IsTheFirstOfItsNameDecoded) {
  EXPECT_EQ(query_value("/events?a=1&id=x.7&id=y", "id"), "x.7");
  EXPECT_EQ(query_value("/events?id=a%2Eb", "id"), "a.b");
  EXPECT_EQ(query_value("/events?id=", "id"), "");
  for (const char* target : {"/id=1", "/?id", "/?ids=1", "/?id=%2", "/"}) {
    EXPECT_EQ(query_value(target, "id"), std::nullopt) << target;
  }
}

TEST(RequestedStream, SaysHowManyNumbersItIsToHave) {
  EXPECT_EQ(requested_stream("/?protocol=1")->count, std::nullopt);
  EXPECT_EQ(requested_stream("/?protocol=1&count=1")->count, 1U);
  EXPECT_EQ(requested_stream("/?count=1000000&protocol=1")->count, 1'000'000U);
}

TEST(RequestedStream, OfACountThatNoStreamHasIsRefusedAndTheCountNamed) {
  for (const char* count : {"0", "-1", "+1", "1e3", "1.0", "", "1000001", "4294967297", "x", " 1", "%31"}) {
    const auto wanted = requested_stream("/?protocol=1&count=" + std::string(count));
    ASSERT_FALSE(wanted) << count;
    EXPECT_EQ(static_cast<unsigned>(wanted.error().status), 400U) << count;
    EXPECT_EQ(wanted.error().explanation,
              "count is \"" + std::string(count) + "\": an integer from 1 to 1000000 is expected");
  }
  EXPECT_FALSE(requested_stream("/?protocol=1&count"));
  EXPECT_FALSE(requested_stream("/?protocol=1&count=1&count=1"));
  EXPECT_LT(requested_stream("/?protocol=1&count=" + std::string(5'000, '9')).error().explanation.size(), 100U);
}

TEST(RequestedStream, ResumesIfTheAddressSaysSo) {
  EXPECT_FALSE(requested_stream("/?protocol=1")->resumes);
  EXPECT_FALSE(requested_stream("/?protocol=1&resumes")->resumes);
  EXPECT_TRUE(requested_stream("/?protocol=1&resume")->resumes);
  EXPECT_TRUE(requested_stream("/?resume=&protocol=1")->resumes);  // as some libraries write it
  EXPECT_FALSE(requested_stream("/?resume=false&protocol=1"));
}

TEST(RequestedStream, OfThePlainProtocolHasNoParameters) {
  EXPECT_EQ(*requested_stream("/?count=0&resume"), StreamRequest());
}

}  // namespace
}  // namespace sws
