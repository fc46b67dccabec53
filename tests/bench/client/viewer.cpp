#include "tests/bench/client/viewer.hpp"

#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <cstdlib>

#include "tests/bench/client/clock.hpp"
#include "tests/bench/client/connect.hpp"

namespace sws::bench {

void Viewer::settle(State state) {
  state_ = state;
  if (!is_counted_) {
    is_counted_ = true;
    context_.results.failed += state == State::ended ? 1 : 0;
    ++context_.results.settled;
  }
  if (state == State::streaming && gone_ != 0) context_.results.back.record(monotonic_now() - gone_);
  gone_ = 0;
}

void Viewer::lost() {
  if (state_ == State::ended) return;
  if (state_ == State::streaming || gone_ != 0) ++context_.results.closed;
  settle(State::ended);
  ::close(fd_);
}

void Viewer::cut(std::int64_t now) {
  ::close(fd_);
  state_ = State::ended;
  carry_.clear();
  gone_ = now;
  last_ = 0;
  ++context_.results.cut;
}

void Viewer::reconnect(int fd) {
  fd_ = fd;
  state_ = State::connecting;
}

void Viewer::writable() {
  if (state_ != State::connecting) return;
  state_ = State::upgrading;
  const std::string& request = context_.requests[channel_];
  if (::send(fd_, request.data(), request.size(), MSG_NOSIGNAL) != static_cast<ssize_t>(request.size())) lost();
}

void Viewer::say(std::uint8_t opcode, const std::string& payload) {
  const std::string frame = masked_frame(opcode, payload);
  if (::send(fd_, frame.data(), frame.size(), MSG_NOSIGNAL) != static_cast<ssize_t>(frame.size())) lost();
}

void Viewer::received(std::string_view bytes, std::int64_t now) {
  if (!carry_.empty()) bytes = carry_.append(bytes);
  std::size_t used = 0;
  if (state_ == State::upgrading) used = take_response(bytes);
  if (state_ == State::greeting || state_ == State::streaming) used += take_frames(bytes.substr(used), now);
  // There is rarely an incomplete frame, so usually nothing is copied here.
  if (carry_.empty()) {
    carry_ = bytes.substr(used);
  } else {
    carry_.erase(0, used);
  }
}

std::size_t Viewer::take_response(std::string_view bytes) {
  const std::size_t end = bytes.find("\r\n\r\n");
  if (end == std::string_view::npos) return 0;
  if (!bytes.starts_with("HTTP/1.1 101")) {
    lost();
  } else if (context_.settings.protocol == 1) {
    state_ = State::greeting;
  } else {
    settle(State::streaming);
  }
  return end + 4;
}

std::size_t Viewer::take_frames(std::string_view bytes, std::int64_t now) {
  std::size_t used = 0;
  while (state_ != State::ended) {
    const Frame frame = parse_frame(bytes.substr(used));
    if (frame.status == FrameStatus::incomplete) break;
    if (frame.status == FrameStatus::violation) {
      lost();
      break;
    }
    used += frame.size;
    on_frame(frame, now);
  }
  return used;
}

void Viewer::on_frame(const Frame& frame, std::int64_t now) {
  if (frame.opcode == kText) return on_text(frame.payload, now);
  if (frame.opcode == kPing) return say(kPong, std::string(frame.payload));
  if (frame.opcode == kClose) lost();
}

void Viewer::on_text(std::string_view text, std::int64_t now) {
  if (state_ == State::greeting) return on_greeting(text);
  if (!context_.deliveries.empty()) return on_produced(text, now);
  if (context_.settings.protocol == 0) return on_numbers(received_, 1, now);
  const auto sequence = integer_member(text, "\"seq\"");
  if (sequence) on_numbers(*sequence, has_type(text, "numbers") ? messages_in_array(text) : 1, now);
}

void Viewer::on_greeting(std::string_view text) {
  const bool is_received = !context_.deliveries.empty();
  if (has_type(text, "hello")) {
    if (is_received && log_.empty()) log_ = string_member(text, "\"log\"");
    return say(kText, opening());
  }
  if (!has_type(text, "started")) {
    context_.results.without_hello += has_type(text, "error") ? 0 : 1;
    return lost();
  }
  const auto start_ms = integer_member(text, "\"start_ms\"");
  if (!start_ms && !is_received) return lost();
  next_ = integer_member(text, "\"next\"").value_or(0);
  start_ = start_ms.value_or(0) * kMillisecond - context_.wall_minus_monotonic;
  settle(State::streaming);
}

std::string Viewer::opening() const {
  if (context_.deliveries.empty()) {
    return R"({"type":"start","client_seed":"bench")" + context_.settings.start_members + "}";
  }
  if (gone_ == 0) return R"({"type":"start","last":0})";
  return R"({"type":"resume","log":")" + log_ + R"(","next":)" + std::to_string(next_) + "}";
}

void Viewer::on_produced(std::string_view text, std::int64_t now) {
  if (const auto sequence = integer_member(text, "\"seq\"")) {
    next_ = *sequence + std::max<std::int64_t>(1, static_cast<std::int64_t>(messages_in_array(text)));
  }
  if (const auto number = integer_member(text, "\"message\"")) return on_delivery(*number, now);
  for (std::string_view rest = messages_array(text); !rest.empty();) {
    std::int64_t number = -1;
    std::from_chars(rest.data(), rest.data() + rest.size(), number);
    on_delivery(number, now);
    rest.remove_prefix(std::min(rest.find(','), rest.size() - 1) + 1);
  }
}

void Viewer::on_delivery(std::int64_t number, std::int64_t now) {
  if (number < 0 || static_cast<std::size_t>(number) >= context_.deliveries.size()) return;
  if (number <= newest_) return;  // a server may send its newest number to a viewer that comes back
  newest_ = number;
  Delivery& delivery = context_.deliveries[static_cast<std::size_t>(number)];
  delivery.receipts.fetch_add(1, std::memory_order_relaxed);
  std::int64_t last = delivery.last.load(std::memory_order_relaxed);
  while (last < now && !delivery.last.compare_exchange_weak(last, now, std::memory_order_relaxed)) {
  }
  if (!is_measured(now)) return;
  ++context_.results.messages;
  context_.results.delivery.record(now - delivery.written.load(std::memory_order_relaxed));
}

bool Viewer::is_measured(std::int64_t now) const {
  return now >= context_.phase.from.load(std::memory_order_relaxed) &&
         now < context_.phase.until.load(std::memory_order_relaxed);
}

void Viewer::on_numbers(std::int64_t sequence, std::size_t count, std::int64_t now) {
  const bool measuring = is_measured(now);
  for (std::size_t i = 0; i < count; ++i, ++sequence) {
    const std::int64_t offset = now - sequence * context_.interval;
    if (measuring) {
      ++context_.results.messages;
      if (last_ != 0) context_.results.jitter.record(std::abs(now - last_ - context_.interval));
      if (context_.settings.protocol == 1) {
        context_.results.lateness.record(offset - start_);
      } else if (measured_ < offsets_.size()) {
        offsets_[measured_++] = offset;
      }
    }
    earliest_ = std::min(earliest_, offset);
    last_ = now;
    ++received_;
  }
}

void Viewer::record_lateness_of_plain() {
  for (const std::int64_t offset : offsets_.first(measured_)) context_.results.lateness.record(offset - earliest_);
}

}  // namespace sws::bench
