// The page's behaviour, without a browser: every event goes in together with its time, and view() says what the
// visitor should see. shell/main.cpp owns the one Page of the program, calls it on the browser's only thread and
// puts the view on the screen; tests drive it natively. Page does not draw, and it reads no clock.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "frontend/page/frame_recorder.hpp"
#include "frontend/page/numbers_display.hpp"
#include "frontend/page/stream_form.hpp"
#include "frontend/page/view.hpp"
#include "frontend/stream/stream_session.hpp"
#include "frontend/stream/verification.hpp"

namespace sws {

class Page {
 public:
  // `introduction` is the text that stands in #div_websocket before the first number. `port` and `random` must
  // outlive the page.
  Page(SocketPort& port, RandomSource& random, std::string introduction);

  void press_start_or_stop(Moment now);
  void press_pause(Moment now);
  void press_retry(Moment now);
  void change_form(StreamForm form, Moment now);
  void submit_form(Moment now);               // starts a stream unless one is running
  void notice(std::string text, Moment now);  // shows the outcome of an action that the shell did itself

  // Events of the socket that the page opened last. The shell must not pass on those of an older one.
  void socket_opened(Moment now);
  void text_received(std::string_view text, Moment now);
  void binary_received(Moment now);
  void socket_closed(std::uint16_t code, std::string_view reason, Moment now);
  void socket_failed(Moment now);                       // an error event, which a close event should follow
  void answered(const HttpAnswer& answer, Moment now);  // the answer to SocketPort::ask()

  void set_online(bool online, Moment now);
  void set_visible(bool visible, Moment now);  // the page begins visible

  // The visitor points at a chart: `x` is 0 at the left and 1 at the right, and nothing if the pointer has left.
  void read_line_at(std::optional<double> x, Moment now);
  void read_histogram_at(std::optional<double> x, Moment now);

  // The shell must call tick() at deadline(), and ask for the deadline again after every event, which may move it.
  // A tick that comes too early does no harm.
  void tick(Moment now);
  std::optional<Moment> deadline() const;

  const View& view() const { return view_; }
  const NumbersDisplay& numbers() const { return display_; }
  const FrameLog& frames() const { return recorder_.log; }

  // The proof of the numbers that are shown, or the evidence that the last server has lied, and a name for the
  // file, such as "simplewebsocket-0a1b2c3d.json". REQUIRES: view().has_proof.
  std::string proof_json() const;
  std::string proof_name() const;

  std::string csv_name() const;  // REQUIRES: view().has_numbers

 private:
  bool is_running() const { return session_ && session_->phase() != StreamSession::Phase::over; }
  bool is_verifying() const { return verification_ && !verification_->finished(); }
  bool is_late(Moment now) const;
  std::optional<Moment> late_at() const;  // when the next number becomes overdue
  void before_event(Moment now) { recorder_.now = now; }
  void after_event(Moment now);
  void start(Moment now);
  void keep_stream_before();
  void show_new_stream();
  // The stream whose numbers are shown, and the one that the file of a proof is about. REQUIRES: START was pressed.
  const ReceivedStream& shown() const { return is_before_ ? before_ : session_->received(); }
  const ReceivedStream& proven() const { return has_evidence() ? session_->received() : shown(); }
  bool has_evidence() const { return session_->received().has_evidence(); }
  void notice_new_numbers(Moment now);
  void describe_stream(Moment now);
  void describe_proof();
  void describe_form();
  void summarise(Moment now);

  FrameRecorder recorder_;
  RandomSource& random_;
  View view_;
  std::optional<StreamSession> session_;
  // The numbers of the stream before stay on the page until the new stream has begun: it may be refused.
  ReceivedStream before_;
  bool is_before_ = false;  // whether the display, and the verification, are those of the stream before
  std::optional<Verification> verification_;
  NumbersDisplay display_;
  Limits limits_;  // the protocol's own until a server has stated its limits
  bool online_ = true, visible_ = true;
  std::size_t numbers_ = 0;  // how many have come, shown or not
  Moment last_number_at_{};  // when the last one came, or since when the first one can come
  Moment summarised_at_{};
  Moment now_{};  // when the last event happened
};

}  // namespace sws
