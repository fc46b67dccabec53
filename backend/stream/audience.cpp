#include "backend/stream/audience.hpp"

#include <algorithm>
#include <span>
#include <utility>

#include "backend/loop/tick_schedule.hpp"
#include "backend/stream/log_frames.hpp"
#include "backend/stream/log_stream.hpp"

namespace sws {
namespace {

// As DueQueue does it: of ten thousand viewers none is in the cache when the next sample comes.
constexpr std::size_t kOutletAhead = 4;
constexpr std::size_t kViewerAhead = 2 * kOutletAhead;

}  // namespace

Audience::Audience(std::string name, std::optional<LogId> log, std::size_t history, Ticker& ticker,
                   Metrics& metrics, std::shared_ptr<LogArchive> archive, BlockWaits::Poster poster)
    : name_(std::move(name)), log_(log), history_(history), ticker_(ticker), metrics_(metrics), window_(history) {
  if (archive) waits_.emplace(std::move(archive), std::move(poster), ticker);
}

// However fast they come, what a viewer who is up to date is to get does not leave the window before it is sent.
void Audience::take(const SampleBatch& batch) {
  oldest_ = batch.oldest;
  if (batch.begins_log) begin_log(*batch.begins_log, batch.first);
  if (batch.first > window_.next()) skip_to(batch.first);
  std::span<const Sample> left = batch.samples;
  while (!left.empty()) {
    const auto piece = left.first(std::min(left.size(), history_));
    if (window_.next() + piece.size() - sent_ > history_) send_pending();
    window_.append(piece);
    arrived_.push_back(batch.arrived);
    send_soon();
    left = left.subspan(piece.size());
  }
  if (batch.has_source != has_source_) set_source(batch.has_source);
  if (!batch.ends_log) return;
  // At once: nothing comes behind the end, and another thread may let go of this object as soon as the worker does.
  ended_ = true;
  send_soon();
  send_pending();
  if (waits_) waits_->wake_all(ticker_.now());  // no block comes any more
}

// A sample is sent in the slot in which it comes, unless others were sent in this slot already: then in the next
// one.
void Audience::send_soon() {
  if (!send_.is_queued()) ticker_.add(send_, std::max(TickSchedule::slot_start(ticker_.now()), next_slot_));
}

void Audience::send_pending() {
  if (!send_.is_queued()) return;
  send_.leave_queue();
  send_new(ticker_.now());
}

void Audience::send_new(SteadyTime) {
  while (sent_ < window_.next()) send_next();
  const SteadyTime now = ticker_.now();
  next_slot_ = TickSchedule::slot_start(now) + TickSchedule::kSlotWidth;
  for (const SteadyTime arrived : std::exchange(arrived_, {})) channel_metrics_.delivery.observe(now - arrived);
  if (ended_) end_all();
  if (!ahead_.empty()) call_those_ahead(now);
}

// Samples up to the next position that has none, or the gap.
void Audience::send_next() {
  const std::uint64_t seq = sent_;
  const std::uint64_t sample = window_.sample_from(seq);
  const Gap gap{seq, sample};
  std::vector<Sample> samples;
  if (sample == seq) {
    const std::uint64_t most = std::min<std::uint64_t>(window_.next() - seq, kMaxNumbersPerFrame);
    samples = window_.run(seq, static_cast<std::size_t>(most));
  }
  sent_ = samples.empty() ? gap.to : seq + samples.size();
  for (std::size_t kind = 0; kind < kStreamKinds; ++kind) {
    Viewers& viewers = up_to_date_[kind];
    if (viewers.empty()) continue;
    const auto stream_kind = static_cast<StreamKind>(kind);
    const std::uint64_t served = send_to_all(
        viewers,
        samples.empty() ? gap_frames(stream_kind, *log_, gap) : number_frames(stream_kind, *log_, seq, samples),
        seq, samples.empty() ? gap.to - gap.from : 0);
    samples.empty() ? channel_metrics_.gaps.add(served) : metrics_.numbers_sent.add(served * samples.size());
  }
}

// From the last one to the first, because one that leaves is replaced by the last one, which has its frames
// already. `seq` is the position with which they begin, and they say that `missing` samples are missing. Returns
// how many viewers have taken them.
std::uint64_t Audience::send_to_all(Viewers& viewers, const std::string& frames, std::uint64_t seq,
                                    std::uint64_t missing) {
  if (frames.empty()) {  // the plain protocol has no word for a gap
    for (LogStream* const viewer : viewers) viewer->unsent_ += missing;
    return 0;
  }
  std::uint64_t served = 0;
  for (std::size_t i = viewers.size(); i-- > 0;) {
    if (i >= kViewerAhead) __builtin_prefetch(viewers[i - kViewerAhead]);
    if (i >= kOutletAhead) viewers[i - kOutletAhead]->outlet_.prefetch();
    LogStream& viewer = *viewers[i];
    const SendStatus status = viewer.outlet_.send(frames);
    if (status == SendStatus::sent || status == SendStatus::partial) {
      ++served;
      viewer.unsent_ += missing;
    }
    if (status == SendStatus::sent) continue;
    leave(viewer);
    if (status == SendStatus::blocked) viewer.next_ = seq;
  }
  return served;
}

void Audience::end_all() {
  for (Viewers& viewers : up_to_date_) {
    while (!viewers.empty()) {
      LogStream& viewer = *viewers.back();
      leave(viewer);
      viewer.say_end(EndReason::source_ended);
    }
  }
}

void Audience::follow(LogStream& viewer) {
  Viewers& viewers = up_to_date_[static_cast<std::size_t>(viewer.kind_)];
  viewer.follows_ = true;
  viewer.position_ = viewers.size();
  viewers.push_back(&viewer);
}

void Audience::leave(LogStream& viewer) {
  if (!std::exchange(viewer.follows_, false)) return;
  Viewers& viewers = up_to_date_[static_cast<std::size_t>(viewer.kind_)];
  viewer.next_ = sent_;
  viewers[viewer.position_] = viewers.back();
  viewers[viewer.position_]->position_ = viewer.position_;
  viewers.pop_back();
}

}  // namespace sws
