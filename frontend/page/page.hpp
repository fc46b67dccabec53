// What the page does, as a pure function of what happened: events in, a view out. Knows no browser: shell/ connects
// it to one, and tests drive it natively.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "frontend/page/view.hpp"
#include "frontend/stream/stream_session.hpp"
#include "frontend/stream/verification.hpp"

namespace sws {

class Page {
 public:
  // `introduction`: what stands in #div_websocket before the first number.
  Page(Browser& browser, std::string introduction);

  void press_button(Moment now);

  // Of the open socket; an older one's are not passed on.
  void socket_opened(Moment now);
  void text_received(std::string_view text, Moment now);
  void binary_received(Moment now);
  void socket_closed(std::uint16_t code, std::string_view reason, Moment now);

  void network_returned(Moment now);
  void set_visible(bool visible, Moment now);  // the page begins visible

  // The shell calls tick() once at deadline(), which every event may change.
  void tick(Moment now);
  std::optional<Moment> deadline() const;

  const View& view() const { return view_; }

  // REQUIRES: view().has_proof.
  std::string proof_json() const;
  std::string proof_file_name() const;

 private:
  bool is_running() const { return session_ && session_->phase() != StreamSession::Phase::over; }
  bool is_verifying() const { return verification_ && !verification_->finished(); }
  void after_event(Moment now);
  void start_verifying();

  Browser& browser_;
  View view_;
  std::optional<StreamSession> session_;
  std::optional<Verification> verification_;
  Moment now_{};  // of the last event: verifying goes on at once
};

}  // namespace sws
