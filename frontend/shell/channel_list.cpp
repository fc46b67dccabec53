#include "frontend/shell/channel_list.hpp"

#include <emscripten.h>

#include <cstdlib>

namespace sws {
namespace {

void (*the_handler)(const std::string& lines) = nullptr;

using Listed = void (*)(char* lines, std::size_t size);  // the text must be freed

void on_list(char* text, std::size_t size) {
  const std::string lines(text, size);
  std::free(text);
  the_handler(lines);
}

// clang-format cannot lay out JavaScript.
// clang-format off
EM_JS(void, take_list, (Listed listed), {
  const own = ["name", "kind", "title", "unit", "min", "max"];
  const defaults = ["min", "max", "interval_ms", "count"];
  const cell = (value) => String(value == null ? "" : value).split("\t").join(" ").split("\n").join(" ");
  const cells = (object, members) => members.map((member) => cell(object && object[member]));
  const line = (channel) => cells(channel, own).concat(cells(channel && channel.defaults, defaults)).join("\t") + "\n";
  Module.channels.then((channels) => {
    const text = Array.isArray(channels) ? channels.map(line).join("") : "";
    wasmTable.get(listed)(...placed(text));
  });
});
// clang-format on

}  // namespace

void list_channels(void (*listed)(const std::string& lines)) {
  the_handler = listed;
  take_list(on_list);
}

}  // namespace sws
