// Every number is proven when it arrives: streams of each size, and what a viewer holds in its hands if the server
// dies. The client verifies each number by itself (watched_stream.hpp).
#include <gtest/gtest.h>
#include <signal.h>

#include "shared/hex.hpp"
#include "shared/key_chain.hpp"
#include "shared/proof.hpp"
#include "tests/integration/old_stream.hpp"
#include "tests/integration/secret_file.hpp"
#include "tests/integration/server_process.hpp"
#include "tests/integration/tool_run.hpp"
#include "tests/integration/verified_client.hpp"

namespace sws {
namespace {

ToolRun verify_with_tool(const Proof& proof) {
  return run_tool(SIMPLEWEBSOCKET_VERIFY_BINARY, {"-"}, encode_proof(proof));
}

class StreamOfCount : public testing::TestWithParam<std::uint32_t> {
 protected:
  std::string count() const { return "&count=" + std::to_string(GetParam()); }
};

TEST_P(StreamOfCount, IsProvenFromTheFirstNumberOn) {
  const Server server;
  VerifiedClient viewer(server.port(), count());
  viewer.start(R"("interval_ms":10,"min":-5,"max":300)");
  const Offer& offer = *viewer.stream().offer();
  EXPECT_EQ(offer.count, GetParam());
  EXPECT_EQ(offer.roots.empty(), GetParam() > kMaxProvenCount);
  viewer.read_numbers(std::min(GetParam(), 20u));
  if (GetParam() > 20) viewer.stop();
  viewer.read_to_the_end();
  ASSERT_TRUE(viewer.end());
  EXPECT_EQ(viewer.close_code(), 1000);
  const ToolRun tool = verify_with_tool(viewer.stream().proof());
  EXPECT_EQ(tool.exit_status, 0) << tool.standard_error;
}

// The stream is one that began long ago, so that its numbers need not be waited for. The viewer comes back after
// each thousand of them.
TEST_P(StreamOfCount, IsProvenToTheLastNumber) {
  const std::string secret_in_hex(64, 'b');
  const SecretFile secret(secret_in_hex);
  const Server server({"--secret-file", secret.path()});
  WatchedStream stream = old_stream(secret_in_hex, GetParam());
  while (!stream.end()) {
    const std::size_t before = stream.numbers().size();
    VerifiedClient viewer(server.port(), "&resume", stream);
    ASSERT_TRUE(viewer.resume());
    viewer.read_numbers(before + 1'000);
    if (viewer.numbers().size() == GetParam()) viewer.read_to_the_end();
    stream = viewer.stream();
    ASSERT_GT(stream.numbers().size(), before);
  }
  EXPECT_EQ(stream.numbers().size(), GetParam());
  EXPECT_EQ(stream.end()->reason, EndReason::complete);
  const ToolRun tool = verify_with_tool(stream.proof());
  EXPECT_EQ(tool.exit_status, 0) << tool.standard_error;
}

TEST_P(StreamOfCount, HasTheRootsThatFollowFromTheSecret) {
  const std::string secret_in_hex(64, 'b');
  const SecretFile secret(secret_in_hex);
  const Server server({"--secret-file", secret.path()});
  const Offer offer = *VerifiedClient(server.port(), count()).expect<Hello>().offer;
  EXPECT_EQ(offer, offer_of(from_hex<Secret>(secret_in_hex), offer.stream, GetParam()));
}

INSTANTIATE_TEST_SUITE_P(OfAnySize, StreamOfCount, testing::Values(1u, 16u, 17u, 1'000u, 4'096u, 4'097u),
                         testing::PrintToStringParamName());

// With a stream that has roots, the numbers that were seen stay proven.
TEST(ProvenStream, IsProvenAsFarAsItCameWhenTheServerIsKilled) {
  Server server;
  VerifiedClient viewer(server.port());
  viewer.start(R"("interval_ms":10)");
  viewer.read_numbers(40);
  server.process().signal(SIGKILL);
  server.process().wait_for_exit();
  viewer.read_to_the_end();
  EXPECT_FALSE(viewer.end());
  Proof proof = viewer.stream().proof();
  ASSERT_GE(proof.numbers.size(), 40u);
  EXPECT_EQ(proof.keys.size(), segments_of(static_cast<std::uint32_t>(proof.numbers.size())));
  ToolRun tool = verify_with_tool(proof);
  EXPECT_EQ(tool.exit_status, 0) << tool.standard_error;
  EXPECT_NE(tool.standard_output.find(std::to_string(proof.numbers.size())), std::string::npos)
      << tool.standard_output;

  proof.numbers[20] ^= 1;
  tool = verify_with_tool(proof);
  EXPECT_EQ(tool.exit_status, 1);
  EXPECT_NE(tool.standard_error.find("number 21 "), std::string::npos) << tool.standard_error;
}

}  // namespace
}  // namespace sws
