#include "backend/http/routing.hpp"

#include <gtest/gtest.h>

#include "backend/admission/access.hpp"
#include "backend/http/response.hpp"

namespace sws {
namespace {

using namespace std::chrono_literals;
namespace http = boost::beast::http;

constexpr WallTime kNow{1'700'000'000s};

class OnePage final : public Site {
 public:
  std::optional<Representation> find(std::string_view path, std::string_view) const override {
    if (path != "/") return std::nullopt;
    return Representation{200, "the page", nullptr, "text/html", "", "\"1\""};
  }
};

class OneStream final : public Upgrader {
 public:
  std::optional<StreamAddress> stream_at(std::string_view path) const override {
    if (path == "/stream") return StreamAddress{"a channel", Framing::websocket};
    if (path == "/events") return StreamAddress{"a channel", Framing::events};
    return std::nullopt;
  }
  bool is_complete(const StreamAddress&, const Settings&, std::string_view) const override { return false; }
  std::optional<Unavailable> unavailable(const StreamAddress&) const override { return std::nullopt; }
  std::unique_ptr<Connection> upgrade(std::shared_ptr<const Settings>, Upgrade) override { return nullptr; }
};

class RoutingTest : public testing::Test {
 protected:
  static RequestHeader request(http::verb method, const std::string& target) {
    RequestHeader header;
    header.version(11);
    header.method(method);
    header.target(target);
    header.set(http::field::host, "localhost");
    return header;
  }

  Answer route_to(const std::string& target, http::verb method = http::verb::get) {
    return route(request(method, target), service_, settings_, kNow);
  }

  // The status of a refusal, or 0 if the answer is none.
  static unsigned status_of(const Answer& answer) {
    const auto* refusal = std::get_if<Refusal>(&answer);
    return refusal ? static_cast<unsigned>(refusal->status) : 0;
  }

  std::string token(std::chrono::seconds valid_for) {
    return issue_access_token(settings_.access_secrets->signing(), {WallTime::clock::to_time_t(kNow + valid_for)});
  }

  OnePage site_;
  OneStream upgrader_;
  Settings settings_;
  Admission admission_{AdmissionLimits()};
  HttpService service_{.site = site_, .settings = {}, .admission = admission_, .upgrader = &upgrader_};
};

TEST_F(RoutingTest, LeadsToThePageForGetAndHeadOnly) {
  EXPECT_TRUE(std::holds_alternative<Representation>(route_to("/")));
  EXPECT_TRUE(std::holds_alternative<Representation>(route_to("/?access=x", http::verb::head)));
  EXPECT_EQ(status_of(route_to("/", http::verb::post)), 405U);
  EXPECT_EQ(status_of(route_to("/stream", http::verb::post)), 405U);
  EXPECT_EQ(status_of(route_to("/missing")), 404U);
  EXPECT_EQ(status_of(route_to("/%2")), 400U);
}

TEST_F(RoutingTest, LeadsToAStreamIfTheHandshakeIsRight) {
  RequestHeader upgrade = request(http::verb::get, "/stream?protocol=1");
  upgrade.set(http::field::connection, "Upgrade");
  upgrade.set(http::field::upgrade, "websocket");
  upgrade.set(http::field::sec_websocket_version, "13");
  upgrade.set(http::field::sec_websocket_key, "dGhlIHNhbXBsZSBub25jZQ==");
  const Answer answer = route(upgrade, service_, settings_, kNow);
  ASSERT_TRUE(std::holds_alternative<StreamHandshake>(answer));
  EXPECT_EQ(std::get<StreamHandshake>(answer).wanted.protocol, StreamProtocol::verified);
  upgrade.target("/stream?protocol=2");
  EXPECT_EQ(status_of(route(upgrade, service_, settings_, kNow)), 400U);
}

TEST_F(RoutingTest, TakesARequestWithoutAHandshakeForAQuestion) {
  const Answer answer = route_to("/stream?protocol=1");
  ASSERT_TRUE(std::holds_alternative<StreamQuestion>(answer));
  EXPECT_EQ(std::get<StreamQuestion>(answer).upgrade_required.status, http::status::upgrade_required);
  EXPECT_TRUE(std::holds_alternative<StreamQuestion>(route_to("/stream", http::verb::head)));
  EXPECT_EQ(status_of(route_to("/stream?protocol=2")), 400U);  // a handshake would be refused for the same reason
}

TEST_F(RoutingTest, EveryRequestForEventsOpensAStream) {
  const Answer answer = route_to("/events");
  ASSERT_TRUE(std::holds_alternative<StreamHandshake>(answer));
  EXPECT_EQ(std::get<StreamHandshake>(answer).address, (StreamAddress{"a channel", Framing::events}));
  EXPECT_EQ(std::get<StreamHandshake>(answer).last_event_id, "");
  EXPECT_TRUE(std::holds_alternative<StreamHandshake>(route_to("/events", http::verb::head)));
  EXPECT_EQ(status_of(route_to("/events", http::verb::post)), 405U);
}

TEST_F(RoutingTest, TheIdOfTheLastEventIsTheFieldsOrElseTheAddresss) {
  RequestHeader events = request(http::verb::get, "/events?last_event_id=of%20the%20address&last_event_id=other");
  const auto id = [&] { return std::get<StreamHandshake>(route(events, service_, settings_, kNow)).last_event_id; };
  EXPECT_EQ(id(), "of the address");
  events.set("Last-Event-ID", "");
  EXPECT_EQ(id(), "of the address");
  events.set("Last-Event-ID", "of the field");
  EXPECT_EQ(id(), "of the field");
  events.target("/events");
  EXPECT_EQ(id(), "of the field");
}

TEST_F(RoutingTest, MovesAnAccessTokenFromThePagesAddressIntoACookie) {
  settings_.access_secrets = Secret{1};
  const std::string good = token(60s);
  const Answer answer = route_to("/?access=" + good);
  ASSERT_TRUE(std::holds_alternative<AccessCookie>(answer));
  const auto message = make_response(std::get<AccessCookie>(answer), {.now = kNow, .https = true}).message;
  EXPECT_EQ(message.result_int(), 303U);
  EXPECT_EQ(message[http::field::location], "./");
  EXPECT_EQ(message[http::field::cache_control], "no-store");
  EXPECT_EQ(std::string(message[http::field::set_cookie]),
            access_cookie_name(settings_.access_secrets->signing(), "") + "=" + good +
                "; HttpOnly; SameSite=Strict; Secure; Max-Age=60");
  const auto plain = make_response(std::get<AccessCookie>(answer), {.now = kNow}).message;
  EXPECT_EQ(std::string(plain[http::field::set_cookie]).find("Secure"), std::string::npos);
}

// The browser may see the page at /app/: the proxy in front of the server strips that.
TEST_F(RoutingTest, GoesOnAtThePagesOwnAddressWithTheRestOfTheQuery) {
  settings_.access_secrets = Secret{1};
  const auto location = [&](const std::string& target) {
    return std::get<AccessCookie>(route_to(target)).location;
  };
  EXPECT_EQ(location("/?access=" + token(60s)), "./");
  EXPECT_EQ(location("/?channel=cpu&access=" + token(60s)), "./?channel=cpu");
  EXPECT_EQ(location("/index.html?access=" + token(60s)), "./");
  EXPECT_EQ(location("http://localhost?access=" + token(60s)), "./");
}

TEST_F(RoutingTest, ATokenForAChannelOpensThePageAndStaysWhatItIsInTheCookie) {
  settings_.access_secrets = Secret{1};
  const std::int64_t expiry = WallTime::clock::to_time_t(kNow + 60s);
  const std::string token = issue_access_token(settings_.access_secrets->signing(), {expiry, "cpu"});
  const Answer answer = route_to("/?channel=cpu&access=" + token);
  ASSERT_TRUE(std::holds_alternative<AccessCookie>(answer));
  EXPECT_EQ(std::get<AccessCookie>(answer).token, token);
  EXPECT_EQ(std::get<AccessCookie>(answer).name, access_cookie_name(settings_.access_secrets->signing(), "cpu"));
  EXPECT_EQ(std::get<AccessCookie>(answer).location, "./?channel=cpu");
}

TEST_F(RoutingTest, AnswersOptionsForEverythingThatThereIs) {
  for (const char* target : {"*", "/", "/stream", "/events", "/?access=nonsense"}) {
    settings_.access_secrets = Secret{1};
    EXPECT_TRUE(std::holds_alternative<AllowedMethods>(route_to(target, http::verb::options))) << target;
  }
  EXPECT_EQ(status_of(route_to("/missing", http::verb::options)), 404U);
  EXPECT_EQ(status_of(route_to("*")), 400U);
  const auto message = make_response(AllowedMethods(), {.now = kNow}).message;
  EXPECT_EQ(message.result_int(), 200U);
  EXPECT_EQ(message[http::field::allow], "GET, HEAD, OPTIONS");
  EXPECT_EQ(message[http::field::content_length], "0");
}

TEST_F(RoutingTest, OnlyFilesMayBeStored) {
  const auto cache_control = [](const Response& response) {
    return std::string(response.message[http::field::cache_control]);
  };
  const ResponseContext context{.now = kNow};
  const auto get = request(http::verb::get, "/");
  EXPECT_EQ(cache_control(make_response({200, "file", nullptr, "text/html", "", "\"1\""}, get, context)),
            "no-cache");
  EXPECT_EQ(cache_control(make_response({200, "file", nullptr, "text/css", "", "\"1\"", true}, get, context)),
            "max-age=31536000, immutable");
  EXPECT_EQ(cache_control(make_response({200, "metrics", nullptr, "text/plain", "", ""}, get, context)),
            "no-store");
  EXPECT_EQ(cache_control(make_response(AllowedMethods(), context)), "no-store");
  EXPECT_EQ(cache_control(make_response(AccessCookie(), context)), "no-store");
  EXPECT_EQ(cache_control(make_response(EventResponse::stream, get, context)), "no-store");
  EXPECT_EQ(cache_control(make_response(EventResponse::complete, get, context)), "no-store");
  for (const unsigned status : {400U, 403U, 404U, 405U, 408U, 414U, 426U, 429U, 431U, 501U, 503U, 505U}) {
    const Refusal refusal{http::status(status), Reason::not_found, "why"};
    EXPECT_EQ(cache_control(make_response(refusal, context)), "no-store") << status;
  }
}

TEST_F(RoutingTest, LetsNoPageOfAnotherSiteReachTheListenerForOperators) {
  RequestHeader foreign = request(http::verb::get, "/");
  foreign.set(http::field::host, "evil.example");
  EXPECT_EQ(status_of(route(foreign, service_, settings_, kNow)), 0U);
  service_.for_operators = true;
  EXPECT_EQ(status_of(route_to("/")), 0U);
  EXPECT_EQ(status_of(route(foreign, service_, settings_, kNow)), 403U);
  foreign.method(http::verb::post);
  EXPECT_EQ(status_of(route(foreign, service_, settings_, kNow)), 403U);
  settings_.admin_hosts = {"evil.example"};
  EXPECT_EQ(status_of(route(foreign, service_, settings_, kNow)), 405U);
}

TEST_F(RoutingTest, RefusesAnAccessTokenThatIsNotGood) {
  settings_.access_secrets = Secret{1};
  EXPECT_EQ(status_of(route_to("/?access=" + token(0s))), 403U);
  EXPECT_EQ(status_of(route_to("/?access=nonsense")), 403U);
  EXPECT_EQ(status_of(route_to("/other?access=nonsense")), 404U);
  EXPECT_TRUE(std::holds_alternative<Representation>(route_to("/")));  // the page itself is for everybody
}

TEST_F(RoutingTest, LooksUpAFileFirstIfThereIsAWebRoot) {
  service_.files.root = std::make_shared<const WebRoot>("/nowhere");
  const Answer answer = route_to("/some%20file?query");
  ASSERT_TRUE(std::holds_alternative<FileLookup>(answer));
  EXPECT_EQ(std::get<FileLookup>(answer).path, "/some file");
  EXPECT_TRUE(std::holds_alternative<StreamQuestion>(route_to("/stream")));
  EXPECT_EQ(status_of(route_to("/", http::verb::post)), 405U);
}

TEST_F(RoutingTest, APageThatTheBrowserHasIsNotSentAgain) {
  RequestHeader header = request(http::verb::get, "/");
  const auto page = [&] { return std::get<Representation>(route(header, service_, settings_, kNow)); };
  EXPECT_EQ(make_response(page(), header, {.now = kNow}).message.result_int(), 200U);
  header.set(http::field::if_none_match, "\"1\"");
  const Response unchanged = make_response(page(), header, {.now = kNow});
  EXPECT_EQ(unchanged.message.result_int(), 304U);
  EXPECT_TRUE(unchanged.message.body().empty());
  EXPECT_EQ(unchanged.message.count(http::field::content_length), 0U);
  EXPECT_EQ(unchanged.message[http::field::etag], "\"1\"");
  EXPECT_EQ(unchanged.message[http::field::cache_control], "no-cache");
}

TEST_F(RoutingTest, AResponseKeepsABodyAliveThatIsNotEmbedded) {
  auto body = std::make_shared<const std::string>("from disk");
  Representation file{200, *body, body, "text/plain", "", ""};
  const Response response = make_response(std::move(file), request(http::verb::get, "/"), {.now = kNow});
  EXPECT_EQ(response.body_owner, body);
}

TEST_F(RoutingTest, ARefusalSaysWhatWouldBeRight) {
  const auto refused = [](http::status status, bool keep_alive) {
    return make_response({status, Reason::not_found, "why"}, {.now = kNow, .keep_alive = keep_alive}).message;
  };
  EXPECT_EQ(refused(http::status::method_not_allowed, true)[http::field::allow], "GET, HEAD, OPTIONS");
  EXPECT_EQ(refused(http::status::too_many_requests, true)[http::field::retry_after], "10");
  EXPECT_EQ(refused(http::status::service_unavailable, true)[http::field::retry_after], "10");
  EXPECT_EQ(refused(http::status::not_found, true).count(http::field::retry_after), 0U);
  const auto upgrade = refused(http::status::upgrade_required, false);
  EXPECT_EQ(upgrade[http::field::connection], "Upgrade, close");
  EXPECT_EQ(upgrade[http::field::upgrade], "websocket");
  EXPECT_EQ(upgrade[http::field::sec_websocket_version], "13");
  EXPECT_FALSE(upgrade.keep_alive());
  EXPECT_TRUE(refused(http::status::upgrade_required, true).keep_alive());
}

}  // namespace
}  // namespace sws
