#include "tests/cluster/viewer.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

namespace sws {
namespace {

using std::chrono::duration_cast;
using std::chrono::steady_clock;

constexpr steady_clock::time_point kNever = steady_clock::time_point::max();

}  // namespace

Moment steady_now() {
  return duration_cast<Moment>(steady_clock::now().time_since_epoch());
}

std::int64_t wall_now_ms() {
  return duration_cast<std::chrono::milliseconds>(std::chrono::system_clock::now().time_since_epoch()).count();
}

Viewer::Viewer(boost::asio::io_context& context, const PageAddress& address, const Watched& watched, Tally& tally)
    : browser_(context, address, *this), timer_(context), watched_(watched), tally_(tally) {
  timer_.expires_at(kNever);
  begin();
}

const Session& Viewer::session() const {
  if (const auto* own = std::get_if<StreamSession>(&session_)) return *own;
  if (const auto* shared = std::get_if<SharedSession>(&session_)) return *shared;
  return std::get<SampleSession>(session_);
}

void Viewer::begin() {
  numbers_ = 0;
  was_live_ = false;
  witness_.emplace(tally_);
  switch (watched_.source) {
    case Watched::Source::random:
      session_.emplace<StreamSession>(browser_, browser_, watched_.choice, steady_now());
      break;
    case Watched::Source::shared:
      session_.emplace<SharedSession>(browser_, browser_).start(steady_now());
      break;
    case Watched::Source::received:
      session_.emplace<SampleSession>(browser_, browser_).start(steady_now());
      break;
  }
  after_event();
}

void Viewer::cut() {
  cut_at_ = steady_now();
  browser_.cut();
}

void Viewer::stop() {
  session().stop(steady_now());
  after_event();
}

void Viewer::opened() {
  session().socket_opened(steady_now());
  after_event();
}

void Viewer::text(std::string_view text) {
  witness_->take(text, wall_now_ms());
  session().text_received(text, steady_now());
  after_event();
}

void Viewer::closed(std::uint16_t code, std::string_view reason) {
  ++tally_.closes[code];
  session().socket_closed(code, reason, steady_now());
  after_event();
}

void Viewer::refused(unsigned status) {
  ++tally_.refusals[status];
}

void Viewer::answered(const HttpAnswer& answer) {
  ++tally_.answers[answer.status];
  session().answered(answer, steady_now());
  after_event();
}

std::uint64_t Viewer::numbers_of_session() const {
  if (const auto* own = std::get_if<StreamSession>(&session_)) return own->received().numbers.size();
  if (const auto* shared = std::get_if<SharedSession>(&session_)) return shared->received().count();
  return std::get<SampleSession>(session_).received().count();
}

void Viewer::note_numbers() {
  const std::uint64_t numbers = numbers_of_session();
  if (numbers == numbers_) return;
  tally_.numbers += numbers - std::exchange(numbers_, numbers);
  if (lost_by_fault_) tally_.recoveries.push_back(steady_now() - *lost_by_fault_);
  lost_by_fault_.reset();
}

// Called after everything that may have changed the session.
void Viewer::after_event() {
  note_numbers();
  if (std::exchange(was_live_, is_live()) && !is_live() && !is_over()) {
    const Moment fault = std::max(tally_.fault_at, cut_at_);
    lost_by_fault_ = fault > Moment(0) ? fault : steady_now();
  }
  if (is_over()) return note_ending();
  const auto deadline = session().deadline();
  if (!deadline) return;
  const steady_clock::time_point at{duration_cast<steady_clock::duration>(*deadline)};
  if (timer_.expiry() <= at) return;  // a tick that comes too early does no harm
  timer_.expires_at(at);
  timer_.async_wait([this](boost::system::error_code error) {
    if (error) return;
    timer_.expires_at(kNever);
    session().tick(steady_now());
    after_event();
  });
}

void Viewer::note_ending() {
  timer_.expires_at(kNever);
  const Session::Ending& ending = session().ending();
  switch (ending.kind) {
    case Session::Ending::Kind::complete:
      ++tally_.streams;
      return begin();
    case Session::Ending::Kind::stopped:
      ++tally_.streams;
      return;
    case Session::Ending::Kind::distrusted:
      ++tally_.distrusted;
      break;
    default:
      break;
  }
  ++tally_.endings[ending.why];
}

}  // namespace sws
