// With an access secret only viewers that have a token may watch.
#include <gtest/gtest.h>

#include "tests/integration/event_client.hpp"
#include "tests/integration/raw_connection.hpp"
#include "tests/integration/secret_file.hpp"
#include "tests/integration/server_process.hpp"
#include "tests/integration/stream_client.hpp"

namespace sws {
namespace {

std::string issue(const SecretFile& secret, const std::vector<std::string>& channels = {}) {
  std::vector<std::string> arguments = {"--access-secret-file", secret.path(), "--issue-access", "60"};
  for (const std::string& channel : channels) arguments.insert(arguments.end(), {"--for", channel});
  const Outcome issued = run_to_exit(arguments);
  EXPECT_EQ(issued.exit_status, 0) << issued.standard_error;
  return issued.standard_output.substr(0, issued.standard_output.find('\n'));
}

unsigned upgrade(const Server& server, std::string_view target, std::string_view header_lines = "") {
  RawConnection viewer(server.port());
  viewer.send(upgrade_request(target, header_lines));
  return viewer.receive_response().result_int();
}

TEST(Access, NeedsATokenOfThisSecretInTheQueryOrInACookie) {
  const SecretFile secret, another(std::string(64, 'a'));
  const Server server({"--access-secret-file", secret.path()});
  const std::string token = issue(secret);
  EXPECT_EQ(upgrade(server, "/ws/some_url/"), 403u);
  EXPECT_EQ(upgrade(server, "/ws/some_url/?access=" + issue(another)), 403u);
  EXPECT_EQ(upgrade(server, "/ws/some_url/?protocol=1&access=" + token), 101u);
  EXPECT_EQ(upgrade(server, "/ws/some_url/", "Cookie: a=b; access=" + token + "\r\n"), 101u);
  EXPECT_EQ(get(server.port(), "/").result_int(), 200u);  // the page itself is no secret
}

TEST(Access, OpeningThePageWithATokenMakesItACookie) {
  const SecretFile secret;
  Server server({"--access-secret-file", secret.path(), "--log-level", "debug"});
  const std::string token = issue(secret);
  const Response response = get(server.port(), "/?access=" + token);
  EXPECT_EQ(response.result_int(), 303u);
  EXPECT_EQ(response["Location"], "./");
  const std::string cookie(response["Set-Cookie"]);
  EXPECT_TRUE(cookie.starts_with("access_")) << cookie;
  EXPECT_NE(cookie.find("=" + token + "; HttpOnly; SameSite=Strict; Max-Age="), std::string::npos) << cookie;
  EXPECT_EQ(upgrade(server, "/ws/some_url/", "Cookie: " + cookie.substr(0, cookie.find(';')) + "\r\n"), 101u);
  EXPECT_EQ(get(server.port(), "/?access=" + token + "x").result_int(), 403u);
  EXPECT_EQ(server.process().log_to_the_end().find(token), std::string::npos);
}

TEST(Access, TheCookieOfWhoCameByHttpsIsForHttpsOnly) {
  const SecretFile secret;
  const Server server({"--access-secret-file", secret.path(), "--trusted-proxy", "127.0.0.1"});
  const std::string target = "/?access=" + issue(secret);
  const std::string proxied = "X-Forwarded-For: 192.0.2.1\r\nX-Forwarded-Proto: https\r\n";
  EXPECT_NE(get(server.port(), target, proxied)["Set-Cookie"].find("; Secure"), std::string::npos);
  EXPECT_EQ(get(server.port(), target)["Set-Cookie"].find("; Secure"), std::string::npos);
}

// Browsers do not tell cookies apart by the port (RFC 6265 §8.5).
TEST(Access, TwoServersOnOneHostDoNotOverwriteEachOthersCookie) {
  const SecretFile secret, another(std::string(64, 'a'));
  const Server first({"--access-secret-file", secret.path()}), second({"--access-secret-file", another.path()});
  const auto cookie_of = [](const Server& server, const SecretFile& its_secret) {
    const std::string cookie(get(server.port(), "/?access=" + issue(its_secret))["Set-Cookie"]);
    return cookie.substr(0, cookie.find(';'));
  };
  const std::string both = cookie_of(first, secret) + "; " + cookie_of(second, another);
  EXPECT_EQ(upgrade(first, "/ws/some_url/", "Cookie: " + both + "\r\n"), 101u);
  EXPECT_EQ(upgrade(second, "/ws/some_url/", "Cookie: x=y\r\nCookie: " + both + "\r\n"), 101u);
}

TEST(Access, ATokenForAnotherChannelOpensThePageAndNotTheStream) {
  const SecretFile secret;
  const Server server({"--access-secret-file", secret.path()});
  const std::string token = issue(secret, {"cpu", "temperature"});
  EXPECT_EQ(get(server.port(), "/?access=" + token).result_int(), 303u);
  EXPECT_EQ(upgrade(server, "/ws/some_url/?access=" + token), 403u);
  EXPECT_EQ(get(server.port(), "/ws/some_url/?access=" + token).body(),
            "the access token does not admit to the channel some_url\n");
  EXPECT_EQ(upgrade(server, "/ws/some_url/?access=" + issue(secret, {"cpu", "some_url"})), 101u);
}

TEST(Access, ATokenForAChannelAdmitsToThatChannelAndLetsSeeThatItIsThere) {
  const SecretFile secret;
  const Server server({"--access-secret-file", secret.path(), "--channel", "cpu=push", "--channel", "shy=push"});
  const std::string token = issue(secret, {"cpu"});
  EXPECT_EQ(upgrade(server, "/ws/cpu/?access=" + token), 101u);
  EXPECT_EQ(upgrade(server, "/ws/shy/?access=" + token), 403u);
  EXPECT_EQ(EventClient(server.port(), "/events/cpu/?access=" + token).status(), 200u);
  EXPECT_EQ(get(server.port(), "/events/shy/?access=" + token).result_int(), 403u);
  const std::string cookie(get(server.port(), "/?access=" + token)["Set-Cookie"]);
  const std::string fields = "Cookie: " + cookie.substr(0, cookie.find(';')) + "\r\n";
  EXPECT_EQ(upgrade(server, "/ws/cpu/", fields), 101u);
  EXPECT_EQ(upgrade(server, "/ws/shy/", fields), 403u);
  const std::string channels = get(server.port(), "/channels.json", fields).body();
  EXPECT_NE(channels.find("\"cpu\""), std::string::npos) << channels;
  EXPECT_EQ(channels.find("shy"), std::string::npos) << channels;
  EXPECT_EQ(get(server.port(), "/channels.json").body().find("cpu"), std::string::npos);
}

TEST(Access, IsOpenToEverybodyByDefault) {
  const Server server;
  EXPECT_EQ(upgrade(server, "/ws/some_url/?access=nonsense"), 101u);
}

TEST(Access, ATokenIsIssuedForAStatedTimeAndWithASecretOnly) {
  const SecretFile secret;
  const Outcome without = run_to_exit({"--issue-access", "60"});
  EXPECT_EQ(without.exit_status, 2);
  EXPECT_NE(without.standard_error.find("--access-secret-file"), std::string::npos) << without.standard_error;
  const Outcome wrong = run_to_exit({"--access-secret-file", secret.path(), "--issue-access", "0"});
  EXPECT_EQ(wrong.exit_status, 2);
}

}  // namespace
}  // namespace sws
