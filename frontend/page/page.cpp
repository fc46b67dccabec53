#include "frontend/page/page.hpp"

#include <utility>

#include "frontend/page/status.hpp"
#include "shared/hex.hpp"

namespace sws {

Page::Page(Browser& browser, std::string introduction) : browser_(browser) {
  view_.number = std::move(introduction);
}

void Page::press_button(Moment now) {
  if (is_running()) {
    session_->stop(now);
  } else {
    verification_.reset();
    session_.emplace(browser_, Start(), now);
  }
  after_event(now);
}

void Page::socket_opened(Moment now) {
  if (session_) session_->socket_opened();
  after_event(now);
}

void Page::text_received(std::string_view text, Moment now) {
  if (session_) session_->text_received(text, now);
  after_event(now);
}

void Page::binary_received(Moment now) {
  if (session_) session_->binary_received();
  after_event(now);
}

void Page::socket_closed(std::uint16_t code, std::string_view reason, Moment now) {
  if (session_) session_->socket_closed(code, reason, now);
  after_event(now);
}

void Page::network_returned(Moment now) {
  if (session_) session_->network_returned(now);
  after_event(now);
}

void Page::set_visible(bool visible, Moment now) {
  if (session_) session_->set_visible(visible, now);
  after_event(now);
}

void Page::tick(Moment now) {
  if (session_) session_->tick(now);
  if (is_verifying()) verification_->step();
  after_event(now);
}

std::optional<Moment> Page::deadline() const {
  if (is_verifying()) return now_;
  return session_ ? session_->deadline() : std::nullopt;
}

std::string Page::proof_json() const {
  return encode_proof(verification_->proof());
}

std::string Page::proof_file_name() const {
  return "simplewebsocket-" + to_hex(session_->received().id).substr(0, 8) + ".json";
}

void Page::after_event(Moment now) {
  now_ = now;
  if (!session_) return;
  const bool is_over = session_->phase() == StreamSession::Phase::over;
  if (is_over && session_->ending().server_seed && !verification_) start_verifying();
  const ReceivedStream& received = session_->received();
  if (!received.numbers.empty()) {
    view_.number = std::to_string(received.numbers.back());
    view_.has_number = true;
  }
  view_.button = is_over ? "START" : "STOP";
  view_.has_proof = verification_ && verification_->finished();
  Status status = status_of(*session_, verification_ ? &*verification_ : nullptr);
  view_.status = std::move(status.text);
  view_.connection = status.connection;
}

void Page::start_verifying() {
  const ReceivedStream& received = session_->received();
  const StreamSession::Ending& ending = session_->ending();
  verification_.emplace(Proof{.commitment = received.commitment,
                              .server_seed = *ending.server_seed,
                              .client_seed = received.client_seed,
                              .min = received.parameters.min,
                              .max = received.parameters.max,
                              .reason = ending.stated,
                              .numbers = received.numbers});
}

}  // namespace sws
