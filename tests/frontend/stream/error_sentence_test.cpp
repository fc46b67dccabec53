#include "frontend/stream/error_sentence.hpp"

#include <gtest/gtest.h>

#include "shared/error_code.hpp"

namespace sws {
namespace {

TEST(ErrorSentence, HasNoCodeForAnErrorOfTheProtocol) {
  for (const ErrorCode& code :
       {kMalformedMessage, kValueNotAllowed, kBadToken, kExpiredToken, kClockSkew, kHandshakeTimeout}) {
    const std::string sentence = error_sentence({std::string(code.name), "detail"});
    EXPECT_EQ(sentence.find(code.name), std::string::npos) << sentence;
    EXPECT_GT(sentence.size(), 30u) << sentence;
  }
}

TEST(ErrorSentence, SaysWhatIsWrongWithAValueAndWithAMessage) {
  EXPECT_EQ(error_sentence({"value_not_allowed", "\"count\" is 0"}),
            "it does not allow what was asked for: \"count\" is 0");
  EXPECT_EQ(error_sentence({"malformed_message", "\"x\" is missing"}),
            "it does not understand this page, which may be older than the server; reload the page (\"x\" is "
            "missing)");
}

TEST(ErrorSentence, PassesOnAnErrorOfALaterVersionInOneLine) {
  EXPECT_EQ(error_sentence({"too_hot", "come back\nin winter"}), "come back in winter (too_hot)");
  EXPECT_LT(error_sentence({std::string(9000, 'c'), std::string(9000, 'd')}).size(), 420u);
}

TEST(ErrorSentence, NamesTheCodeOfAnErrorWithoutADetail) {
  EXPECT_EQ(error_sentence({"too_hot", ""}), "it gives no reason but the code too_hot");
  EXPECT_EQ(error_sentence({"too_hot", "\n\u202e "}), "it gives no reason but the code too_hot");
  EXPECT_EQ(error_sentence({"", ""}), "it gives no reason");
  EXPECT_EQ(error_sentence({"", "come back"}), "come back");
  EXPECT_EQ(error_sentence({"value_not_allowed", ""}), "it does not allow what was asked for");
}

}  // namespace
}  // namespace sws
