// What the page shows, as a pure function of what happened: events in, a view out. Knows no
// browser: browser_socket.cpp, dom.cpp and main.cpp connect it to one, and tests drive it natively.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace sws {

// Everything a visitor sees.
struct View {
  std::string number;                    // the text of #div_websocket
  bool has_number = false;               // that text is a number, no longer the introduction
  std::string status = "Ready";          // the status line
  std::string button = "START";          // the button's label
  std::string_view connection = "idle";  // idle, connecting, live, ended, stopped or lost: for the style sheet

  bool operator==(const View&) const = default;
};

// What the browser shell is to do after a press of the button.
enum class Command { open_socket, close_socket };

class Page {
 public:
  // Each socket that open_socket asks for is a new one; the shell passes its number back with every event, so that
  // what an old socket still says disturbs nothing.
  using SocketId = int;

  explicit Page(std::string introduction);

  Command press_button();
  void socket_opening(SocketId socket);
  void socket_refused();  // the browser would not even create it
  void socket_opened(SocketId socket);
  void text_received(SocketId socket, std::string_view text);
  void binary_received(SocketId socket);
  void socket_closed(SocketId socket, std::uint16_t code, std::string_view reason);

  const View& view() const { return view_; }

 private:
  bool is_running() const { return view_.connection == "connecting" || view_.connection == "live"; }
  void stop_running(std::string_view connection, std::string status);
  void report_broken_frame(std::string_view why);
  void show_live();

  View view_;
  SocketId socket_ = 0;        // whose events count; 0: nobody's
  std::uint32_t numbers_ = 0;  // received on this socket
  std::uint32_t broken_ = 0;   // frames that could not be shown
  std::string last_problem_;
};

}  // namespace sws
