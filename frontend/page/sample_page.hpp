// The page of a channel whose numbers are the same for everybody: a received one or a shared one. There is nothing
// to choose, so that it starts by itself; STOP and START interrupt it.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "frontend/page/page.hpp"
#include "frontend/page/samples_display.hpp"
#include "frontend/page/wall_clock.hpp"
#include "frontend/stream/log_session.hpp"

namespace sws {

class SamplePage final : public Page {
 public:
  // Connects at once. `port` and `random` must outlive the page.
  SamplePage(SocketPort& port, RandomSource& random, std::string introduction, const ChannelInfo& channel,
             WallClock clock, Moment now);

  void press_start_or_stop(Moment now) override;

  // The visitor reads a sample of the chart with the pointer or the keyboard (samples_display.hpp).
  void read_at(std::optional<double> x, Moment now);
  void read_sample(std::size_t index, Moment now);

  const SamplesDisplay& samples() const { return display_; }
  std::string number_rows() const override { return display_.number_rows(); }
  std::string csv() const override { return display_.csv(); }
  std::string csv_name() const override { return "simplewebsocket-" + name_ + ".csv"; }
  std::string numbers_alone() const override { return display_.numbers_alone(); }

 private:
  const Session* session() const override { return session_.get(); }
  Session* session() override { return session_.get(); }
  void toggle_pause() override { display_.set_paused(!display_.is_paused()); }
  void describe(Moment now) override;

  void notice_new_numbers(Moment now);
  std::string age(Moment now) const;

  const std::string name_;
  const WallClock clock_;
  const std::unique_ptr<LogSession> session_;
  SamplesDisplay display_;
  std::uint64_t count_ = 0;  // how many samples have come, shown or not
  Moment last_number_at_{};  // when the source sent the last one
};

}  // namespace sws
