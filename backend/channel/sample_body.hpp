// Reads the samples that a producer sends in one request. A pure function, any thread.
#pragma once

#include <boost/system/result.hpp>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "shared/message.hpp"

namespace sws {

inline constexpr std::size_t kMaxSamplesOfBody = 4'096;  // an hour of a sensor that is read each second

// Reads all samples of `body`: one in each line, or a JSON array of them (sample_reader.hpp says how one is
// written). It has at least one sample and at most kMaxSamplesOfBody. The result is all samples, or else an error
// that names the line or the element and says what is expected, as one readable line. `now_ms` is the time of those
// samples that have none, in milliseconds since the Unix epoch.
boost::system::result<std::vector<Sample>, std::string> read_samples(std::string_view body, std::int64_t now_ms);

}  // namespace sws
