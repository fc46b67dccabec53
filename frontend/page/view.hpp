// Everything a visitor sees, as values. page.cpp decides it, shell/ puts it on the screen. The pictures and tables,
// which are made only when somebody looks, come from numbers_display.hpp and frame_log.hpp.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "frontend/page/stream_form.hpp"

namespace sws {

struct View {
  std::string number;        // the text of #div_websocket
  bool has_numbers = false;  // that text is a number, no longer the introduction
  std::string status = "Ready";
  std::string button = "START";
  // For the style sheet: idle, connecting, live, late, paused, reconnecting, offline, stopping, verifying; then
  // ended (and stopped: by the viewer), verified, lost, refused or wrong.
  std::string_view connection = "idle";

  std::string progress, age, round_trip;  // "number 17 of 1000", "3 s ago", "round trip 0.8 ms"
  std::string countdown;                  // to the next attempt to reconnect
  std::string pause = "PAUSE";            // the second button's label
  bool can_pause = false, is_reconnecting = false, can_retry = false, has_proof = false;

  std::string mean, uniformity, repetition, proportion;
  bool repetition_alarm = false, proportion_alarm = false;

  // The picture's points, and which of them is being read.
  std::size_t line_size = 0, bar_count = 0;
  std::optional<std::size_t> line_index, bar_index;
  std::string line_reading, histogram_reading;

  StreamForm form;
  std::string form_problem;
  std::string interval_limits, count_limits;

  std::string summary;  // read out, now and then
  std::string notice;   // what a press of one of the lesser buttons did
};

}  // namespace sws
