#include "frontend/shell/canvas.hpp"

#include <emscripten.h>

#include <algorithm>

namespace sws {
namespace {

// clang-format cannot lay out JavaScript.
// clang-format off
EM_JS(int, canvas_width, (const char* id), { return document.getElementById(UTF8ToString(id)).clientWidth; });
// Gives the canvas as many pixels as the screen shows of it and clears it. Module.drawing then holds the pen and the two
// functions that convert unit coordinates to pixels, with margins for the labels, the longest of which has
// `label_length` characters, and for the unit.
EM_JS(void, begin_drawing, (const char* id, std::size_t label_length, const char* unit), {
  const canvas = document.getElementById(UTF8ToString(id));
  const width = Math.round(canvas.clientWidth * devicePixelRatio);
  const height = Math.round(canvas.clientHeight * devicePixelRatio);
  if (canvas.width != width || canvas.height != height) Object.assign(canvas, { width, height });
  const pen = canvas.getContext("2d");
  const style = getComputedStyle(canvas);
  pen.clearRect(0, 0, width, height);
  pen.strokeStyle = pen.fillStyle = style.color;
  pen.lineWidth = 1.5 * devicePixelRatio;
  pen.lineJoin = "bevel";
  const margin = 4 * devicePixelRatio;
  const size = parseFloat(style.fontSize) * devicePixelRatio;
  pen.font = `${size}px ${style.fontFamily}`;
  const ink = getComputedStyle(document.body).color;
  const left = pen.measureText("0").width * label_length + 2 * margin;
  const text = UTF8ToString(unit);
  const top = text ? 2 * size : size;
  // A pointer is between the same edges, in the units of the style sheets.
  canvas.leftEdge = left / devicePixelRatio;
  canvas.rightEdge = margin / devicePixelRatio;
  Module.drawing = {
    pen, width, margin, ink, dot: 3 * devicePixelRatio, free: width, faint: matchMedia("(prefers-contrast: more)").matches ? 0.6 : 0.2,
    x: (x) => left + x * (width - left - margin),
    y: (y) => top + y * (height - top - 2 * size),
  };
  pen.save();
  pen.fillStyle = ink;
  pen.textBaseline = "top";
  pen.fillText(text, 0, 0);
  pen.restore();
});
// Writes the label of a tick and draws its line through the chart. A tick of the horizontal axis is below the chart, and
// is left out if its label would touch that of the tick before, which is to its right.
EM_JS(void, draw_tick, (int is_below, double at, const char* label), {
  const { pen, width, margin, ink, faint, free, x, y } = Module.drawing;
  const text = UTF8ToString(label);
  const half = pen.measureText(text).width / 2;
  const middle = Math.min(Math.max(x(at), half), width - half);
  if (is_below && middle + half > free) return;
  pen.save();
  pen.fillStyle = pen.strokeStyle = ink;
  pen.lineWidth = devicePixelRatio;
  pen.textAlign = is_below ? "center" : "right";
  pen.textBaseline = is_below ? "top" : "middle";
  if (is_below) {
    pen.fillText(text, middle, y(1) + 2 * margin);
    Module.drawing.free = middle - half - 4 * margin;
  } else pen.fillText(text, x(0) - 2 * margin, y(1 - at));
  pen.globalAlpha = faint;
  pen.beginPath();
  pen.moveTo(x(is_below ? at : 0), y(is_below ? 0 : 1 - at));
  pen.lineTo(x(is_below ? at : 1), y(is_below ? 1 : 1 - at));
  pen.stroke();
  pen.restore();
});
EM_JS(void, draw_polyline, (const Point* points, std::size_t count, double cursor_x, double cursor_y), {
  const { pen, ink, dot, x, y } = Module.drawing;
  const at = HEAPF32.subarray(points >> 2, (points >> 2) + 2 * count);
  // Without a graphics processor, a browser draws lines of one pixel ten times as fast as wider ones. Where there is more
  // than one point in two pixels they look the same.
  if (count * 2 > pen.canvas.clientWidth) pen.lineWidth = 1;
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
    pen.fillRect(x(cursor_x), y(0), devicePixelRatio, y(1) - y(0));
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
EM_JS(void, listen_for_canvas_change, (Callback changed, Callback draw), {
  const call = () => wasmTable.get(changed)();
  const observer = new ResizeObserver(call);
  for (const canvas of document.querySelectorAll("canvas")) observer.observe(canvas);
  for (const query of ["(prefers-color-scheme: dark)", "(prefers-contrast: more)", "(forced-colors: active)"]) {
    matchMedia(query).addEventListener("change", call);
  }
  // A query can only ask for one density, so that each change needs a new one.
  const watch = () => matchMedia(`(resolution: ${devicePixelRatio}dppx)`).addEventListener("change", () => (call(), watch()), { once: true });
  watch();
  // Paper is white. The browser prints what is drawn by the end of this event.
  for (const type of ["beforeprint", "afterprint"]) {
    addEventListener(type, () => {
      document.documentElement.classList.toggle("print", type == "beforeprint");
      wasmTable.get(draw)();
    });
  }
});
EM_JS(void, listen_for_reading, (const char* canvas_id, const char* range_id, ReadCallback read, ReadCallback choose), {
  const canvas = document.getElementById(UTF8ToString(canvas_id));
  const range = document.getElementById(UTF8ToString(range_id));
  // The pointer and the keyboard can both read the chart. When one of them leaves, it ends only its own reading, so
  // that a page which scrolls away under a resting pointer does not undo a reading by keyboard.
  let reader;
  const call = (who, callback, x) => {
    reader = who;
    wasmTable.get(callback)(x);
  };
  const leave = (who) => reader == who && call(null, read, -1);
  let last;
  for (const type of ["pointerdown", "pointermove"]) {
    canvas.addEventListener(type, (event) => {
      // A browser repeats pointermove for a resting pointer when the page changes below it. Such an event must not
      // replace a reading by keyboard.
      const place = `${event.clientX} ${event.clientY}`;
      if (event.type == "pointermove" && place == last) return;
      last = place;
      const width = canvas.clientWidth - canvas.leftEdge - canvas.rightEdge;
      call(canvas, read, Math.max(0, (event.offsetX - canvas.leftEdge) / width));
    });
  }
  // The reading stays when a finger is lifted, under which it may not have been seen, until another place is touched. A
  // finger that scrolls the page does not read.
  canvas.addEventListener("pointerleave", (event) => event.pointerType != "touch" && leave(canvas));
  canvas.addEventListener("pointercancel", () => leave(canvas));
  document.addEventListener("pointerdown", (event) => event.target != canvas && leave(canvas));
  for (const type of ["focus", "input"]) range.addEventListener(type, () => call(range, choose, +range.value));
  range.addEventListener("blur", () => leave(range));
});
// clang-format on

struct Ids {
  const char *canvas, *range;
};

Ids ids_of(Canvas canvas) {
  switch (canvas) {
    case Canvas::line:
      return {"canvas_line", "range_line"};
    case Canvas::histogram:
      return {"canvas_histogram", "range_histogram"};
    case Canvas::samples:
      break;
  }
  return {"canvas_samples", "range_samples"};
}

void draw_axes(Canvas canvas, const std::vector<Tick>& beside, const std::vector<Tick>& below, const char* unit) {
  std::size_t longest = 1;
  for (const Tick& tick : beside) longest = std::max(longest, tick.label.size());
  begin_drawing(ids_of(canvas).canvas, longest, unit);
  for (const Tick& tick : beside) draw_tick(false, tick.at, tick.label.c_str());
  for (auto tick = below.rbegin(); tick != below.rend(); ++tick) draw_tick(true, tick->at, tick->label.c_str());
}

}  // namespace

std::size_t columns_of(Canvas canvas) {
  return static_cast<std::size_t>(std::max(1, canvas_width(ids_of(canvas).canvas)));
}

std::size_t time_labels_of(Canvas canvas) {
  constexpr std::size_t kLabelWidth = 100;
  return std::max<std::size_t>(1, columns_of(canvas) / kLabelWidth);
}

void draw_line(Canvas canvas, const LineChart& chart) {
  draw_axes(canvas, chart.values, chart.times, chart.unit.c_str());
  const Point at = chart.cursor.value_or(kPenUp);
  if (!chart.line.empty()) draw_polyline(chart.line.data(), chart.line.size(), at.x, at.y);
}

void draw_histogram(const HistogramChart& chart, std::optional<std::size_t> cursor) {
  draw_axes(Canvas::histogram, chart.heights, chart.values, "× expected");
  draw_bars(chart.bars.data(), chart.bars.size(), chart.expected, cursor ? static_cast<int>(*cursor) : -1);
}

void on_canvas_change(Callback changed, Callback draw) {
  listen_for_canvas_change(changed, draw);
}

void on_read(Canvas canvas, ReadCallback read, ReadCallback choose) {
  listen_for_reading(ids_of(canvas).canvas, ids_of(canvas).range, read, choose);
}

}  // namespace sws
