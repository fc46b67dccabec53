#include "frontend/stream/received_stream.hpp"

#include "frontend/stream/number_phrases.hpp"

namespace sws {

std::optional<std::string> ReceivedStream::append(std::uint32_t seq, std::span<const std::int32_t> run) {
  const auto count = static_cast<std::uint32_t>(run.size());
  if (seq > next()) {
    return numbers_named(next(), seq - 1) + " did not come: " + numbers_named(seq, seq) + " came instead";
  }
  if (seq < next()) return numbers_named(seq, std::min(next(), seq + count) - 1) + " came again";
  if (count > parameters.count - next()) {
    return numbers_named(parameters.count, parameters.count) + " came, but the stream has " +
           counted(parameters.count, "number");
  }
  numbers.insert(numbers.end(), run.begin(), run.end());
  return std::nullopt;
}

std::optional<std::string> ReceivedStream::contradiction(const Started& started) const {
  if (started.stream != id) return "it names another stream than before";
  if (started.commitment != commitment) return "its commitment is not the one made at first";
  if (started.next != next()) {
    return "it goes on with number " + std::to_string(started.next) + " where number " + std::to_string(next()) +
           " is due";
  }
  if (started.parameters != parameters) return "its range, interval or count is not what was agreed";
  return std::nullopt;
}

}  // namespace sws
