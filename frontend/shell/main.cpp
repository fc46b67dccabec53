// The page's program: joins the pure page to the browser's elements, socket, clock and timer.
#include "frontend/page/page.hpp"
#include "frontend/shell/browser_socket.hpp"
#include "frontend/shell/dom.hpp"
#include "frontend/shell/window.hpp"

namespace {

class RealBrowser final : public sws::Browser {
 public:
  bool open_socket() override;
  void send(std::string_view text) override { sws::send_text(text); }
  void close_socket() override { sws::close_socket(); }
  void fill_with_random(std::span<std::uint8_t> bytes) override { sws::fill_with_random(bytes); }
};

sws::Page& page() {
  static RealBrowser browser;
  static sws::Page the_page(browser, sws::introduction());
  return the_page;
}

void on_timer();

// After every event: what it changed.
void show_page() {
  static sws::View shown{.number = sws::introduction(), .status = "", .connection = ""};
  sws::show(page().view(), shown);
  shown = page().view();
  sws::set_timer(page().deadline(), on_timer);
}

void on_timer() {
  page().tick(sws::now());
  show_page();
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
    .closed =
        [](std::uint16_t code, std::string_view reason) {
          page().socket_closed(code, reason, sws::now());
          show_page();
        },
};

bool RealBrowser::open_socket() {
  return sws::open_socket(sws::stream_url(), kSocketHandler);
}

}  // namespace

int main() {
  show_page();
  sws::on_button_press([] {
    page().press_button(sws::now());
    show_page();
  });
  sws::on_proof_press([] { sws::download(page().proof_file_name(), page().proof_json()); });
  sws::on_visibility_change([] {
    page().set_visible(sws::is_visible(), sws::now());
    show_page();
  });
  sws::on_network_return([] {
    page().network_returned(sws::now());
    show_page();
  });
}
