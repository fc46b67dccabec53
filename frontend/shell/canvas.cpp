#include "frontend/shell/canvas.hpp"

#include <emscripten.h>

#include <algorithm>

namespace sws {
namespace {

// clang-format cannot lay out JavaScript.
// clang-format off
EM_JS(int, canvas_columns, (const char* id), {
  return document.getElementById(UTF8ToString(id)).clientWidth * devicePixelRatio;
});
// Gives the canvas as many pixels as the screen shows of it and clears it. Module.drawing then holds the pen and the two
// functions that convert unit coordinates to pixels, with a margin that keeps the ends of lines inside the canvas.
EM_JS(void, begin_drawing, (const char* id), {
  const canvas = document.getElementById(UTF8ToString(id));
  const width = Math.round(canvas.clientWidth * devicePixelRatio);
  const height = Math.round(canvas.clientHeight * devicePixelRatio);
  if (canvas.width != width || canvas.height != height) Object.assign(canvas, { width, height });
  const pen = canvas.getContext("2d");
  const style = getComputedStyle(canvas);
  pen.clearRect(0, 0, width, height);
  pen.strokeStyle = pen.fillStyle = style.color;
  pen.lineWidth = 1.5 * devicePixelRatio;
  pen.lineJoin = "round";
  const margin = 4 * devicePixelRatio;
  Module.drawing = {
    pen, height, ink: getComputedStyle(document.body).color, dot: 3 * devicePixelRatio,
    x: (x) => margin + x * (width - 2 * margin),
    y: (y) => margin + y * (height - 2 * margin),
  };
});
EM_JS(void, draw_polyline, (const Point* points, std::size_t count, double cursor_x, double cursor_y), {
  const { pen, height, ink, dot, x, y } = Module.drawing;
  const at = HEAPF32.subarray(points >> 2, (points >> 2) + 2 * count);
  pen.beginPath();
  for (let i = 0; i < at.length; i += 2) pen.lineTo(x(at[i]), y(at[i + 1]));
  pen.stroke();
  if (cursor_x < 0 && count > 0) [cursor_x, cursor_y] = at.subarray(-2);
  else {
    pen.fillStyle = ink;
    pen.fillRect(x(cursor_x), 0, 1, height);
  }
  pen.beginPath();
  pen.arc(x(cursor_x), y(cursor_y), dot, 0, 7);
  pen.fill();
});
EM_JS(void, draw_bars, (const float* bars, std::size_t count, double expected, int cursor), {
  const { pen, ink, x, y } = Module.drawing;
  const gap = count > 1 ? 0.15 / count : 0;
  for (let i = 0; i < count; ++i) {
    const bar = HEAPF32[(bars >> 2) + i];
    const left = x(i / count + gap);
    pen.globalAlpha = i == cursor || cursor < 0 ? 1 : 0.5;
    pen.fillRect(left, y(1 - bar), x((i + 1) / count - gap) - left, y(1) - y(1 - bar));
  }
  pen.globalAlpha = 1;
  pen.strokeStyle = ink;
  pen.setLineDash([4 * devicePixelRatio, 4 * devicePixelRatio]);
  pen.beginPath();
  pen.moveTo(x(0), y(1 - expected));
  pen.lineTo(x(1), y(1 - expected));
  pen.stroke();
  pen.setLineDash([]);
});
EM_JS(void, listen_for_canvas_change, (const char* a, const char* b, Callback changed), {
  const call = () => wasmTable.get(changed)();
  const observer = new ResizeObserver(call);
  for (const id of [a, b]) observer.observe(document.getElementById(UTF8ToString(id)));
  for (const query of ["(prefers-color-scheme: dark)", "(prefers-contrast: more)", "(forced-colors: active)"]) {
    matchMedia(query).addEventListener("change", call);
  }
});
// A point stands exactly at its step of the range input, so `half` is 0. A bar is as wide as a step and its step is in
// its middle, so half a step more belongs to each end of the chart, and `half` is 0.5.
EM_JS(void, listen_for_reading, (const char* canvas_id, const char* range_id, double half, ReadCallback read), {
  const canvas = document.getElementById(UTF8ToString(canvas_id));
  const range = document.getElementById(UTF8ToString(range_id));
  // The pointer and the keyboard can both read the chart. When one of them leaves, it ends only its own reading, so
  // that a page which scrolls away under a resting pointer does not undo a reading by keyboard.
  let reader;
  const call = (who, x) => {
    reader = who;
    wasmTable.get(read)(x);
  };
  const leave = (who) => reader == who && call(null, -1);
  let last_x;
  for (const type of ["pointerdown", "pointermove"]) {
    canvas.addEventListener(type, (event) => {
      // A browser repeats pointermove for a resting pointer when the page changes below it. Such an event must not
      // replace a reading by keyboard.
      if (event.type == "pointermove" && event.clientX == last_x) return;
      last_x = event.clientX;
      call(canvas, Math.max(0, event.offsetX / canvas.clientWidth));
    });
  }
  canvas.addEventListener("pointerleave", () => leave(canvas));
  for (const type of ["focus", "input"]) {
    range.addEventListener(type, () => call(range, (+range.value + half) / Math.max(1, +range.max + 2 * half)));
  }
  range.addEventListener("blur", () => leave(range));
});
// clang-format on

constexpr const char* kLine = "canvas_line";
constexpr const char* kHistogram = "canvas_histogram";

}  // namespace

std::size_t line_columns() {
  return static_cast<std::size_t>(std::max(1, canvas_columns(kLine)));
}

void draw_line(std::span<const Point> points, std::optional<Point> cursor) {
  begin_drawing(kLine);
  const Point at = cursor.value_or(Point{-1, 0});
  if (!points.empty()) draw_polyline(points.data(), points.size(), at.x, at.y);
}

void draw_histogram(const HistogramChart& chart, std::optional<std::size_t> cursor) {
  begin_drawing(kHistogram);
  draw_bars(chart.bars.data(), chart.bars.size(), chart.expected, cursor ? static_cast<int>(*cursor) : -1);
}

void on_canvas_change(Callback changed) {
  listen_for_canvas_change(kLine, kHistogram, changed);
}

void on_line_read(ReadCallback read) {
  listen_for_reading(kLine, "range_line", 0, read);
}

void on_histogram_read(ReadCallback read) {
  listen_for_reading(kHistogram, "range_histogram", 0.5, read);
}

}  // namespace sws
