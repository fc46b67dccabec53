#include "frontend/client/follower.hpp"

#include <utility>
#include <variant>

#include "shared/codec.hpp"

namespace sws {
namespace {

using Phase = Session::Phase;
using Kind = Session::Ending::Kind;

constexpr std::size_t kNumbersPerStep = 2000;  // that are verified at once: a few milliseconds in Wasm

}  // namespace

Follower::Follower(SocketPort& port, RandomSource& random, Wishes wishes, Moment now)
    : port_(port), random_(random), wishes_(wishes) {
  stream_.emplace(port_, random_, wishes_.choice, now);
}

Session& Follower::session() {
  return log_ ? static_cast<Session&>(*log_) : *stream_;
}

const Session& Follower::session() const {
  return log_ ? static_cast<const Session&>(*log_) : *stream_;
}

void Follower::text_received(std::string_view text, Moment now, std::int64_t wall_ms) {
  if (!log_ && stream_->protocol() == StreamSession::Protocol::unknown) take_up(text, now);
  session().text_received(text, now);
  if (!refused_wish_) refused_wish_ = refused_wish();
  if (log_) return notice_new_log();
  const ReceivedStream& received = stream_->received();
  if (stream_->protocol() == StreamSession::Protocol::plain && arrivals_.size() < received.numbers.size()) {
    const std::uint32_t before = std::exchange(sockets_, port_.opened());
    arrivals_.push_back({wall_ms, before > 0 && before < sockets_});
  }
  if (session().phase() != Phase::over || !received.is_verified_at_end() || !received.has_proof()) return;
  if (!verifier_) verifier_.emplace(proof_.emplace(received.proof()));
}

// If the server's first message is of another kind of channel than of random numbers, its session goes on with the
// socket, to which nothing has been sent.
void Follower::take_up(std::string_view hello, Moment now) {
  const auto message = decode_server_message(hello);
  if (!message) return;
  if (std::holds_alternative<LogHello>(*message)) {
    log_ = std::make_unique<SampleSession>(port_, random_, wishes_.last.value_or(1));
  } else if (std::holds_alternative<SharedHello>(*message)) {
    log_ = std::make_unique<SharedSession>(port_, random_);
  } else {
    return;
  }
  stream_.reset();
  port_.adopt();
  log_->start(now);
  log_->socket_opened(now);
}

void Follower::notice_new_log() {
  const ReceivedLog& received = log_->received();
  if (!received.has_begun() || log_id_ == received.id()) return;
  log_id_ = received.id();
  log_began_at_ = received.count();
}

std::optional<std::string> Follower::refused_wish() const {
  const StreamChoice& choice = wishes_.choice;
  if (stream_ && stream_->protocol() == StreamSession::Protocol::unknown) return std::nullopt;
  const bool is_random = stream_ && stream_->protocol() == StreamSession::Protocol::verified;
  if (!is_random && (choice.min || choice.max || choice.interval_ms)) {
    return "min, max and intervalMs are for channels of random numbers, and this is another one";
  }
  if (wishes_.last && (!log_ || log_->verifies())) {
    return "last is for channels that keep earlier numbers, and this one has none";
  }
  return std::nullopt;
}

void Follower::tick(Moment now) {
  if (verifier_ && !verifier_->finished()) return verifier_->advance(kNumbersPerStep);
  session().tick(now);
}

std::optional<Moment> Follower::deadline() const {
  if (verifier_ && !verifier_->finished()) return Moment(0);
  return session().deadline();
}

std::optional<Follower::Item> Follower::take() {
  const std::uint64_t came = log_ ? log_->received().count() : stream_->received().numbers.size();
  if (refused_wish_ || cursor_ == came || has_enough()) return std::nullopt;
  const Item item = log_ ? sample_of_log() : number_of_stream();
  ++taken_;
  ++cursor_;
  return item;
}

Follower::Item Follower::number_of_stream() const {
  const ReceivedStream& received = stream_->received();
  const bool is_plain = stream_->protocol() == StreamSession::Protocol::plain;
  const auto index = static_cast<std::size_t>(cursor_);
  const auto due = static_cast<std::int64_t>(cursor_) * received.parameters.interval_ms;
  return {.seq = cursor_,
          .value = static_cast<double>(received.numbers[index]),
          .at_ms = is_plain ? arrivals_[index].wall_ms : received.start_ms + due,
          .is_verified = received.verifier.has_value(),
          .gap = is_plain && arrivals_[index].is_behind_loss ? std::optional(Missing{cursor_, std::nullopt})
                                                             : std::nullopt};
}

Follower::Item Follower::sample_of_log() {
  const ReceivedLog& received = log_->received();
  const std::uint64_t dropped = received.count() - received.samples().size();
  const bool is_left_out = cursor_ < dropped;
  if (is_left_out) cursor_ = dropped;
  const LoggedSample& sample = received.samples()[static_cast<std::size_t>(cursor_ - dropped)];
  Item item{.seq = sample.seq,
            .value = sample.sample.value,
            .at_ms = sample.sample.at_ms,
            .is_verified = log_->verifies(),
            .gap = std::nullopt};
  if (last_seq_ && (is_left_out || sample.is_behind_gap)) {
    const bool counts_anew = cursor_ == log_began_at_ || sample.seq <= *last_seq_;
    item.gap = Missing{*last_seq_ + 1, counts_anew ? std::nullopt : std::optional(sample.seq)};
  }
  last_seq_ = sample.seq;
  return item;
}

// A stream of random numbers has as many as were asked for, and ends by itself.
bool Follower::has_enough() const {
  const bool is_random = stream_ && stream_->protocol() == StreamSession::Protocol::verified;
  return !is_random && wishes_.choice.count && taken_ >= *wishes_.choice.count;
}

bool Follower::is_over() const {
  if (refused_wish_ || has_enough()) return true;
  return session().phase() == Phase::over && (!verifier_ || verifier_->finished());
}

Kind Follower::ending() const {
  if (refused_wish_) return Kind::refused;
  if (has_enough()) return Kind::complete;
  if (verifier_ && verifier_->problem()) return Kind::distrusted;
  return session().ending().kind;
}

std::string Follower::fault() const {
  if (refused_wish_) return *refused_wish_;
  if (has_enough()) return "";
  if (verifier_ && verifier_->problem()) return *verifier_->problem();
  const Session::Ending& ending = session().ending();
  if (!ending.why.empty() || ending.kind == Kind::complete) return ending.why;
  return ending.kind == Kind::access_ended ? "this program may no longer watch"
                                           : "the server has ended the numbers";
}

}  // namespace sws
