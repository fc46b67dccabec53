// A broker, and servers with a channel "temperature" that reads from it.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "tests/integration/log_client.hpp"
#include "tests/integration/metrics.hpp"
#include "tests/integration/nats_producer.hpp"
#include "tests/integration/nats_server_process.hpp"
#include "tests/integration/raw_connection.hpp"
#include "tests/integration/server_process.hpp"
#include "tests/integration/wait_until.hpp"

namespace sws {

inline const std::string kSubject = "simplewebsocket.temperature";
inline const std::string kStream = "simplewebsocket_temperature";

inline Arguments nats_arguments(const std::string& url, Arguments more = {}) {
  more.insert(more.end(), {"--admin", "127.0.0.1:0", "--channel", "temperature=nats", "--nats", url});
  return more;
}

// The value of a metric of the channel.
inline double channel_metric(const Server& server, const std::string& name) {
  return Metrics::of(server.admin_port()).value("simplewebsocket_channel_" + name + "{channel=\"temperature\"}");
}

// Waits until the server knows which log its broker has, and reads it.
inline void await_log(const Server& server) {
  wait_until("that the server knows its log",
             [&] { return get(server.port(), "/ws/temperature/").result_int() == 426; });
  wait_until("that the server reads its log", [&] { return channel_metric(server, "source_connected") == 1; });
}

// Waits until the server has the positions before `next`.
inline void await_position(const Server& server, std::uint64_t next) {
  await_log(server);
  wait_until("that the server has position " + std::to_string(next - 1),
             [&] { return LogClient(server.port(), "temperature").hello().next >= next; });
}

inline Response push(const Server& server, const std::string& body, const std::string& fields = "") {
  RawConnection connection(server.admin_port());
  connection.send(
      request("POST /channels/temperature", "Content-Length: " + std::to_string(body.size()) + "\r\n" + fields) +
      body);
  return connection.receive_response();
}

// The text of an answer to a push without the id of the log: "first":1,"next":2}
inline std::string places(const Response& response) {
  const std::string& body = response.body();
  return response.result_int() == 200 ? body.substr(body.find("\"first\"")) : body;
}

}  // namespace sws
