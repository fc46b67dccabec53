#include "tests/bench/storm/simulation.hpp"

#include <algorithm>

namespace sws {
namespace {

// Linux repeats a SYN that is not answered after 1, 3 and 7 seconds (tcp_syn_retries, RFC 6298); a page waits
// for 10.
constexpr std::uint8_t kRepeats = 3;
constexpr Moment wait_before_repeat(std::uint8_t repeat) {
  return std::chrono::seconds(1) * (1 << repeat);
}

constexpr HttpAnswer reachable() {
  return {.status = 426};
}

}  // namespace

bool StormSimulation::Port::begin(bool as_question) {
  ++attempt;
  is_question = as_question;
  const Moment half_way = simulation->settings_.cluster.round_trip / 2;
  simulation->events_.push({simulation->now_ + half_way, viewer, attempt, Kind::syn});
  return true;
}

StormSimulation::Member::Member(StormSimulation& simulation, std::uint32_t index, const Backoff& backoff)
    : session(port, simulation.random_, backoff) {
  port.simulation = &simulation;
  port.viewer = index;
}

StormSimulation::StormSimulation(const StormSettings& settings)
    : settings_(settings),
      service_(static_cast<Moment::rep>(1e6 / settings.cluster.handshakes_per_second)),
      random_(settings.seed),
      workers_(std::size_t{settings.cluster.nodes} * settings.cluster.workers) {}

StormReport StormSimulation::run() {
  for (std::uint32_t viewer = 0; viewer < settings_.viewers; ++viewer) {
    members_.emplace_back(*this, viewer, Backoff(settings_.waits)).session.watch(now_);
  }
  events_ = {};  // they are all there already
  for (std::uint32_t viewer = 0; viewer < settings_.viewers; ++viewer) {
    events_.push({random_time(settings_.spread), viewer, 0, Kind::lost});
  }
  while (!events_.empty() && events_.top().at <= settings_.horizon && report_.times.size() < settings_.viewers) {
    const Event event = events_.top();
    events_.pop();
    now_ = event.at;
    take(event);
  }
  return std::move(report_);
}

void StormSimulation::take(const Event& event) {
  Member& member = members_[event.viewer];
  const bool is_late = event.attempt != member.port.attempt;
  switch (event.kind) {
    case Kind::lost:
      member.session.socket_closed(1006, "", now_);
      break;
    case Kind::tick:
      member.planned = Moment::max();
      member.session.tick(now_);
      break;
    case Kind::syn:
      if (!is_late) arrive(event);
      return;
    case Kind::refused:
      if (!is_late && member.port.is_question)
        member.session.answered({}, now_);
      else if (!is_late)
        member.session.socket_closed(1006, "", now_);
      break;
    case Kind::answered:
      if (!is_late) member.session.answered(reachable(), now_);
      break;
    case Kind::served:
      if (is_late) {
        ++report_.in_vain;
        return;
      }
      member.session.is_served(now_);
      report_.times.push_back(now_);
      count(report_.back, now_);
      return;
  }
  plan_tick(event.viewer);
}

void StormSimulation::arrive(const Event& event) {
  const StormCluster& cluster = settings_.cluster;
  const Moment half_way = cluster.round_trip / 2;
  count(report_.tried, now_);
  if (now_ < cluster.notice && random_below(cluster.nodes + 1) == 0) {
    return events_.push({now_ + half_way, event.viewer, event.attempt, Kind::refused});
  }
  auto& worker = workers_[random_below(static_cast<std::uint32_t>(workers_.size()))];
  if (const auto done = worker.arrive(now_, service_, cluster.backlog)) {
    count(report_.served, *done);
    const bool is_question = members_[event.viewer].port.is_question;
    // An upgrade takes one more round trip, from `hello` to `started`.
    const Moment way = is_question ? half_way : half_way + cluster.round_trip;
    return events_.push({*done + way, event.viewer, event.attempt, is_question ? Kind::answered : Kind::served});
  }
  ++report_.unanswered;
  if (event.repeat == kRepeats) return;
  Event again = event;
  again.at = now_ + wait_before_repeat(again.repeat++);
  events_.push(again);
}

void StormSimulation::plan_tick(std::uint32_t viewer) {
  Member& member = members_[viewer];
  const auto deadline = member.session.deadline();
  if (!deadline || *deadline >= member.planned) return;
  member.planned = *deadline;
  events_.push({std::max(now_, *deadline), viewer, 0, Kind::tick});
}

Moment StormSimulation::random_time(Moment below) {
  if (below == Moment(0)) return Moment(0);
  return Moment(std::uniform_int_distribution<Moment::rep>(0, below.count() - 1)(random_.engine));
}

std::uint32_t StormSimulation::random_below(std::uint32_t bound) {
  return std::uniform_int_distribution<std::uint32_t>(0, bound - 1)(random_.engine);
}

void StormSimulation::count(std::vector<std::uint32_t>& series, Moment at) {
  const auto slot = static_cast<std::size_t>(at / StormReport::kSlot);
  if (slot >= series.size()) series.resize(slot + 1);
  ++series[slot];
}

}  // namespace sws
