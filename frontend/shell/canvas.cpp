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
// How many labels of the time find room side by side.
EM_JS(int, canvas_labels, (const char* id), {
  return document.getElementById(UTF8ToString(id)).clientWidth / 96;
});
// Gives the canvas as many pixels as the screen shows of it and clears it. Module.drawing then holds the pen and the two
// functions that convert unit coordinates to pixels, with a margin that keeps the ends of lines inside the canvas. If
// there are axes, whose longest label has `label_length` characters, the margins have room for the labels.
EM_JS(void, begin_drawing, (const char* id, std::size_t label_length), {
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
  pen.lineCap = "round";
  const margin = 4 * devicePixelRatio;
  const size = parseFloat(style.fontSize) * devicePixelRatio;
  pen.font = `${size}px ${style.fontFamily}`;
  const left = label_length ? pen.measureText("0").width * label_length + 2 * margin : margin;
  const top = label_length ? 2 * size : margin;  // and as much at the bottom
  // A pointer is between the same edges, in the units of the style sheets.
  canvas.leftEdge = label_length ? left / devicePixelRatio : 0;
  canvas.rightEdge = label_length ? margin / devicePixelRatio : 0;
  Module.drawing = {
    pen, width, height, margin, ink: getComputedStyle(document.body).color, dot: 3 * devicePixelRatio,
    x: (x) => left + x * (width - left - margin),
    y: (y) => top + y * (height - 2 * top),
  };
});
// Writes the label of a tick and draws its line through the chart. A tick of time is below the chart.
EM_JS(void, draw_tick, (int is_time, double at, const char* label), {
  const { pen, width, margin, ink, x, y } = Module.drawing;
  const text = UTF8ToString(label);
  const half = pen.measureText(text).width / 2;
  pen.save();
  pen.fillStyle = pen.strokeStyle = ink;
  pen.lineWidth = 1;
  pen.textAlign = is_time ? "center" : "right";
  pen.textBaseline = is_time ? "top" : "middle";
  if (is_time) pen.fillText(text, Math.min(Math.max(x(at), half), width - half), y(1) + 2 * margin);
  else pen.fillText(text, x(0) - 2 * margin, y(1 - at));
  pen.globalAlpha = 0.2;
  pen.beginPath();
  pen.moveTo(x(is_time ? at : 0), y(is_time ? 0 : 1 - at));
  pen.lineTo(x(is_time ? at : 1), y(is_time ? 1 : 1 - at));
  pen.stroke();
  pen.restore();
});
EM_JS(void, draw_unit, (const char* unit), {
  const { pen, ink } = Module.drawing;
  pen.save();
  pen.fillStyle = ink;
  pen.textBaseline = "top";
  pen.fillText(UTF8ToString(unit), 0, 0);
  pen.restore();
});
EM_JS(void, draw_polyline, (const Point* points, std::size_t count, double cursor_x, double cursor_y), {
  const { pen, height, ink, dot, x, y } = Module.drawing;
  const at = HEAPF32.subarray(points >> 2, (points >> 2) + 2 * count);
  pen.beginPath();
  let isUp = true;  // a point left of the chart lifts the pen
  for (let i = 0; i < at.length; i += 2) {
    const isPoint = at[i] >= 0;
    if (isPoint && isUp) pen.moveTo(x(at[i]), y(at[i + 1]));
    if (isPoint) pen.lineTo(x(at[i]), y(at[i + 1]));
    isUp = !isPoint;
  }
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
EM_JS(void, listen_for_canvas_change, (Callback changed), {
  const call = () => wasmTable.get(changed)();
  const observer = new ResizeObserver(call);
  for (const canvas of document.querySelectorAll("canvas")) observer.observe(canvas);
  for (const query of ["(prefers-color-scheme: dark)", "(prefers-contrast: more)", "(forced-colors: active)"]) {
    matchMedia(query).addEventListener("change", call);
  }
});
// A point stands exactly at its step of the range input, so `half` is 0. A bar is as wide as a step and its step is in
// its middle, so half a step more belongs to each end of the chart, and `half` is 0.5. In a chart whose points are not
// equally far from each other, `choose` gets the step itself.
EM_JS(void, listen_for_reading, (const char* canvas_id, const char* range_id, double half, ReadCallback read,
                                 ReadCallback choose), {
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
      const width = canvas.clientWidth - canvas.leftEdge - canvas.rightEdge;
      call(canvas, Math.max(0, (event.offsetX - canvas.leftEdge) / width));
    });
  }
  canvas.addEventListener("pointerleave", () => leave(canvas));
  for (const type of ["focus", "input"]) {
    range.addEventListener(type, () => {
      if (!choose) return call(range, (+range.value + half) / Math.max(1, +range.max + 2 * half));
      reader = range;
      wasmTable.get(choose)(+range.value);
    });
  }
  range.addEventListener("blur", () => leave(range));
});
// clang-format on

constexpr const char* kLine = "canvas_line";
constexpr const char* kHistogram = "canvas_histogram";
constexpr const char* kSamples = "canvas_samples";

void draw_points(std::span<const Point> points, std::optional<Point> cursor) {
  const Point at = cursor.value_or(kPenUp);
  if (!points.empty()) draw_polyline(points.data(), points.size(), at.x, at.y);
}

}  // namespace

std::size_t line_columns() {
  return static_cast<std::size_t>(std::max(1, canvas_columns(kLine)));
}

std::size_t sample_columns() {
  return static_cast<std::size_t>(std::max(1, canvas_columns(kSamples)));
}

std::size_t sample_time_labels() {
  return static_cast<std::size_t>(std::max(1, canvas_labels(kSamples)));
}

void draw_line(std::span<const Point> points, std::optional<Point> cursor) {
  begin_drawing(kLine, 0);
  draw_points(points, cursor);
}

void draw_samples(const SamplesDisplay::Chart& chart) {
  std::size_t longest = 1;
  for (const Tick& tick : chart.values) longest = std::max(longest, tick.label.size());
  begin_drawing(kSamples, longest);
  for (const Tick& tick : chart.values) draw_tick(false, tick.at, tick.label.c_str());
  for (const Tick& tick : chart.times) draw_tick(true, tick.at, tick.label.c_str());
  draw_unit(chart.unit.c_str());
  draw_points(chart.line, chart.cursor);
}

void draw_histogram(const HistogramChart& chart, std::optional<std::size_t> cursor) {
  begin_drawing(kHistogram, 0);
  draw_bars(chart.bars.data(), chart.bars.size(), chart.expected, cursor ? static_cast<int>(*cursor) : -1);
}

void on_canvas_change(Callback changed) {
  listen_for_canvas_change(changed);
}

void on_line_read(ReadCallback read) {
  listen_for_reading(kLine, "range_line", 0, read, nullptr);
}

void on_histogram_read(ReadCallback read) {
  listen_for_reading(kHistogram, "range_histogram", 0.5, read, nullptr);
}

void on_sample_read(ReadCallback read, ReadCallback choose) {
  listen_for_reading(kSamples, "range_samples", 0, read, choose);
}

}  // namespace sws
