// The page's files as the binary carries them: what a browser needs to show them at once, safely, and only once.
#include <gtest/gtest.h>

#include <boost/beast/zlib/inflate_stream.hpp>
#include <initializer_list>
#include <map>
#include <regex>
#include <string>
#include <vector>

#include "tests/integration/raw_connection.hpp"
#include "tests/integration/server_process.hpp"

namespace sws {
namespace {

class Assets : public testing::Test {
 protected:
  static void SetUpTestSuite() { server_ = new Server; }
  static void TearDownTestSuite() { delete server_; }

  static Response fetch(std::string_view target, std::string_view header_lines = "") {
    return get(server_->port(), target, header_lines);
  }

  // The bytes of these files as browsers get them: compressed with brotli where that makes them smaller.
  static std::size_t weight_of(std::initializer_list<const char*> files) {
    std::size_t weight = 0;
    for (const char* file : files) {
      const Response response = fetch(file, "Accept-Encoding: br\r\n");
      EXPECT_EQ(response.result_int(), 200u) << file;
      weight += response.body().size();
    }
    return weight;
  }

  static inline Server* server_ = nullptr;
};

// The text behind a gzip header without optional parts (RFC 1952 §2.3).
std::string gunzip(const std::string& compressed, std::size_t size) {
  constexpr std::size_t kHeader = 10;
  std::string text(size, '\0');
  boost::beast::zlib::z_params data;
  data.next_in = compressed.data() + kHeader;
  data.avail_in = compressed.size() - kHeader;
  data.next_out = text.data();
  data.avail_out = text.size();
  boost::beast::error_code error;
  boost::beast::zlib::inflate_stream inflate;
  inflate.write(data, boost::beast::zlib::Flush::sync, error);
  text.resize(data.total_out);
  return text;
}

TEST_F(Assets, HaveThePageAtTheRoot) {
  const Response page = fetch("/");
  EXPECT_EQ(page.result_int(), 200u);
  EXPECT_NE(page.body().find("id=\"div_websocket\""), std::string::npos);
  EXPECT_NE(page.body().find("id=\"button_startCommunication\""), std::string::npos);
}

TEST_F(Assets, HaveTheirMediaTypes) {
  std::map<std::string, std::string> types{{"/", "text/html; charset=utf-8"},
                                           {"/index.html", "text/html; charset=utf-8"},
                                           {"/style.css", "text/css; charset=utf-8"},
                                           {"/favicon.svg", "image/svg+xml"}};
#ifdef SIMPLEWEBSOCKET_PAGE  // not in the sanitizers' builds, which have no Wasm
  for (const char* program : {"/home", "/channel"}) {
    types[program + std::string(".js")] = "text/javascript; charset=utf-8";
    types[program + std::string(".wasm")] = "application/wasm";
  }
  types["/client.mjs"] = "text/javascript; charset=utf-8";
  types["/client.wasm"] = "application/wasm";
  types["/client.d.mts"] = "text/plain; charset=utf-8";
#endif
  for (const auto& [target, type] : types) {
    const Response response = fetch(target);
    EXPECT_EQ(response.result_int(), 200u) << target;
    EXPECT_EQ(response["Content-Type"], type) << target;
    EXPECT_EQ(response["X-Content-Type-Options"], "nosniff") << target;
  }
}

#ifdef SIMPLEWEBSOCKET_PAGE
TEST_F(Assets, ArriveWholeAtAReaderThatIsSlow) {
  const std::string program = fetch("/home.wasm").body();
  ASSERT_TRUE(program.starts_with(std::string_view("\0asm", 4)));
  RawConnection slow(server_->port(), "127.0.0.1", 4096);
  slow.send(request("GET /home.wasm") + request("GET /home.wasm"));
  for (int i = 0; i < 2; ++i) EXPECT_TRUE(slow.receive_response().body() == program);
}
#endif

TEST_F(Assets, HaveAContentSecurityPolicyIfABrowserWouldApplyIt) {
  for (const char* document : {"/", "/favicon.svg", "/boot.js"}) {  // a script may be a worker
    EXPECT_EQ(fetch(document).count("Content-Security-Policy"), 1U) << document;
  }
  for (const char* part : {"/style.css", "/site.webmanifest"}) {
    EXPECT_EQ(fetch(part).count("Content-Security-Policy"), 0U) << part;
  }
}

#ifdef SIMPLEWEBSOCKET_PAGE
TEST_F(Assets, OfTheModuleMayBeReadByPagesOfAllSitesAndTheOthersMayNot) {
  for (const char* file : {"/client.mjs", "/client.wasm", "/client.d.mts"}) {
    const Response response = fetch(file);
    EXPECT_EQ(response["Access-Control-Allow-Origin"], "*") << file;
    const std::string unchanged = "If-None-Match: " + std::string(response["ETag"]) + "\r\n";
    EXPECT_EQ(fetch(file, unchanged).result_int(), 304U) << file;
    EXPECT_EQ(fetch(file, unchanged)["Access-Control-Allow-Origin"], "*") << file;
  }
  for (const char* file : {"/", "/home.js", "/home.wasm", "/channels.json"}) {
    EXPECT_EQ(fetch(file).count("Access-Control-Allow-Origin"), 0U) << file;
  }
}

TEST_F(Assets, OfTheModuleHave45KilobytesAtMost) {
  EXPECT_LE(weight_of({"/client.mjs", "/client.wasm"}), 45'000u);
}

TEST_F(Assets, OfTheFirstVisitHave60KilobytesAtMost) {
  EXPECT_LE(weight_of({"/", "/boot.js", "/style.css", "/home.js", "/home.wasm", "/favicon.svg", "/site.webmanifest",
                       "/channels.json"}),
            60'000u);
}
#endif

TEST_F(Assets, AreKeptForEverUnderANameThatHoldsTheirHash) {
  const Response page = fetch("/");
  EXPECT_EQ(page["Cache-Control"], "no-cache");
  EXPECT_EQ(page.body().find("\"style.css\""), std::string::npos);
  const std::size_t begin = page.body().find("\"style.");
  ASSERT_NE(begin, std::string::npos);
  const std::string name = page.body().substr(begin + 1, page.body().find('"', begin + 1) - begin - 1);
  const Response hashed = fetch("/" + name);
  EXPECT_EQ(hashed.result_int(), 200u) << name;
  EXPECT_EQ(hashed["Cache-Control"], "max-age=31536000, immutable");
  EXPECT_EQ(hashed["Content-Type"], "text/css; charset=utf-8");
  const Response plain = fetch("/style.css");
  EXPECT_EQ(plain["Cache-Control"], "no-cache");
  EXPECT_EQ(plain.body(), hashed.body());
}

#ifdef SIMPLEWEBSOCKET_PAGE
TEST_F(Assets, NameEachOtherByHashSoThatNoneIsFetchedTwice) {
  const std::string page = fetch("/").body();
  const std::string boot = fetch("/boot.js").body();
  for (const auto& [where, name] : {std::pair(page, "\"boot."), std::pair(page, "\"style."),
                                    std::pair(boot, "\"home."), std::pair(boot, "\"channel.")}) {
    const std::size_t begin = where.find(name);
    ASSERT_NE(begin, std::string::npos) << name;
    const std::string path = where.substr(begin + 1, where.find('"', begin + 1) - begin - 1);
    EXPECT_EQ(fetch("/" + path)["Cache-Control"], "max-age=31536000, immutable") << path;
  }
}

// The two files that the field Link of a page lets a browser ask for.
std::vector<std::string> linked(const Server& server, const std::string& page) {
  const std::string links(get(server.port(), page)["Link"]);
  const std::regex link("<(\\w+[.]\\w{8}[.](?:js|wasm))>;rel=preload;as=(script|fetch;crossorigin)");
  std::vector<std::string> names;
  for (std::sregex_iterator found(links.begin(), links.end(), link), end; found != end; ++found) {
    names.push_back("/" + found->str(1));
    EXPECT_EQ(get(server.port(), names.back())["Cache-Control"], "max-age=31536000, immutable") << links;
  }
  return names;
}

TEST_F(Assets, OfTheProgramThatThePageNeedsAreLinkedToByIt) {
  const std::string page = fetch("/boot.js").body();
  const Server server({"--channel", "steps=push", "--channel", "dice=shared"});
  for (const auto& [address, program] :
       {std::pair("/", "/channel."), std::pair("/?channel=dice", "/channel."),
        std::pair("/index.html?a=b&channel=some_url", "/home."), std::pair("/?channel=unknown", "/home."),
        std::pair("/?channel=../evil", "/channel.")}) {
    const std::vector<std::string> names = linked(server, address);
    ASSERT_EQ(names.size(), 2U) << address;
    for (const std::string& name : names) {
      EXPECT_TRUE(name.starts_with(program)) << address << ": " << name;
      EXPECT_NE(page.find('"' + name.substr(1) + '"'), std::string::npos) << name << " is what boot.js asks for";
    }
  }
  EXPECT_EQ(fetch("/boot.js").count("Link"), 0U);
}
#endif

TEST_F(Assets, AllowNoScriptButTheirOwnAndWasm) {
  const std::string policy(fetch("/")["Content-Security-Policy"]);
  EXPECT_NE(policy.find("default-src 'none'"), std::string::npos) << policy;
  EXPECT_NE(policy.find("'wasm-unsafe-eval'"), std::string::npos) << policy;
  EXPECT_EQ(policy.find("'unsafe-inline'"), std::string::npos) << policy;
  EXPECT_EQ(policy.find("'unsafe-eval'"), std::string::npos) << policy;
  EXPECT_EQ(policy.find('*'), std::string::npos) << policy;
  EXPECT_TRUE(policy.ends_with("; frame-ancestors 'none'")) << policy;
}

TEST_F(Assets, ComeCompressedAsTheBrowserAsks) {
  const Response plain = fetch("/");
  const Response gzip = fetch("/", "Accept-Encoding: gzip\r\n");
  const Response brotli = fetch("/", "Accept-Encoding: br\r\n");
  EXPECT_EQ(plain.count("Content-Encoding"), 0u);
  EXPECT_EQ(gzip["Content-Encoding"], "gzip");
  EXPECT_EQ(brotli["Content-Encoding"], "br");
  EXPECT_LT(gzip.body().size(), plain.body().size());
  EXPECT_LT(brotli.body().size(), gzip.body().size());
  EXPECT_EQ(gunzip(gzip.body(), plain.body().size()), plain.body());
  for (const Response& response : {plain, gzip, brotli}) {
    EXPECT_EQ(response["Vary"], "Accept-Encoding");
    EXPECT_EQ(response["Content-Type"], "text/html; charset=utf-8");
  }
}

TEST_F(Assets, FollowTheRulesOfAcceptEncoding) {  // RFC 9110 §12.5.3
  const std::vector<std::pair<std::string, std::string>> cases{{"gzip, deflate, br, zstd", "br"},
                                                               {"gzip, deflate", "gzip"},
                                                               {"BR", "br"},
                                                               {"br;q=0, gzip", "gzip"},
                                                               {"br;q=0", ""},
                                                               {"identity", ""},
                                                               {"deflate", ""},
                                                               {"gzip;q=0.5", "gzip"},
                                                               {"gzip;q=0.000, br;q=0", ""},
                                                               {"", ""},
                                                               {"brotli", ""},
                                                               {"gzip ; q=1.0", "gzip"},
                                                               {"gzip;q=1.0, br;q=0.1", "gzip"},
                                                               {"identity, br;q=0.9", ""},
                                                               {"identity;q=0, gzip", "gzip"},
                                                               {"gzip;q=0.5\r\nAccept-Encoding: br", "br"},
                                                               {"br;q=0.1\r\nAccept-Encoding: gzip", "gzip"}};
  for (const auto& [accepted, encoding] : cases) {
    EXPECT_EQ(fetch("/", "Accept-Encoding: " + accepted + "\r\n")["Content-Encoding"], encoding) << accepted;
  }
}

TEST_F(Assets, AreNotSentIfAcceptEncodingExcludesThemAll) {
  for (const char* excluding : {"identity;q=0", "*;q=0", "br;q=0, gzip;q=0, identity;q=0"}) {
    const Response answer = fetch("/", std::string("Accept-Encoding: ") + excluding + "\r\n");
    EXPECT_EQ(answer.result_int(), 406u) << excluding;
    EXPECT_NE(answer.body().find("Accept-Encoding"), std::string::npos) << excluding;
  }
}

TEST_F(Assets, HaveAStrongEtagForEachEncoding) {
  const std::string plain(fetch("/")["ETag"]);
  const std::string gzip(fetch("/", "Accept-Encoding: gzip\r\n")["ETag"]);
  const std::string brotli(fetch("/", "Accept-Encoding: br\r\n")["ETag"]);
  for (const std::string& tag : {plain, gzip, brotli}) {
    ASSERT_GT(tag.size(), 2u);
    EXPECT_EQ(tag.front(), '"') << tag;
    EXPECT_EQ(tag.back(), '"') << tag;
  }
  EXPECT_NE(plain, gzip);
  EXPECT_NE(gzip, brotli);
  EXPECT_NE(plain, brotli);
}

TEST_F(Assets, AreNotSentAgainToABrowserThatHasThem) {
  const Response page = fetch("/", "Accept-Encoding: br\r\n");
  const std::string tag(page["ETag"]);
  for (const std::string& known :
       {tag, "\"other\", " + tag, "W/" + tag, std::string("*"), "\"other\"\r\nIf-None-Match: " + tag}) {
    const Response again = fetch("/", "Accept-Encoding: br\r\nIf-None-Match: " + known + "\r\n");
    EXPECT_EQ(again.result_int(), 304u) << known;
    EXPECT_EQ(again.body(), "") << known;
    EXPECT_EQ(again["ETag"], tag) << known;
    EXPECT_EQ(again["Vary"], "Accept-Encoding") << known;
  }
}

TEST_F(Assets, AreSentToABrowserThatHasAnother) {
  const std::string brotli(fetch("/", "Accept-Encoding: br\r\n")["ETag"]);
  for (const std::string& known : {std::string("\"other\""), brotli, std::string("nonsense")}) {
    EXPECT_EQ(fetch("/", "Accept-Encoding: gzip\r\nIf-None-Match: " + known + "\r\n").result_int(), 200u) << known;
  }
}

TEST_F(Assets, AreTheSameForHeadInEveryEncoding) {
  for (const char* encoding : {"br", "gzip", "identity"}) {
    const std::string header = std::string("Accept-Encoding: ") + encoding + "\r\n";
    const Response page = fetch("/", header);
    RawConnection connection(server_->port());
    connection.send(request("HEAD /", header));
    const Response head = connection.receive_response(Method::head);
    EXPECT_EQ(head["Content-Length"], std::to_string(page.body().size()));
    EXPECT_EQ(head["Content-Encoding"], page["Content-Encoding"]);
    EXPECT_EQ(head["ETag"], page["ETag"]);
  }
}

}  // namespace
}  // namespace sws
