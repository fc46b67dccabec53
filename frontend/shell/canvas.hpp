// Draws the charts on their canvases and tells which place of a chart the visitor reads. chart/ decides where
// points and bars are, in coordinates of the unit square, and the style sheets decide the colours. Everything runs
// on the browser's only thread.
#pragma once

#include <cstddef>
#include <optional>

#include "frontend/chart/histogram_chart.hpp"
#include "frontend/chart/line_chart.hpp"
#include "frontend/shell/callback.hpp"

namespace sws {

enum class Canvas { line, histogram, samples };

// How many columns of pixels a chart has, in the units of style sheets: more of a screen with finer pixels would
// look the same and take longer to draw. And how many labels its axis of time has room for: at least 1.
std::size_t columns_of(Canvas canvas);
std::size_t time_labels_of(Canvas canvas);

void draw_line(Canvas canvas, const LineChart& chart);
void draw_histogram(const HistogramChart& chart, std::optional<std::size_t> cursor);

// Calls `changed` when the charts must be drawn again because a canvas has another size or pixel density, or the
// colours have changed. Calls `draw`, which must draw them at once, before the page is printed and afterwards.
void on_canvas_change(Callback changed, Callback draw);

// Calls `read` when the visitor reads a chart with the pointer: the argument is 0 at the left and 1 at the right,
// and negative when the visitor no longer reads it. Calls `choose` with the position of the chart's range input
// when the visitor reads the chart with that.
using ReadCallback = void (*)(double x);
void on_read(Canvas canvas, ReadCallback read, ReadCallback choose);

}  // namespace sws
