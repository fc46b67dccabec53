// How much one client may say in a second: messages, of which pings, pongs and messages of TLS itself are some,
// bytes, and over TLS records. Bytes are counted because Beast takes in any number of empty fragments before there
// is a message to count; records, because each costs more than the few bytes that it may carry. Pure: time comes
// from outside. Owned by one connection.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "backend/admission/token_bucket.hpp"

namespace sws {

class ClientLimit {
 public:
  using Time = TokenBucket::Time;

  struct Rate {
    std::uint32_t messages;       // a second
    std::uint32_t message_bytes;  // below 2 GiB, so that the product fits
  };

  // Whether so many more messages are within the limit.
  bool take_messages(const Rate& rate, unsigned count, Time now) {
    return messages_.take(rate.messages, now, count);
  }
  bool take_message(const Rate& rate, Time now) { return take_messages(rate, 1, now); }

  // Whether `count` more records of TLS are.
  bool take_records(const Rate& rate, unsigned count, Time now) {
    return records_.take(records_per_second(rate), now, count);
  }

  // Whether `size` more bytes are, headers included.
  bool take_bytes(const Rate& rate, std::size_t size, Time now) {
    return bytes_.take(bytes_per_second(rate), now, size);
  }

  // Enough for as many frames as there may be messages and for the close frame behind them. One of the messages may
  // come in fragments of one byte each.
  static constexpr std::uint64_t bytes_per_second(const Rate& rate) {
    const std::uint64_t frame = kMaxHeader + std::max<std::uint64_t>(rate.message_bytes, kMaxControlPayload);
    return (std::uint64_t{rate.messages} + 1) * frame + kFragmentHeader * std::uint64_t{rate.message_bytes};
  }

  // Enough for two records a message, and for as many more as a client needs that makes the shortest ones that it
  // may ask for (RFC 6066 §4).
  static constexpr std::uint64_t records_per_second(const Rate& rate) {
    return (std::uint64_t{rate.messages} + 1) * (2 + rate.message_bytes / kShortRecord);
  }

 private:
  static constexpr std::uint32_t kShortRecord = 512;

  // RFC 6455 §5.2 and §5.5. A client's frames are masked.
  static constexpr std::uint64_t kMaxHeader = 14;
  static constexpr std::uint64_t kFragmentHeader = 6;
  static constexpr std::uint64_t kMaxControlPayload = 125;

  TokenBucket messages_;
  TokenBucket bytes_;
  TokenBucket records_;
};

}  // namespace sws
