#include "backend/http/viewer_admission.hpp"

#include <gtest/gtest.h>

#include "backend/admission/access.hpp"
#include "tests/backend/loop/manual_ticker.hpp"

namespace sws {
namespace {

using namespace std::chrono_literals;
namespace http = boost::beast::http;

class AdmitViewerTest : public testing::Test {
 protected:
  AdmitViewerTest() { request_.set(http::field::host, "localhost:8000"); }

  // The reason of the refusal, or nothing if the viewer is admitted.
  std::optional<Reason> refused(Admission::Slot& slot) {
    const auto viewer = admit_viewer({request_, wanted_, client_, "some_url"}, settings_, admission_, slot, clock_);
    if (viewer) return std::nullopt;
    return viewer.error().reason;
  }
  std::optional<Reason> refused() { return refused(slot_); }

  // The reason that a page hears when it asks.
  std::optional<Reason> would_refuse(bool is_first = true) {
    const auto refusal =
        would_refuse_viewer({request_, wanted_, client_, "some_url"}, settings_, admission_, is_first, clock_);
    if (!refusal) return std::nullopt;
    return refusal->reason;
  }

  RequestHeader request_;
  StreamRequest wanted_;
  RequestClient client_{boost::asio::ip::make_address("192.0.2.1")};
  Settings settings_;
  Admission admission_{{.connections = 0, .remote = {1, 0}, .loopback = {}}};
  Admission::Slot slot_ = *admission_.admit();
  ManualClock clock_;
};

TEST_F(AdmitViewerTest, RefusesPagesOfOtherOrigins) {
  EXPECT_EQ(refused(), std::nullopt);
  request_.set(http::field::origin, "http://localhost:3000");
  EXPECT_EQ(refused(), std::nullopt);
  request_.set(http::field::origin, "http://elsewhere.example");
  EXPECT_EQ(refused(), Reason::origin_not_allowed);
  request_.set(http::field::origin, "");  // not the same as no Origin
  EXPECT_EQ(refused(), Reason::origin_not_allowed);
}

// Such a request has no Origin, because the page cannot read what it loads.
TEST_F(AdmitViewerTest, RefusesAnImageOfAPageOfAnotherSite) {
  request_.set("Sec-Fetch-Mode", "no-cors");
  request_.set("Sec-Fetch-Site", "same-origin");
  EXPECT_EQ(refused(), std::nullopt);
  request_.set("Sec-Fetch-Site", "cross-site");
  EXPECT_EQ(refused(), Reason::origin_not_allowed);
  request_.set("Sec-Fetch-Mode", "navigate");  // a link to the stream
  EXPECT_EQ(refused(), std::nullopt);
}

TEST_F(AdmitViewerTest, RefusesTwoOriginsEvenIfBothAreAllowed) {
  request_.insert(http::field::origin, "http://localhost:8000");
  EXPECT_EQ(refused(), std::nullopt);
  request_.insert(http::field::origin, "http://localhost:8000");
  EXPECT_EQ(refused(), Reason::origin_not_allowed);
  settings_.origins = OriginPolicy({*OriginPattern::parse("*")});
  EXPECT_EQ(refused(), Reason::origin_not_allowed);
}

TEST_F(AdmitViewerTest, NeedsATokenIfThereIsASecretUntilTheTokenExpires) {
  settings_.access_secrets = Secret{1};
  EXPECT_EQ(refused(), Reason::access_denied);
  const auto expiry = WallTime::clock::to_time_t(clock_.wall() + 60s);
  request_.set(http::field::cookie, "access=" + issue_access_token(settings_.access_secrets->signing(), {expiry}));
  EXPECT_EQ(refused(), std::nullopt);
  clock_.step_wall(60s);
  EXPECT_EQ(refused(), Reason::access_denied);
}

TEST_F(AdmitViewerTest, ATokenForAChannelAdmitsToThatChannelOnly) {
  settings_.access_secrets = Secret{1};
  const auto expiry = WallTime::clock::to_time_t(clock_.wall() + 60s);
  const std::string token = issue_access_token(settings_.access_secrets->signing(), {expiry, "cpu,temperature"});
  request_.set(http::field::cookie, "access=" + token);
  for (const char* channel : {"cpu", "temperature"}) {
    EXPECT_TRUE(admit_viewer({request_, wanted_, client_, channel}, settings_, admission_, slot_, clock_))
        << channel;
    EXPECT_TRUE(permits(settings_, request_, channel, clock_.wall())) << channel;
  }
  const Viewer viewer{request_, wanted_, client_, "humidity"};
  const auto admitted = admit_viewer(viewer, settings_, admission_, slot_, clock_);
  ASSERT_FALSE(admitted);
  EXPECT_EQ(admitted.error().status, http::status::forbidden);
  EXPECT_EQ(admitted.error().explanation, "the access token does not admit to the channel humidity");
  EXPECT_EQ(would_refuse_viewer(viewer, settings_, admission_, true, clock_)->explanation,
            admitted.error().explanation);
  EXPECT_FALSE(permits(settings_, request_, "humidity", clock_.wall()));
  EXPECT_EQ(refused(), Reason::access_denied);  // the channel of the original
}

TEST_F(AdmitViewerTest, EveryChannelIsPermittedWithATokenForAllOrWithoutASecret) {
  EXPECT_TRUE(permits(settings_, request_, "cpu", clock_.wall()));
  settings_.access_secrets = Secret{1};
  EXPECT_FALSE(permits(settings_, request_, "cpu", clock_.wall()));
  const auto expiry = WallTime::clock::to_time_t(clock_.wall() + 60s);
  request_.set(http::field::cookie, "access=" + issue_access_token(settings_.access_secrets->signing(), {expiry}));
  EXPECT_TRUE(permits(settings_, request_, "cpu", clock_.wall()));
  clock_.step_wall(60s);
  EXPECT_FALSE(permits(settings_, request_, "cpu", clock_.wall()));
}

TEST_F(AdmitViewerTest, SaysWhenTheTokenExpiresByTheClockThatNobodySteps) {
  const auto until = [&] {
    return admit_viewer({request_, wanted_, client_, "some_url"}, settings_, admission_, slot_, clock_)->until;
  };
  EXPECT_EQ(until(), SteadyTime::max());
  settings_.access_secrets = Secret{1};
  const auto with_expiry = [&](std::int64_t expiry) {
    request_.set(http::field::cookie,
                 "access=" + issue_access_token(settings_.access_secrets->signing(), {expiry}));
  };
  with_expiry(WallTime::clock::to_time_t(clock_.wall() + 60s));
  EXPECT_EQ(until(), clock_.steady() + 60s);
  clock_.advance(250ms);
  EXPECT_EQ(until(), clock_.steady() + 59'750ms);
  with_expiry(INT64_MAX);
  EXPECT_GT(until(), clock_.steady() + std::chrono::hours(24 * 365));
  EXPECT_LT(until(), SteadyTime::max());
}

TEST_F(AdmitViewerTest, CountsAViewerBehindAProxyForItsOwnAddress) {
  client_.proxied = true;
  EXPECT_EQ(refused(), std::nullopt);
  Admission::Slot another = *admission_.admit();
  EXPECT_EQ(refused(another), Reason::too_many_connections_of_address);
  slot_ = {};
  EXPECT_EQ(refused(another), std::nullopt);
}

TEST_F(AdmitViewerTest, ARefusedViewerTakesNoPlaceOfItsAddress) {
  client_.proxied = true;
  request_.set(http::field::origin, "http://elsewhere.example");
  EXPECT_EQ(refused(), Reason::origin_not_allowed);
  request_.erase(http::field::origin);
  Admission::Slot another = *admission_.admit();
  EXPECT_EQ(refused(another), std::nullopt);
}

TEST_F(AdmitViewerTest, DoesNotCountAConnectionASecondTime) {
  client_.proxied = true;
  Admission::Slot own = *admission_.admit(client_.address, clock_.steady());  // the only place of this address
  EXPECT_EQ(refused(own), std::nullopt);
}

TEST_F(AdmitViewerTest, TellsAPageWhatItsHandshakeWouldHear) {
  EXPECT_EQ(would_refuse(), std::nullopt);
  settings_.access_secrets = Secret{1};
  EXPECT_EQ(would_refuse(), Reason::access_denied);
  request_.set("X-Page-Origin", "http://elsewhere.example");
  EXPECT_EQ(would_refuse(), Reason::origin_not_allowed);  // checked first, as for a handshake
  request_.set(http::field::origin, "http://localhost:8000");
  EXPECT_EQ(would_refuse(), Reason::access_denied);  // the browser's own word counts
}

TEST_F(AdmitViewerTest, AHandshakeNamesItsOriginItself) {
  request_.set("X-Page-Origin", "http://elsewhere.example");
  EXPECT_EQ(refused(), std::nullopt);
}

TEST_F(AdmitViewerTest, AQuestionOfAClientBehindAProxyTakesNoPlace) {
  client_.proxied = true;
  for (int i = 0; i < 3; ++i) EXPECT_EQ(would_refuse(), std::nullopt);
  EXPECT_EQ(refused(), std::nullopt);
  EXPECT_EQ(would_refuse(), Reason::too_many_connections_of_address);
}

TEST_F(AdmitViewerTest, AQuestionOnAnOldConnectionIsAboutOneMore) {
  const Admission::Slot own = *admission_.admit(client_.address, clock_.steady());
  EXPECT_EQ(would_refuse(true), std::nullopt);
  EXPECT_EQ(would_refuse(false), Reason::too_many_connections_of_address);
}

class CommitmentTest : public AdmitViewerTest {
 protected:
  CommitmentTest() { admission_.set_limits({.connections = 0, .remote = {0, 10}, .loopback = {}}); }

  // How many viewers who want this are admitted at once, behind a proxy.
  int admitted_at_once(const StreamRequest& wanted) {
    wanted_ = wanted;
    client_.proxied = true;
    clock_.advance(2s);
    for (int admitted = 0;; ++admitted) {
      Admission::Slot slot = *admission_.admit();
      const auto told = would_refuse();
      EXPECT_EQ(refused(slot), told);
      if (told) {
        EXPECT_EQ(told, Reason::too_many_connects_of_address);
        return admitted;
      }
    }
  }
};

TEST_F(CommitmentTest, ToManyNumbersCountsAsMoreNewConnections) {
  constexpr auto kVerified = StreamProtocol::verified;
  EXPECT_EQ(admitted_at_once({kVerified, 1'000, false}), 10);
  EXPECT_EQ(admitted_at_once({kVerified, 4'096, false}), 2);
  EXPECT_EQ(admitted_at_once({kVerified, 4'096, true}), 10) << "a resumed stream needs no commitment";
  EXPECT_EQ(admitted_at_once({kVerified, 4'097, false}), 10) << "a long stream's commitment is one hash";
  EXPECT_EQ(admitted_at_once({StreamProtocol::plain, {}, false}), 10);
  settings_.stream.count = 2'048;
  EXPECT_EQ(admitted_at_once({kVerified, {}, false}), 3) << "the server's own count costs as much";
}

TEST_F(CommitmentTest, ThatIsRefusedCostsNothingSoThatWhoComesAgainGetsIn) {
  wanted_ = {StreamProtocol::verified, 4'096, false};
  client_.proxied = true;
  clock_.advance(2s);
  int admitted = 0;
  for (int attempt = 0; attempt < 500; ++attempt) {  // in 5 seconds, at the rate of 2 a second
    Admission::Slot slot = *admission_.admit();
    if (!refused(slot)) ++admitted;
    clock_.advance(10ms);
  }
  EXPECT_GE(admitted, 2 + 9);
}

TEST_F(CommitmentTest, ToManyNumbersIsPossibleUnderTheLowestLimit) {
  admission_.set_limits({.connections = 0, .remote = {0, 1}, .loopback = {}});
  EXPECT_EQ(admitted_at_once({StreamProtocol::verified, 4'096, false}), 1);
}

}  // namespace
}  // namespace sws
