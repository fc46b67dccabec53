#include "frontend/shell/dom.hpp"

#include <emscripten.h>

#include "frontend/shell/text_property.hpp"

namespace sws {
namespace {

// clang-format cannot lay out JavaScript.
// clang-format off
EM_JS(void, set_element_text, (const char* id, const char* text), {
  document.getElementById(UTF8ToString(id)).textContent = UTF8ToString(text);
});
EM_JS(void, set_body_data, (const char* name, const char* text), {
  document.body.dataset[UTF8ToString(name)] = UTF8ToString(text);
});
EM_JS(void, set_attribute, (const char* id, const char* name, const char* text), {
  document.getElementById(UTF8ToString(id)).setAttribute(UTF8ToString(name), UTF8ToString(text));
});
EM_JS(void, set_flag, (const char* id, const char* name, int on), {
  document.getElementById(UTF8ToString(id)).toggleAttribute(UTF8ToString(name), !!on);
});
// The focus of an element that goes moves to START, which is always there, and does not fall to the body.
EM_JS(void, set_hidden, (const char* id, int is_hidden), {
  const element = document.getElementById(UTF8ToString(id));
  const has_focus = is_hidden && element.contains(document.activeElement);
  element.hidden = is_hidden;
  if (has_focus) document.getElementById("button_startCommunication").focus({ preventScroll: true });
});
EM_JS(int, has_flag, (const char* id, const char* name), {
  return document.getElementById(UTF8ToString(id)).hasAttribute(UTF8ToString(name));
});
EM_JS(int, is_start_noted, (), { return !!Module.isStartPressed; });
// A field whose text is no number has no value; it is emptied unless `keep` is set. Browsers complain of any other text.
EM_JS(void, set_input_value, (const char* id, const char* text, int keep), {
  const input = document.getElementById(UTF8ToString(id));
  text = UTF8ToString(text);
  if (input.value != text || (input.validity.badInput && !keep)) input.value = /^-?[0-9]+$/.test(text) ? text : "";
});
EM_JS(int, is_unreadable, (const char* id), { return document.getElementById(UTF8ToString(id)).validity.badInput; });
EM_JS(void, listen_for, (const char* id, const char* type, Callback happened), {
  document.getElementById(UTF8ToString(id)).addEventListener(UTF8ToString(type), (event) => {
    if (event.type == "submit") {
      event.preventDefault();
      for (const field of event.target.querySelectorAll("[aria-invalid=true]")) return field.focus();
    }
    if (event.currentTarget.getAttribute("aria-disabled") == "true") return;
    wasmTable.get(happened)();
  });
});
// Rows that stay are the same elements as before, with the same texts where these have not changed. New rows come at the
// beginning, and old ones go at the end. A row is known by its text or, if its text has changed, by its first cell.
EM_JS(void, set_rows, (const char* id, const char* text), {
  const table = document.getElementById(UTF8ToString(id));
  const lines = UTF8ToString(text).split("\n").slice(0, -1).map((line) => line.split("\t"));
  const top = table.rows[0] ? [...table.rows[0].cells].map((cell) => cell.textContent) : [];
  let added = lines.findIndex((cells) => `${cells}` == `${top}`);
  if (added < 0) added = lines.findIndex((cells) => cells[0] == top[0]);
  if (added < 0) added = lines.length;
  for (const cells of lines.slice(0, added).reverse()) {
    const row = table.insertRow(0);
    for (const text of cells) row.insertCell().textContent = text;
  }
  while (table.rows.length > lines.length) table.deleteRow(-1);
  for (let i = added; i < lines.length; ++i) {
    const row = table.rows[i] || table.insertRow();
    lines[i].forEach((text, j) => {
      const cell = row.cells[j] || row.insertCell();
      if (cell.textContent != text) cell.textContent = text;
    });
  }
});
// The range input under a chart, with which the keyboard reads the chart.
EM_JS(void, set_range, (const char* id, int max, int value, const char* text), {
  const range = document.getElementById(UTF8ToString(id));
  range.max = max;
  range.value = value;
  range.setAttribute("aria-valuetext", UTF8ToString(text));
});
// clang-format on

constexpr const char* kNumber = "div_websocket";

constexpr struct {
  const char* id;
  std::string View::*text;
} kTexts[] = {
    {kNumber, &View::number},
    {"progress", &View::progress},
    {"age", &View::age},
    {"round_trip", &View::round_trip},
    {"status", &View::status},
    {"countdown", &View::countdown},
    {"button_startCommunication", &View::button},
    {"button_pause", &View::pause},
    {"button_proof", &View::proof},
    {"notice", &View::notice},
    {"summary", &View::summary},
    {"line_sight", &View::line_sight},
    {"line_reading", &View::line_reading},
    {"sample_reading", &View::line_reading},
    {"sight", &View::sight},
    {"last", &View::last},
    {"smallest", &View::smallest},
    {"largest", &View::largest},
    {"sample_mean", &View::sample_mean},
    {"histogram_reading", &View::histogram_reading},
    {"uniformity", &View::uniformity},
    {"mean", &View::mean},
    {"chi_squared", &View::chi_squared},
    {"repetition", &View::repetition},
    {"proportion", &View::proportion},
    {"interval_limits", &View::interval_limits},
    {"count_limits", &View::count_limits},
    {"settings_problem", &View::form_problem},
};

// Elements that are hidden unless a flag of the view is set.
struct Flagged {
  const char* id;
  bool View::*flag;
};
constexpr Flagged kOptional[] = {
    {"picture", &View::has_begun},       {"samples", &View::has_begun},       {"takeaway", &View::has_begun},
    {"details_table", &View::has_begun}, {"waiting", &View::is_reconnecting}, {"button_retry", &View::can_retry},
};

// Buttons that do nothing unless a flag of the view is set. They keep their place and the focus meanwhile.
constexpr Flagged kUsable[] = {
    {"button_pause", &View::can_pause},
    {"button_proof", &View::has_proof},
    {"button_csv", &View::has_numbers},
    {"button_copy", &View::has_numbers},
};

const char* id_of(Button button) {
  switch (button) {
    case Button::start_or_stop:
      return "button_startCommunication";
    case Button::pause:
      return "button_pause";
    case Button::retry:
      return "button_retry";
    case Button::proof:
      return "button_proof";
    case Button::csv:
      return "button_csv";
    case Button::submit:
      return "button_submit";
    case Button::share:
      return "button_share";
    case Button::copy:
      break;
  }
  return "button_copy";
}

const char* id_of(Panel panel) {
  return panel == Panel::table ? "details_table" : "details_frames";
}

const char* id_of(Rows rows) {
  return rows == Rows::numbers ? "rows_numbers" : rows == Rows::bins ? "rows_bins" : "rows_frames";
}

std::string id_of(const FormField& field) {
  return "setting_" + std::string(field.name);
}

// The keyboard begins to read at `index`.
void show_range(const char* id, std::size_t count, std::size_t index, const std::string& reading) {
  set_range(id, count > 0 ? static_cast<int>(count - 1) : 0, static_cast<int>(index),
            reading.empty() ? "nothing chosen" : reading.c_str());
}

}  // namespace

std::string introduction() {
  return element_property(kNumber, "textContent");
}

void on_press(Button button, Callback pressed) {
  listen_for(id_of(button), "click", pressed);
}

void enable(Button button) {
  set_flag(id_of(button), "disabled", false);
}

bool was_start_pressed() {
  return is_start_noted() != 0;
}

StreamForm typed_form() {
  StreamForm form;
  unsigned bit = 1;
  for (const FormField& field : kFormFields) {
    const std::string id = id_of(field);
    form.*field.text = element_property(id.c_str(), "value");
    if (is_unreadable(id.c_str())) form.unreadable |= bit;
    bit <<= 1;
  }
  return form;
}

void on_form_change(Callback changed) {
  listen_for("form_settings", "change", changed);
}

void on_form_typing(Callback typed) {
  listen_for("form_settings", "input", typed);
}

void on_form_submit(Callback submitted) {
  listen_for("form_settings", "submit", submitted);
}

void show(const View& view, const View& shown) {
  for (const auto& [id, text] : kTexts) {
    if (view.*text != shown.*text) set_element_text(id, (view.*text).c_str());
  }
  for (const auto& [id, flag] : kOptional) {
    if (view.*flag != shown.*flag) set_hidden(id, !(view.*flag));
  }
  for (const auto& [id, flag] : kUsable) {
    if (view.*flag != shown.*flag) set_attribute(id, "aria-disabled", view.*flag ? "false" : "true");
  }
  if (view.connection != shown.connection) set_body_data("connection", std::string(view.connection).c_str());
  if (view.has_numbers && (!shown.has_numbers || view.number.size() != shown.number.size())) {
    set_body_data("number", view.is_wide || view.number.size() > View::kLongNumber ? "long" : "short");
  }
  set_flag("uniformity", "data-alarm", view.is_unusual);
  // The number that is read moves with the line, even when the line has all its points and they only change.
  if (view.line_size != shown.line_size || view.line_index != shown.line_index ||
      view.line_reading != shown.line_reading) {
    for (const char* const id : {"range_line", "range_samples"}) {
      show_range(id, view.line_size, view.line_index.value_or(view.line_size), view.line_reading);
    }
  }
  if (view.bar_count != shown.bar_count || view.bar_index != shown.bar_index ||
      view.histogram_reading != shown.histogram_reading) {
    show_range("range_histogram", view.bar_count, view.bar_index.value_or(0), view.histogram_reading);
  }
  if (view.chart_label != shown.chart_label) {
    set_attribute("canvas_samples", "aria-label", view.chart_label.c_str());
  }
  if (view.form != shown.form) {
    unsigned bit = 1;
    for (const FormField& field : kFormFields) {
      set_input_value(id_of(field).c_str(), (view.form.*field.text).c_str(), (view.form.unreadable & bit) != 0);
      bit <<= 1;
    }
  }
  if (view.wrong_fields != shown.wrong_fields) {
    unsigned wrong = view.wrong_fields;
    for (const FormField& field : kFormFields) {
      set_attribute(id_of(field).c_str(), "aria-invalid", (wrong & 1) != 0 ? "true" : "false");
      wrong >>= 1;
    }
  }
  if (view.defaults != shown.defaults) {
    for (const FormField& field : kFormFields) {
      const std::string& text = view.defaults.*field.text;
      if (!text.empty()) set_attribute(id_of(field).c_str(), "placeholder", text.c_str());
    }
  }
}

bool is_open(Panel panel) {
  return has_flag(id_of(panel), "open") != 0;
}

void on_toggle(Panel panel, Callback toggled) {
  listen_for(id_of(panel), "toggle", toggled);
}

void show_rows(Rows rows, const std::string& text) {
  set_rows(id_of(rows), text.c_str());
}

}  // namespace sws
