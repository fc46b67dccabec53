// The part of Audience that follows a broker's log: some positions have no samples, another log may begin, and the
// broker may go away and come back.
#include <utility>

#include "backend/stream/audience.hpp"
#include "backend/stream/log_frames.hpp"
#include "backend/stream/log_stream.hpp"

namespace sws {

// The window then knows nothing that was not sent.
void Audience::skip_to(std::uint64_t position) {
  if (position - sent_ > history_) send_pending();
  window_.skip_to(position);
  if (sent_ < window_.first()) {
    const Gap gap{std::exchange(sent_, window_.first()), window_.first()};
    for (std::size_t kind = 0; kind < kStreamKinds; ++kind) {
      const std::string frames = gap_frames(static_cast<StreamKind>(kind), *log_, gap);
      channel_metrics_.gaps.add(send_to_all(up_to_date_[kind], frames, gap.from, gap.to - gap.from));
    }
  }
  send_soon();
}

// A viewer of the log before has nothing to expect. It comes back, and hears of the new one.
void Audience::begin_log(const LogId& log, std::uint64_t next) {
  if (log_) {
    for (Viewers& viewers : up_to_date_) {
      while (!viewers.empty()) {
        LogStream& viewer = *viewers.back();
        leave(viewer);
        viewer.outlet_.close(CloseCode::service_restart);
      }
    }
  }
  log_ = log;
  ++logs_begun_;
  window_.begin_at(next);
  sent_ = next;
  arrived_.clear();
  const SteadyTime now = ticker_.now();
  if (waits_) waits_->wake_all(now);
  call_those_ahead(now);
}

LogArchive::Block Audience::holder_of(std::uint64_t seq, DueEntry& viewer) {
  const auto window = [this] { return LogArchive::Block(std::shared_ptr<const void>(), &window_); };
  if (!waits_ || ended_ || seq >= window_.first()) return window();
  if (auto block = waits_->find(*log_, seq)) return block;
  waits_->wait(*log_, seq, viewer);
  return nullptr;
}

void Audience::set_source(bool is_here) {
  send_pending();
  has_source_ = is_here;
  for (std::size_t kind = 0; kind < kStreamKinds; ++kind) {
    tell_source(up_to_date_[kind], source_frames(static_cast<StreamKind>(kind), {is_here}));
  }
}

// One who does not read now is told when it catches up.
void Audience::tell_source(Viewers& viewers, const std::string& frames) {
  if (frames.empty()) return;
  for (std::size_t i = viewers.size(); i-- > 0;) {
    LogStream& viewer = *viewers[i];
    const SendStatus status = viewer.outlet_.send(frames);
    if (status == SendStatus::sent || status == SendStatus::partial) viewer.knows_source_ = has_source_;
    if (status != SendStatus::sent) leave(viewer);
  }
}

// Those who are still ahead wait again.
void Audience::call_those_ahead(SteadyTime now) {
  for (std::size_t left = ahead_.size(); left > 0; --left) {
    if (DueEntry* const viewer = ahead_.pop()) viewer->on_due(now);
  }
}

}  // namespace sws
