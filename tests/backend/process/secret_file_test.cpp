#include "backend/process/secret_file.hpp"

#include <gtest/gtest.h>

#include <string>

#include "shared/hex.hpp"
#include "tests/integration/secret_file.hpp"

namespace sws {
namespace {

const std::string kHex = "00112233445566778899aabbccddeeff00112233445566778899AABBCCDDEEFF";

void expect_refusal(const std::string& path, const char* why) {
  const auto secret = read_secret_file(path);
  ASSERT_FALSE(secret);
  EXPECT_NE(secret.error().find(path), std::string::npos) << secret.error();
  EXPECT_NE(secret.error().find(why), std::string::npos) << secret.error();
}

TEST(SecretFileTest, Takes32Bytes) {
  const std::string bytes("\x00\x01\n\xff-28 further bytes, as come by.", 32);
  const SecretFile file(bytes);
  const auto secret = read_secret_file(file.path());
  ASSERT_TRUE(secret) << secret.error();
  EXPECT_TRUE(std::equal(secret->begin(), secret->end(), bytes.begin(),
                         [](std::uint8_t byte, char c) { return byte == static_cast<std::uint8_t>(c); }));
}

TEST(SecretFileTest, Takes64HexadecimalDigitsWithOrWithoutALineEnd) {
  for (const char* end : {"", "\n", "\r\n"}) {
    const SecretFile file(kHex + end);
    const auto secret = read_secret_file(file.path());
    ASSERT_TRUE(secret) << secret.error();
    EXPECT_EQ(to_hex(*secret), "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff");
  }
}

TEST(SecretFileTest, RefusesAnotherSizeOrOtherDigits) {
  for (const std::string& content : {std::string(), std::string(31, 'x'), std::string(33, 'x'), kHex.substr(1),
                                     kHex + "0", kHex + "\nmore", kHex.substr(1) + 'g', std::string(1000, '0')}) {
    const SecretFile file(content);
    expect_refusal(file.path(), "does not hold 32 bytes or 64 hexadecimal digits");
  }
}

TEST(SecretFileTest, RefusesWhatALossOfPowerLeaves) {
  const SecretFile bytes(std::string(32, '\0')), digits(std::string(64, '0'));
  expect_refusal(bytes.path(), "only zeros");
  expect_refusal(digits.path(), "only zeros");
}

TEST(SecretFileTest, RefusesAFileThatOthersMayTouch) {
  for (const mode_t mode : {0640u, 0604u, 0660u, 0602u, 0777u}) {
    const SecretFile file(kHex, mode);
    expect_refusal(file.path(), "chmod 600");
  }
}

// Makes the process another user than root for the lifetime of the object.
class Nobody {
 public:
  static constexpr uid_t kId = 65'534;
  Nobody() : ok_(setegid(kId) == 0 && seteuid(kId) == 0) {}
  Nobody(const Nobody&) = delete;
  ~Nobody() {
    if (seteuid(0) != 0 || setegid(0) != 0) std::abort();
  }
  bool ok() const { return ok_; }

 private:
  bool ok_;
};

// LoadCredential= of systemd lends the file to our group, Docker to everybody (0444), Kubernetes too (0644).
TEST(SecretFileTest, TakesAFileThatRootProvides) {
  if (geteuid() != 0) GTEST_SKIP() << "needs root, to become another user";
  for (const auto& [mode, taken] : {std::pair{0440, true},
                                    {0640, true},
                                    {0444, true},
                                    {0644, true},
                                    {0460, true},
                                    {0446, false},
                                    {0462, false}}) {
    const SecretFile file(kHex, static_cast<mode_t>(mode));
    ASSERT_EQ(chown(file.path().c_str(), 0, Nobody::kId), 0);
    const Nobody nobody;
    ASSERT_TRUE(nobody.ok());
    EXPECT_EQ(read_secret_file(file.path()).has_value(), taken) << std::oct << mode;
  }
}

TEST(SecretFileTest, RefusesWhatIsNoFileOrIsNotThere) {
  expect_refusal("/nowhere/secret", "No such file");
  expect_refusal("/tmp", "is a directory, not a file");
  expect_refusal("/dev/null", "not a regular file");
}

TEST(SecretFileTest, HasAFingerprintThatTellsSecretsApart) {
  const Secret one{1}, other{2};
  EXPECT_EQ(fingerprint_of(one), fingerprint_of(one));
  EXPECT_NE(fingerprint_of(one), fingerprint_of(other));
  EXPECT_EQ(fingerprint_of(one).size(), 12u);
  EXPECT_EQ(to_hex(one).find(fingerprint_of(one)), std::string::npos);
}

}  // namespace
}  // namespace sws
