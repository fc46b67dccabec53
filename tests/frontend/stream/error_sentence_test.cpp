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
    EXPECT_GT(sentence.size(), 20u) << sentence;
  }
}

TEST(ErrorSentence, SaysWhatIsWrongWithAValueAndWithAMessage) {
  EXPECT_EQ(error_sentence({"value_not_allowed", "\"count\" is 0"}),
            "the server does not allow these settings: \"count\" is 0");
  EXPECT_EQ(error_sentence({"malformed_message", "\"x\" is missing"}),
            "the server does not understand this page, which may be out of date; reload it (\"x\" is missing)");
}

TEST(ErrorSentence, PassesOnAnErrorOfALaterVersionInOneLine) {
  EXPECT_EQ(error_sentence({"too_hot", "come back\nin winter"}), "come back in winter (too_hot)");
  EXPECT_LT(error_sentence({std::string(9000, 'c'), std::string(9000, 'd')}).size(), 420u);
}

TEST(ErrorSentence, NamesTheCodeOfAnErrorWithoutADetail) {
  EXPECT_EQ(error_sentence({"too_hot", ""}), "the server refused (too_hot)");
  EXPECT_EQ(error_sentence({"too_hot", "\n\u202e "}), "the server refused (too_hot)");
  EXPECT_EQ(error_sentence({"", ""}), "the server refused");
  EXPECT_EQ(error_sentence({"", "come back"}), "come back");
  EXPECT_EQ(error_sentence({"value_not_allowed", ""}), "the server does not allow these settings");
}

}  // namespace
}  // namespace sws
