// Numbers that are pushed to a channel of source "nats".
#include "tests/integration/nats_fixture.hpp"

namespace sws {
namespace {

TEST(NatsPush, ANumberIsStoredByTheBrokerAndReachesTheViewersOfAllNodes) {
  const NatsServerProcess broker;
  const Server one(nats_arguments(broker.url())), other(nats_arguments(broker.url()));
  await_log(one);
  await_log(other);
  LogClient viewer(other.port(), "temperature");
  viewer.start(0);
  const Response response = push(one, R"({"value":21.5,"at_ms":1764000000123})");
  EXPECT_EQ(places(response), "\"first\":1,\"next\":2}\n");
  EXPECT_EQ(NatsProducer(broker.url()).messages(kStream), 1u);
  EXPECT_EQ(places(push(one, "[22,23]")), "\"first\":2,\"next\":4}\n");
  viewer.read_to(4);
  EXPECT_EQ(viewer.values(), (std::vector<double>{21.5, 22, 23}));
}

TEST(NatsPush, ARequestThatIsRepeatedWithItsIdempotencyKeyIsStoredOnce) {
  const NatsServerProcess broker;
  const Server one(nats_arguments(broker.url())), other(nats_arguments(broker.url()));
  await_log(one);
  await_log(other);
  const std::string key = "Idempotency-Key: 8e03978e-40d5-43dd-bc93-6894a57f9324\r\n";
  EXPECT_EQ(places(push(one, "1", key)), "\"first\":1,\"next\":2}\n");
  EXPECT_EQ(places(push(other, "1", key)), "\"first\":1,\"next\":2}\n");
  const std::string several = "Idempotency-Key: batch-7\r\n";
  EXPECT_EQ(places(push(one, "2\n3\n4\n", several)), "\"first\":2,\"next\":5}\n");
  EXPECT_EQ(places(push(other, "2\n3\n4\n", several)), "\"first\":2,\"next\":5}\n");
  EXPECT_EQ(NatsProducer(broker.url()).messages(kStream), 4u);
}

TEST(NatsPush, NoSampleOfSeveralHasTheKeyOfAnotherRequest) {
  const NatsServerProcess broker;
  const Server node(nats_arguments(broker.url()));
  await_log(node);
  EXPECT_EQ(places(push(node, "1\n2\n", "Idempotency-Key: batch\r\n")), "\"first\":1,\"next\":3}\n");
  EXPECT_EQ(places(push(node, "3", "Idempotency-Key: batch:1\r\n")), "\"first\":3,\"next\":4}\n");
}

TEST(NatsPush, ALargeBodyIsStoredAsAWhole) {
  const NatsServerProcess broker;
  const Server node(nats_arguments(broker.url()));
  await_log(node);
  std::string body;
  for (int i = 0; i < 4'096; ++i) body += std::to_string(i) + "\n";
  EXPECT_EQ(places(push(node, body)), "\"first\":1,\"next\":4097}\n");
  await_position(node, 4'097);
}

TEST(NatsPush, IsRefusedWhileTheBrokerIsAway) {
  NatsServerProcess broker;
  const Server node(nats_arguments(broker.url()));
  await_log(node);
  broker.stop();
  wait_until("that the node notices", [&] { return channel_metric(node, "source_connected") == 0; });
  const Response response = push(node, "1");
  EXPECT_EQ(response.result_int(), 503u);
  EXPECT_EQ(response["Retry-After"], "1");
  EXPECT_EQ(response.body(),
            "the broker of the channel temperature cannot be reached: nothing was stored, send the same later\n");
  broker.restart();
  wait_until("that the broker is back", [&] { return channel_metric(node, "source_connected") == 1; });
  EXPECT_EQ(places(push(node, "1")), "\"first\":1,\"next\":2}\n");
}

}  // namespace
}  // namespace sws
