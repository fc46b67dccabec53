// The secret that the server keeps itself, so that streams outlive it without an option.
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>

#include "shared/codec.hpp"
#include "tests/integration/log_pipe.hpp"
#include "tests/integration/server_process.hpp"
#include "tests/integration/verified_client.hpp"
#include "tests/support/temporary_directory.hpp"

namespace sws {
namespace {

// Starts a stream at `server` and returns its token.
std::string token_of(const Server& server) {
  VerifiedClient viewer(server.port());
  viewer.expect<Hello>();
  viewer.send(R"({"type":"start","client_seed":"x","interval_ms":10,"count":5})");
  return viewer.expect<Started>().token;
}

bool resumes(const Server& server, const std::string& token) {
  VerifiedClient viewer(server.port());
  viewer.expect<Hello>();
  viewer.send(R"({"type":"resume","token":")" + token + R"(","next":0})");
  try {
    viewer.expect<Started>();
    return true;
  } catch (const std::exception&) {
    return false;
  }
}

std::size_t files_below(const std::string& directory) {
  std::size_t files = 0;
  for (const auto& each : std::filesystem::recursive_directory_iterator(directory)) files += each.is_regular_file();
  return files;
}

TEST(KeptSecret, LetsStreamsOutliveTheServer) {
  const TemporaryDirectory state;
  for (const auto& [variable, file] : {std::pair{"STATE_DIRECTORY", "/secret"},
                                       {"XDG_STATE_HOME", "/simplewebsocket/secret"},
                                       {"HOME", "/.local/state/simplewebsocket/secret"}}) {
    const std::string home = state.path() + "/" + variable;
    const Environment environment{{variable, home}};
    std::string token;
    {
      Server first({}, environment);
      token = token_of(first);
      const std::string log = first.process().log_to_the_end();
      EXPECT_NE(log.find("event=secret source=\"" + home + file + "\""), std::string::npos) << log;
    }
    struct stat about {};
    ASSERT_EQ(stat((home + file).c_str(), &about), 0) << home << file;
    EXPECT_EQ(about.st_mode & 0777u, 0600u);
    const Server second({}, environment), third({}, environment);
    EXPECT_TRUE(resumes(second, token)) << variable;
    EXPECT_TRUE(resumes(third, token)) << variable;
  }
}

TEST(KeptSecret, IsNotMadeWithTheOptionNorByACheck) {
  const TemporaryDirectory state;
  const Environment environment{{"STATE_DIRECTORY", state.path()}};
  std::string token;
  {
    const Server first({"--secret-file", "off"}, environment);
    token = token_of(first);
  }
  const Server second({"--secret-file", "off"}, environment);
  EXPECT_FALSE(resumes(second, token));
  EXPECT_EQ(run_to_exit({"--check-config"}, environment).exit_status, 0);
  EXPECT_EQ(files_below(state.path()), 0u);
}

TEST(KeptSecret, StaysInUseAfterAReloadEvenIfItsFileIsDeleted) {
  const TemporaryDirectory state;
  LogPipe log;
  Server server({}, {{"STATE_DIRECTORY", state.path()}}, {.standard_error = log.write_end()});
  const std::string token = token_of(server);
  std::filesystem::remove(state.path() + "/secret");
  server.process().signal(SIGHUP);
  log.wait_for("event=reloaded");
  EXPECT_TRUE(resumes(server, token));
}

TEST(KeptSecret, ThatCannotBeKeptIsASecretOfThisRunAndTheLogSaysSo) {
  const TemporaryDirectory state;
  std::ofstream(state.path() + "/file") << "not a directory";
  for (const Environment& environment :
       {Environment{{"STATE_DIRECTORY", state.path() + "/file/below"}},
        Environment{{"XDG_STATE_HOME", "/proc/nowhere"}}, Environment{{"HOME", ""}}}) {
    Server server({}, environment);
    EXPECT_TRUE(resumes(server, token_of(server)));
    const std::string log = server.process().log_to_the_end();
    EXPECT_NE(log.find("event=secret source=\"this run\""), std::string::npos) << log;
    EXPECT_NE(log.find("event=secret_not_kept"), std::string::npos) << log;
    EXPECT_NE(log.find("--secret-file"), std::string::npos) << log;
  }
}

}  // namespace
}  // namespace sws
