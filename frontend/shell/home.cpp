// The program for channels of random numbers, which the server computes for this page alone.
#include <array>
#include <optional>

#include "frontend/page/stream_page.hpp"
#include "frontend/shell/canvas.hpp"
#include "frontend/shell/dom.hpp"
#include "frontend/shell/program.hpp"
#include "frontend/shell/takeaway.hpp"
#include "frontend/shell/text_property.hpp"
#include "frontend/shell/window.hpp"

namespace sws {
namespace {

std::optional<StreamPage> the_page;

void draw_line_chart() {
  const auto columns = columns_of(Canvas::line), labels = time_labels_of(Canvas::line);
  draw_line(Canvas::line, the_page->numbers().line(columns, labels));
}

void draw_bar_chart() {
  if (const auto chart = the_page->numbers().histogram()) draw_histogram(*chart, page().view().bar_index);
}

StreamForm defaults_of_server() {
  StreamForm defaults;
  for (const FormField& field : kFormFields) defaults.*field.text = channel_property(field.name.data());
  return defaults;
}

void take_form_from_address() {
  the_page->change_form(from_address(address_hash()), now());
  show_page();
}

void listen_to_form() {
  on_press(Button::proof, [] { download(the_page->proof_name(), "application/json", the_page->proof_json()); });
  static const auto on_typing = [] {
    the_page->change_form(typed_form(), now());
    show_page();
  };
  on_form_typing(on_typing);
  on_form_change([] {
    on_typing();
    replace_address_hash(to_address(page().view().form));
  });
  on_form_submit([] {
    the_page->submit_form(now());
    show_page();
  });
  on_address_change(take_form_from_address);
}

// The visitor may have typed and pressed while the program was loading. A field that was typed is newer than the
// page's address.
void take_what_was_done_meanwhile(const StreamForm& typed) {
  StreamForm form = page().view().form;
  for (const FormField& field : kFormFields) {
    if (!(typed.*field.text).empty()) form.*field.text = typed.*field.text;
  }
  form.unreadable = typed.unreadable;
  if (form != page().view().form) {
    the_page->change_form(form, now());
    replace_address_hash(to_address(form));
  }
  if (was_start_pressed()) page().press_start_or_stop(now());
}

}  // namespace

void open_page(const WallClock& clock, SocketPort& port, RandomSource& random) {
  the_page.emplace(port, random, now, introduction(), clock, defaults_of_server());
  const StreamForm typed = typed_form();
  take_form_from_address();
  listen_to_form();
  take_what_was_done_meanwhile(typed);
}

Page& page() {
  return *the_page;
}

void listen_to_charts() {
  on_read(
      Canvas::line,
      [](double x) {
        the_page->read_line_at(read_place(x), now());
        show_page();
      },
      [](double index) {
        the_page->read_line(static_cast<std::size_t>(index), now());
        show_page();
      });
  on_read(
      Canvas::histogram,
      [](double x) {
        the_page->read_histogram_at(read_place(x), now());
        show_page();
      },
      [](double index) {
        the_page->read_bar(static_cast<std::size_t>(index), now());
        show_page();
      });
}

std::span<const Callback> charts() {
  static constexpr std::array<Callback, 2> kCharts = {draw_line_chart, draw_bar_chart};
  return kCharts;
}

void show_number_tables() {
  show_rows(Rows::numbers, page().number_rows());
  show_rows(Rows::bins, the_page->numbers().bin_rows());
}

}  // namespace sws
