// The page's program. It connects the Page, which knows no browser, to the browser's elements, socket, clock and
// timers: every event goes to the Page, and afterwards the screen shows the Page's new view.
#include <utility>

#include "frontend/page/sample_page.hpp"
#include "frontend/page/stream_page.hpp"
#include "frontend/shell/browser_socket.hpp"
#include "frontend/shell/canvas.hpp"
#include "frontend/shell/channel_list.hpp"
#include "frontend/shell/dom.hpp"
#include "frontend/shell/http_question.hpp"
#include "frontend/shell/takeaway.hpp"
#include "frontend/shell/window.hpp"
#include "frontend/stream/stream_address.hpp"

namespace {

using std::chrono_literals::operator""ms;
using sws::Canvas;

constexpr sws::Moment kTableRefresh = 250ms;  // nobody can read a table that changes faster

// The session's socket and randomness, from the browser.
class BrowserPorts final : public sws::SocketPort, public sws::RandomSource {
 public:
  bool open(const sws::StreamRequest& request) override;
  void send(std::string_view text) override { sws::send_text(text); }
  void ask(const sws::StreamRequest& request) override;
  void begin_close() override { sws::begin_to_close_socket(); }
  void close() override {
    sws::close_socket();
    sws::drop_question();
  }
  void fill(std::span<std::uint8_t> bytes) override { sws::fill_with_random(bytes); }
};

BrowserPorts ports;
std::string channel_name;

// Exactly one of them is there, since the server's list of channels has come.
std::optional<sws::StreamPage> stream_page;
std::optional<sws::SamplePage> sample_page;

sws::Page& page() {
  return sample_page ? static_cast<sws::Page&>(*sample_page) : *stream_page;
}

void draw_line() {
  const auto chart = sample_page ? Canvas::samples : Canvas::line;
  const auto columns = sws::columns_of(chart), labels = sws::time_labels_of(chart);
  sws::draw_line(chart, sample_page ? sample_page->samples().chart(columns, labels)
                                    : stream_page->numbers().line(columns, labels));
}

void draw_histogram() {
  if (sample_page) return;
  if (const auto chart = stream_page->numbers().histogram()) {
    sws::draw_histogram(*chart, page().view().bar_index);
  }
}

void draw_pictures() {
  draw_line();
  draw_histogram();
}

int pictures_due = 0;

void draw_picture() {
  static bool is_line_drawn = false;
  is_line_drawn = !is_line_drawn;
  if (is_line_drawn) {
    draw_line();
  } else {
    draw_histogram();
  }
  if (--pictures_due > 0) sws::call_before_next_paint(draw_picture);
}

// Draws the charts soon, however many events ask for it until then. They take turns from paint to paint, so that no
// paint takes long.
void request_pictures() {
  if (std::exchange(pictures_due, 2) == 0) sws::call_before_next_paint(draw_picture);
}

void show_tables() {
  if (sws::is_open(sws::Panel::frames)) sws::show_rows(sws::Rows::frames, page().frames().rows());
  if (sws::is_open(sws::Panel::table)) {
    sws::show_rows(sws::Rows::numbers, page().number_rows());
    if (stream_page) sws::show_rows(sws::Rows::bins, stream_page->numbers().bin_rows());
  }
}

void request_tables() {
  static bool is_requested = false;
  if (std::exchange(is_requested, true)) return;
  sws::call_after(kTableRefresh, [] {
    is_requested = false;
    show_tables();
  });
}

// Puts the changes of an event on the screen. Every handler calls it last.
void show_page() {
  // The view as index.html shows it at first.
  static sws::View shown{.number = sws::introduction(), .status = "", .connection = "", .pause = "PAUSE"};
  const sws::View& view = page().view();
  sws::show(view, shown);
  if (view.number != shown.number || view.progress != shown.progress || view.line_size != shown.line_size ||
      view.line_index != shown.line_index || view.bar_index != shown.bar_index ||
      view.line_is_now != shown.line_is_now) {
    request_pictures();
  }
  request_tables();
  shown = view;
  static const auto on_timer = [] {
    page().tick(sws::now());
    show_page();
  };
  sws::set_timer(page().deadline(), on_timer);
}

constexpr sws::SocketHandler kSocketHandler = {
    .opened =
        [] {
          page().socket_opened(sws::now());
          show_page();
        },
    .text =
        [](std::string_view text) {
          page().text_received(text, sws::now());
          show_page();
        },
    .binary =
        [] {
          page().binary_received(sws::now());
          show_page();
        },
    .failed =
        [] {
          page().socket_failed(sws::now());
          show_page();
        },
    .closed =
        [](std::uint16_t code, std::string_view reason) {
          page().socket_closed(code, reason, sws::now());
          show_page();
        },
};

bool BrowserPorts::open(const sws::StreamRequest& request) {
  sws::drop_question();
  return sws::open_socket(
      sws::stream_socket_address(sws::address_origin(), sws::address_path(), channel_name, request),
      kSocketHandler);
}

void BrowserPorts::ask(const sws::StreamRequest& request) {
  sws::ask_over_http(sws::stream_address(sws::address_origin(), sws::address_path(), channel_name, request),
                     [](const sws::HttpAnswer& answer) {
                       page().answered(answer, sws::now());
                       show_page();
                     });
}

void take_form_from_address() {
  stream_page->change_form(sws::from_address(sws::address_hash()), sws::now());
  show_page();
}

// Where a browser does not let the page copy, the text stands selected in a field.
void say_copied(int worked) {
  page().notice(worked ? "Copied." : "Press Ctrl+C or ⌘C to copy.", sws::now());
  show_page();
}

void listen_to_buttons() {
  sws::on_press(sws::Button::start_or_stop, [] {
    page().press_start_or_stop(sws::now());
    show_page();
  });
  sws::on_press(sws::Button::pause, [] {
    page().press_pause(sws::now());
    show_page();
  });
  sws::on_press(sws::Button::retry, [] {
    page().press_retry(sws::now());
    show_page();
  });
  sws::on_press(sws::Button::csv, [] { sws::download(page().csv_name(), "text/csv", page().csv()); });
  sws::on_press(sws::Button::copy, [] { sws::copy(page().numbers_alone(), say_copied); });
  sws::on_press(sws::Button::share, [] {
    if (!sws::share_page()) sws::copy(sws::whole_address(), say_copied);
  });
}

void listen_to_form() {
  sws::on_press(sws::Button::proof,
                [] { sws::download(stream_page->proof_name(), "application/json", stream_page->proof_json()); });
  static const auto on_typing = [] {
    stream_page->change_form(sws::typed_form(), sws::now());
    show_page();
  };
  sws::on_form_typing(on_typing);
  sws::on_form_change([] {
    on_typing();
    sws::replace_address_hash(sws::to_address(page().view().form));
  });
  sws::on_form_submit([] {
    stream_page->submit_form(sws::now());
    show_page();
  });
  sws::on_address_change(take_form_from_address);
}

void listen_to_window() {
  sws::on_visibility_change([] {
    page().set_visible(sws::is_visible(), sws::now());
    show_page();
  });
  sws::on_network_change([] {
    page().set_online(sws::is_online(), sws::now());
    show_page();
  });
}

std::optional<double> read_place(double x) {
  return x < 0 ? std::nullopt : std::optional(x);
}

void listen_to_pictures() {
  if (sample_page) {
    sws::on_read(
        Canvas::samples,
        [](double x) {
          sample_page->read_at(read_place(x), sws::now());
          show_page();
        },
        [](double index) {
          sample_page->read_sample(static_cast<std::size_t>(index), sws::now());
          show_page();
        });
  } else {
    sws::on_read(
        Canvas::line,
        [](double x) {
          stream_page->read_line_at(read_place(x), sws::now());
          show_page();
        },
        [](double index) {
          stream_page->read_line(static_cast<std::size_t>(index), sws::now());
          show_page();
        });
    sws::on_read(
        Canvas::histogram,
        [](double x) {
          stream_page->read_histogram_at(read_place(x), sws::now());
          show_page();
        },
        [](double index) {
          stream_page->read_bar(static_cast<std::size_t>(index), sws::now());
          show_page();
        });
  }
  sws::on_canvas_change(request_pictures, draw_pictures);
  sws::on_toggle(sws::Panel::table, show_tables);
  sws::on_toggle(sws::Panel::frames, show_tables);
}

// The visitor may have typed and pressed while the program was loading. A field that was typed is newer than the
// page's address.
void take_what_was_done_meanwhile(const sws::StreamForm& typed) {
  sws::StreamForm form = page().view().form;
  for (const sws::FormField& field : sws::kFormFields) {
    if (!(typed.*field.text).empty()) form.*field.text = typed.*field.text;
  }
  form.unreadable = typed.unreadable;
  if (form != page().view().form) {
    stream_page->change_form(form, sws::now());
    sws::replace_address_hash(sws::to_address(form));
  }
  if (sws::was_start_pressed()) page().press_start_or_stop(sws::now());
}

// The page begins when it knows which channel it is for.
void begin(const std::string& lines) {
  const std::vector<sws::ChannelInfo> channels = sws::read_channels(lines);
  const sws::ChannelInfo channel = sws::channel_for(channels, sws::wanted_channel(sws::address_query()));
  channel_name = channel.name;
  const sws::WallClock clock{sws::time_of_day_at_start(), sws::local_time_offset()};
  if (channel.is_received || channel.is_shared) {
    sample_page.emplace(ports, ports, sws::introduction(), channel, clock, sws::now());
  } else {
    stream_page.emplace(ports, ports, sws::now, sws::introduction(), clock, channel.defaults);
    const sws::StreamForm typed = sws::typed_form();
    take_form_from_address();
    listen_to_form();
    take_what_was_done_meanwhile(typed);
  }
  sws::show_channel(channel, channels);
  page().set_online(sws::is_online(), sws::now());
  listen_to_buttons();
  listen_to_window();
  listen_to_pictures();
  sws::offer_wake_lock();
  show_page();
  // boot.js disables them if the program takes too long.
  sws::enable(sws::Button::start_or_stop);
  sws::enable(sws::Button::submit);
}

}  // namespace

int main() {
  sws::list_channels(begin);
}
