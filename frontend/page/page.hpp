// The page's behaviour, without a browser: every event goes in together with its time, and view() says what the
// visitor should see. Page has what is the same for all channels; the classes that derive from it know one kind of
// channel each: StreamPage our own random numbers, SamplePage those that are the same for everybody. A program of
// shell/ owns one page, calls it on the browser's only thread and puts the view on the screen; tests drive it
// natively. A page does not draw, and it reads no clock.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "frontend/page/frame_recorder.hpp"
#include "frontend/page/status.hpp"
#include "frontend/page/view.hpp"
#include "frontend/stream/session.hpp"

namespace sws {

class Page {
 public:
  Page(const Page&) = delete;
  Page& operator=(const Page&) = delete;

  virtual void press_start_or_stop(Moment now) = 0;
  void press_pause(Moment now);
  void press_retry(Moment now);
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

  // The shell must call tick() at deadline(), and ask for the deadline again after every event, which may move it.
  // A tick that comes too early does no harm.
  void tick(Moment now);
  std::optional<Moment> deadline() const;

  const View& view() const { return view_; }
  const FrameLog& frames() const { return recorder_.log; }

  // The table of the last numbers: one line per row, the newest first, tabs between the cells.
  virtual std::string number_rows() const = 0;

  // All numbers that are kept: csv() as the lines of a CSV file with a header (RFC 4180), numbers_alone() with one
  // number per line. REQUIRES: view().has_numbers.
  virtual std::string csv() const = 0;
  virtual std::string csv_name() const = 0;
  virtual std::string numbers_alone() const = 0;

 protected:
  // `introduction` is the text that stands in #div_websocket before the first number. `port` must outlive the page.
  Page(SocketPort& port, std::string introduction);
  ~Page() = default;

  virtual const Session* session() const = 0;  // null before the first START
  virtual Session* session() = 0;
  virtual void toggle_pause() = 0;
  virtual void work() {}  // does what can be done between two events
  virtual std::optional<Moment> own_deadline() const { return std::nullopt; }
  virtual void describe(Moment now) = 0;  // fills the view after an event

  bool is_running() const { return session() && session()->phase() != Session::Phase::over; }
  bool is_visible() const { return visible_; }
  Moment last_event() const { return now_; }
  Situation situation() const { return {.online = online_}; }
  SocketPort& port() { return recorder_; }

  void before_event(Moment now) { recorder_.now = now; }
  void after_event(Moment now);
  void describe_connection(Moment now);  // REQUIRES: there is a session
  // Whether a screen reader is to hear of the numbers again. It then does not for a while.
  bool is_summary_due(Moment now);
  void postpone_summary(Moment now) { summarised_at_ = now; }

  View view_;

 private:
  FrameRecorder recorder_;
  bool online_ = true, visible_ = true;
  Moment summarised_at_{};
  Moment now_{};  // when the last event happened
};

}  // namespace sws
