#include "frontend/shell/browser_socket.hpp"

#include <emscripten.h>

#include <cstdlib>

#include "frontend/shell/callback.hpp"
#include "shared/close_code.hpp"

namespace sws {
namespace {

SocketHandler the_handler;

// These take a text that they must free.
using TextCallback = void (*)(char* text, std::size_t size);
using CloseCallback = void (*)(int code, char* reason, std::size_t size);

// Module.socket is the open socket. The events of another one are too late for the handler. clang-format cannot lay
// out JavaScript.
// clang-format off
EM_JS(int, create_socket, (const char* url, Callback opened, TextCallback text, Callback binary, Callback failed, CloseCallback closed), {
  let socket;
  try {
    socket = new WebSocket(UTF8ToString(url));
  } catch (refused) {
    return 0;
  }
  const hear = (type, take) => { socket["on" + type] = (event) => Module.socket == socket && take(event); };
  hear("open", () => wasmTable.get(opened)());
  hear("message", ({ data }) => typeof data == "string" ? wasmTable.get(text)(...placed(data)) : wasmTable.get(binary)());
  hear("error", () => wasmTable.get(failed)());
  hear("close", ({ code, reason }) => wasmTable.get(closed)(code, ...placed(reason)));
  Module.socket = socket;
  return 1;
});
EM_JS(void, send_over_socket, (const char* text), { Module.socket.send(UTF8ToString(text)); });
EM_JS(void, end_socket, (int code), { Module.socket.close(code); });
EM_JS(void, forget_socket, (), { Module.socket = null; });
// clang-format on

bool has_socket = false;

void discard_socket() {
  forget_socket();
  has_socket = false;
}

void on_text(char* text, std::size_t size) {
  the_handler.text({text, size});
  std::free(text);
}

void on_close(int code, char* reason, std::size_t size) {
  discard_socket();
  the_handler.closed(static_cast<std::uint16_t>(code), {reason, size});
  std::free(reason);
}

}  // namespace

bool open_socket(const std::string& url, const SocketHandler& handler) {
  close_socket();
  the_handler = handler;
  has_socket = create_socket(url.c_str(), handler.opened, on_text, handler.binary, handler.failed, on_close) != 0;
  return has_socket;
}

void send_text(std::string_view text) {
  send_over_socket(std::string(text).c_str());
}

void begin_to_close_socket() {
  end_socket(static_cast<int>(CloseCode::normal));
}

void close_socket() {
  if (!has_socket) return;
  begin_to_close_socket();
  discard_socket();
}

}  // namespace sws
