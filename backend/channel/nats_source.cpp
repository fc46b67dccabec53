#include "backend/channel/nats_source.hpp"

#include <poll.h>
#include <pthread.h>
#include <sys/eventfd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>
#include <utility>

#include "backend/channel/nats_block.hpp"
#include "backend/channel/nats_sample.hpp"
#include "backend/process/entropy.hpp"
#include "backend/process/log.hpp"
#include "shared/hex.hpp"
#include "shared/limits.hpp"

namespace sws {
namespace {

using namespace std::chrono_literals;

constexpr std::chrono::milliseconds kLook = 100ms;                               // so long a message is waited for
constexpr std::chrono::milliseconds kShortestPause = 100ms, kLongestPause = 5s;  // between two attempts to connect
constexpr unsigned kDoublings = 6;
constexpr std::chrono::seconds kRefresh = 10s;  // of where the stream begins

// At random between half of it and all of it, so that the nodes do not come back all at once.
std::chrono::milliseconds pause_after(unsigned attempts) {
  const auto most = std::min(kLongestPause, kShortestPause * (1 << std::min(attempts, kDoublings)));
  const auto half = static_cast<std::uint32_t>(most.count() / 2);
  return std::chrono::milliseconds(half + random_below(half + 1));
}

}  // namespace

NatsSource::NatsSource(NatsTarget target, LogFeed& feed, std::size_t history, const Clock& clock)
    : target_(std::move(target)),
      feed_(feed),
      history_(history),
      clock_(clock),
      server_(random_below(static_cast<std::uint32_t>(target_.servers.size()))),
      stop_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
  if (stop_.get() < 0) throw std::system_error(errno, std::generic_category(), "eventfd");
  auto fetching = std::make_unique<CallThread>("nats_fetch");
  auto publishing = std::make_unique<CallThread>("nats_publish");
  fetching_ = fetching.get();
  publishing_ = publishing.get();
  const auto read = [link = link_, fetched = fetched_, name = feed.name()](const LogId& log, std::uint64_t first) {
    const auto now = link->get();
    auto block = now ? read_nats_block(*now, name, log, first) : nullptr;
    if (block) ++*fetched;
    return block;
  };
  archive_ = std::make_shared<BlockCache>(std::move(fetching), read);
  publisher_ = std::make_shared<NatsPublisher>(feed.name(), link_, clock, std::move(publishing));
}

void NatsSource::start() {
  fetching_->start();
  publishing_->start();
  thread_ = std::thread([this] {
    pthread_setname_np(pthread_self(), "nats");
    run();
  });
}

void NatsSource::ask_to_stop() {
  ::eventfd_write(stop_.get(), 1);
}

void NatsSource::stop() {
  ask_to_stop();
  if (thread_.joinable()) thread_.join();
  fetching_->stop();
  publishing_->stop();
  publisher_->acks().fail_all();
}

NatsSource::Counters NatsSource::counters() const {
  const std::uint64_t connects = connects_;
  const bool is_connected = is_connected_;
  return {.is_connected = is_connected,
          .reconnects = connects > 0 ? connects - 1 : 0,
          .fetched_blocks = *fetched_,
          .bad_pushes = publisher_->bad_lines(),
          .unread = is_connected ? std::optional<std::uint64_t>(unread_) : std::nullopt};
}

void NatsSource::run() {
  while (!wait_for_stop(0ms)) {
    const std::string why = stay_connected();
    link_->set(nullptr);
    publisher_->acks().fail_all();
    if (wait_for_stop(0ms)) return;
    tell_away(why);
    if (wait_for_stop(pause_after(attempts_++))) return;
  }
}

// Returns why the connection could not be used any more.
std::string NatsSource::stay_connected() {
  const NatsServer& server = target_.servers[server_++ % target_.servers.size()];
  const auto connection = NatsConnection::open(target_, server);
  if (!connection) return connection.error();
  while ((*connection)->is_open()) {
    if (std::string why = read_stream(*connection); !why.empty()) return why;
    if (wait_for_stop(kLook)) return "";
  }
  return "the connection to " + server.host + " is lost";
}

// Reads until there is a doubt, and then returns nothing; or why there is nothing to read.
std::string NatsSource::read_stream(const std::shared_ptr<const NatsConnection>& connection) {
  const auto state = open_nats_stream(*connection, feed_.name(), target_.replicas);
  if (!state) return state.error();
  adopt(*state);
  link_->set(std::make_shared<const NatsLink>(NatsLink{connection, state_.log}));
  const auto consumer = NatsConsumer::create(connection, nats_stream_of(feed_.name()), next_);
  if (!consumer) return consumer.error();
  unread_ = (*consumer)->pending_at_first();
  tell_here();
  read(**consumer);
  return "";
}

// A stream that was made anew is another log. So is one that has fewer messages than before: positions are given
// again.
void NatsSource::adopt(const NatsStreamState& state) {
  const bool is_same = has_log_ && state.log == state_.log;
  const bool goes_on = is_same && state.next >= next_;
  state_ = state;
  refreshed_at_ = clock_.steady();
  if (goes_on) return;
  if (is_same) {
    log(LogLevel::warn, "log_shrank",
        {{"channel", feed_.name()},
         {"reason",
          "the stream has fewer messages than before: its positions are given twice, so delete it to have it made "
          "anew"}});
  }
  has_log_ = true;
  const std::uint64_t newest = state.next > history_ ? state.next - history_ : 1;
  next_ = given_ = std::max(state.first, newest);
  feed_.begin(state.log, next_, state.first);
  log(LogLevel::info, "log_begun",
      {{"channel", feed_.name()},
       {"log", to_hex(state.log)},
       {"first", static_cast<std::int64_t>(state.first)},
       {"next", static_cast<std::int64_t>(state.next)}});
}

void NatsSource::read(NatsConsumer& consumer) {
  NatsConsumer::Message message;
  for (auto event = NatsConsumer::Event::nothing; event != NatsConsumer::Event::lost;) {
    event = consumer.next(kLook, message);
    while (event == NatsConsumer::Event::message) {
      take(message);
      if (batch_.size() == kMaxNumbersPerFrame) break;
      event = consumer.next(0ms, message);
    }
    if (!flush() || wait_for_stop(0ms)) return;
    publisher_->acks().fail_overdue(clock_.steady());
    refresh();
  }
}

void NatsSource::take(const NatsConsumer::Message& message) {
  const std::uint64_t position = message.place.position;
  unread_ = message.place.pending;
  if (position < next_) return;
  if ((position > next_ && !batch_.empty()) && !flush()) return;
  if (batch_.empty()) batch_first_ = position;
  next_ = position + 1;
  const auto sample = nats_sample(message.payload, message.place.stored_ns);
  if (sample) return batch_.push_back(*sample);
  feed_.count_bad_line();
  log(LogLevel::warn, "bad_line",
      {{"channel", feed_.name()}, {"position", static_cast<std::int64_t>(position)}, {"reason", sample.error()}});
  flush();
}

// Gives to the feed what was read, in batches that are one message each. False: the source is to stop.
bool NatsSource::flush() {
  if (!batch_.empty()) {
    const std::uint64_t next = batch_first_ + batch_.size();
    if (!give(batch_first_, std::exchange(batch_, {}))) return false;
    given_ = next;
  }
  if (given_ == next_) return true;
  given_ = next_;
  return give(next_, {});
}

bool NatsSource::give(std::uint64_t first, const std::vector<Sample>& samples) {
  while (!feed_.append_at(first, samples, state_.first)) {
    if (feed_.has_ended() || wait_for_stop(LogFeed::kRetryAfter)) return false;
  }
  return true;
}

// The stream drops its oldest messages, and viewers are told where it begins.
void NatsSource::refresh() {
  if (clock_.steady() < refreshed_at_ + kRefresh) return;
  refreshed_at_ = clock_.steady();
  const auto link = link_->get();
  if (!link) return;
  const auto state = state_of_nats_stream(*link->connection, feed_.name());
  if (state && state->log == state_.log) state_.first = state->first;
}

void NatsSource::tell_away(std::string_view why) {
  is_connected_ = false;
  feed_.set_source(false);
  if (std::exchange(was_told_away_, true)) return;
  log(LogLevel::warn, "source_away", {{"channel", feed_.name()}, {"reason", why}});
}

void NatsSource::tell_here() {
  attempts_ = 0;
  feed_.set_source(true);
  if (is_connected_.exchange(true)) return;
  ++connects_;
  if (std::exchange(was_told_away_, false)) log(LogLevel::info, "source_back", {{"channel", feed_.name()}});
}

bool NatsSource::wait_for_stop(std::chrono::milliseconds time) {
  pollfd wait{stop_.get(), POLLIN, 0};
  return ::poll(&wait, 1, static_cast<int>(time.count())) == 1;
}

}  // namespace sws
