// The JetStream stream of a channel: its log. Any thread; the functions wait for the broker's answer.
#pragma once

#include <boost/system/result.hpp>
#include <cstdint>
#include <string>
#include <string_view>

#include "backend/channel/nats_connection.hpp"
#include "shared/bytes.hpp"

namespace sws {

// The name of the stream in which JetStream keeps the channel `name`, and the subject of its messages.
std::string nats_stream_of(std::string_view name);
std::string nats_subject_of(std::string_view name);

// The id of the log that a stream is, the same on every node: the first 16 bytes of SHA-256("SimpleWebsocket/1
// nats:" ‖ stream ‖ ":" ‖ when it was created, in nanoseconds since the Unix epoch, as decimal).
LogId nats_log_id(std::string_view stream, std::int64_t created_ns);

struct NatsStreamState {
  LogId log{};
  std::uint64_t first = 1, next = 1;  // it has messages from `first` to `next` − 1, less those that were deleted
};

// Asks for the stream of the channel, which is created if it is missing: in files, the newest kMostNumbers
// messages, on as many servers as the target says. The error is half a sentence.
inline constexpr std::int64_t kMostNumbers = 1'000'000;
boost::system::result<NatsStreamState, std::string> open_nats_stream(const NatsConnection& connection,
                                                                     std::string_view name, int replicas);

// The same, of a stream that there was.
boost::system::result<NatsStreamState, std::string> state_of_nats_stream(const NatsConnection& connection,
                                                                         std::string_view name);

}  // namespace sws
