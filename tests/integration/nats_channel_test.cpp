// Channels of source "nats" on real servers with a real broker: all nodes show one log.
#include "tests/integration/event_client.hpp"
#include "tests/integration/nats_fixture.hpp"

namespace sws {
namespace {

std::vector<double> numbers(int from, int to) {
  std::vector<double> made;
  for (int i = from; i < to; ++i) made.push_back(i);
  return made;
}

TEST(NatsChannel, TwoNodesShowTheSameLogWithTheSamePositionsAndNumbers) {
  const NatsServerProcess broker;
  const Server one(nats_arguments(broker.url())), other(nats_arguments(broker.url()));
  await_log(one);
  NatsProducer producer(broker.url());
  producer.publish(kSubject, "21.5");
  producer.publish(kSubject, R"({"value":22,"at_ms":1764000000123})");
  std::string log;
  for (const Server* node : {&one, &other}) {
    await_position(*node, 3);
    LogClient viewer(node->port(), "temperature");
    EXPECT_EQ(viewer.hello().first, 1u);
    viewer.start(600);
    EXPECT_EQ(viewer.started().next, 1u);
    viewer.read_to(3);
    EXPECT_EQ(viewer.values(), (std::vector<double>{21.5, 22}));
    const std::string id = EventClient(node->port(), "/events/temperature/").next().id;
    EXPECT_TRUE(log.empty() || log == id) << log << ' ' << id;
    log = id;
  }
  EXPECT_TRUE(log.ends_with(".3")) << log;
}

TEST(NatsChannel, AViewerGoesOnOnAnotherNodeWithTheNextNumber) {
  const NatsServerProcess broker;
  const Server one(nats_arguments(broker.url())), other(nats_arguments(broker.url()));
  await_log(one);
  NatsProducer producer(broker.url());
  LogClient before(one.port(), "temperature");
  before.start(0);
  producer.publish_numbers(kSubject, 0, 100);
  before.read_to(60);
  await_log(other);
  LogClient after(other.port(), "temperature");
  after.resume(before.hello().log, before.next());
  EXPECT_EQ(after.started().log, before.hello().log);
  EXPECT_EQ(after.started().next, before.next());
  producer.publish_numbers(kSubject, 100, 150);
  after.read_to(151);
  std::vector<double> all = before.values();
  all.insert(all.end(), after.values().begin(), after.values().end());
  EXPECT_EQ(all, numbers(0, 150));
}

// Its other node has seen more than this one.
TEST(NatsChannel, AViewerWhoIsAheadOfANodeWaitsForIt) {
  const NatsServerProcess broker;
  const Server node(nats_arguments(broker.url()));
  await_log(node);
  LogClient viewer(node.port(), "temperature");
  viewer.resume(viewer.hello().log, 3);
  EXPECT_EQ(viewer.started().next, 3u);
  NatsProducer(broker.url()).publish_numbers(kSubject, 1, 5);
  viewer.read_to(5);
  EXPECT_EQ(viewer.values(), (std::vector<double>{3, 4}));
}

TEST(NatsChannel, AMessageThatIsNoNumberIsCountedAndLeavesAGap) {
  const NatsServerProcess broker;
  const Server node(nats_arguments(broker.url()));
  await_log(node);
  LogClient viewer(node.port(), "temperature");
  viewer.start(0);
  NatsProducer producer(broker.url());
  for (const char* payload : {"1", "warm", "3"}) producer.publish(kSubject, payload);
  viewer.read_to(4);
  EXPECT_EQ(viewer.values(), (std::vector<double>{1, 3}));
  EXPECT_EQ(viewer.gaps(), (std::vector<Gap>{{2, 3}}));
  EXPECT_EQ(channel_metric(node, "bad_lines_total"), 1);
}

TEST(NatsChannel, AViewerWhoWasAwayForLongGetsWhatTheBrokerHas) {
  const NatsServerProcess broker;
  const Server node(nats_arguments(broker.url(), {"--history", "5"}));
  await_log(node);
  NatsProducer producer(broker.url());
  producer.publish_numbers(kSubject, 1, 20'001);
  await_position(node, 20'001);
  LogClient viewer(node.port(), "temperature");
  EXPECT_EQ(viewer.hello().first, 1u);
  viewer.resume(viewer.hello().log, 3);
  viewer.read_to(20'001);
  EXPECT_EQ(viewer.values(), numbers(3, 20'001));
  EXPECT_EQ(viewer.gaps(), std::vector<Gap>());
  producer.publish(kSubject, "20001");
  viewer.read_to(20'002);
  EXPECT_LE(channel_metric(node, "fetched_blocks_total"), 41);
}

TEST(NatsChannel, ACrowdThatComesBackReadsEachBlockOnce) {
  const NatsServerProcess broker;
  const Server node(nats_arguments(broker.url(), {"--history", "5", "--threads", "2"}));
  await_log(node);
  NatsProducer(broker.url()).publish_numbers(kSubject, 1, 1'501);
  await_position(node, 1'501);
  std::vector<std::unique_ptr<LogClient>> crowd;
  for (int i = 0; i < 30; ++i) crowd.push_back(std::make_unique<LogClient>(node.port(), "temperature"));
  for (auto& viewer : crowd) viewer->resume(viewer->hello().log, 1);
  for (auto& viewer : crowd) {
    viewer->read_to(1'501);
    EXPECT_EQ(viewer->values(), numbers(1, 1'501));
  }
  EXPECT_EQ(channel_metric(node, "fetched_blocks_total"), 3);
}

TEST(NatsChannel, WhatTheBrokerHasDroppedIsAGap) {
  const NatsServerProcess broker;
  NatsProducer producer(broker.url());
  producer.add_stream(kStream, kSubject, 1'000);
  producer.publish_numbers(kSubject, 1, 3'001);
  const Server node(nats_arguments(broker.url(), {"--history", "5"}));
  await_position(node, 3'001);
  LogClient viewer(node.port(), "temperature");
  EXPECT_EQ(viewer.hello().first, 2'001u);
  viewer.resume(viewer.hello().log, 7);
  viewer.read_to(3'001);
  EXPECT_EQ(viewer.values(), numbers(2'001, 3'001));
  std::uint64_t next = 7;
  for (const Gap& gap : viewer.gaps()) next = gap.from == next ? gap.to : 0;
  EXPECT_EQ(next, 2'001u);
}

TEST(NatsChannel, ADeletedMessageIsAGapInTheWindowAndBehindIt) {
  const NatsServerProcess broker;
  NatsProducer producer(broker.url());
  producer.add_stream(kStream, kSubject, -1);
  producer.publish_numbers(kSubject, 1, 11);
  producer.delete_message(kStream, 2);
  producer.delete_message(kStream, 9);
  const Server node(nats_arguments(broker.url(), {"--history", "5"}));
  await_position(node, 11);
  LogClient viewer(node.port(), "temperature");
  viewer.resume(viewer.hello().log, 1);
  viewer.read_to(11);
  EXPECT_EQ(viewer.values(), (std::vector<double>{1, 3, 4, 5, 6, 7, 8, 10}));
  EXPECT_EQ(viewer.gaps(), (std::vector<Gap>{{2, 3}, {9, 10}}));
}

TEST(NatsChannel, AStreamThatIsMadeAnewIsAnotherLog) {
  const NatsServerProcess broker;
  const Server node(nats_arguments(broker.url()));
  await_log(node);
  NatsProducer producer(broker.url());
  producer.publish_numbers(kSubject, 0, 5);
  LogClient viewer(node.port(), "temperature");
  viewer.start(5);
  viewer.read_to(6);
  producer.delete_stream(kStream);
  EXPECT_EQ(viewer.read_to_the_end(), std::nullopt);
  EXPECT_EQ(viewer.close_code(), 1012);
  LogClient again(node.port(), "temperature");
  EXPECT_NE(again.hello().log, viewer.hello().log);
  producer.publish(kSubject, "7");
  again.resume(viewer.hello().log, viewer.next());
  EXPECT_EQ(again.started().log, again.hello().log);
  again.read_to(2);
  EXPECT_EQ(again.values(), std::vector<double>{7});
}

}  // namespace
}  // namespace sws
