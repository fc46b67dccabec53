// Everything a visitor sees, as values. page.cpp decides it, shell/dom.cpp puts it on the screen.
#pragma once

#include <string>
#include <string_view>

namespace sws {

struct View {
  std::string number;       // the text of #div_websocket
  bool has_number = false;  // that text is a number, no longer the introduction
  std::string status = "Ready";
  std::string button = "START";
  // For the style sheet: idle, connecting, live, reconnecting, stopping, verifying; then ended (and stopped: by the
  // viewer), verified, lost, refused or wrong.
  std::string_view connection = "idle";
  bool has_proof = false;  // there is a proof to download

  bool operator==(const View&) const = default;
};

}  // namespace sws
