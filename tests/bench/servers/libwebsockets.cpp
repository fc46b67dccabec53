// The same stream in a typical implementation with libwebsockets, on one thread and libuv's epoll: with `--timers
// each` every viewer has a timer of its own (lws_sul), with `--timers wheel` one lws_sul serves a wheel of 10 ms
// slots, as the floor's. A number is written when libwebsockets says that the socket is writable, as its
// documentation demands.
#include <libwebsockets.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <random>

#include "tests/bench/servers/floor_options.hpp"
#include "tests/bench/servers/wheel.hpp"

namespace {

// libwebsockets allocates it, filled with zeros, for each viewer.
struct Session {
  lws_sorted_usec_list_t timer;  // first, because its callback is given its address
  lws* connection;
  std::int64_t due;  // of the next number, monotonic; µs
  sws::bench::Wheel<Session>::Place place;
};

struct Server {
  lws_context* context = nullptr;
  bool has_wheel = false;
  std::int64_t interval_us = 0;
  std::int64_t tick = 0;
  sws::bench::Wheel<Session> wheel{1};
  lws_sorted_usec_list_t timer{};
  std::minstd_rand random{std::random_device{}()};
};

Server server;

std::int64_t now_us() {
  return lws_now_usecs();
}

constexpr std::int64_t kSlotUs = 10'000;

void on_timer(lws_sorted_usec_list_t* timer) {
  Session& session = *reinterpret_cast<Session*>(timer);
  lws_callback_on_writable(session.connection);
  session.due += server.interval_us;
  const lws_usec_t left = std::max<std::int64_t>(1, session.due - now_us());
  lws_sul_schedule(server.context, 0, &session.timer, on_timer, left);
}

void on_slot(lws_sorted_usec_list_t* timer) {
  for (const std::int64_t now = now_us() / kSlotUs; server.tick < now;) {
    for (Session* session : server.wheel.slot(++server.tick)) lws_callback_on_writable(session->connection);
  }
  lws_sul_schedule(server.context, 0, timer, on_slot, (server.tick + 1) * kSlotUs - now_us());
}

void join(Session& session, lws* connection) {
  session.connection = connection;
  lws_callback_on_writable(connection);  // the first number
  if (server.has_wheel) {
    server.wheel.join(session, now_us() / kSlotUs);
  } else {
    session.due = now_us() + server.interval_us;
    lws_sul_schedule(server.context, 0, &session.timer, on_timer, server.interval_us);
  }
}

void leave(Session& session) {
  if (server.has_wheel) {
    server.wheel.leave(session);
  } else {
    lws_sul_cancel(&session.timer);
  }
}

int write_number(lws* connection) {
  std::array<unsigned char, LWS_PRE + 32> buffer;
  const unsigned number = static_cast<unsigned>(server.random()) % 101;
  auto* const text = reinterpret_cast<char*>(buffer.data() + LWS_PRE);
  const int size = std::snprintf(text, buffer.size() - LWS_PRE, "{\"message\": %u}", number);
  return lws_write(connection, buffer.data() + LWS_PRE, static_cast<std::size_t>(size), LWS_WRITE_TEXT) < size ? -1
                                                                                                               : 0;
}

int on_event(lws* connection, lws_callback_reasons reason, void* user, void* in, std::size_t size) {
  Session* const session = static_cast<Session*>(user);
  switch (reason) {
    case LWS_CALLBACK_ESTABLISHED:
      join(*session, connection);
      return 0;
    case LWS_CALLBACK_CLOSED:
      leave(*session);
      return 0;
    case LWS_CALLBACK_SERVER_WRITEABLE:
      return write_number(connection);
    case LWS_CALLBACK_RECEIVE:
      return 0;  // messages of viewers are ignored
    default:
      return lws_callback_http_dummy(connection, reason, user, in, size);
  }
}

}  // namespace

int main(int argc, char** argv) {
  const auto options = sws::bench::parse_floor_options(argc, argv);
  sws::bench::raise_open_files();
  server.has_wheel = options.has_wheel;
  server.interval_us = options.interval_ms * 1000;
  const auto slots = std::max<std::int64_t>(1, server.interval_us / kSlotUs);
  server.wheel = sws::bench::Wheel<Session>(static_cast<std::size_t>(slots));
  lws_set_log_level(LLL_ERR, nullptr);

  std::array<lws_protocols, 2> protocols{};
  protocols[0].name = "numbers";
  protocols[0].callback = on_event;
  protocols[0].per_session_data_size = sizeof(Session);
  protocols[0].rx_buffer_size = 128;  // of each viewer; they never speak
  lws_context_creation_info info{};
  info.options = LWS_SERVER_OPTION_LIBUV | LWS_SERVER_OPTION_EXPLICIT_VHOSTS;
  info.port = options.port;
  info.iface = "127.0.0.1";
  info.protocols = protocols.data();
  // Its own handler only destroys the context, and the loop below would not end.
  info.signal_cb = [](void*, int) { std::_Exit(EXIT_SUCCESS); };
  server.context = lws_create_context(&info);
  if (server.context == nullptr) {
    std::fputs("libwebsockets has no event loop of libuv (libwebsockets-evlib-uv)\n", stderr);
    return EXIT_FAILURE;
  }
  lws_vhost* const host = lws_create_vhost(server.context, &info);
  if (host == nullptr) return EXIT_FAILURE;
  std::printf("Serving http://127.0.0.1:%d/\n", lws_get_vhost_listen_port(host));
  std::fflush(stdout);
  if (server.has_wheel) {
    server.tick = now_us() / kSlotUs;
    on_slot(&server.timer);
  }
  while (lws_service(server.context, 0) >= 0) {
  }
  return EXIT_SUCCESS;
}
