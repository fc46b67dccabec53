// Reads what JetStream writes into messages. Pure functions, any thread.
#pragma once

#include <boost/system/result.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace sws {

// Where a message comes from that a consumer delivers.
struct NatsPlace {
  std::uint64_t position = 0;  // in the stream
  std::uint64_t delivery = 0;  // how many messages the consumer has delivered with this one
  std::int64_t stored_ns = 0;  // when JetStream stored it, since the Unix epoch
  std::uint64_t pending = 0;   // how many messages come behind it
  bool operator==(const NatsPlace&) const = default;
};

// Reads the reply subject of such a message:
//   $JS.ACK.STREAM.CONSUMER.DELIVERED.POSITION.DELIVERY.STORED.PENDING, and with two tokens more in front of STREAM
//   and possibly more behind PENDING if the server has a domain (NATS ADR-15).
std::optional<NatsPlace> nats_place_in(std::string_view reply);

// Reads the answer to a message that was published: its position, or why it was not stored (half a sentence).
boost::system::result<std::uint64_t, std::string> nats_position_in(std::string_view answer);

}  // namespace sws
