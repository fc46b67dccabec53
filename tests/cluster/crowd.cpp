#include "tests/cluster/crowd.hpp"

#include <algorithm>
#include <numeric>
#include <stdexcept>

#include "tests/cluster/report.hpp"

namespace sws {
namespace {

constexpr std::chrono::milliseconds kBetweenLooks{2};

}  // namespace

void Crowd::add(std::size_t viewers, const PageAddress& address, const Watched& watched) {
  for (std::size_t i = 0; i < viewers; ++i) {
    viewers_.push_back(std::make_unique<Viewer>(context_, address, watched, tally_));
  }
}

void Crowd::add_event_viewers(std::size_t viewers, const PageAddress& address, std::int64_t interval_ms) {
  for (std::size_t i = 0; i < viewers; ++i) {
    event_viewers_.push_back(std::make_unique<EventViewer>(context_, address, interval_ms, tally_));
  }
}

void Crowd::run_until(const std::string& event, const std::function<bool()>& has_come, std::chrono::seconds most) {
  const Moment end = steady_now() + most;
  while (!has_come()) {
    if (steady_now() > end) throw std::runtime_error("this does not come: " + event + "\n" + summary_of(tally_));
    context_.restart();
    context_.run_for(kBetweenLooks);
    cut_those_due();
  }
}

void Crowd::run_for(std::chrono::milliseconds time) {
  const Moment end = steady_now() + time;
  run_until(
      "the end of a time", [end] { return steady_now() >= end; }, std::chrono::hours(24));
}

void Crowd::run_until_all_have_more(std::chrono::seconds most) {
  const std::int64_t since = wall_now_ms();
  const auto has_more = [since](const auto& viewer) { return viewer->witness().last_due_ms() > since; };
  run_until(
      "a further number for every viewer",
      [&] {
        return std::all_of(viewers_.begin(), viewers_.end(), has_more) &&
               std::all_of(event_viewers_.begin(), event_viewers_.end(), has_more);
      },
      most);
}

bool Crowd::are_all_live() const {
  return std::all_of(viewers_.begin(), viewers_.end(), [](const auto& viewer) { return viewer->is_live(); });
}

bool Crowd::have_all_up_to(double value) const {
  const std::uint64_t next = viewers_.front()->witness().next();
  return std::all_of(viewers_.begin(), viewers_.end(),
                     [&](const auto& viewer) { return viewer->witness().last_value() == value; }) &&
         std::all_of(event_viewers_.begin(), event_viewers_.end(),
                     [&](const auto& viewer) { return viewer->witness().next() == next; });
}

void Crowd::stop() {
  for (const auto& viewer : viewers_) viewer->stop();
  for (const auto& viewer : event_viewers_) viewer->close();
  run_until("the end of all streams", [this] {
    return std::all_of(viewers_.begin(), viewers_.end(), [](const auto& viewer) { return viewer->is_over(); });
  });
}

void Crowd::cut_every(std::chrono::milliseconds time) {
  cut_every_ = time;
  cut_since_ = steady_now();
  cuts_ = 0;
}

// In turn, so that in each period every viewer is cut once.
void Crowd::cut_those_due() {
  if (cut_every_ == cut_every_.zero()) return;
  const auto due = static_cast<std::size_t>((steady_now() - cut_since_) / (Moment(cut_every_) / viewers_.size()));
  for (; cuts_ < due; ++cuts_) viewers_[cuts_ % viewers_.size()]->cut();
}

std::uint64_t Crowd::numbers_due() const {
  return std::accumulate(
      viewers_.begin(), viewers_.end(), std::uint64_t{},
      [](std::uint64_t sum, const auto& viewer) { return sum + viewer->witness().due(wall_now_ms()); });
}

std::uint64_t Crowd::numbers_come() const {
  return std::accumulate(viewers_.begin(), viewers_.end(), std::uint64_t{},
                         [](std::uint64_t sum, const auto& viewer) {
                           return sum + viewer->witness().next() - viewer->witness().first();
                         });
}

}  // namespace sws
