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

// Starts a stream at `server`.
WatchedStream stream_of(const Server& server) {
  VerifiedClient viewer(server.port(), "&count=5");
  viewer.start(R"("interval_ms":10)");
  return viewer.stream();
}

bool resumes(const Server& server, const WatchedStream& stream) {
  try {
    return VerifiedClient(server.port(), "&resume", stream).resume();
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
    WatchedStream stream;
    {
      Server first({}, environment);
      stream = stream_of(first);
      const std::string log = first.process().log_to_the_end();
      EXPECT_NE(log.find("event=secret source=\"" + home + file + "\""), std::string::npos) << log;
    }
    struct stat about {};
    ASSERT_EQ(stat((home + file).c_str(), &about), 0) << home << file;
    EXPECT_EQ(about.st_mode & 0777u, 0600u);
    const Server second({}, environment), third({}, environment);
    EXPECT_TRUE(resumes(second, stream)) << variable;
    EXPECT_TRUE(resumes(third, stream)) << variable;
  }
}

TEST(KeptSecret, IsNotMadeWithTheOptionNorByACheck) {
  const TemporaryDirectory state;
  const Environment environment{{"STATE_DIRECTORY", state.path()}};
  WatchedStream stream;
  {
    const Server first({"--secret-file", "off"}, environment);
    stream = stream_of(first);
  }
  const Server second({"--secret-file", "off"}, environment);
  EXPECT_FALSE(resumes(second, stream));
  EXPECT_EQ(run_to_exit({"--check-config"}, environment).exit_status, 0);
  EXPECT_EQ(files_below(state.path()), 0u);
}

TEST(KeptSecret, StaysInUseAfterAReloadEvenIfItsFileIsDeleted) {
  const TemporaryDirectory state;
  LogPipe log;
  Server server({}, {{"STATE_DIRECTORY", state.path()}}, {.standard_error = log.write_end()});
  const WatchedStream stream = stream_of(server);
  std::filesystem::remove(state.path() + "/secret");
  server.process().signal(SIGHUP);
  log.wait_for("event=reloaded");
  EXPECT_TRUE(resumes(server, stream));
}

TEST(KeptSecret, ThatCannotBeKeptIsASecretOfThisRunAndTheLogSaysSo) {
  const TemporaryDirectory state;
  std::ofstream(state.path() + "/file") << "not a directory";
  for (const Environment& environment :
       {Environment{{"STATE_DIRECTORY", state.path() + "/file/below"}},
        Environment{{"XDG_STATE_HOME", "/proc/nowhere"}}, Environment{{"HOME", ""}}}) {
    Server server({}, environment);
    EXPECT_TRUE(resumes(server, stream_of(server)));
    const std::string log = server.process().log_to_the_end();
    EXPECT_NE(log.find("event=secret source=\"this run\""), std::string::npos) << log;
    EXPECT_NE(log.find("event=secret_not_kept"), std::string::npos) << log;
    EXPECT_NE(log.find("--secret-file"), std::string::npos) << log;
  }
}

}  // namespace
}  // namespace sws
