#include "backend/http/bearer_check.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace sws {
namespace {

namespace http = boost::beast::http;

constexpr std::string_view kSecret = "0123456789abcdef";

// The explanation of the refusal, or an empty text.
std::string refusal(const std::vector<std::string>& authorizations, std::string_view secret = kSecret) {
  RequestHeader request;
  for (const std::string& each : authorizations) request.insert(http::field::authorization, each);
  const auto refused = check_bearer(request, secret);
  if (!refused) return "";
  EXPECT_EQ(refused->status, http::status::unauthorized);
  EXPECT_EQ(refused->reason, Reason::access_denied);
  return refused->explanation;
}

TEST(BearerCheck, AcceptsTheSecret) {
  EXPECT_EQ(refusal({"Bearer 0123456789abcdef"}), "");
  EXPECT_EQ(refusal({"bearer  0123456789abcdef"}), "");
}

TEST(BearerCheck, AcceptsEverythingIfThereIsNoSecret) {
  EXPECT_EQ(refusal({}, ""), "");
  EXPECT_EQ(refusal({"Bearer x"}, ""), "");
}

TEST(BearerCheck, RefusesAnotherSecret) {
  for (const char* wrong : {"Bearer 0123456789abcdeF", "Bearer 0123456789abcde", "Bearer 0123456789abcdef0",
                            "Bearer ", "Bearer", "Bearer 0123456789abcdef x"}) {
    EXPECT_EQ(refusal({wrong}), "the secret in Authorization is not the text of --push-secret-file") << wrong;
  }
}

TEST(BearerCheck, RefusesOtherSchemesAndTellsWhatIsNeeded) {
  for (const auto& wrong :
       std::vector<std::vector<std::string>>{{},
                                             {""},
                                             {"0123456789abcdef"},
                                             {"Basic 0123456789abcdef"},
                                             {"Bearer 0123456789abcdef", "Bearer 0123456789abcdef"}}) {
    EXPECT_TRUE(refusal(wrong).starts_with("one header Authorization: Bearer SECRET is needed"));
  }
}

}  // namespace
}  // namespace sws
