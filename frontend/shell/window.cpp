#include "frontend/shell/window.hpp"

#include <emscripten.h>

#include <algorithm>
#include <chrono>

#include "frontend/shell/text_property.hpp"

namespace sws {
namespace {

// clang-format cannot lay out JavaScript.
// clang-format off
EM_JS(int, start_timeout, (double milliseconds, Callback fire), {
  return setTimeout(() => wasmTable.get(fire)(), milliseconds);
});
// Browsers hold back timers that follow each other, and those of hidden pages for up to a minute, but not messages.
EM_JS(void, call_next, (Callback fire), {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => {
    port1.close();
    wasmTable.get(fire)();
  };
  port2.postMessage(0);
});
EM_JS(void, clear_timeout, (int id), { clearTimeout(id); });
EM_JS(void, request_frame, (Callback fire), { requestAnimationFrame(() => wasmTable.get(fire)()); });
EM_JS(double, start_time, (), { return Date.now() - performance.now(); });
EM_JS(int, timezone_minutes, (), { return -new Date().getTimezoneOffset(); });
EM_JS(void, random_values, (std::uint8_t* bytes, std::size_t size), {
  crypto.getRandomValues(HEAPU8.subarray(bytes, bytes + size));
});
EM_JS(int, document_is_visible, (), { return document.visibilityState == "visible"; });
EM_JS(void, listen_for_visibility, (Callback changed), {
  document.addEventListener("visibilitychange", () => wasmTable.get(changed)());
});
EM_JS(int, navigator_is_online, (), { return navigator.onLine; });
EM_JS(void, listen_to_window, (const char* type, Callback happened), {
  addEventListener(UTF8ToString(type), () => wasmTable.get(happened)());
});
EM_JS(void, replace_hash, (const char* hash), {
  const address = new URL(location.href);
  address.hash = UTF8ToString(hash);
  history.replaceState(null, "", address);
});
// clang-format on

std::optional<Moment> timer_due;
int timer_id = 0;
Callback timer_callback = nullptr;

void on_timeout() {
  timer_due.reset();
  timer_callback();
}

double milliseconds(Moment time) {
  return std::chrono::duration<double, std::milli>(time).count();
}

}  // namespace

Moment now() {
  return std::chrono::duration_cast<Moment>(std::chrono::duration<double, std::milli>(emscripten_get_now()));
}

std::int64_t time_of_day_at_start() {
  return static_cast<std::int64_t>(start_time());
}

std::int64_t local_time_offset() {
  return std::int64_t{60'000} * timezone_minutes();
}

void set_timer(std::optional<Moment> moment, Callback fire) {
  timer_callback = fire;
  // The deadline moves on with every number. To set the timer anew each time would cost more than the one needless
  // call of a timer that comes too early.
  if (!moment || (timer_due && *timer_due <= *moment)) return;
  if (timer_due) clear_timeout(timer_id);
  timer_due = moment;
  const Moment wait = *moment - now();
  if (wait <= Moment(0)) return call_next(on_timeout);
  timer_id = start_timeout(milliseconds(wait), on_timeout);
}

void call_after(Moment wait, Callback fire) {
  start_timeout(milliseconds(wait), fire);
}

void call_before_next_paint(Callback fire) {
  request_frame(fire);
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

bool is_online() {
  return navigator_is_online() != 0;
}

void on_network_change(Callback changed) {
  listen_to_window("online", changed);
  listen_to_window("offline", changed);
}

std::string whole_address() {
  return location_property("href");
}

std::string address_origin() {
  return location_property("origin");
}

std::string address_path() {
  return location_property("pathname");
}

std::string address_hash() {
  return location_property("hash");
}

void replace_address_hash(const std::string& hash) {
  replace_hash(hash.c_str());
}

void on_address_change(Callback changed) {
  listen_to_window("hashchange", changed);
}

}  // namespace sws
