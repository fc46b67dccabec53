#include "backend/stream/verified_stream.hpp"

#include <utility>
#include <variant>

#include "backend/channel/stream_start.hpp"
#include "backend/process/entropy.hpp"
#include "backend/stream/protocol_error.hpp"
#include "backend/stream/resumption.hpp"
#include "backend/websocket/frame.hpp"
#include "shared/codec.hpp"
#include "shared/sha256.hpp"

namespace sws {
namespace {

bool is_proven(std::uint32_t count) {
  return count <= kMaxProvenCount;
}

Offer make_offer(const Secret& secret, std::uint32_t count) {
  Offer offer{.stream = random_stream_id(), .count = count, .commitment = {}, .roots = {}};
  const Seed seed = derive_server_seed(secret, offer.stream);
  if (is_proven(count)) {
    offer.roots = KeyChain(seed, offer.stream).roots(count);
    offer.commitment = commitment_of(offer.stream, count, offer.roots);
  } else {
    offer.commitment = sha256(seed);
  }
  return offer;
}

}  // namespace

VerifiedStream::VerifiedStream(Outlet& outlet, const Settings& settings, CatchUp& catch_up,
                               const StreamRequest& wanted)
    : NumberStream(outlet, catch_up), settings_(settings), wanted_(wanted) {}

void VerifiedStream::on_open() {
  expect_run_within(settings_.handshake_timeout);
  Hello hello;
  if (!wanted_.resumes) {
    hello.offer = make_offer(settings_.secrets.signing(), wanted_.count.value_or(settings_.stream.count));
    stream_ = Offered{hello.offer->stream, hello.offer->count, hello.offer->commitment};
    hello.defaults = {settings_.stream.min, settings_.stream.max, settings_.stream.interval_ms};
  }
  say(encode(hello));
}

void VerifiedStream::on_run_overdue() {
  refuse_overdue(outlet(), settings_.handshake_timeout);
}

void VerifiedStream::on_message(std::string_view message, bool is_text) {
  if (!is_text) return refuse_binary(outlet());
  const auto decoded = decode_client_message(message);
  if (!decoded) return refuse(outlet(), decoded.error());
  if (is_running() != std::holds_alternative<Stop>(*decoded)) return refuse_out_of_place(outlet(), is_running());
  std::visit([this](const auto& which) { on(which); }, *decoded);
}

void VerifiedStream::on(const Start& start) {
  const auto* const offered = std::get_if<Offered>(&stream_);
  if (!offered) {
    return refuse(outlet(), kMalformedMessage,
                  "no stream is offered: open the address without resume to start one, or send resume");
  }
  const StreamParameters& defaults = settings_.stream;
  const StreamParameters wanted = {.min = start.min.value_or(defaults.min),
                                   .max = start.max.value_or(defaults.max),
                                   .interval_ms = start.interval_ms.value_or(defaults.interval_ms),
                                   .count = offered->count};
  if (wanted.min > wanted.max) {
    return refuse(
        outlet(), kValueNotAllowed,
        "\"min\" is " + std::to_string(wanted.min) + ", above \"max\", which is " + std::to_string(wanted.max));
  }
  const StreamStart begun = stream_start(ticker().now(), ticker().clock().wall());
  begin({{offered->stream, begun.wall_ms, wanted, offered->commitment, start.client_seed},
         settings_.secrets.signing()},
        begun.steady, 0, false);
}

void VerifiedStream::on(const Resume& resume) {
  const WallTime wall_now = ticker().clock().wall();
  const auto stream = resumed_stream(settings_, resume.token, resume.next, wall_now, outlet().metrics());
  if (!stream) return refuse(outlet(), *stream.error().code, stream.error().detail);
  outlet().metrics().streams_resumed.add();
  begin(*stream, steady_start(stream->identity.start_ms, ticker().now(), wall_now), resume.next, true);
}

void VerifiedStream::on(const Stop&) {
  say_end(EndReason::stopped);
}

void VerifiedStream::begin(const SignedStream& stream, SteadyTime start, std::uint32_t next, bool is_resumed) {
  const auto& [identity, secret] = stream;
  const StreamParameters& p = identity.parameters;
  say(encode(
      Started{identity.stream, identity.commitment, encode_token(secret, identity), identity.start_ms, next, p}));
  has_keys_ = is_proven(p.count);
  stream_.emplace<RandomSequence>(KeyChain(derive_server_seed(secret, identity.stream), identity.stream),
                                  identity.client_seed, p.min, p.max);
  run(StreamCursor(start, p, next), is_resumed);
}

Outlet::Account VerifiedStream::account() const {
  Outlet::Account account{.next = next(), .numbers = numbers()};
  if (const auto* const offered = std::get_if<Offered>(&stream_)) account.stream = offered->stream;
  if (const auto* const sequence = std::get_if<RandomSequence>(&stream_)) account.stream = sequence->stream();
  return account;
}

RandomSequence& VerifiedStream::sequence() {
  return *std::get_if<RandomSequence>(&stream_);
}

SendStatus VerifiedStream::send_number(std::uint32_t seq) {
  const RandomSequence::Proven proven = sequence().at(seq);
  TextFrame<kMaxNumberText> frame;
  frame.set_size(
      encode(Number{seq, proven.number, has_keys_ ? std::optional(proven.key) : std::nullopt}, frame.text()));
  return outlet().send(frame.bytes());
}

SendStatus VerifiedStream::send_numbers(std::uint32_t seq, std::uint32_t count) {
  Numbers run = sequence().run(seq, count);
  if (!has_keys_) run.keys.clear();
  return outlet().send(text_frame(encode(run)));
}

void VerifiedStream::say(std::string_view message) {
  outlet().send_surely(text_frame(message));
}

void VerifiedStream::say_end(EndReason reason) {
  End end{reason, next()};
  if (!has_keys_) end.server_seed = sequence().server_seed();
  say(encode(end));
  outlet().close(CloseCode::normal);
}

}  // namespace sws
