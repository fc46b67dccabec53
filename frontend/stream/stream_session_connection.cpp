// The connections of a session: how one is opened, is lost, is tested, and is replaced by the next.
#include <algorithm>
#include <array>
#include <utility>

#include "frontend/stream/close_reason.hpp"
#include "frontend/stream/excerpt.hpp"
#include "frontend/stream/stream_session.hpp"
#include "shared/close_code.hpp"

namespace sws {
namespace {

using Kind = StreamSession::Ending::Kind;

constexpr std::size_t kMostText = 200;  // bytes; a reason to close has 123 at most

std::string seconds(Moment time) {
  return std::to_string(std::chrono::duration_cast<std::chrono::seconds>(time).count()) + " s";
}

}  // namespace

void StreamSession::connect(Moment now) {
  let_go();
  was_open_ = false;
  attempted_at_ = now;
  link_ = Link::opened;
  expect_word_within(kAnswerTime, now);
  if (!port_.open(request())) lose("the browser refused to open the connection", now);
}

void StreamSession::socket_opened(Moment now) {
  was_open_ = true;
  if (link_ == Link::opened) expect_word_within(kAnswerTime, now);
}

void StreamSession::socket_closed(std::uint16_t code, std::string_view reason, Moment now) {
  if (link_ == Link::replacing) return connect(now);
  if (!has_socket()) return;
  if (!was_open_) return ask_why(now);
  if (ends_access(code, reason)) return finish({Kind::access_ended, excerpt(reason, kMostText)});
  if (protocol_ == Protocol::plain && code == static_cast<std::uint16_t>(CloseCode::normal)) {
    return finish({Kind::complete, ""});
  }
  lose(close_reason(code, reason, was_open_), now);
}

void StreamSession::socket_failed(Moment now) {
  if (has_socket()) failed_at_ = now + kCloseTime;
}

void StreamSession::ask_why(Moment now) {
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

void StreamSession::answered(const HttpAnswer& answer, Moment now) {
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
  // Before the stream has started, the server has not heard our seed over this connection, so that another attempt
  // gives it no choice between numbers.
  retry_later(std::move(refusal.why), refusal.wait, now);
  told_wait_ = refusal.wait;
  if (is_stopping() && told_wait_ > Moment(0)) finish({Kind::stopped, ""});
}

void StreamSession::lose(std::string why, Moment now) {
  // Without a token the stream cannot be resumed. The session must not start another one unasked either: a server
  // could then break connections until it likes the numbers that the seeds give.
  if (!is_started()) return finish({Kind::lost, std::move(why)});
  if (is_stopping() && !received_.is_verified_at_end()) return finish({Kind::stopped, ""});
  retry_later(std::move(why), Moment(0), now);
}

// Even if the server says how long to wait, each page adds a wait of its own, so that not all come back at once.
void StreamSession::retry_later(std::string why, Moment at_least, Moment now) {
  port_.close();
  let_go();
  phase_ = Phase::reconnecting;
  why_lost_ = std::move(why);
  std::array<std::uint8_t, 4> bytes;
  random_.fill(bytes);
  std::uint32_t bits = 0;
  for (const std::uint8_t byte : bytes) bits = bits << 8 | byte;
  reconnect_at_ = now + at_least + backoff_.next(bits);
}

// Forgets everything that was planned for a connection or for the next attempt.
void StreamSession::let_go() {
  link_ = Link::none;
  silent_at_ = failed_at_ = test_at_ = reconnect_at_ = std::nullopt;
  told_wait_ = Moment(0);
}

void StreamSession::expect_word_within(Moment time, Moment now) {
  silence_ = time;
  silent_at_ = now + time;
}

void StreamSession::expect_numbers(Moment now) {
  const std::chrono::milliseconds interval(received_.parameters.interval_ms);
  expect_word_within(3 * interval + kSilenceGrace, now);
  heard_at_ = now;
  test_at_ = now + kTrustTime;
}

void StreamSession::test_connection_soon(Moment now) {
  if (!test_at_) return;
  test_at_ = std::min(*test_at_, std::max<Moment>(now, heard_at_ + kFreshTime));
  tick(now);
}

void StreamSession::reconnect_now(Moment now) {
  if (!reconnect_at_ || waits_as_told()) return;
  reconnect_at_ = now;
  tick(now);
}

void StreamSession::hurry(Moment now) {
  if (!reconnect_at_ || waits_as_told()) return;
  const Moment pause = std::min<Moment>(Backoff::kLongest, kAttemptPause * (1 << std::min(hurried_, 3u)));
  const Moment earliest = std::max(now, attempted_at_ + pause);
  if (earliest >= *reconnect_at_) return;
  ++hurried_;
  reconnect_at_ = earliest;
}

void StreamSession::network_returned(Moment now) {
  hurry(now);
  tick(now);
  test_connection_soon(now);
}

void StreamSession::set_visible(bool visible, Moment now) {
  const bool becomes_visible = visible && !visible_;
  visible_ = visible;
  if (becomes_visible) test_connection_soon(now);
  tick(now);
}

void StreamSession::replace_connection(Moment now) {
  let_go();
  link_ = Link::replacing;
  expect_word_within(kReplaceTime, now);
  port_.begin_close();
}

void StreamSession::on_silence(Moment now) {
  if (link_ == Link::replacing) {
    port_.close();
    return connect(now);
  }
  if (link_ == Link::asking) return answered({}, now);
  if (!was_open_) return lose("the server has not answered for " + seconds(silence_), now);
  lose("the server has said nothing for " + seconds(silence_), now);
}

void StreamSession::tick(Moment now) {
  if (end_by_ && now >= *end_by_) return finish({Kind::stopped, ""});
  if (failed_at_ && now >= *failed_at_) {
    socket_closed(static_cast<std::uint16_t>(CloseCode::abnormal), "", now);
  }
  if (silent_at_ && now >= *silent_at_) on_silence(now);
  if (test_at_ && visible_ && now >= *test_at_) {
    replace_connection(now);
  }
  if (reconnect_at_ && visible_ && now >= *reconnect_at_) connect(now);
}

std::optional<Moment> StreamSession::deadline() const {
  std::optional<Moment> earliest = end_by_;
  const auto consider = [&](const std::optional<Moment>& moment) {
    if (moment && (!earliest || *moment < *earliest)) earliest = moment;
  };
  consider(silent_at_);
  consider(failed_at_);
  if (visible_) consider(test_at_);
  if (visible_) consider(reconnect_at_);
  return earliest;
}

}  // namespace sws
