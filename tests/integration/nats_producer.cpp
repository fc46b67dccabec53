#include "tests/integration/nats_producer.hpp"

#include <stdexcept>

namespace sws {
namespace {

void check(natsStatus status, const std::string& what) {
  if (status != NATS_OK) throw std::runtime_error(what + ": " + natsStatus_GetText(status));
}

}  // namespace

NatsProducer::NatsProducer(const std::string& url, const std::string& ca_file) {
  natsOptions* options = nullptr;
  check(natsOptions_Create(&options), "options");
  natsOptions_SetURL(options, url.c_str());
  if (!ca_file.empty()) {
    natsOptions_SetSecure(options, true);
    natsOptions_LoadCATrustedCertificates(options, ca_file.c_str());
  }
  const natsStatus status = natsConnection_Connect(&connection_, options);
  natsOptions_Destroy(options);
  check(status, "connect");
  check(natsConnection_JetStream(&jet_stream_, connection_, nullptr), "JetStream");
}

NatsProducer::~NatsProducer() {
  jsCtx_Destroy(jet_stream_);
  natsConnection_Destroy(connection_);
}

std::uint64_t NatsProducer::publish(const std::string& subject, const std::string& payload) {
  jsPubAck* ack = nullptr;
  check(js_Publish(&ack, jet_stream_, subject.c_str(), payload.data(), static_cast<int>(payload.size()), nullptr,
                   nullptr),
        "publish");
  const std::uint64_t position = ack->Sequence;
  jsPubAck_Destroy(ack);
  return position;
}

void NatsProducer::publish_numbers(const std::string& subject, int from, int to) {
  for (int i = from; i < to; ++i) {
    const std::string payload = std::to_string(i);
    check(js_PublishAsync(jet_stream_, subject.c_str(), payload.data(), static_cast<int>(payload.size()), nullptr),
          "publish");
  }
  check(js_PublishAsyncComplete(jet_stream_, nullptr), "publish");
}

void NatsProducer::add_stream(const std::string& name, const std::string& subject, std::int64_t most_messages) {
  jsStreamConfig config;
  jsStreamConfig_Init(&config);
  const char* subjects[] = {subject.c_str()};
  config.Name = name.c_str();
  config.Subjects = subjects;
  config.SubjectsLen = 1;
  config.MaxMsgs = most_messages;
  check(js_AddStream(nullptr, jet_stream_, &config, nullptr, nullptr), "add a stream");
}

void NatsProducer::delete_stream(const std::string& name) {
  check(js_DeleteStream(jet_stream_, name.c_str(), nullptr, nullptr), "delete a stream");
}

void NatsProducer::delete_message(const std::string& stream, std::uint64_t position) {
  check(js_DeleteMsg(jet_stream_, stream.c_str(), position, nullptr, nullptr), "delete a message");
}

std::uint64_t NatsProducer::messages(const std::string& stream) {
  jsStreamInfo* info = nullptr;
  check(js_GetStreamInfo(&info, jet_stream_, stream.c_str(), nullptr, nullptr), "ask for a stream");
  const std::uint64_t messages = info->State.Msgs;
  jsStreamInfo_Destroy(info);
  return messages;
}

}  // namespace sws
