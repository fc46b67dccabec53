// Follows one channel for a program that uses client.mjs. The server's first message says of which kind the channel
// is, so the Follower begins as if it were one of random numbers, and hands an open socket over to the session of
// another kind. It hands the numbers out one by one, in order, and each only after its session has verified what
// can be verified of it. It has no clock and no sockets: exports.cpp owns it, passes every event in with its time,
// and calls tick() at deadline(). One thread.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "frontend/client/adopting_port.hpp"
#include "frontend/stream/sample_session.hpp"
#include "frontend/stream/shared_session.hpp"
#include "frontend/stream/stream_session.hpp"
#include "shared/proof.hpp"

namespace sws {

class Follower {
 public:
  // The wishes of the program that follows. Only a channel of random numbers gives each viewer a range and an
  // interval of its own, and only a received channel has earlier numbers; of any other one, such a wish is a fault.
  struct Wishes {
    StreamChoice choice = {};
    std::optional<std::uint64_t> last = {};  // how many of the newest numbers to begin with; without it, one
  };

  // Numbers that can no longer be had, counted from 0. Without `to` the server has begun to count anew, and cannot
  // say how many there are.
  struct Missing {
    std::uint64_t from;
    std::optional<std::uint64_t> to;  // the first one that is not missing
    bool operator==(const Missing&) const = default;
  };

  struct Item {
    std::uint64_t seq;  // counted from 0
    double value;
    std::int64_t at_ms;  // when the server had it, or it was due: milliseconds since the Unix epoch
    bool is_verified;
    std::optional<Missing> gap;  // before it
    bool operator==(const Item&) const = default;
  };

  // Connects at once. `port` and `random` must outlive the follower.
  Follower(SocketPort& port, RandomSource& random, Wishes wishes, Moment now);
  Follower(const Follower&) = delete;
  Follower& operator=(const Follower&) = delete;

  // `wall_ms` is the time of day, for numbers of a server that does not say theirs.
  void text_received(std::string_view text, Moment now, std::int64_t wall_ms);

  // Verifies a part of a long stream that has ended, or else does what the session has to do now.
  void tick(Moment now);
  std::optional<Moment> deadline() const;  // when tick() next has something to do

  // Returns the next number, or nothing if it has not come. A program that is more than ReceivedLog::kMostSamples
  // numbers behind gets a gap.
  std::optional<Item> take();

  // Whether take() will return nothing more once it has returned nothing, and why, if that is not the end of the
  // numbers which the program asked for.
  bool is_over() const;
  std::string fault() const;             // in words; empty if it is the end. REQUIRES: is_over()
  Session::Ending::Kind ending() const;  // REQUIRES: is_over()

  Session& session();  // for the events that concern every kind of channel
  const Session& session() const;

 private:
  void take_up(std::string_view hello, Moment now);
  void notice_new_log();
  std::optional<std::string> refused_wish() const;
  bool has_enough() const;
  Item number_of_stream() const;
  Item sample_of_log();

  AdoptingPort port_;
  RandomSource& random_;
  const Wishes wishes_;
  // Exactly one of the two is there.
  std::optional<StreamSession> stream_;
  std::unique_ptr<LogSession> log_;

  std::uint64_t taken_ = 0;   // how many numbers take() has returned
  std::uint64_t cursor_ = 0;  // the next one, among all that came
  std::optional<std::string> refused_wish_;

  // Of a stream of the plain protocol: when each number came, and whether it is the first one after a loss, so that
  // numbers before it may be missing.
  struct Arrival {
    std::int64_t wall_ms;
    bool is_behind_loss;
  };
  std::vector<Arrival> arrivals_;
  std::uint32_t sockets_ = 0;              // how many had been opened when the last one came
  std::optional<Proof> proof_;             // of a long stream that is complete
  std::optional<Verifier> verifier_;       // of proof_
  std::optional<LogId> log_id_;            // of a log: which one it was last
  std::uint64_t log_began_at_ = 0;         // of a log: how many numbers had come when it began
  std::optional<std::uint64_t> last_seq_;  // of a log: that of the last number that take() returned
};

}  // namespace sws
