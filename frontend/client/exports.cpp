// The interface between client.mjs and the Follower. Each follow() of client.mjs has a Wasm instance of its own, so
// there is one Follower, in a global variable. client.mjs calls the functions at the end of this file. Times are
// milliseconds: `now` of a steady clock, and `wall` since the Unix epoch. A text from JavaScript is written into
// room(), and its size is passed; a text for JavaScript is an address and a size.
#include <emscripten.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <limits>
#include <string>

#include "frontend/client/follower.hpp"

// The functions that client.mjs provides.
#define SWS_FROM_JS(name) extern "C" __attribute__((import_module("js"), import_name(name)))
// Opens a socket, with protocol 1 or the plain one, for a stream of `count` numbers, which is not a number if the
// server chooses. Returns 0 if it cannot.
SWS_FROM_JS("open") int js_open(int is_plain, double count, int resumes);
SWS_FROM_JS("send") void js_send(const char* text, std::size_t size);
SWS_FROM_JS("ask") void js_ask();
SWS_FROM_JS("beginClose") void js_begin_close();
SWS_FROM_JS("close") void js_close();
SWS_FROM_JS("fill") void js_fill(std::uint8_t* bytes, std::size_t size);

namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

class Ports final : public sws::SocketPort, public sws::RandomSource {
 public:
  bool open(const sws::StreamRequest& request) override {
    const bool is_plain = request.protocol == sws::StreamProtocol::plain;
    return js_open(is_plain, request.count ? *request.count : kNone, request.resumes) != 0;
  }
  void send(std::string_view text) override { js_send(text.data(), text.size()); }
  void ask(const sws::StreamRequest&) override { js_ask(); }
  void begin_close() override { js_begin_close(); }
  void close() override { js_close(); }
  void fill(std::span<std::uint8_t> bytes) override { js_fill(bytes.data(), bytes.size()); }
};

Ports ports;
std::optional<sws::Follower> follower;
std::string the_room;

// What take() tells of a number, as client.mjs reads it.
struct {
  double number, value, at;
  double gap_from, gap_to;  // both counted as in `number`, and both included; not a number if there is none
  double is_verified;
} item;

sws::Moment moment(double milliseconds) {
  return std::chrono::duration_cast<sws::Moment>(std::chrono::duration<double, std::milli>(milliseconds));
}

template <class Value>
std::optional<Value> wish(double value) {
  return std::isnan(value) ? std::nullopt : std::optional(static_cast<Value>(value));
}

std::string_view room_up_to(std::size_t size) {
  return {the_room.data(), size};
}

}  // namespace

extern "C" {

// Makes room for a text of `size` bytes.
EMSCRIPTEN_KEEPALIVE char* room(std::size_t size) {
  the_room.resize(size);
  return the_room.data();
}

// Connects. A wish that is not a number is not there.
EMSCRIPTEN_KEEPALIVE void begin(double min, double max, double interval_ms, double count, double last, double now) {
  const sws::StreamChoice choice{wish<std::int32_t>(min), wish<std::int32_t>(max), wish<std::uint32_t>(interval_ms),
                                 wish<std::uint32_t>(count)};
  follower.emplace(ports, ports, sws::Follower::Wishes{choice, wish<std::uint64_t>(last)}, moment(now));
}

EMSCRIPTEN_KEEPALIVE void opened(double now) {
  follower->session().socket_opened(moment(now));
}

EMSCRIPTEN_KEEPALIVE void text(std::size_t size, double now, double wall) {
  follower->text_received(room_up_to(size), moment(now), static_cast<std::int64_t>(wall));
}

EMSCRIPTEN_KEEPALIVE void binary() {
  follower->session().binary_received();
}

EMSCRIPTEN_KEEPALIVE void failed(double now) {
  follower->session().socket_failed(moment(now));
}

EMSCRIPTEN_KEEPALIVE void closed(int code, std::size_t reason, double now) {
  follower->session().socket_closed(static_cast<std::uint16_t>(code), room_up_to(reason), moment(now));
}

// The room holds the Content-Type, Retry-After and Date of the answer, a line each, and behind them its body.
EMSCRIPTEN_KEEPALIVE void answered(int status, std::size_t size, double now) {
  sws::HttpAnswer answer{.status = status};
  std::string_view rest = room_up_to(size);
  for (std::string* const value : {&answer.content_type, &answer.retry_after, &answer.date}) {
    *value = rest.substr(0, rest.find('\n'));
    rest.remove_prefix(std::min(value->size() + 1, rest.size()));
  }
  answer.text = rest;
  follower->session().answered(answer, moment(now));
}

EMSCRIPTEN_KEEPALIVE void online(double now) {
  follower->session().network_returned(moment(now));
}

EMSCRIPTEN_KEEPALIVE void tick(double now) {
  follower->tick(moment(now));
}

// When to call tick(), or no number.
EMSCRIPTEN_KEEPALIVE double deadline() {
  const auto due = follower->deadline();
  return due ? std::chrono::duration<double, std::milli>(*due).count() : kNone;
}

// Returns the address of the next number's six doubles, or null if it has not come.
EMSCRIPTEN_KEEPALIVE const double* take() {
  const auto taken = follower->take();
  if (!taken) return nullptr;
  item = {static_cast<double>(taken->seq) + 1,
          taken->value,
          static_cast<double>(taken->at_ms),
          taken->gap ? static_cast<double>(taken->gap->from) + 1 : kNone,
          taken->gap && taken->gap->to ? static_cast<double>(*taken->gap->to) : kNone,
          taken->is_verified ? 1.0 : 0.0};
  return &item.number;
}

// The phase of the session as a number; over only when the last number was verified as well.
EMSCRIPTEN_KEEPALIVE int phase() {
  if (follower->is_over()) return static_cast<int>(sws::Session::Phase::over);
  const auto phase = follower->session().phase();
  return static_cast<int>(phase == sws::Session::Phase::over ? sws::Session::Phase::live : phase);
}

// How it has ended, as a number. REQUIRES: it is over.
EMSCRIPTEN_KEEPALIVE int ending() {
  return static_cast<int>(follower->ending());
}

// Why it reconnects, or why it is over; empty if there is nothing to say. Returns the size of the text, which is
// then in the room.
EMSCRIPTEN_KEEPALIVE std::size_t why() {
  const auto& session = follower->session();
  the_room = follower->is_over()                                    ? follower->fault()
             : session.phase() == sws::Session::Phase::reconnecting ? session.why_lost()
                                                                    : "";
  return the_room.size();
}

}  // extern "C"
