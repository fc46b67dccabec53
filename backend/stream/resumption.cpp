#include "backend/stream/resumption.hpp"

#include "backend/channel/stream_start.hpp"
#include "backend/process/log.hpp"
#include "backend/process/secret_file.hpp"
#include "backend/stream/clock_skew.hpp"

namespace sws {
namespace {

// How long it is until the number before `next` is due. A stream that has none has started, at least.
std::chrono::milliseconds time_until_last(const StreamIdentity& identity, std::uint32_t next, WallTime now) {
  using std::chrono::milliseconds;
  const std::int64_t numbers = next > 0 ? next - 1 : 0;
  const milliseconds due =
      milliseconds(identity.start_ms) + numbers * milliseconds(identity.parameters.interval_ms);
  return due - std::chrono::floor<milliseconds>(now.time_since_epoch());
}

}  // namespace

boost::system::result<SignedStream, NotResumed> resumed_stream(const Settings& settings, std::string_view token,
                                                               std::uint32_t next, WallTime now, Metrics& metrics) {
  auto stream = decode_token(settings.secrets.all(), token);
  if (!stream) {
    // Many of these lines mean that this server has another secret than the one that began the streams.
    log(LogLevel::warn, "resume_refused",
        {{"reason", stream.error()}, {"secret", fingerprints_of(settings.secrets)}});
    return NotResumed{&kBadToken, stream.error()};
  }
  const StreamIdentity& identity = stream->identity;
  if (has_expired(identity.start_ms, identity.parameters, settings.resume_window, now)) {
    return NotResumed{&kExpiredToken, "the stream of this token ended too long ago: start a new one"};
  }
  if (next > identity.parameters.count) {
    return NotResumed{&kValueNotAllowed, "\"next\" is " + std::to_string(next) + ": an integer from 0 to " +
                                             std::to_string(identity.parameters.count) + " is expected"};
  }
  if (auto why = refusal_of_skew(metrics, time_until_last(identity, next, now))) {
    return NotResumed{&kClockSkew, *std::move(why)};
  }
  return *std::move(stream);
}

}  // namespace sws
