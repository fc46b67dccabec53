#include "backend/stream/plain_stream.hpp"

#include "backend/process/entropy.hpp"
#include "backend/websocket/frame.hpp"
#include "shared/codec.hpp"

namespace sws {
namespace {

// A viewer who was away for long catches up in portions, so that the others' numbers are not late meanwhile.
constexpr int kMaxNumbersPerTurn = 64;

NumberSequence unforeseeable_numbers(const Settings& settings) {
  const Seed seed = derive_server_seed(settings.secret, random_stream_id());
  return NumberSequence(seed, random_client_seed(), settings.stream.min, settings.stream.max);
}

}  // namespace

PlainStream::PlainStream(ConnectionSet& owner, Ticker& ticker, const Settings& settings, Upgrade upgrade)
    : WebSocketConnection(owner, ticker, settings, std::move(upgrade)),
      parameters_(settings.stream),
      numbers_(unforeseeable_numbers(settings)) {}

void PlainStream::on_open() {
  const auto now = std::chrono::steady_clock::now();
  cursor_ = StreamCursor(TickSchedule::slot_start(now), parameters_);
  send_due(now);
}

void PlainStream::send_due(SteadyTime now) {
  if (!is_open()) return;
  for (int sent = 0; cursor_.overdue(now) > 0; ++sent) {
    if (sent == kMaxNumbersPerTurn) return ticker().add(due_, now);
    TextFrame<kMaxPlainNumberText> frame;
    frame.set_size(encode(PlainNumber{numbers_.at(cursor_.next())}, frame.text()));
    const SendStatus status = send(frame.bytes());
    if (status == SendStatus::sent || status == SendStatus::partial) {
      count_number(cursor_.due());
      cursor_.advance();
    }
    if (status != SendStatus::sent) return;  // on_writable() goes on
  }
  if (cursor_.finished()) return close(CloseCode::normal);
  ticker().add(due_, cursor_.due());
}

}  // namespace sws
