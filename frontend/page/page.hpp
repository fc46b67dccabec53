// What the page does, as a pure function of what happened: events in, a view out. Knows no browser: shell/ connects
// it to one, and tests drive it natively.
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
  // `introduction`: what stands in #div_websocket before the first number.
  Page(SocketPort& port, RandomSource& random, std::string introduction);

  void press_start_or_stop(Moment now);
  void press_pause(Moment now);
  void press_retry(Moment now);
  void change_form(StreamForm form, Moment now);
  void submit_form(Moment now);               // starts, unless a stream runs
  void notice(std::string text, Moment now);  // what the shell did for a lesser button

  // Of the open socket; an older one's are not passed on.
  void socket_opened(Moment now);
  void text_received(std::string_view text, Moment now);
  void binary_received(Moment now);
  void socket_closed(std::uint16_t code, std::string_view reason, Moment now);

  void set_online(bool online, Moment now);
  void set_visible(bool visible, Moment now);  // the page begins visible

  // What of the picture is read, at 0 (left) to 1 (right).
  void read_line_at(std::optional<double> x, Moment now);
  void read_histogram_at(std::optional<double> x, Moment now);

  // The shell calls tick() once at deadline(), which every event may change.
  void tick(Moment now);
  std::optional<Moment> deadline() const;

  const View& view() const { return view_; }
  const NumbersDisplay& numbers() const { return display_; }
  const FrameLog& frames() const { return recorder_.log; }

  // REQUIRES: view().has_proof.
  std::string proof_json() const;
  std::string file_name(std::string_view extension) const;  // of this stream: "simplewebsocket-0a1b2c3d.json"

 private:
  bool is_running() const { return session_ && session_->phase() != StreamSession::Phase::over; }
  bool is_verifying() const { return verification_ && !verification_->finished(); }
  bool is_late(Moment now) const;
  std::optional<Moment> late_at() const;  // when the next number will be overdue
  void before_event(Moment now) { recorder_.now = now; }
  void after_event(Moment now);
  void start(Moment now);
  void start_verifying();
  void notice_new_numbers(Moment now);
  void describe_stream(Moment now);
  void describe_form();
  void summarise(Moment now);

  FrameRecorder recorder_;
  RandomSource& random_;
  View view_;
  std::optional<StreamSession> session_;
  std::optional<Verification> verification_;
  NumbersDisplay display_;
  Limits limits_;  // the server's, as far as they are known
  bool online_ = true, visible_ = true;
  std::size_t numbers_ = 0;  // that have come, shown or not
  Moment last_number_at_{};  // when they last came, or when they could first have
  Moment summarised_at_{};
  Moment now_{};  // of the last event
};

}  // namespace sws
