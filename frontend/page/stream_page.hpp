// The page of a `random` channel, whose numbers the server computes for this page alone: START and STOP, the form
// in which a visitor chooses a stream, the pictures and statistics, and the verification with its proof.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "frontend/page/numbers_display.hpp"
#include "frontend/page/page.hpp"
#include "frontend/page/stream_form.hpp"
#include "frontend/stream/stream_session.hpp"
#include "frontend/stream/verification.hpp"

namespace sws {

class StreamPage final : public Page {
 public:
  // `port` and `random` must outlive the page.
  // `defaults` are the server's values for empty fields of the form, or empty until a server has stated them.
  StreamPage(SocketPort& port, RandomSource& random, ReadClock clock, std::string introduction,
             const WallClock& wall_clock = {}, StreamForm defaults = {});

  void press_start_or_stop(Moment now) override;
  void change_form(StreamForm form, Moment now);
  void submit_form(Moment now);  // starts a stream unless one is running

  // The visitor reads a chart with the pointer or the keyboard (numbers_display.hpp).
  void read_line_at(std::optional<double> x, Moment now);
  void read_line(std::size_t index, Moment now);
  void read_histogram_at(std::optional<double> x, Moment now);
  void read_bar(std::size_t index, Moment now);

  const NumbersDisplay& numbers() const { return display_; }
  std::string number_rows() const override { return display_.number_rows(); }
  std::string csv() const override { return display_.csv(); }
  std::string csv_name() const override;
  std::string numbers_alone() const override { return display_.numbers_alone(); }

  // The proof of the numbers that are shown, or the evidence that the last server has lied, and a name for the
  // file, such as "simplewebsocket-0a1b2c3d.json". REQUIRES: view().has_proof.
  std::string proof_json() const;
  std::string proof_name() const;

 private:
  const Session* session() const override { return session_ ? &*session_ : nullptr; }
  Session* session() override { return session_ ? &*session_ : nullptr; }
  void toggle_pause() override;
  void work() override;
  std::optional<Moment> own_deadline() const override;
  void describe(Moment now) override;

  bool is_verifying() const { return verification_ && !verification_->finished(); }
  bool is_late(Moment now) const;
  std::optional<Moment> late_at() const;  // when the next number becomes overdue
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
  // What has come of the shown stream, which has ended, perhaps before what was planned.
  std::string progress_at_end() const;

  RandomSource& random_;
  const ReadClock clock_;
  std::optional<StreamSession> session_;
  // The numbers of the stream before stay on the page until the new stream has begun: it may be refused.
  ReceivedStream before_;
  bool is_before_ = false;  // whether the display, and the verification, are those of the stream before
  std::optional<Verification> verification_;
  NumbersDisplay display_;
  std::string why_not_started_;  // at the last press of START, because of the form; empty when that has changed
  bool is_for_later_ = false;    // whether the form was submitted while a stream was running
  Limits limits_;                // the protocol's own until a server has stated its limits
  std::size_t numbers_ = 0;      // how many have come, shown or not
  Moment last_number_at_{};      // when the last one came, or since when the first one can come
};

}  // namespace sws
