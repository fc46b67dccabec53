// The page's program: joins the pure page to the browser's button, elements and socket.
#include "frontend/browser_socket.hpp"
#include "frontend/dom.hpp"
#include "frontend/page.hpp"

namespace {

sws::Page& page() {
  static sws::Page the_page(sws::introduction());
  return the_page;
}

void show_page() {
  static sws::View shown{.number = sws::introduction(), .status = "", .button = "START", .connection = ""};
  sws::show(page().view(), shown);
  shown = page().view();
}

void on_press() {
  switch (page().press_button()) {
    case sws::Command::open_socket:
      sws::open_socket(page(), sws::stream_url(), show_page);
      break;
    case sws::Command::close_socket:
      sws::close_socket();
      break;
  }
  show_page();
}

}  // namespace

int main() {
  show_page();
  sws::on_button_press(on_press);
}
