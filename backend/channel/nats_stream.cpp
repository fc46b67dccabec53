#include "backend/channel/nats_stream.hpp"

#include <algorithm>
#include <chrono>

#include "shared/sha256.hpp"

namespace sws {
namespace {

using State = boost::system::result<NatsStreamState, std::string>;

constexpr std::chrono::nanoseconds kDuplicateWindow = std::chrono::minutes(2);

// The numbers of jsErrCode depend on the version of the server, so that only the status of libnats is looked at.
std::string refused(const std::string& stream, natsStatus status, jsErrCode error) {
  std::string why = "the stream " + stream + " cannot be had: " + nats_text(status);
  if (error != 0) why += " (JetStream error " + std::to_string(static_cast<int>(error)) + ")";
  return why;
}

NatsStreamState state_in(const std::string& stream, const jsStreamInfo& info) {
  const std::uint64_t next = info.State.LastSeq + 1;
  const bool is_empty = info.State.Msgs == 0;
  return {nats_log_id(stream, info.Created), is_empty ? next : std::max<std::uint64_t>(info.State.FirstSeq, 1),
          next};
}

natsStatus add(const NatsConnection& connection, const std::string& stream, const std::string& subject,
               int replicas, jsErrCode& error) {
  jsStreamConfig config;
  jsStreamConfig_Init(&config);
  const char* subjects[] = {subject.c_str()};
  config.Name = stream.c_str();
  config.Subjects = subjects;
  config.SubjectsLen = 1;
  config.Storage = js_FileStorage;
  config.Retention = js_LimitsPolicy;
  config.Discard = js_DiscardOld;
  config.MaxMsgs = kMostNumbers;
  config.Duplicates = kDuplicateWindow.count();
  config.Replicas = replicas;
  return js_AddStream(nullptr, connection.jet_stream(), &config, nullptr, &error);
}

}  // namespace

std::string nats_stream_of(std::string_view name) {
  return "simplewebsocket_" + std::string(name);
}

std::string nats_subject_of(std::string_view name) {
  return "simplewebsocket." + std::string(name);
}

LogId nats_log_id(std::string_view stream, std::int64_t created_ns) {
  const Digest hash = Sha256()
                          .update("SimpleWebsocket/1 nats:")
                          .update(stream)
                          .update(":")
                          .update(std::to_string(created_ns))
                          .finish();
  LogId id;
  std::copy_n(hash.begin(), id.size(), id.begin());
  return id;
}

State state_of_nats_stream(const NatsConnection& connection, std::string_view name) {
  const std::string stream = nats_stream_of(name);
  NatsOwned<jsStreamInfo> info;
  jsErrCode error{};
  const natsStatus status = js_GetStreamInfo(into(info), connection.jet_stream(), stream.c_str(), nullptr, &error);
  if (status != NATS_OK) return refused(stream, status, error);
  return state_in(stream, *info);
}

// Another node may create it at the same moment. That is no error: its stream is as good.
State open_nats_stream(const NatsConnection& connection, std::string_view name, int replicas) {
  const std::string stream = nats_stream_of(name);
  NatsOwned<jsStreamInfo> info;
  jsErrCode error{};
  natsStatus status = js_GetStreamInfo(into(info), connection.jet_stream(), stream.c_str(), nullptr, &error);
  if (status == NATS_OK) return state_in(stream, *info);
  if (status != NATS_NOT_FOUND) return refused(stream, status, error);
  status = add(connection, stream, nats_subject_of(name), replicas, error);
  auto state = state_of_nats_stream(connection, name);
  if (!state && status != NATS_OK) return refused(stream, status, error);
  return state;
}

}  // namespace sws
