#include "frontend/stream/session.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "frontend/stream/close_reason.hpp"
#include "frontend/stream/excerpt.hpp"
#include "shared/close_code.hpp"
#include "shared/joined.hpp"

namespace sws {
namespace {

using Kind = Session::Ending::Kind;

std::string in_seconds(Moment time) {
  return std::to_string(std::chrono::duration_cast<std::chrono::seconds>(time).count()) + " s";
}

}  // namespace

void Session::connect(Moment now) {
  let_go();
  was_open_ = false;
  attempted_at_ = now;
  link_ = Link::opened;
  expect_word_within(kAnswerTime, now);
  if (!port_.open(request())) lose("the browser refused to open the connection", now);
}

void Session::begin_anew() {
  phase_ = Phase::connecting;
  backoff_.reset();
}

void Session::socket_opened(Moment now) {
  was_open_ = true;
  if (link_ != Link::opened) return;
  if (!awaits_word()) return go_live();
  expect_word_within(kAnswerTime, now);
}

void Session::socket_closed(std::uint16_t code, std::string_view reason, Moment now) {
  if (link_ == Link::replacing) return connect(now);
  if (!has_socket()) return;
  if (!was_open_) return ask_why(now);
  if (ends_access(code, reason)) return finish({Kind::access_ended, excerpt(reason)});
  if (is_end(code)) return finish({Kind::complete, ""});
  lose(close_reason(code, reason, was_open_), now);
}

void Session::socket_failed(Moment now) {
  if (has_socket()) failed_at_ = now + kCloseTime;
}

void Session::ask_why(Moment now) {
  port_.close();
  let_go();
  if (is_started() && phase_ != Phase::reconnecting) {
    phase_ = Phase::reconnecting;
    why_lost_ = "the connection did not open; asking the server why";
  }
  link_ = Link::asking;
  expect_word_within(kAnswerTime, now);
  port_.ask(request());
}

void Session::answered(const HttpAnswer& answer, Moment now) {
  if (link_ != Link::asking) return;
  OpeningRefusal refusal = understand(answer);
  switch (refusal.next) {
    case OpeningRefusal::Next::stop:
      return finish({Kind::refused, std::move(refusal.why)});
    case OpeningRefusal::Next::retry:
      return lose(std::move(refusal.why), now);
    case OpeningRefusal::Next::wait:
      break;
  }
  // The socket did not even open. So the server has not heard the seed of a stream that has not started, and
  // another attempt gives it no choice between numbers.
  retry_later(std::move(refusal.why), refusal.wait, now);
  told_wait_ = refusal.wait;
  if (is_stopping() && is_told_to_wait()) finish({Kind::stopped, ""});
}

void Session::lose(std::string why, Moment now) {
  if (auto ending = ending_if_lost(why)) return finish(*std::move(ending));
  retry_later(std::move(why), Moment(0), now);
}

std::uint32_t Session::random_bits() {
  std::array<std::uint8_t, 4> bytes;
  random_.fill(bytes);
  std::uint32_t bits = 0;
  for (const std::uint8_t byte : bytes) bits = bits << 8 | byte;
  return bits;
}

// Even if the server says how long to wait, each page adds a wait of its own, so that not all come back at once.
void Session::retry_later(std::string why, Moment at_least, Moment now) {
  port_.close();
  let_go();
  phase_ = Phase::reconnecting;
  why_lost_ = std::move(why);
  const bool is_told = at_least > Moment(0);
  reconnect_at_ = now + at_least + (is_told ? backoff_.spread(random_bits()) : backoff_.next(random_bits()));
}

// Forgets everything that was planned for a connection or for the next attempt.
void Session::let_go() {
  link_ = Link::none;
  silent_at_ = failed_at_ = test_at_ = reconnect_at_ = std::nullopt;
  told_wait_ = Moment(0);
}

void Session::expect_word_within(Moment time, Moment now) {
  silence_ = time;
  silent_at_ = now + time;
}

void Session::hello_received(Moment now) {
  link_ = Link::greeted;
  greeted_at_ = now;
  expect_word_within(kAnswerTime, now);
}

void Session::started_received(Moment now) {
  round_trip_ = now - greeted_at_;
  schedule_.connected();
  link_ = Link::streaming;
  phase_ = Phase::live;
}

void Session::heard(std::optional<Moment> most_silence, Moment now) {
  silent_at_.reset();
  if (most_silence) expect_word_within(*most_silence, now);
  heard_at_ = now;
  test_at_ = now + kTrustTime;
}

void Session::numbers_received() {
  backoff_.reset();
  hurried_ = 0;
}

void Session::begin_schedule(std::uint64_t n, std::chrono::milliseconds interval) {
  constexpr std::chrono::milliseconds kSlot{10};  // to which a server rounds the start of a stream down
  schedule_.begin(n, greeted_at_ - kSlot, interval);
}

void Session::numbers_received(std::uint64_t last, bool alone, Moment now) {
  schedule_.take(last, alone, now);
  numbers_received();
}

void Session::go_live() {
  phase_ = Phase::live;
  silent_at_.reset();
}

void Session::binary_received() {
  if (has_socket()) report_broken_frame("binary data instead of text");
}

void Session::report_broken_frame(std::string_view why) {
  ++faults_.broken_frames;
  faults_.last_broken_frame = excerpt(why);
}

void Session::report_undecoded(const DecodeError& error) {
  report_broken_frame(joined({error.message, " (at byte ", std::to_string(error.offset), ")"}));
}

void Session::report_sequence_break(std::string why, Moment now) {
  ++faults_.sequence_breaks;
  faults_.last_sequence_break = why;
  lose(std::move(why), now);
}

void Session::test_connection_soon(Moment now) {
  if (!test_at_) return;
  test_at_ = std::min(*test_at_, std::max<Moment>(now, heard_at_ + kFreshTime));
  tick(now);
}

void Session::reconnect_now(Moment now) {
  if (!reconnect_at_ || waits_as_told()) return;
  reconnect_at_ = now;
  tick(now);
}

void Session::hurry(Moment now) {
  if (!reconnect_at_ || waits_as_told()) return;
  Moment pause{};
  if (hurried_ > 0) {
    pause = std::min<Moment>(Backoff::Waits().longest, kAttemptPause * (1 << std::min(hurried_ - 1, 3u)));
  }
  const Moment earliest = std::max<Moment>(now + backoff_.quick(random_bits()), attempted_at_ + pause);
  if (earliest >= *reconnect_at_) return;
  ++hurried_;
  reconnect_at_ = earliest;
}

void Session::network_returned(Moment now) {
  hurry(now);
  tick(now);
  test_connection_soon(now);
}

void Session::set_visible(bool visible, Moment now) {
  const bool becomes_visible = visible && !visible_;
  visible_ = visible;
  if (becomes_visible) test_connection_soon(now);
  tick(now);
}

void Session::replace_connection(Moment now) {
  let_go();
  link_ = Link::replacing;
  expect_word_within(kReplaceTime, now);
  port_.begin_close();
}

void Session::on_silence(Moment now) {
  if (link_ == Link::replacing) {
    port_.close();
    return connect(now);
  }
  if (link_ == Link::asking) return answered({}, now);
  if (!was_open_) return lose("the server has not answered for " + in_seconds(silence_), now);
  lose("the server has sent nothing for " + in_seconds(silence_), now);
}

void Session::end_within(Moment time, Moment now) {
  end_by_ = now + time;
  test_at_.reset();
  if (reconnect_at_) connect(now);
}

void Session::finish(Ending ending) {
  port_.close();
  let_go();
  end_by_.reset();
  phase_ = Phase::over;
  ending_ = std::move(ending);
}

void Session::tick(Moment now) {
  if (end_by_ && now >= *end_by_) return finish({Kind::stopped, ""});
  if (failed_at_ && now >= *failed_at_) {
    socket_closed(static_cast<std::uint16_t>(CloseCode::abnormal), "", now);
  }
  if (silent_at_ && now >= *silent_at_) on_silence(now);
  if (test_at_ && visible_ && now >= *test_at_) {
    replace_connection(now);
  }
  if (const auto attempt = attempt_at(); attempt && now >= *attempt) connect(now);
}

std::optional<Moment> Session::attempt_at() const {
  if (!reconnect_at_ || visible_) return reconnect_at_;
  const auto by = resume_by();
  return by ? std::optional(std::max(*by, *reconnect_at_)) : std::nullopt;
}

std::optional<Moment> Session::deadline() const {
  std::optional<Moment> earliest = end_by_;
  const auto consider = [&](const std::optional<Moment>& moment) {
    if (moment && (!earliest || *moment < *earliest)) earliest = moment;
  };
  consider(silent_at_);
  consider(failed_at_);
  if (visible_) consider(test_at_);
  consider(attempt_at());
  return earliest;
}

}  // namespace sws
