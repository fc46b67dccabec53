// The form with which a visitor chooses a stream, as the page shows and submits it.

#include "tests/frontend/page/page_fixture.hpp"

namespace sws {
namespace {

using namespace std::chrono_literals;

TEST_F(PageTest, TheFormIsAskedForAndItsLimitsAreShown) {
  EXPECT_EQ(view().interval_limits, "10 to 3,600,000");
  EXPECT_EQ(view().count_limits, "1 to 1,000,000");
  page.change_form({.min = "1", .max = "6", .interval_ms = "", .count = "3"}, now);
  open();
  EXPECT_EQ(browser.request, (StreamRequest{StreamProtocol::verified, 3, false}));
  server.parameters.count = 3;
  say(encode(Hello{server.offer(), Limits{20, 500, 77}}));
  EXPECT_EQ(browser.sent.back(),
            R"({"type":"start","client_seed":"AAAAAAAAAAAAAAAAAAAAAA","min":1,"max":6,"interval_ms":1000})");
  EXPECT_EQ(view().interval_limits, "20 to 500");
  EXPECT_EQ(view().count_limits, "1 to 77");
}

TEST_F(PageTest, AFormWithAProblemStartsNothing) {
  page.change_form({.min = "", .max = "", .interval_ms = "1", .count = ""}, now);
  EXPECT_EQ(view().form_problem, "The interval must be a whole number from 10 to 3,600,000.");
  press();
  EXPECT_EQ(browser.opened, 0);
  EXPECT_EQ(view().wrong_fields, 0b0100U);
  EXPECT_EQ(view().status, "Not started. The interval must be a whole number from 10 to 3,600,000.");
  EXPECT_EQ(view().connection, "refused");
  page.change_form({}, now);
  EXPECT_EQ(view().form_problem, "");
  EXPECT_EQ(view().wrong_fields, 0U);
  EXPECT_EQ(view().status, "Ready");
  EXPECT_EQ(view().connection, "idle");
}

TEST_F(PageTest, AfterAStreamAFormWithAProblemIsSaidUntilItChanges) {
  open_verified(5);
  say(server.end(EndReason::complete, 5));
  const std::string ended = view().status;
  page.change_form({.min = "", .max = "", .interval_ms = "", .count = "0"}, now);
  press();
  EXPECT_EQ(view().status, "Not started. The count must be a whole number from 1 to 1,000,000.");
  page.change_form({}, now);
  EXPECT_EQ(view().status, ended);
}

TEST_F(PageTest, ASmallestNumberAboveTheServersLargestIsAProblemBeforeStart) {
  StreamPage other(browser, browser, SteppingClock::read, kIntroduction, {},
                   {.min = "0", .max = "100", .interval_ms = "1000", .count = "50"});
  other.change_form({.min = "500", .max = "", .interval_ms = "", .count = ""}, now);
  EXPECT_EQ(other.view().form_problem, "The smallest number (500) must not be above the largest (100).");
  other.press_start_or_stop(now);
  EXPECT_EQ(browser.opened, 0);
}

TEST_F(PageTest, TheServersOwnValuesAreShownInEmptyFields) {
  EXPECT_EQ(view().defaults, StreamForm());
  const StreamForm listed = {.min = "0", .max = "100", .interval_ms = "1000", .count = "50"};
  const StreamPage other(browser, browser, SteppingClock::read, kIntroduction, {}, listed);
  EXPECT_EQ(other.view().defaults, listed);
  open();
  say(encode(Hello{server.offer(), {}, {.min = 1, .max = 6, .interval_ms = 20}}));
  EXPECT_EQ(view().defaults, (StreamForm{.min = "1", .max = "6", .interval_ms = "20", .count = ""}));
}

TEST_F(PageTest, AServerThatCannotBeAskedIsSaidToChooseItself) {
  open_plain();
  EXPECT_EQ(view().form_problem, "");
  page.change_form({.min = "1", .max = "6", .interval_ms = "", .count = ""}, now);
  EXPECT_EQ(view().form_problem, "This server always chooses these settings itself.");
}

TEST_F(PageTest, SubmittingTheFormStartsAStreamButNeverStopsOne) {
  page.submit_form(now);
  EXPECT_EQ(browser.opened, 1);
  page.submit_form(now);
  EXPECT_EQ(view().connection, "connecting");
  EXPECT_EQ(view().form_problem, "These settings apply at the next START.");
  page.change_form({.min = "1", .max = "", .interval_ms = "", .count = ""}, now);
  EXPECT_EQ(view().form_problem, "");
  page.submit_form(now);
  EXPECT_EQ(view().form_problem, "These settings apply at the next START.");
  press();
  EXPECT_EQ(view().form_problem, "");
}

}  // namespace
}  // namespace sws
