#include "frontend/stream/shared_session.hpp"

#include <utility>
#include <variant>

#include "shared/codec.hpp"

namespace sws {

using Kind = Session::Ending::Kind;

void SharedSession::start(Moment now) {
  if (phase() == Phase::over && ending().kind == Kind::distrusted) {
    verifier_.reset();
    forget_schedule();
  }
  LogSession::start(now);
}

void SharedSession::take_hello(const ServerMessage& message, Moment now) {
  const auto* const hello = std::get_if<SharedHello>(&message);
  if (!hello) {
    return finish({Kind::lost, "the server no longer shares this channel; reload the page"});
  }
  hello_received(now);
  has_numbers_ = false;
  if (!verifier_) {
    verifier_.emplace(*hello);
  } else if (distrust(verifier_->take(*hello))) {
    return;
  }
  interval_ms_ = hello->parameters.interval_ms;
  const bool has_begun = verifier_->next() > 0;
  send(has_begun ? encode(SharedResume{verifier_->next()}) : encode(SharedStart{}));
}

bool SharedSession::take_started(const ServerMessage& message, Moment now) {
  const auto* const started = std::get_if<SharedStarted>(&message);
  if (!started) return false;
  if (distrust(verifier_->begin(started->next))) return true;
  started_received(now);
  // The server begins with the number that is due now, so the one behind it is not. Later there is nothing to
  // begin.
  begin_schedule(started->next + 1, std::chrono::milliseconds(interval_ms_));
  received_.begin({started->channel, {}, started->next});
  expect_numbers(now);
  return true;
}

bool SharedSession::take_other(const ServerMessage& message, Moment now) {
  if (const auto* number = std::get_if<Number>(&message)) {
    Numbers run{number->seq, {number->message}, {}};
    if (number->key) run.keys.push_back(*number->key);
    take_numbers(run, now);
  } else if (const auto* run = std::get_if<Numbers>(&message)) {
    take_numbers(*run, now);
  } else if (const auto* root = std::get_if<Root>(&message)) {
    distrust(verifier_->take(*root));
  } else if (const auto* gap = std::get_if<Gap>(&message)) {
    take_gap(*gap, now);
  } else if (std::holds_alternative<End>(message)) {
    finish({Kind::stopped_by_server, ""});
  } else {
    return false;
  }
  return true;
}

void SharedSession::take_numbers(const Numbers& run, Moment now) {
  if (auto wrong = received_.sequence_break(run.seq)) return report_sequence_break(*std::move(wrong), now);
  if (distrust(verifier_->take(run.seq, run.messages, run.keys))) return;
  LogNumbers samples{run.seq, {}};
  for (std::size_t i = 0; i < run.messages.size(); ++i) {
    const auto due_ms = static_cast<std::int64_t>((run.seq + i) * interval_ms_);
    samples.samples.push_back({static_cast<double>(run.messages[i]), due_ms});
  }
  received_.append(samples);
  is_last_live_ = std::exchange(has_numbers_, true) && run.messages.size() == 1;
  numbers_received(run.seq + run.messages.size() - 1, run.messages.size() == 1, now);
  expect_numbers(now);
}

void SharedSession::take_gap(const Gap& gap, Moment now) {
  if (auto wrong = received_.sequence_break(gap.from)) return report_sequence_break(*std::move(wrong), now);
  if (distrust(verifier_->take(gap))) return;
  received_.skip(gap);
  expect_numbers(now);
}

bool SharedSession::distrust(std::optional<std::string> wrong) {
  if (!wrong) return false;
  finish({Kind::distrusted, *std::move(wrong)});
  return true;
}

void SharedSession::expect_numbers(Moment now) {
  heard(3 * std::chrono::milliseconds(interval_ms_) + kSilenceGrace, now);
}

}  // namespace sws
