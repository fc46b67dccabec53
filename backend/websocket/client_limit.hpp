// How much one client may say in a second: messages, of which pings, pongs and messages of TLS itself are some, and
// bytes. Bytes are counted because Beast takes in any number of empty fragments before there is a message to count,
// and over TLS those of the records, because OpenSSL takes in empty ones. Pure: time comes from outside. Owned by
// one connection.
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
    bool over_tls = false;        // the bytes that are counted are those of TLS records
  };

  // Whether one more message is within the limit.
  bool take_message(const Rate& rate, Time now) { return messages_.take(rate.messages, now); }

  // Whether `size` more bytes are, headers included.
  bool take_bytes(const Rate& rate, std::size_t size, Time now) {
    return bytes_.take(bytes_per_second(rate), now, size);
  }

  // Enough for as many frames as there may be messages and for the close frame behind them. One of the messages may
  // come in fragments of one byte each. Over TLS every frame may be a record of its own.
  static constexpr std::uint64_t bytes_per_second(const Rate& rate) {
    const std::uint64_t record = rate.over_tls ? kRecordOverhead : 0;
    const std::uint64_t frame = kMaxHeader + std::max<std::uint64_t>(rate.message_bytes, kMaxControlPayload);
    const std::uint64_t records = frame / kMaxRecord + 1;  // of a long frame
    return (std::uint64_t{rate.messages} + 1) * (frame + records * record) +
           (kFragmentHeader + record) * std::uint64_t{rate.message_bytes};
  }

 private:
  // RFC 6455 §5.2 and §5.5. A client's frames are masked.
  static constexpr std::uint64_t kMaxHeader = 14;
  static constexpr std::uint64_t kFragmentHeader = 6;
  static constexpr std::uint64_t kMaxControlPayload = 125;

  // Of TLS 1.2 with AES-GCM (RFC 5246 §6.2, RFC 5288 §3); TLS 1.3 has less. A key update has 27 bytes in all.
  static constexpr std::uint64_t kRecordOverhead = 29;
  static constexpr std::uint64_t kMaxRecord = 16'384;

  TokenBucket messages_;
  TokenBucket bytes_;
};

}  // namespace sws
