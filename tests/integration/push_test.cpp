// Numbers that are POSTed to the admin listener, and the viewers who see them.
#include <gtest/gtest.h>
#include <signal.h>

#include <memory>
#include <vector>

#include "tests/integration/event_client.hpp"
#include "tests/integration/raw_connection.hpp"
#include "tests/integration/secret_file.hpp"
#include "tests/integration/server_process.hpp"

namespace sws {
namespace {

Arguments with_channel(Arguments more = {}) {
  more.insert(more.end(), {"--admin", "127.0.0.1:0", "--channel", "temperature=push", "--channel", "other=push"});
  return more;
}

std::string post_request(const std::string& body, const std::string& fields = "",
                         const std::string& path = "/channels/temperature") {
  return request("POST " + path, "Content-Length: " + std::to_string(body.size()) + "\r\n" + fields) + body;
}

// A program that pushes, over one connection.
class Producer {
 public:
  explicit Producer(const Server& server) : connection_(server.admin_port()) {}

  Response post(const std::string& body, const std::string& fields = "",
                const std::string& path = "/channels/temperature") {
    connection_.send(post_request(body, fields, path));
    return connection_.receive_response();
  }
  RawConnection& connection() { return connection_; }

 private:
  RawConnection connection_;
};

// Pushes over a connection of its own.
Response post(const Server& server, const std::string& body, const std::string& fields = "",
              const std::string& path = "/channels/temperature") {
  return Producer(server).post(body, fields, path);
}

// The text of the answer without the id of the log: "first":0,"next":1
std::string places(const Response& response) {
  const std::string& body = response.body();
  return response.result_int() == 200 ? body.substr(body.find("\"first\"")) : body;
}

TEST(Push, APushedNumberReachesAViewerWithItsTimeAndItsPlaceInTheLog) {
  const Server server(with_channel());
  EventClient viewer(server.port(), "/events/temperature/");
  const Response response = post(server, R"({"value":21.5,"at_ms":1764000000123})");
  EXPECT_EQ(response.result_int(), 200u);
  EXPECT_EQ(response["Content-Type"], "application/json");
  EXPECT_TRUE(response.body().starts_with("{\"log\":\"")) << response.body();
  const std::string log = response.body().substr(8, 32);
  EXPECT_EQ(response.body(), "{\"log\":\"" + log + "\",\"first\":0,\"next\":1}\n");
  const Event event = viewer.next();
  EXPECT_EQ(event.data, R"({"message": 21.5, "at_ms": 1764000000123})");
  EXPECT_EQ(event.id, log + ".1");
}

TEST(Push, AnAnswerSaysThatEveryWorkerHasTheNumber) {
  const Server server(with_channel({"--threads", "4"}));
  Producer producer(server);
  for (int number = 0; number < 20; ++number) {
    EXPECT_EQ(producer.post(std::to_string(number)).result_int(), 200u);
    for (int viewer = 0; viewer < 4; ++viewer) {  // the kernel spreads them over the workers
      RawConnection connection(server.port());
      connection.send(upgrade_request("/ws/temperature/"));
      connection.receive_response();
      EXPECT_EQ(connection.receive_frame().payload, "{\"message\": " + std::to_string(number) + "}");
    }
  }
}

TEST(Push, AProducerSendsManyNumbersOverOneConnectionAndAViewerSeesAllInOrder) {
  const Server server(with_channel());
  EventClient viewer(server.port(), "/events/temperature/");
  Producer producer(server);
  for (int i = 0; i < 100; ++i) {
    const Response response =
        producer.post(std::to_string(i), "Content-Type: application/x-www-form-urlencoded\r\n");
    EXPECT_TRUE(response.keep_alive());
    EXPECT_EQ(places(response), "\"first\":" + std::to_string(i) + ",\"next\":" + std::to_string(i + 1) + "}\n");
  }
  for (int i = 0; i < 100; ++i) {
    const std::string data = viewer.next().data;
    EXPECT_TRUE(data.starts_with("{\"message\": " + std::to_string(i) + ", \"at_ms\": ")) << data;
  }
}

TEST(Push, ABodyMayHaveManyNumbersInLinesInAnArrayOrInChunks) {
  const Server server(with_channel());
  Producer producer(server);
  EXPECT_EQ(places(producer.post("1\n2\r\n\n3\n")), "\"first\":0,\"next\":3}\n");
  EXPECT_EQ(places(producer.post("[4, {\"value\":5}]")), "\"first\":3,\"next\":5}\n");
  producer.connection().send(request("POST /channels/temperature", "Transfer-Encoding: chunked\r\n") +
                             "2\r\n6\n\r\n1\r\n7\r\n0\r\n\r\n");
  EXPECT_EQ(places(producer.connection().receive_response()), "\"first\":5,\"next\":7}\n");
  EXPECT_EQ(places(producer.post("8", "", "/channels/other")), "\"first\":0,\"next\":1}\n");  // a log of its own
}

TEST(Push, ABodyWithAWrongNumberStoresNothing) {
  const Server server(with_channel());
  Producer producer(server);
  const Response wrong = producer.post("1\n2.\n");
  EXPECT_EQ(wrong.result_int(), 400u);
  EXPECT_TRUE(wrong.body().starts_with("line 2: '2.' has no digit behind its point")) << wrong.body();
  EXPECT_TRUE(wrong.keep_alive());
  EXPECT_EQ(producer.post("").result_int(), 400u);
  EXPECT_EQ(places(producer.post("3")), "\"first\":0,\"next\":1}\n");
}

TEST(Push, ALargeBodyIsTakenAndALargerOneRefused) {
  const Server server(with_channel());
  std::string body;
  while (body.size() < 1'048'576) body += "1" + std::string(1'022, ' ') + "\n";
  RawConnection asking(server.admin_port());
  asking.send(request("POST /channels/temperature", "Content-Length: 1048576\r\nExpect: 100-continue\r\n"));
  EXPECT_EQ(asking.receive_through("\r\n\r\n"), "HTTP/1.1 100 Continue\r\n\r\n");
  asking.send(body);
  EXPECT_EQ(places(asking.receive_response()), "\"first\":0,\"next\":1024}\n");
  const Response refused = post(server, body + "1");
  EXPECT_EQ(refused.result_int(), 413u);
  EXPECT_FALSE(refused.keep_alive());
}

TEST(Push, AWrongChannelIsAnsweredWithTheRightOnes) {
  const Server server(with_channel());
  const Response unknown = post(server, "1", "", "/channels/temperatur");
  EXPECT_EQ(unknown.result_int(), 404u);
  EXPECT_EQ(unknown.body(),
            "there is no channel 'temperatur'; numbers can be sent to /channels/temperature, /channels/other\n");
  const Response computed = post(server, "1", "", "/channels/some_url");
  EXPECT_EQ(computed.result_int(), 409u);
  EXPECT_TRUE(computed.body().starts_with("the channel some_url has the source random")) << computed.body();
}

TEST(Push, IsForTheAdminListenerAndNotForPagesOfOtherSites) {
  const Server server(with_channel());
  RawConnection viewer(server.port());
  viewer.send(post_request("1"));
  EXPECT_EQ(viewer.receive_response().result_int(), 405u);
  EXPECT_EQ(post(server, "1", "Origin: http://elsewhere.example\r\n").result_int(), 403u);
  EXPECT_EQ(post(server, "1", "Sec-Fetch-Site: cross-site\r\n").result_int(), 403u);
  const Response read = get(server.admin_port(), "/channels/temperature");
  EXPECT_EQ(read.result_int(), 405u);
  EXPECT_EQ(read["Allow"], "OPTIONS, POST");
  EXPECT_EQ(places(post(server, "1")), "\"first\":0,\"next\":1}\n");  // nothing of these was taken
}

TEST(Push, NeedsTheSecretIfThereIsOne) {
  const SecretFile secret("0123456789abcdef\n");
  const Server server(with_channel({"--push-secret-file", secret.path()}));
  const Response without = post(server, "1");
  EXPECT_EQ(without.result_int(), 401u);
  EXPECT_EQ(without["WWW-Authenticate"], "Bearer");
  EXPECT_EQ(post(server, "1", "Authorization: Bearer 0123456789abcdeF\r\n").result_int(), 401u);
  EXPECT_EQ(places(post(server, "1", "Authorization: Bearer 0123456789abcdef\r\n")), "\"first\":0,\"next\":1}\n");
  EXPECT_EQ(get(server.admin_port(), "/metrics").result_int(), 200u);
}

TEST(Push, ABodyThatIsCutOffStoresNothing) {
  const Server server(with_channel());
  {
    RawConnection producer(server.admin_port());
    producer.send(request("POST /channels/temperature", "Content-Length: 5\r\n") + "1\n2\n");
  }
  EXPECT_EQ(places(post(server, "3")), "\"first\":0,\"next\":1}\n");
}

TEST(Push, AServerThatStopsDoesNotWaitForItsProducers) {
  Server server(with_channel({"--threads", "2"}));
  std::vector<std::unique_ptr<RawConnection>> producers;
  for (int i = 0; i < 8; ++i) {
    producers.push_back(std::make_unique<RawConnection>(server.admin_port()));
    std::string requests;
    for (int each = 0; each < 100; ++each) requests += post_request("1");
    producers.back()->send(requests);
  }
  server.process().signal(SIGTERM);
  EXPECT_EQ(server.process().wait_for_exit(), 0);
}

}  // namespace
}  // namespace sws
