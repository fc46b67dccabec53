// One sequence of numbers that the page watches from START to its end, over as many connections as it takes.
// Session is the part that all kinds of channels have in common: it opens the socket, notices when a connection is
// lost or silent, and reconnects. If a connection does not even open, it asks over HTTP why. The classes that
// derive from it know what is said over the socket: StreamSession for numbers that the server computes for this
// page alone, LogSession for numbers that are the same for everybody. It is a state machine without a clock and
// without sockets of its own: Page owns it, passes every event in with its time, and calls tick() at deadline().
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "frontend/stream/backoff.hpp"
#include "frontend/stream/http_answer.hpp"
#include "frontend/stream/moment.hpp"
#include "frontend/stream/random_source.hpp"
#include "frontend/stream/schedule.hpp"
#include "frontend/stream/socket_port.hpp"
#include "shared/codec.hpp"

namespace sws {

class Session {
 public:
  // Time for opening a socket, again until the server's first message, again from our greeting to `started`, and
  // for the answer to a question over HTTP: enough on a bad network.
  static constexpr std::chrono::seconds kAnswerTime{10};
  static constexpr std::chrono::seconds kCloseTime{1};  // after an error event the close event comes at once

  // A page cannot ping. To test a silent connection of protocol 1, the session closes it, opens a new one and
  // resumes, which loses nothing. It opens the new one when the old one has closed, so that its place at a full
  // server is free, or after kReplaceTime. It does so after kTrustTime of silence and, when something hints at a
  // loss, after kFreshTime. A stream with shorter intervals is never silent for so long, so its connection is not
  // replaced needlessly.
  static constexpr std::chrono::minutes kTrustTime{10};
  static constexpr std::chrono::seconds kFreshTime{10};

  static constexpr std::chrono::seconds kReplaceTime{2};  // for the close event of a connection that is replaced

  // A server that asks for a longer wait than kPatience may be told by the visitor that it has been long enough.
  static constexpr std::chrono::seconds kPatience{10};
  // Between an attempt and one that was brought forward by the network's return, except the first of these. It
  // doubles each time, up to the longest wait of Backoff, until numbers come.
  static constexpr std::chrono::seconds kAttemptPause{3};

  enum class Phase { connecting, live, reconnecting, over };

  struct Ending {
    enum class Kind {
      complete,
      stopped,  // by the viewer
      stopped_by_server,
      lost,          // the connection is lost and the stream cannot be resumed
      refused,       // the server said `error`, or does not let this page open a stream
      access_ended,  // the server has closed the stream because this page may no longer watch
      distrusted     // the server contradicts its own promise
    };
    Kind kind;
    std::string why;  // empty if the kind says everything
  };

  // Faults that did not stop the stream; the status line reports them.
  struct Faults {
    std::uint32_t broken_frames = 0, sequence_breaks = 0;
    std::string last_broken_frame, last_sequence_break;
  };

  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  virtual void stop(Moment now) = 0;  // by the viewer

  virtual void text_received(std::string_view text, Moment now) = 0;
  virtual void binary_received();
  void socket_closed(std::uint16_t code, std::string_view reason, Moment now);
  void socket_failed(Moment now);  // an error event, which a close event should follow
  void socket_opened(Moment now);
  void answered(const HttpAnswer& answer, Moment now);  // to SocketPort::ask()

  // Ends the wait for the next attempt, because the visitor says so. A wait of at most kPatience that the server
  // has asked for goes on.
  void reconnect_now(Moment now);
  // Brings the next attempt forward, or tests a connection that seems to be there. It is perhaps another network,
  // so that a long wait ends too. A network that comes and goes causes no more attempts than the usual waits do.
  void network_returned(Moment now);
  // A hidden page does not reconnect before it is visible again, unless it would then be too late (resume_by()). A
  // page that becomes visible tests its connection.
  void set_visible(bool visible, Moment now);
  void tick(Moment now);                   // does no harm when nothing is due
  std::optional<Moment> deadline() const;  // when tick() next has something to do

  virtual bool is_started() const = 0;  // whether the server has said which sequence a resume would go on with
  Phase phase() const { return phase_; }
  bool is_stopping() const { return end_by_.has_value(); }
  const Faults& faults() const { return faults_; }
  const Schedule& schedule() const { return schedule_; }          // not begun if numbers are not due at any time
  const std::string& why_lost() const { return why_lost_; }       // valid while reconnecting
  std::uint32_t attempts() const { return backoff_.attempts(); }  // to reconnect, since numbers last came
  const std::optional<Moment>& reconnect_at() const { return reconnect_at_; }  // none while an attempt is under way
  const std::optional<Moment>& round_trip() const { return round_trip_; }      // from our greeting to its answer
  // Whether the server said when the next attempt may come, and that is soon.
  bool waits_as_told() const { return is_told_to_wait() && told_wait_ <= kPatience; }
  const Ending& ending() const { return ending_; }  // REQUIRES: phase() == Phase::over

 protected:
  // asking: the socket could not be opened; replacing: it is being closed, and then the next one is opened;
  // greeted: we have sent `start` or `resume`
  enum class Link { none, asking, replacing, opened, greeted, streaming };

  // `port` and `random` must outlive the session.
  Session(SocketPort& port, RandomSource& random, Backoff backoff = {})
      : port_(port), random_(random), backoff_(backoff) {}
  ~Session() = default;

  virtual StreamRequest request() const = 0;
  // Says how the session ends when its connection is lost because of `why`. If it does not end, it reconnects.
  virtual std::optional<Ending> ending_if_lost(const std::string& why) const = 0;
  // Whether the socket was closed because the numbers have come to their end.
  virtual bool is_end(std::uint16_t) const { return false; }
  // Whether the server has to say something first over a connection that has opened.
  virtual bool awaits_word() const { return true; }
  // When a hidden page must begin to reconnect, so that the stream can still be resumed; none if that can wait.
  virtual std::optional<Moment> resume_by() const { return std::nullopt; }

  Link link() const { return link_; }
  bool has_socket() const { return link_ >= Link::opened; }
  bool is_told_to_wait() const { return told_wait_ > Moment(0); }
  Moment attempted_at() const { return attempted_at_; }  // when the last connection was opened
  RandomSource& random() { return random_; }

  void connect(Moment now);  // also begins the session
  void begin_anew();         // after an end, before connect()
  void send(std::string_view text) { port_.send(text); }
  void hello_received(Moment now);    // the answer to it is due
  void started_received(Moment now);  // from now on numbers may come
  // Number n is due after our greeting. Has no effect if the schedule has begun.
  void begin_schedule(std::uint64_t n, std::chrono::milliseconds interval);
  void forget_schedule() { schedule_ = {}; }
  // The running stream has said something. If it then says nothing for `most_silence`, the connection is lost.
  void heard(std::optional<Moment> most_silence, Moment now);
  void numbers_received();                                            // the connection works
  void numbers_received(std::uint64_t last, bool alone, Moment now);  // the same of numbers that have a schedule
  void go_live();  // without protocol 1, in which nothing is due at any time
  void report_broken_frame(std::string_view why);
  void report_undecoded(const DecodeError& error);
  void report_sequence_break(std::string why, Moment now);
  void end_within(Moment time, Moment now);  // the server has been asked to end the stream
  void lose(std::string why, Moment now);
  void finish(Ending ending);

 private:
  void ask_why(Moment now);
  void replace_connection(Moment now);
  void test_connection_soon(Moment now);
  void hurry(Moment now);
  void expect_word_within(Moment time, Moment now);
  void on_silence(Moment now);
  std::optional<Moment> attempt_at() const;
  void retry_later(std::string why, Moment at_least, Moment now);
  void let_go();
  std::uint32_t random_bits();

  SocketPort& port_;
  RandomSource& random_;
  Phase phase_ = Phase::connecting;
  Link link_ = Link::none;
  bool was_open_ = false;  // whether the socket of this connection has opened
  bool visible_ = true;
  Faults faults_;
  Schedule schedule_;
  Backoff backoff_;
  std::string why_lost_;
  std::optional<Moment> silent_at_;     // when this connection counts as lost
  Moment silence_{};                    // for how long it will then have been silent
  std::optional<Moment> failed_at_;     // when a socket with an error counts as closed
  Moment heard_at_{};                   // when the running stream last said something
  std::optional<Moment> test_at_;       // when the connection of the running stream will be tested
  std::optional<Moment> reconnect_at_;  // set while the session waits for its next attempt
  Moment told_wait_{};                  // how long the server has asked to wait; 0 if it has not
  Moment attempted_at_{};               // when the last connection was opened
  std::uint32_t hurried_ = 0;           // attempts that were brought forward, since numbers last came
  std::optional<Moment> end_by_;        // set after end_within()
  Moment greeted_at_{};                 // when we sent `start` or `resume`
  std::optional<Moment> round_trip_;
  Ending ending_{};
};

}  // namespace sws
