// The program for channels whose numbers are the same for everybody: received ones and shared ones.
#include <array>
#include <optional>

#include "frontend/page/sample_page.hpp"
#include "frontend/shell/canvas.hpp"
#include "frontend/shell/dom.hpp"
#include "frontend/shell/program.hpp"
#include "frontend/shell/text_property.hpp"
#include "frontend/shell/window.hpp"

namespace sws {
namespace {

std::optional<SamplePage> the_page;

void draw_chart() {
  const auto columns = columns_of(Canvas::samples), labels = time_labels_of(Canvas::samples);
  draw_line(Canvas::samples, the_page->samples().chart(columns, labels));
}

}  // namespace

void open_page(const WallClock& clock, SocketPort& port, RandomSource& random) {
  the_page.emplace(port, random, introduction(), read_channel(channel_property), clock, now());
}

Page& page() {
  return *the_page;
}

void listen_to_charts() {
  on_read(
      Canvas::samples,
      [](double x) {
        the_page->read_at(read_place(x), now());
        show_page();
      },
      [](double index) {
        the_page->read_sample(static_cast<std::size_t>(index), now());
        show_page();
      });
}

std::span<const Callback> charts() {
  static constexpr std::array<Callback, 1> kCharts = {draw_chart};
  return kCharts;
}

void show_number_tables() {
  show_rows(Rows::numbers, page().number_rows());
}

}  // namespace sws
