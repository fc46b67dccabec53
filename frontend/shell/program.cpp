#include "frontend/shell/program.hpp"

#include <utility>

#include "frontend/shell/browser_socket.hpp"
#include "frontend/shell/canvas.hpp"
#include "frontend/shell/dom.hpp"
#include "frontend/shell/http_question.hpp"
#include "frontend/shell/takeaway.hpp"
#include "frontend/shell/text_property.hpp"
#include "frontend/shell/window.hpp"
#include "frontend/stream/stream_address.hpp"

namespace sws {
namespace {

using std::chrono_literals::operator""ms;

constexpr Moment kTableRefresh = 250ms;  // nobody can read a table that changes faster

// The session's socket and randomness, from the browser.
class BrowserPorts final : public SocketPort, public RandomSource {
 public:
  bool open(const StreamRequest& request) override;
  void send(std::string_view text) override { send_text(text); }
  void ask(const StreamRequest& request) override;
  void begin_close() override { begin_to_close_socket(); }
  void close() override {
    close_socket();
    drop_question();
  }
  void fill(std::span<std::uint8_t> bytes) override { fill_with_random(bytes); }
};

BrowserPorts ports;
std::string channel_name;

std::size_t charts_due = 0;

void draw_next_chart() {
  static std::size_t next = 0;
  const auto draw = charts();
  draw[next++ % draw.size()]();
  if (--charts_due > 0) call_before_next_paint(draw_next_chart);
}

// Draws the charts soon, however many events ask for it until then. They take turns from paint to paint, so that no
// paint takes long.
void request_charts() {
  if (std::exchange(charts_due, charts().size()) == 0) call_before_next_paint(draw_next_chart);
}

void draw_charts() {
  for (const Callback draw : charts()) draw();
}

void show_tables() {
  if (is_open(Panel::frames)) show_rows(Rows::frames, page().frames().rows());
  if (is_open(Panel::table)) show_number_tables();
}

void request_tables() {
  static bool is_requested = false;
  if (std::exchange(is_requested, true)) return;
  call_after(kTableRefresh, [] {
    is_requested = false;
    show_tables();
  });
}

}  // namespace

std::optional<double> read_place(double x) {
  return x < 0 ? std::nullopt : std::optional(x);
}

void show_page() {
  // The view as index.html shows it at first.
  static View shown{.number = introduction(), .status = "", .connection = "", .pause = "PAUSE"};
  const View& view = page().view();
  show(view, shown);
  if (view.number != shown.number || view.progress != shown.progress || view.line_size != shown.line_size ||
      view.line_index != shown.line_index || view.bar_index != shown.bar_index ||
      view.line_is_now != shown.line_is_now) {
    request_charts();
  }
  request_tables();
  shown = view;
  static const auto on_timer = [] {
    page().tick(now());
    show_page();
  };
  set_timer(page().deadline(), on_timer);
}

namespace {

constexpr SocketHandler kSocketHandler = {
    .opened =
        [] {
          page().socket_opened(now());
          show_page();
        },
    .text =
        [](std::string_view text) {
          page().text_received(text, now());
          show_page();
        },
    .binary =
        [] {
          page().binary_received(now());
          show_page();
        },
    .failed =
        [] {
          page().socket_failed(now());
          show_page();
        },
    .closed =
        [](std::uint16_t code, std::string_view reason) {
          page().socket_closed(code, reason, now());
          show_page();
        },
};

bool BrowserPorts::open(const StreamRequest& request) {
  drop_question();
  return open_socket(stream_socket_address(address_origin(), address_path(), channel_name, request),
                     kSocketHandler);
}

void BrowserPorts::ask(const StreamRequest& request) {
  ask_over_http(stream_address(address_origin(), address_path(), channel_name, request),
                [](const HttpAnswer& answer) {
                  page().answered(answer, now());
                  show_page();
                });
}

// Where a browser does not let the page copy, the text stands selected in a field.
void say_copied(int worked) {
  page().notice(worked ? "Copied." : "Press Ctrl+C or ⌘C to copy.", now());
  show_page();
}

void listen_to_buttons() {
  on_press(Button::start_or_stop, [] {
    page().press_start_or_stop(now());
    show_page();
  });
  on_press(Button::pause, [] {
    page().press_pause(now());
    show_page();
  });
  on_press(Button::retry, [] {
    page().press_retry(now());
    show_page();
  });
  on_press(Button::csv, [] { download(page().csv_name(), "text/csv", page().csv()); });
  on_press(Button::copy, [] { copy(page().numbers_alone(), say_copied); });
  on_press(Button::share, [] {
    if (!share_page()) copy(whole_address(), say_copied);
  });
}

void listen_to_window() {
  on_visibility_change([] {
    page().set_visible(is_visible(), now());
    show_page();
  });
  on_network_change([] {
    page().set_online(is_online(), now());
    show_page();
  });
}

void begin() {
  channel_name = channel_property("name");
  const WallClock clock{time_of_day_at_start(), local_time_offset()};
  open_page(clock, ports, ports);
  page().set_online(is_online(), now());
  listen_to_buttons();
  listen_to_window();
  listen_to_charts();
  on_canvas_change(request_charts, draw_charts);
  on_toggle(Panel::table, show_tables);
  on_toggle(Panel::frames, show_tables);
  offer_wake_lock();
  show_page();
  // boot.js disables them if the program takes too long.
  enable(Button::start_or_stop);
  enable(Button::submit);
}

}  // namespace
}  // namespace sws

int main() {
  sws::begin();
}
