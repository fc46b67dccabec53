#include "backend/stream/random_events.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

#include "backend/channel/stream_start.hpp"
#include "backend/events/event_text.hpp"
#include "backend/process/entropy.hpp"
#include "backend/stream/clock_skew.hpp"
#include "backend/stream/protocol_error.hpp"
#include "backend/stream/resumption.hpp"
#include "shared/number.hpp"

namespace sws {
namespace {

// With an id, a number takes 190 bytes instead of 15. What a peer that does not read has left is kept for it.
constexpr std::uint32_t kMostAtOnce = 64;

struct EventId {
  std::string_view token;
  std::uint32_t next;
};

// TOKEN.NEXT
std::optional<EventId> read_event_id(std::string_view id) {
  const std::size_t dot = std::min(id.rfind('.'), id.size());
  const std::string_view digits = id.substr(std::min(dot + 1, id.size()));
  EventId read{id.substr(0, dot), 0};
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), read.next);
  if (error != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
  return read;
}

char* write(char* at, std::string_view text) {
  return std::copy(text.begin(), text.end(), at);
}

}  // namespace

RandomEvents::RandomEvents(Outlet& outlet, const Settings& settings, CatchUp& catch_up, std::string last_event_id)
    : NumberStream(outlet, catch_up), settings_(settings), last_event_id_(std::move(last_event_id)) {}

bool RandomEvents::is_complete(const Settings& settings, std::string_view last_event_id) {
  const auto id = read_event_id(last_event_id);
  if (!id) return false;
  const auto stream = decode_token(settings.secrets.all(), id->token);
  return stream && id->next == stream->identity.parameters.count;
}

void RandomEvents::on_open() {
  const std::string last_event_id = std::exchange(last_event_id_, {});
  last_event_id.empty() ? start() : resume(last_event_id);
}

void RandomEvents::resume(std::string_view last_event_id) {
  const auto start_anew = [this](const ErrorCode& code, std::string detail) {
    outlet().count(reason_of(code));
    outlet().send_surely(named_event("restart", encode(ErrorMessage{std::string(code.name), std::move(detail)})));
    start();
  };
  const auto id = read_event_id(last_event_id);
  if (!id) return start_anew(kBadToken, "Last-Event-ID is not the id of an event of this server");
  const WallTime wall_now = ticker().clock().wall();
  const auto stream = resumed_stream(settings_, id->token, id->next, wall_now, outlet().metrics());
  if (!stream && stream.error().code == &kClockSkew)
    return send_away(outlet(), last_event_id, stream.error().detail);
  if (!stream) return start_anew(*stream.error().code, stream.error().detail);
  if (stream->identity.client_seed != kClientSeed) {
    return start_anew(kBadToken, "the token is that of a WebSocket's stream: resume it with protocol 1");
  }
  outlet().metrics().streams_resumed.add();
  begin(*stream, steady_start(stream->identity.start_ms, ticker().now(), wall_now), id->next, true);
}

void RandomEvents::start() {
  const StreamStart start = stream_start(ticker().now(), ticker().clock().wall());
  const StreamId stream = random_stream_id();
  const Secret& secret = settings_.secrets.signing();
  const Digest commitment = sha256(derive_server_seed(secret, stream));
  begin({{stream, start.wall_ms, settings_.stream, commitment, std::string(kClientSeed)}, secret}, start.steady, 0,
        false);
}

void RandomEvents::begin(const SignedStream& stream, SteadyTime start, std::uint32_t next, bool is_resumed) {
  const auto& [identity, secret] = stream;
  chain_.emplace(derive_server_seed(secret, identity.stream), identity.stream);
  min_ = identity.parameters.min;
  max_ = identity.parameters.max;
  char* at = write(event_.data(), kId);
  at = write(at, encode_token(secret, identity));
  *at++ = '.';
  begin_size_ = static_cast<std::uint8_t>(at - event_.data());
  run(StreamCursor(start, identity.parameters, next), is_resumed);
}

Outlet::Account RandomEvents::account() const {
  Outlet::Account account{.next = next(), .numbers = numbers()};
  if (chain_) account.stream = chain_->stream();
  return account;
}

std::int32_t RandomEvents::number(std::uint32_t n) {
  return number_of(chain_->key_of(n), {kClientSeed, min_, max_}, n);
}

std::span<const char> RandomEvents::event_of(std::uint32_t n) {
  char* const end = event_.data() + event_.size();
  char* at = std::to_chars(event_.data() + begin_size_, end, n + 1).ptr;
  at = write(at, kData);
  at += encode(PlainNumber{number(n)}, std::span<char, kMaxPlainNumberText>(at, kMaxPlainNumberText));
  at = write(at, kEnd);
  return {event_.data(), at};
}

SendStatus RandomEvents::send_numbers(std::uint32_t seq, std::uint32_t count) {
  std::string events;
  for (std::uint32_t i = 0; i < count; ++i) {
    const auto event = event_of(seq + i);
    events.append(event.begin(), event.end());
  }
  return outlet().send(events);
}

std::uint32_t RandomEvents::most_at_once() const {
  return kMostAtOnce;
}

void RandomEvents::on_complete() {
  outlet().send_surely(named_event("end", encode(End{EndReason::complete, next()})));
  outlet().close(CloseCode::normal);
}

}  // namespace sws
