// --web-root: files of a folder take the place of the files in the binary.
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>

#include "tests/integration/raw_connection.hpp"
#include "tests/integration/sanitizer.hpp"
#include "tests/integration/server_process.hpp"
#include "tests/integration/stream_client.hpp"

namespace sws {
namespace {
namespace fs = std::filesystem;

class WebRoot : public testing::Test {
 protected:
  WebRoot() {
    std::string pattern = (fs::temp_directory_path() / "web-root-XXXXXX").string();
    if (mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no temporary folder");
    outside_ = pattern;
    write(outside_ / "secret.txt", "nobody may read this");
    write(folder() / "index.html", "first");
  }
  ~WebRoot() override { fs::remove_all(outside_); }

  static void write(const fs::path& file, std::string_view text) {
    fs::create_directories(file.parent_path());
    std::ofstream(file, std::ios::binary) << text;
  }

  fs::path folder() const { return outside_ / "root"; }
  fs::path outside_;
};

TEST_F(WebRoot, ServesWhatIsOnTheDiskAtTheMoment) {
  const Server server({"--web-root", folder()});
  const Response first = get(server.port(), "/");
  EXPECT_EQ(first.body(), "first");
  write(folder() / "index.html", "second, longer");
  EXPECT_EQ(get(server.port(), "/").body(), "second, longer");
  write(folder() / "later.css", "body {}");
  EXPECT_EQ(get(server.port(), "/later.css").body(), "body {}");
  fs::remove(folder() / "later.css");
  EXPECT_EQ(get(server.port(), "/later.css").result_int(), 404u);
}

TEST_F(WebRoot, TakesTheRestFromTheBinary) {
  const Server server({"--web-root", folder()});
  const Response page = get(server.port(), "/");
  EXPECT_EQ(page.body(), "first");
  EXPECT_EQ(get(server.port(), "/style.css")["Content-Type"], "text/css; charset=utf-8");
  fs::remove(folder() / "index.html");
  EXPECT_NE(get(server.port(), "/").body().find("<title>Live random numbers"), std::string::npos);
}

TEST_F(WebRoot, TakesThePlaceOfAFileThatThePageNamesByItsHash) {
  fs::remove(folder() / "index.html");
  write(folder() / "style.css", "body {}");
  const Server server({"--web-root", folder()});
  const Response page = get(server.port(), "/");
  const std::size_t begin = page.body().find("\"style.");
  ASSERT_NE(begin, std::string::npos);
  const std::string name = page.body().substr(begin + 1, page.body().find('"', begin + 1) - begin - 1);
  ASSERT_NE(name, "style.css");
  const Response style = get(server.port(), "/" + name);
  EXPECT_EQ(style.body(), "body {}");
  EXPECT_EQ(style["Cache-Control"], "no-cache");
  fs::remove(folder() / "style.css");
  EXPECT_EQ(get(server.port(), "/" + name)["Cache-Control"], "no-cache");  // the folder may get one again
}

TEST_F(WebRoot, SendsLargeFilesWholeAndKeepsNoneInMemory) {
  constexpr std::uintmax_t kSize = 60'000'000;
  constexpr std::size_t kMost = 40'000'000;  // bytes of memory: fewer than one of the files has
  write(folder() / "large.bin", "begin");
  fs::resize_file(folder() / "large.bin", kSize);
  Server server({"--web-root", folder(), "--threads", "1"});
  std::vector<RawConnection> connections;
  for (int i = 0; i < 4; ++i) {
    connections.emplace_back(server.port());
    connections.back().send(request("GET /large.bin", "Connection: close\r\n"));
  }
  RawConnection other(server.port());
  other.send(request("HEAD /large.bin"));
  EXPECT_EQ(other.receive_response(Method::head)["Content-Length"], std::to_string(kSize));
  EXPECT_EQ(get(server.port(), "/").body(), "first");
  EXPECT_TRUE(server.process().resident_bytes() < kMost || kSanitized);
  const std::string whole = connections.front().receive_rest();
  const std::size_t body = whole.find("\r\n\r\n") + 4;
  EXPECT_EQ(whole.size() - body, kSize);
  EXPECT_EQ(whole.substr(body, 6), std::string("begin\0", 6));
  EXPECT_TRUE(server.process().resident_bytes() < kMost || kSanitized);  // a sanitizer keeps freed memory
}

TEST_F(WebRoot, OpensNoPipe) {
  ASSERT_EQ(mkfifo((folder() / "pipe").c_str(), 0600), 0);
  const Server server({"--web-root", folder(), "--threads", "1"});
  EXPECT_EQ(get(server.port(), "/pipe").result_int(), 404u);
  EXPECT_EQ(get(server.port(), "/").body(), "first");
}

TEST_F(WebRoot, LeadsToThePageOfAFolder) {
  write(folder() / "sub" / "index.html", "below");
  const Server server({"--web-root", folder()});
  EXPECT_EQ(get(server.port(), "/sub/").body(), "below");
  const Response redirect = get(server.port(), "/sub");
  EXPECT_EQ(redirect.result_int(), 301u);
  EXPECT_EQ(redirect["Location"], "sub/");
}

TEST_F(WebRoot, KnowsThatAFileHasChangedByItsEtag) {
  const Server server({"--web-root", folder()});
  const std::string tag(get(server.port(), "/")["ETag"]);
  EXPECT_EQ(get(server.port(), "/", "If-None-Match: " + tag + "\r\n").result_int(), 304u);
  const auto written = fs::last_write_time(folder() / "index.html");
  write(folder() / "index.html", "other");  // as long as before, and later by more than the clock's tick
  fs::last_write_time(folder() / "index.html", written + std::chrono::seconds(1));
  const Response changed = get(server.port(), "/", "If-None-Match: " + tag + "\r\n");
  EXPECT_EQ(changed.result_int(), 200u);
  EXPECT_EQ(changed.body(), "other");
}

TEST_F(WebRoot, GivesFilesTheirMediaTypesAndTheSafetyHeaders) {
  write(folder() / "a.css", "body {}");
  write(folder() / "a.js", ";");
  write(folder() / "a.wasm", std::string("\0asm", 4));
  write(folder() / "a.svg", "<svg/>");
  write(folder() / "a.mjs", ";");
  write(folder() / "a.woff2", "font");
  const Server server({"--web-root", folder()});
  EXPECT_EQ(get(server.port(), "/")["Content-Type"], "text/html; charset=utf-8");
  EXPECT_EQ(get(server.port(), "/a.css")["Content-Type"], "text/css; charset=utf-8");
  EXPECT_EQ(get(server.port(), "/a.js")["Content-Type"], "text/javascript; charset=utf-8");
  EXPECT_EQ(get(server.port(), "/a.wasm")["Content-Type"], "application/wasm");
  EXPECT_EQ(get(server.port(), "/a.svg")["Content-Type"], "image/svg+xml");
  EXPECT_EQ(get(server.port(), "/a.mjs")["Content-Type"], "text/javascript; charset=utf-8");
  EXPECT_EQ(get(server.port(), "/a.woff2")["Content-Type"], "font/woff2");
  EXPECT_NE(get(server.port(), "/")["Content-Security-Policy"].find("font-src 'self'"), std::string_view::npos);
  EXPECT_EQ(get(server.port(), "/a.js")["X-Content-Type-Options"], "nosniff");
  EXPECT_NE(get(server.port(), "/")["Content-Security-Policy"], "");
}

TEST_F(WebRoot, StreamsAsAlways) {
  const Server server({"--web-root", folder(), "--interval-ms", "10", "--count", "3"});
  EXPECT_EQ(StreamClient(server.port()).rest_of_numbers().size(), 3u);
}

TEST_F(WebRoot, LetsNobodyOut) {
  write(folder() / "sub" / "page.html", "below");
  const Server server({"--web-root", folder()});
  for (const char* target :
       {"/../secret.txt", "/%2e%2e/secret.txt", "/%2e%2e%2fsecret.txt", "/..%2fsecret.txt", "/sub/../../secret.txt",
        "/sub/%2e%2e/%2e%2e/secret.txt", "/..\\secret.txt", "/..%5csecret.txt", "/./../secret.txt",
        "//../secret.txt", "/%252e%252e/secret.txt", "/%00/../secret.txt"}) {
    const Response response = get(server.port(), target);
    EXPECT_TRUE(response.result_int() == 404u || response.result_int() == 400u) << target;
    EXPECT_EQ(response.body().find("nobody"), std::string::npos) << target;
  }
  const Response absolute = get(server.port(), std::string("/").append((outside_ / "secret.txt").string()));
  EXPECT_EQ(absolute.result_int(), 404u);
}

TEST_F(WebRoot, ListsNoFolder) {
  write(folder() / "sub" / "page.html", "below");
  const Server server({"--web-root", folder()});
  EXPECT_EQ(get(server.port(), "/sub").result_int(), 404u);
  EXPECT_EQ(get(server.port(), "/sub/").result_int(), 404u);
  EXPECT_EQ(get(server.port(), "/sub/page.html").body(), "below");
}

TEST_F(WebRoot, MustBeAFolder) {
  const Outcome outcome = run_to_exit({"--port", "0", "--web-root", outside_ / "nothing"});
  EXPECT_EQ(outcome.exit_status, 2);
  EXPECT_NE(outcome.standard_error.find("web-root"), std::string::npos) << outcome.standard_error;
}

}  // namespace
}  // namespace sws
