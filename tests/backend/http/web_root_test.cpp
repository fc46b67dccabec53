#include "backend/http/web_root.hpp"

#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

#include "tests/support/temporary_folder.hpp"

namespace sws {
namespace {

namespace fs = std::filesystem;

class WebRootTest : public testing::Test {
 protected:
  WebRootTest() {
    outside_.write("secret.txt", "nobody may read this");
    outside_.write("root/index.html", "the page");
    outside_.write("root/sub/index.html", "below");
    outside_.write("root/sub/other.txt", "other");
    fs::create_directories(folder() / "empty");
  }

  fs::path folder() const { return outside_.path() / "root"; }

  WebRoot::Found find(std::string_view path) const { return WebRoot(folder()).find(path); }

  std::string content_of(std::string_view path) const {
    const auto found = find(path);
    const auto* file = std::get_if<WebFile>(&found);
    return file ? read_part(*file, 0, file->size) : "(no file)";
  }

  bool is_nothing(std::string_view path) const { return std::holds_alternative<WebRoot::Nothing>(find(path)); }

  TemporaryFolder outside_;
};

TEST_F(WebRootTest, FindsFilesAndThePagesOfFolders) {
  EXPECT_EQ(content_of("/"), "the page");
  EXPECT_EQ(content_of("/index.html"), "the page");
  EXPECT_EQ(content_of("/sub/"), "below");
  EXPECT_EQ(content_of("/sub/other.txt"), "other");
  EXPECT_EQ(std::get<WebFile>(find("/sub/")).path, "/sub/index.html");
  EXPECT_TRUE(std::holds_alternative<WebRoot::Folder>(find("/sub")));
}

TEST_F(WebRootTest, FindsNothingElse) {
  for (const char* path : {"", "index.html", "/missing", "/sub/missing", "/empty", "/empty/", "/index.html/",
                           "/index.html/x", "//index.html", "/sub//other.txt", "/./index.html", "/sub/..", "/..",
                           "/../secret.txt", "/sub/../../secret.txt", "/sub/../index.html", "/.", "/sub/."}) {
    EXPECT_TRUE(is_nothing(path)) << path;
  }
  EXPECT_TRUE(is_nothing((outside_.path() / "secret.txt").string()));
  EXPECT_TRUE(is_nothing(std::string_view("/index.html\0.txt", 16)));
  EXPECT_TRUE(is_nothing("/" + std::string(5'000, 'x')));
  EXPECT_TRUE(is_nothing("/" + std::string(300, 'x')));
}

TEST_F(WebRootTest, FollowsLinksInsideTheFolderOnly) {
  fs::create_symlink("sub/other.txt", folder() / "relative");
  fs::create_symlink(folder() / "sub" / "other.txt", folder() / "absolute");
  fs::create_directory_symlink("sub", folder() / "alias");
  fs::create_symlink("../secret.txt", folder() / "outside");
  fs::create_symlink(outside_.path() / "secret.txt", folder() / "outside.txt");
  fs::create_directory_symlink("..", folder() / "up");
  fs::create_symlink("circle", folder() / "circle");
  fs::create_symlink("nowhere", folder() / "nowhere");
  EXPECT_EQ(content_of("/relative"), "other");
  EXPECT_EQ(content_of("/absolute"), "other");
  EXPECT_EQ(content_of("/alias/other.txt"), "other");
  for (const char* path : {"/outside", "/outside.txt", "/up/secret.txt", "/up/root/index.html.x", "/up", "/up/",
                           "/circle", "/nowhere"}) {
    EXPECT_TRUE(is_nothing(path)) << path;
  }
}

// The root of a neighbour whose name begins in the same way is outside.
TEST_F(WebRootTest, ANeighbourFolderIsOutside) {
  outside_.write("root2/file.txt", "neighbour");
  fs::create_directory_symlink("../root2", folder() / "neighbour");
  EXPECT_TRUE(is_nothing("/neighbour/file.txt"));
}

TEST_F(WebRootTest, OpensNeitherPipesNorSocketsNorDevices) {
  ASSERT_EQ(mkfifo((folder() / "pipe").c_str(), 0600), 0);
  const int listener = socket(AF_UNIX, SOCK_STREAM, 0);
  const FileDescriptor owner(listener);
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  (folder() / "socket").string().copy(address.sun_path, sizeof address.sun_path - 1);
  ASSERT_EQ(bind(listener, reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
  EXPECT_TRUE(is_nothing("/pipe"));
  EXPECT_TRUE(is_nothing("/socket"));
  EXPECT_TRUE(std::holds_alternative<WebRoot::Nothing>(WebRoot("/dev").find("/null")));
  EXPECT_TRUE(std::holds_alternative<WebRoot::Nothing>(WebRoot("/dev").find("/zero")));
}

TEST_F(WebRootTest, SaysWhyAFileCannotBeRead) {
  fs::permissions(folder() / "sub" / "other.txt", fs::perms::none);
  const auto found = find("/sub/other.txt");
  if (geteuid() == 0) {  // root may read everything
    EXPECT_TRUE(std::holds_alternative<WebFile>(found));
  } else {
    ASSERT_TRUE(std::holds_alternative<WebRoot::Unreadable>(found));
    EXPECT_TRUE(std::get<WebRoot::Unreadable>(found).is_forbidden);
  }
  fs::remove_all(folder());
  const auto gone = find("/index.html");
  ASSERT_TRUE(std::holds_alternative<WebRoot::Unreadable>(gone));
  EXPECT_FALSE(std::get<WebRoot::Unreadable>(gone).is_forbidden);
}

TEST_F(WebRootTest, TheFolderMayBeReplaced) {
  const WebRoot root(folder());
  EXPECT_TRUE(std::holds_alternative<WebFile>(root.find("/sub/other.txt")));
  fs::rename(folder(), outside_.path() / "old");
  outside_.write("new/index.html", "the new page");
  fs::create_directory_symlink("new", folder());
  EXPECT_TRUE(std::holds_alternative<WebRoot::Nothing>(root.find("/sub/other.txt")));
  EXPECT_EQ(content_of("/"), "the new page");
}

TEST_F(WebRootTest, TheEtagChangesWithTheFileEvenIfItsSizeAndTimeDoNot) {
  const auto etag = [this] { return std::get<WebFile>(find("/index.html")).etag; };
  const std::string first = etag();
  EXPECT_TRUE(first.starts_with("W/\"")) << first;
  EXPECT_EQ(etag(), first);
  const auto written = fs::last_write_time(folder() / "index.html");
  outside_.write("root/other.html", "THE PAGE");
  fs::rename(folder() / "other.html", folder() / "index.html");
  fs::last_write_time(folder() / "index.html", written);
  EXPECT_NE(etag(), first);
}

TEST_F(WebRootTest, AFileIsReadInParts) {
  const WebFile file = std::get<WebFile>(find("/index.html"));
  EXPECT_EQ(file.size, 8U);
  EXPECT_EQ(read_part(file, 0, 3), "the");
  EXPECT_EQ(read_part(file, 4, 100), "page");
  EXPECT_EQ(read_part(file, 8, 100), "");
  fs::resize_file(folder() / "index.html", 3);
  EXPECT_EQ(read_part(file, 0, 8), "the");
  fs::remove(folder() / "index.html");
  EXPECT_EQ(read_part(file, 0, 8), "the");
}

}  // namespace
}  // namespace sws
