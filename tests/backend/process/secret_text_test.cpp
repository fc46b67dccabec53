#include "backend/process/secret_text.hpp"

#include <gtest/gtest.h>

#include "tests/integration/secret_file.hpp"

namespace sws {
namespace {

const std::string kText = "Zm9v-._~+/=bar09";

void expect_refusal(const SecretFile& file, const char* why) {
  const auto text = read_secret_text(file.path());
  ASSERT_FALSE(text);
  EXPECT_NE(text.error().find(file.path()), std::string::npos) << text.error();
  EXPECT_NE(text.error().find(why), std::string::npos) << text.error();
}

TEST(SecretText, IsTheFilesTextWithOrWithoutALineEnd) {
  for (const char* end : {"", "\n", "\r\n"}) {
    const SecretFile file(kText + end);
    const auto text = read_secret_text(file.path());
    ASSERT_TRUE(text) << text.error();
    EXPECT_EQ(text->text, kText);
  }
}

TEST(SecretText, HasALengthThatCannotBeGuessedAndFitsIntoAHeader) {
  EXPECT_TRUE(read_secret_text(SecretFile(std::string(512, 'x')).path()));
  expect_refusal(SecretFile(std::string(513, 'x')), "but 513: make one with 'openssl rand -hex 32'");
  expect_refusal(SecretFile(kText.substr(1)), "does not hold 16 to 512 letters");
  expect_refusal(SecretFile(""), "but 0: make one");
}

TEST(SecretText, HasNoCharactersThatABearerTokenCannotHave) {
  for (const char* wrong : {" ", "\n", "\xff", "\"", ",", "\t"}) {
    expect_refusal(SecretFile(kText + wrong + kText), "does not hold 16 to 512 letters");
  }
  expect_refusal(SecretFile(std::string(32, '\0')), "does not hold 16 to 512 letters");
}

TEST(SecretText, IsNotTakenFromAFileThatOthersMayReadOrThatIsNotThere) {
  expect_refusal(SecretFile(kText, 0640), "chmod 600");
  const auto missing = read_secret_text("/no/such/file");
  ASSERT_FALSE(missing);
  EXPECT_NE(missing.error().find("No such file"), std::string::npos) << missing.error();
}

}  // namespace
}  // namespace sws
