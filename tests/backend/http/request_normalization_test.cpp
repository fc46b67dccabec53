#include "backend/http/request_normalization.hpp"

#include <gtest/gtest.h>

#include <string>

namespace sws {
namespace {

namespace http = boost::beast::http;

TEST(Normalize, TakesTheHostFromATargetThatNamesOne) {
  const auto host_of = [](const char* target) {
    RequestHeader request;
    request.target(target);
    request.set(http::field::host, "field");
    normalize(request);
    return std::string(value_of(request, http::field::host));
  };
  EXPECT_EQ(host_of("/a?http://b/"), "field");
  EXPECT_EQ(host_of("http://target:8000/a"), "target:8000");
  EXPECT_EQ(host_of("HTTPS://target?a"), "target");
}

TEST(Normalize, JoinsListsThatCameInSeveralLines) {
  for (const http::field field :
       {http::field::accept_encoding, http::field::connection, http::field::if_none_match, http::field::upgrade}) {
    RequestHeader request;
    request.insert(field, "one");
    request.insert(http::field::host, "a");
    request.insert(field, "two, three");
    normalize(request);
    EXPECT_EQ(request.count(field), 1U);
    EXPECT_EQ(value_of(request, field), "one, two, three");
    EXPECT_EQ(value_of(request, http::field::host), "a");
  }
}

TEST(Normalize, LeavesOtherFieldsAlone) {
  RequestHeader request;
  request.insert(http::field::cookie, "a=b");
  request.insert(http::field::cookie, "c=d");
  normalize(request);
  EXPECT_EQ(request.count(http::field::cookie), 2U);
}

}  // namespace
}  // namespace sws
