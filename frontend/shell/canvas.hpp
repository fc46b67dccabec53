// The two charts, as pixels. Where things are drawn is decided elsewhere, in coordinates of the unit square
// (chart/); colours are the style sheet's.
#pragma once

#include <optional>
#include <span>

#include "frontend/chart/histogram_chart.hpp"
#include "frontend/chart/line_chart.hpp"
#include "frontend/shell/callback.hpp"

namespace sws {

// How many columns of pixels the line has, at least 1.
std::size_t line_columns();
void draw_line(std::span<const Point> points, std::optional<Point> cursor);
void draw_histogram(const HistogramChart& chart, std::optional<std::size_t> cursor);

// Called when what was drawn no longer fits: another size, density of pixels, or colour scheme.
void on_canvas_change(Callback changed);

// Called with where a chart is read, by pointer or by its range input: from 0 (left) to 1 (right), below 0 for
// nowhere.
using ReadCallback = void (*)(double x);
void on_line_read(ReadCallback read);
void on_histogram_read(ReadCallback read);

}  // namespace sws
