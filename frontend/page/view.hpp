// Everything that the visitor sees, as values. Page fills a View after every event, and shell/ puts the differences
// on the screen. Charts and tables are not part of it, because they are made only while they are in sight;
// numbers_display.hpp and frame_log.hpp provide them.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "frontend/page/stream_form.hpp"

namespace sws {

struct View {
  static constexpr std::size_t kLongNumber = 6;  // characters; as many fit across a phone at the full size

  std::string number;        // the text of #div_websocket
  bool has_numbers = false;  // whether that text is a number and no longer the introduction
  bool is_wide = false;      // whether room is kept for longer numbers than the one that is shown
  std::string status = "Ready";
  std::string button = "START";
  // The state for the style sheets. While a stream runs: connecting, live, late, paused, reconnecting, offline,
  // stopping. After its end: verifying, verified, ended, stopped, lost, refused, wrong. Before the first: idle.
  std::string_view connection = "idle";

  // "17 of 1,000 numbers verified", "3 s ago", "round trip 0.8 ms"
  std::string progress, age, round_trip;
  std::string countdown;        // until the next attempt to reconnect
  std::string pause = "PAUSE";  // the label of the second button
  bool has_begun = false;       // whether START was pressed, so that there is room for charts from then on
  bool can_pause = false, is_reconnecting = false, can_retry = false, has_proof = false;
  std::string proof = "Save proof";  // the label of the button, which may offer evidence of a lie

  std::string mean, uniformity;  // what is in sight; whether the numbers are unusual
  bool is_unusual = false;
  std::string chi_squared, repetition, proportion;  // for visitors who ask how the numbers are judged

  // How many points and bars the charts have, and which of them the visitor is reading.
  std::size_t line_size = 0, bar_count = 0;
  std::optional<std::size_t> line_index, bar_index;
  std::string line_reading, histogram_reading;
  std::string line_sight;    // "The last 2 minutes", which the line of random numbers shows
  bool line_is_now = false;  // whether it ends now

  // Of a received channel: the statistics of the samples in sight, and the chart in words.
  std::string last, smallest, largest, sample_mean, sight;
  std::string chart_label;

  StreamForm form, defaults;  // what is typed, and the server's own values of the same fields
  std::string form_problem;
  unsigned wrong_fields = 0;  // a bit for each of kFormFields
  std::string interval_limits, count_limits;

  std::string summary;  // invisible; a screen reader speaks it now and then
  std::string notice;   // the outcome of a press of one of the buttons that take something out of the page
};

}  // namespace sws
