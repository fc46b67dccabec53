#include "frontend/shell/window.hpp"

#include <emscripten.h>

#include <algorithm>
#include <chrono>

namespace sws {
namespace {

// JavaScript is not laid out by clang-format.
// clang-format off
EM_JS(int, start_timeout, (double milliseconds, Callback fire), {
  return setTimeout(() => wasmTable.get(fire)(), milliseconds);
});
EM_JS(void, clear_timeout, (int id), { clearTimeout(id); });
EM_JS(void, random_values, (std::uint8_t* bytes, std::size_t size), {
  crypto.getRandomValues(HEAPU8.subarray(bytes, bytes + size));
});
EM_JS(int, document_is_visible, (), { return document.visibilityState == "visible"; });
EM_JS(void, listen_for_visibility, (Callback changed), {
  document.addEventListener("visibilitychange", () => wasmTable.get(changed)());
});
EM_JS(void, listen_for_network, (Callback returned), {
  addEventListener("online", () => wasmTable.get(returned)());
});
// clang-format on

std::optional<Moment> timer_due;
int timer_id = 0;
Callback timer_callback = nullptr;

void on_timeout() {
  timer_due.reset();
  timer_callback();
}

}  // namespace

Moment now() {
  return std::chrono::duration_cast<Moment>(std::chrono::duration<double, std::milli>(emscripten_get_now()));
}

void set_timer(std::optional<Moment> moment, Callback fire) {
  timer_callback = fire;
  // A timer that comes too early is harmless: the deadline moves on with every number, and to move the timer each
  // time would cost more than one call in vain.
  if (!moment || (timer_due && *timer_due <= *moment)) return;
  if (timer_due) clear_timeout(timer_id);
  timer_due = moment;
  const std::chrono::duration<double, std::milli> wait = std::max(Moment(0), *moment - now());
  timer_id = start_timeout(wait.count(), on_timeout);
}

void fill_with_random(std::span<std::uint8_t> bytes) {
  random_values(bytes.data(), bytes.size());
}

bool is_visible() {
  return document_is_visible() != 0;
}

void on_visibility_change(Callback changed) {
  listen_for_visibility(changed);
}

void on_network_return(Callback returned) {
  listen_for_network(returned);
}

}  // namespace sws
