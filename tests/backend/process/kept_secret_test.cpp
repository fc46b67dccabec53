#include "backend/process/kept_secret.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <barrier>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <thread>
#include <vector>

#include "tests/support/temporary_directory.hpp"

namespace sws {
namespace {

std::string path_with(const std::vector<std::string>& environment) {
  return kept_secret_path(environment).value_or("nowhere");
}

TEST(KeptSecretTest, IsInTheStateDirectoryOfTheServiceOrOfTheUser) {
  EXPECT_EQ(path_with({"HOME=/home/me"}), "/home/me/.local/state/simplewebsocket/secret");
  EXPECT_EQ(path_with({"HOME=/home/me", "XDG_STATE_HOME=/state"}), "/state/simplewebsocket/secret");
  EXPECT_EQ(path_with({"HOME=/home/me", "XDG_STATE_HOME=/state", "STATE_DIRECTORY=/var/lib/s"}),
            "/var/lib/s/secret");
  EXPECT_EQ(path_with({"STATE_DIRECTORY=/var/lib/s:/var/lib/t"}), "/var/lib/s/secret");
}

TEST(KeptSecretTest, IsNowhereIfTheEnvironmentNamesNoAbsoluteDirectory) {
  EXPECT_EQ(path_with({}), "nowhere");
  EXPECT_EQ(path_with({"HOME=", "XDG_STATE_HOME=", "STATE_DIRECTORY="}), "nowhere");
  EXPECT_EQ(path_with({"XDG_STATE_HOME=relative", "HOME=/home/me"}),
            "/home/me/.local/state/simplewebsocket/secret");
}

class KeptSecretFileTest : public testing::Test {
 protected:
  std::string refusal() const {
    const auto kept = keep_secret(path_);
    EXPECT_FALSE(kept);
    return kept ? "" : kept.error();
  }

  TemporaryDirectory directory_;
  std::string path_ = directory_.path() + "/a/b/secret";
};

TEST_F(KeptSecretFileTest, IsTheSameEachTime) {
  const auto first = keep_secret(path_), second = keep_secret(path_);
  ASSERT_TRUE(first) << first.error();
  ASSERT_TRUE(second) << second.error();
  EXPECT_EQ(*first, *second);
  EXPECT_NE(*first, Secret());
}

TEST_F(KeptSecretFileTest, IsForItsOwnerOnly) {
  const mode_t before = umask(0);
  const auto kept = keep_secret(path_);
  umask(before);
  ASSERT_TRUE(kept) << kept.error();
  struct stat about {};
  ASSERT_EQ(stat(path_.c_str(), &about), 0);
  EXPECT_EQ(about.st_mode & 0777u, 0600u);
  ASSERT_EQ(stat((directory_.path() + "/a").c_str(), &about), 0);
  EXPECT_EQ(about.st_mode & 0777u, 0700u);
}

TEST_F(KeptSecretFileTest, IsOneForAllServersThatStartAtTheSameInstant) {
  constexpr int kServers = 8, kRounds = 30;
  for (int round = 0; round < kRounds; ++round) {
    const std::string path = directory_.path() + "/" + std::to_string(round) + "/secret";
    std::barrier start(kServers);
    std::vector<Secret> secrets(kServers);
    std::vector<std::thread> servers;
    for (Secret& secret : secrets) {
      servers.emplace_back([&] {
        start.arrive_and_wait();
        const auto kept = keep_secret(path);
        if (kept) secret = *kept;
      });
    }
    for (std::thread& server : servers) server.join();
    ASSERT_NE(secrets.front(), Secret());
    ASSERT_EQ(std::set<Secret>(secrets.begin(), secrets.end()).size(), 1u) << "in round " << round;
    const auto files = std::filesystem::directory_iterator(directory_.path() + "/" + std::to_string(round));
    ASSERT_EQ(std::distance(begin(files), end(files)), 1) << "a temporary file is left";
  }
}

TEST_F(KeptSecretFileTest, IsNotReplacedIfItIsDamagedOrOpenToOthers) {
  ASSERT_TRUE(keep_secret(path_));
  ASSERT_EQ(chmod(path_.c_str(), 0644), 0);
  EXPECT_NE(refusal().find("chmod 600"), std::string::npos);
  ASSERT_EQ(chmod(path_.c_str(), 0600), 0);
  std::ofstream(path_, std::ios::trunc).close();
  EXPECT_NE(refusal().find("does not hold 32 bytes"), std::string::npos);
  EXPECT_EQ(std::filesystem::file_size(path_), 0u);
}

TEST_F(KeptSecretFileTest, IsRefusedWhereNoFileCanBe) {
  std::ofstream(directory_.path() + "/a") << "a file where a directory should be";
  EXPECT_NE(refusal().find("'" + path_ + "': Not a directory"), std::string::npos) << refusal();
  const auto in_proc = keep_secret("/proc/nowhere/secret");
  ASSERT_FALSE(in_proc);
  EXPECT_NE(in_proc.error().find("/proc/nowhere/secret"), std::string::npos) << in_proc.error();
  const auto too_long = keep_secret("/tmp/" + std::string(5'000, 'x') + "/secret");
  ASSERT_FALSE(too_long);
  EXPECT_NE(too_long.error().find("File name too long"), std::string::npos);
}

}  // namespace
}  // namespace sws
