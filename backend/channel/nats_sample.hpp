// A message of a channel's stream is one sample. Pure functions, any thread.
#pragma once

#include <boost/system/result.hpp>
#include <cstdint>
#include <string>
#include <string_view>

#include "backend/channel/sample_reader.hpp"
#include "shared/json_double.hpp"

namespace sws {

// Reads a message's payload (sample_reader.hpp). A sample without a time came when JetStream stored it.
inline boost::system::result<Sample, std::string> nats_sample(std::string_view payload, std::int64_t stored_ns) {
  constexpr std::int64_t kNanosecondsInOne = 1'000'000;
  while (payload.ends_with('\n')) payload.remove_suffix(1);
  return read_sample(payload, stored_ns / kNanosecondsInOne);
}

// The payload of a sample, which nats_sample() reads back.
inline std::string nats_payload(const Sample& sample) {
  return "{\"value\":" + json_text(sample.value) + ",\"at_ms\":" + std::to_string(sample.at_ms) + '}';
}

}  // namespace sws
