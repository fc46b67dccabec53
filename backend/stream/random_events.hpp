// The numbers of a random channel as Server-Sent Events (shared/PROTOCOL.md). Each event has an id with which any
// server of the cluster continues the stream behind it: the resume token of protocol 1 and the number to go on
// with. The client's seed in the token is "events". The numbers follow from the token as those of protocol 1 do, so
// a token means the same numbers whatever they are sent over; but nothing is committed to and no key is sent, so
// that nobody can prove them. It keeps no history: numbers that a viewer missed are computed again.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "backend/config/settings.hpp"
#include "backend/stream/number_stream.hpp"
#include "shared/codec.hpp"
#include "shared/key_chain.hpp"
#include "shared/token.hpp"

namespace sws {

class RandomEvents final : public NumberStream {
 public:
  // All but `last_event_id` must outlive it. With an empty `last_event_id` a new stream begins. An id with which no
  // stream goes on has the same effect, but first an event tells the viewer so: an EventSource that gets an error
  // as its response never connects again.
  RandomEvents(Outlet& outlet, const Settings& settings, CatchUp& catch_up, std::string last_event_id);

  // Whether all numbers before `last_event_id`, which one of this server's secrets signed, were the whole stream.
  static bool is_complete(const Settings& settings, std::string_view last_event_id);

  void on_open() override;
  void on_message(std::string_view, bool) override {}
  Outlet::Account account() const override;

 private:
  static constexpr std::string_view kClientSeed = "events";
  static constexpr std::string_view kId = "id: ";
  static constexpr std::string_view kData = "\ndata: ";
  static constexpr std::string_view kEnd = "\n\n";
  static constexpr std::size_t kMaxToken = kMaxTokenLength - (kMaxClientSeedLength - kClientSeed.size()) * 4 / 3;
  static constexpr std::size_t kMaxBegin = kId.size() + kMaxToken + 1;
  static constexpr std::size_t kMaxNextDigits = std::string_view("4294967295").size();

  void resume(std::string_view last_event_id);
  void start();
  void begin(const SignedStream& stream, SteadyTime start, std::uint32_t next, bool is_resumed);

  std::int32_t number(std::uint32_t n);
  std::span<const char> event_of(std::uint32_t n);  // valid until the next call

  SendStatus send_number(std::uint32_t seq) override { return outlet().send(event_of(seq)); }
  SendStatus send_numbers(std::uint32_t seq, std::uint32_t count) override;
  std::uint32_t most_at_once() const override;
  void on_complete() override;

  const Settings& settings_;
  std::string last_event_id_;  // until on_open()
  std::int32_t min_ = 0, max_ = 0;
  std::optional<KeyChain> chain_;  // from on_open() on
  // The event that is being sent. All of a stream's events begin in the same way, up to the number to go on with.
  std::uint8_t begin_size_ = 0;
  std::array<char, kMaxBegin + kMaxNextDigits + kData.size() + kMaxPlainNumberText + kEnd.size()> event_;
};

}  // namespace sws
