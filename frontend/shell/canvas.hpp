// Draws the charts on their canvases and tells which place of a chart the visitor reads. chart/ decides where
// points and bars are, in coordinates of the unit square, and the style sheets decide the colours. Everything runs
// on the browser's only thread.
#pragma once

#include <optional>
#include <span>

#include "frontend/chart/histogram_chart.hpp"
#include "frontend/chart/line_chart.hpp"
#include "frontend/page/samples_display.hpp"
#include "frontend/shell/callback.hpp"

namespace sws {

// Returns how many columns of pixels the line chart has, at least 1.
std::size_t line_columns();
void draw_line(std::span<const Point> points, std::optional<Point> cursor);
void draw_histogram(const HistogramChart& chart, std::optional<std::size_t> cursor);

// How many columns of pixels the chart of samples has, and how many labels its axis of time has room for.
std::size_t sample_columns();
std::size_t sample_time_labels();
void draw_samples(const SamplesDisplay::Chart& chart);

// Calls `changed` when the charts must be drawn again because a canvas has another size or pixel density, or the
// colours have changed.
void on_canvas_change(Callback changed);

// Calls `read` when the visitor reads a chart with the pointer or with its range input. `x` is 0 at the left and 1
// at the right, and negative when the visitor no longer reads it.
using ReadCallback = void (*)(double x);
void on_line_read(ReadCallback read);
void on_histogram_read(ReadCallback read);
// Calls `choose` with the index of the sample when the visitor reads it with the range input.
void on_sample_read(ReadCallback read, ReadCallback choose);

}  // namespace sws
