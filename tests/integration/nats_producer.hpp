// A program that publishes to JetStream with libnats and knows nothing of SimpleWebsocket. A test owns it and uses
// it on one thread. Everything waits for the broker's answer and throws if it is no good one.
#pragma once

#include <nats/nats.h>

#include <cstdint>
#include <string>

namespace sws {

class NatsProducer {
 public:
  explicit NatsProducer(const std::string& url, const std::string& ca_file = "");
  NatsProducer(NatsProducer&&) = delete;
  ~NatsProducer();

  // Returns the position.
  std::uint64_t publish(const std::string& subject, const std::string& payload);

  // Publishes the numbers from `from` to `to` − 1, each as a message.
  void publish_numbers(const std::string& subject, int from, int to);

  void add_stream(const std::string& name, const std::string& subject, std::int64_t most_messages);
  void delete_stream(const std::string& name);
  void delete_message(const std::string& stream, std::uint64_t position);
  std::uint64_t messages(const std::string& stream);  // that it has now

 private:
  natsConnection* connection_ = nullptr;
  jsCtx* jet_stream_ = nullptr;
};

}  // namespace sws
