// What the page says about the proof of a stream's numbers, and the proof or the evidence that it offers as a file.
#include "frontend/page/short_digests.hpp"
#include "tests/frontend/page/page_fixture.hpp"
#include "tests/frontend/proof_check.hpp"

namespace sws {
namespace {

using namespace std::chrono_literals;

class PageProofTest : public PageTest {
 protected:
  // The button offers a file with this label, and the check of the file finds this fault, or none.
  void expect_file(const char* label, std::uint32_t numbers, const std::string& fault) {
    ASSERT_TRUE(view().has_proof);
    EXPECT_EQ(view().proof, label);
    EXPECT_EQ(page.proof_name(), "simplewebsocket-01020300.json");
    const auto proof = decode_proof(page.proof_json());
    ASSERT_TRUE(proof.has_value());
    EXPECT_EQ(proof->numbers.size(), numbers);
    EXPECT_EQ(fault_found_offline(*proof), fault);
  }
  void expect_proof(std::uint32_t numbers) { expect_file("Save proof", numbers, ""); }
  void expect_evidence(std::uint32_t numbers, const std::string& fault) {
    expect_file("Save evidence", numbers, fault);
  }
};

TEST_F(PageProofTest, EachNumberIsCountedAsVerifiedWhileTheStatusStaysTheSame) {
  open_verified(0);
  EXPECT_EQ(view().status, kVerified);
  EXPECT_EQ(view().progress, "");
  EXPECT_FALSE(view().has_proof);
  for (std::uint32_t n = 0; n < 5; ++n) {
    say(server.number(n));
    expect(std::to_string(server.at(n)), kVerified, "STOP", "live");
    EXPECT_EQ(view().progress, std::to_string(n + 1) + " of 5 numbers verified");
    expect_proof(n + 1);
  }
  say(server.end(EndReason::complete, 5));
  expect(std::to_string(server.at(4)), "Complete. All 5 numbers arrived. All are verified.", "START", "verified");
  expect_proof(5);
  const auto proof = decode_proof(page.proof_json());
  EXPECT_EQ(proof->reason, EndReason::complete);
  EXPECT_EQ(proof->client_seed, server.client_seed);
}

TEST_F(PageProofTest, AStoppedStreamIsVerified) {
  open_verified(2);
  press();
  EXPECT_EQ(view().status, "Stopping. Waiting for the server to end the stream.");
  EXPECT_EQ(view().connection, "stopping");
  say(server.end(EndReason::stopped, 2));
  EXPECT_EQ(view().status, "Stopped after 2 numbers. All are verified.");
  EXPECT_EQ(view().connection, "verified");
  expect_proof(2);
}

TEST_F(PageProofTest, AStopThatIsNotAnsweredLeavesAProof) {
  open_verified(2);
  press();
  pass(5s);
  EXPECT_EQ(view().status, "Stopped after 2 numbers. All are verified.");
  EXPECT_EQ(view().connection, "verified");
  expect_proof(2);
}

TEST_F(PageProofTest, AStopBeforeTheFirstNumberSaysNothingOfVerification) {
  open_verified(0);
  press();
  say(server.end(EndReason::stopped, 0));
  EXPECT_EQ(view().status, "Stopped before the first number.");
  EXPECT_FALSE(view().has_proof);
}

TEST_F(PageProofTest, ALostConnectionLeavesAProofAtOnce) {
  open_verified(3);
  close(1006);
  EXPECT_EQ(view().connection, "reconnecting");
  EXPECT_EQ(view().progress, "3 of 5 numbers verified");
  expect_proof(3);
}

TEST_F(PageProofTest, AProofHasAlsoTheNumbersOfAPause) {
  open_verified(2);
  page.press_pause(now);
  say(server.number(2));
  EXPECT_EQ(view().progress, "2 of 5 numbers verified");
  expect_proof(3);
}

TEST_F(PageProofTest, APlainStreamSaysNothingOfVerificationAndHasNoProof) {
  open_plain();
  EXPECT_EQ(view().status, "Live. Each number appears as it arrives.");
  EXPECT_EQ(view().progress, "number 1");
  EXPECT_FALSE(view().has_proof);
  close(1000);
  EXPECT_EQ(view().status, "Ended after 1 number.");
  EXPECT_FALSE(view().has_proof);
}

TEST_F(PageProofTest, AWrongNumberIsNamedAtOnceAndNeverShown) {
  open_verified(2);
  say(server.number(2, 101));
  const std::string fault = "number 3 is 101, but its key gives " + std::to_string(server.at(2));
  expect(std::to_string(server.at(1)),
         ("This stream cannot be trusted: " + fault + ". The first 2 numbers are verified.").c_str(), "START",
         "wrong");
  EXPECT_EQ(view().progress, "2 numbers verified");
  EXPECT_FALSE(browser.is_open);
  EXPECT_EQ(page.numbers().csv().find("101"), std::string::npos);
  expect_evidence(3, fault);
}

TEST_F(PageProofTest, AWrongNumberOfARunIsNamedAndThoseBeforeItAreShown) {
  open_verified(0);
  Numbers run = server.run(0, 4);
  run.messages[1] = 101;
  say(encode(run));
  const std::string fault = "number 2 is 101, but its key gives " + std::to_string(server.at(1));
  expect(std::to_string(server.at(0)),
         ("This stream cannot be trusted: " + fault + ". The first number is verified.").c_str(), "START", "wrong");
  expect_evidence(5, fault);
}

TEST_F(PageProofTest, AWrongFirstNumberLeavesTheIntroductionAndTheEvidence) {
  open_verified(0);
  say(server.number(0, 101));
  const std::string fault = "number 1 is 101, but its key gives " + std::to_string(server.at(0));
  expect(kIntroduction, ("This stream cannot be trusted: " + fault + '.').c_str(), "START", "wrong");
  EXPECT_FALSE(view().has_numbers);
  expect_evidence(1, fault);
}

TEST_F(PageProofTest, AnOfferThatCommitsToNothingLeavesEvidenceAndTheStreamBefore) {
  Offer lie = server.offer();
  lie.roots[0][0] ^= 1;
  const std::string fault = "the server's commitment is not valid: " + *fault_of(lie);
  open();
  say(ScriptedServer::hello(lie));
  const std::string said = with_short_digests(fault);
  EXPECT_LT(said.size(), fault.size());
  expect(kIntroduction, ("This stream cannot be trusted: " + said + '.').c_str(), "START", "wrong");
  expect_evidence(0, fault);
  open_verified(3);
  press();
  press();
  expect_proof(3);
  open();
  say(ScriptedServer::hello(lie));
  expect(
      std::to_string(server.at(2)),
      ("This stream cannot be trusted: " + said + ". The numbers shown are those of the previous stream.").c_str(),
      "START", "wrong");
  expect_evidence(0, fault);
  press();
  expect_proof(3);  // of the stream before
}

TEST_F(PageProofTest, AnEndThatCountsDifferentlyIsNotTrustedEvenIfAllIsVerified) {
  open_verified(2);
  say(server.end(EndReason::complete, 5));
  EXPECT_EQ(view().status,
            "This stream cannot be trusted: the server counts 5 numbers, but 2 arrived. The first 2 numbers are "
            "verified.");
  EXPECT_EQ(view().connection, "wrong");
  expect_evidence(2, "there are 2 numbers, but the stream is said to have ended after 5 numbers");
}

TEST_F(PageProofTest, ALongStreamIsVerifiedAtItsEnd) {
  lengthen();
  open_verified(2);
  EXPECT_EQ(view().status, kVerifiedAtEnd);
  EXPECT_EQ(view().progress, "number 2 of 4,097");
  EXPECT_FALSE(view().has_proof);
  press();
  EXPECT_EQ(view().status, "Stopping. Waiting for the server to reveal its seed.");
  say(server.end(EndReason::stopped, 2));
  EXPECT_EQ(view().progress, "2 numbers");
  EXPECT_EQ(view().status, "Stopped after 2 numbers. Verifying…");
  EXPECT_EQ(view().connection, "verifying");
  EXPECT_FALSE(view().has_proof);
  verify();
  EXPECT_EQ(view().status, "Stopped after 2 numbers. All are verified.");
  EXPECT_EQ(view().progress, "2 numbers verified");
  EXPECT_EQ(view().connection, "verified");
  expect_proof(2);
}

TEST_F(PageProofTest, APageThatWasHiddenForTooLongKeepsWhatIsProven) {
  open_verified(3);
  page.set_visible(false, now);
  close(1006);
  now += 3h;  // the device slept
  page.set_visible(true, now);
  greet_again();
  say(R"({"type":"error","code":"expired_token","detail":"d"})");
  EXPECT_EQ(view().number, std::to_string(server.at(2)));
  EXPECT_EQ(view().connection, "refused");
  EXPECT_NE(view().status.find("Your 3 numbers are kept."), std::string::npos) << view().status;
  expect_proof(3);
}

TEST_F(PageProofTest, AWholeLongStreamIsVerifiedInPortions) {
  SteppingClock::step = 1ms;
  lengthen();
  open_verified(0);
  now += 4096s;  // then all are due
  for (std::uint32_t n = 0; n < 4096; n += 512) say(server.numbers(n, n + 511));
  say(server.number(4096));
  say(server.end(EndReason::complete, 4097));
  for (int portion = 0; portion < 6; ++portion) {  // of 3 ms, in each of which 768 numbers are verified
    EXPECT_EQ(view().status, "Complete. All 4,097 numbers arrived. Verifying…");
    EXPECT_EQ(page.deadline(), now);
    page.tick(now);
  }
  EXPECT_EQ(view().status, "Complete. All 4,097 numbers arrived. All are verified.");
  EXPECT_EQ(view().progress, "4,097 of 4,097 numbers verified");
  expect_proof(4097);
}

TEST_F(PageProofTest, AHiddenPageVerifiesInLongerPortionsBecauseItsTimersSeldomFire) {
  lengthen();
  open_verified(0);
  now += 4096s;
  for (std::uint32_t n = 0; n < 4096; n += 512) say(server.numbers(n, n + 511));
  page.set_visible(false, now);
  say(server.number(4096));
  say(server.end(EndReason::complete, 4097));
  page.tick(now);
  EXPECT_EQ(view().connection, "verified");
}

TEST_F(PageProofTest, ALongStreamWhoseSeedStaysSecretIsSaidToBeUnverifiable) {
  const std::string unverifiable = " The server did not reveal its seed, so the numbers cannot be verified.";
  lengthen();
  open_verified(2);
  press();
  pass(5s);
  EXPECT_EQ(view().status, "Stopped after 2 numbers." + unverifiable);
  EXPECT_EQ(view().connection, "stopped");
  EXPECT_FALSE(view().has_proof);
  open_verified(2);
  close(1008, "the access token has expired");
  EXPECT_TRUE(view().status.ends_with(unverifiable)) << view().status;
  EXPECT_EQ(view().connection, "refused");
  open_verified(2);
  say(encode(End{EndReason::stopped, 2}));
  EXPECT_EQ(view().status,
            "This stream cannot be trusted: the server ended the stream without revealing its seed, so nothing can "
            "be verified.");
}

TEST_F(PageProofTest, AWrongNumberOfALongStreamIsNamedAtItsEnd) {
  lengthen();
  open_verified(2);
  say(server.number(2, 101));
  say(server.numbers(3, 4));
  press();
  say(server.end(EndReason::stopped, 5));
  verify();
  const std::string fault = "number 3 is 101, but the seeds give " + std::to_string(server.at(2));
  EXPECT_EQ(view().status, "Stopped after 5 numbers. The numbers cannot be trusted: " + fault +
                               ". The first 2 numbers are verified.");
  EXPECT_EQ(view().connection, "wrong");
  expect_evidence(5, fault);
}

TEST_F(PageProofTest, ALongStreamWhoseEndCountsDifferentlyIsWrongAlreadyWhileVerifying) {
  lengthen();
  open_verified(2);
  say(server.end(EndReason::stopped, 5));
  EXPECT_EQ(view().status, "This stream cannot be trusted: the server counts 5 numbers, but 2 arrived. Verifying…");
  EXPECT_EQ(view().connection, "wrong");
  verify();
  EXPECT_EQ(view().status,
            "This stream cannot be trusted: the server counts 5 numbers, but 2 arrived. The first 2 numbers are "
            "verified.");
  expect_evidence(2, "there are 2 numbers, but the stream is said to have ended after 5 numbers");
}

TEST_F(PageProofTest, ASeedThatWasNotCommittedToIsNamed) {
  lengthen();
  open_verified(2);
  ScriptedServer other = server;
  other.seed[0] ^= 1;
  say(other.end(EndReason::stopped, 2));
  verify();
  EXPECT_NE(view().status.find("The numbers cannot be trusted: the revealed seed does not match the commitment"),
            std::string::npos);
  EXPECT_EQ(view().connection, "wrong");
  EXPECT_EQ(view().proof, "Save evidence");
}

}  // namespace
}  // namespace sws
