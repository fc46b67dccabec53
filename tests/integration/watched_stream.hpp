// What a viewer has seen of one stream of protocol 1, over however many connections: it verifies every number as it
// arrives, as the page does. A test passes the messages in, whatever brought them. Whatever no viewer should get
// throws std::runtime_error. One thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "shared/chain_verifier.hpp"
#include "shared/message.hpp"
#include "shared/proof.hpp"

namespace sws {

class WatchedStream {
 public:
  // The stream that the first `hello` offers. `client_seed`: what the viewer chooses in `start`.
  explicit WatchedStream(std::string client_seed = "x") : client_seed_(std::move(client_seed)) {}

  // A stream that is known from elsewhere, of which no number has come yet.
  WatchedStream(Offer offer, std::string client_seed, std::string token);

  // Takes the next message that the server sends. The numbers must be the next ones. Those of a stream with roots
  // are verified at once, and those of a longer one at its end.
  void take(const ServerMessage& message);

  const std::optional<Offer>& offer() const { return offer_; }
  const std::optional<Started>& started() const { return started_; }  // the newest one
  const std::optional<End>& end() const { return end_; }
  const std::string& client_seed() const { return client_seed_; }
  const std::string& token() const { return token_; }
  const std::vector<std::int32_t>& numbers() const { return numbers_; }  // from number 0 on

  // What the page would save. REQUIRES: started(), and end() if the stream has no roots.
  Proof proof() const;

 private:
  void take_hello(const Hello& hello);
  void take_started(const Started& started);
  void take_numbers(std::uint64_t seq, std::span<const std::int32_t> numbers, std::span<const Key> keys);
  void take_end(const End& end);

  std::string client_seed_;
  std::string token_;
  std::optional<Offer> offer_;
  std::optional<Started> started_;
  std::optional<End> end_;
  std::optional<ChainVerifier> verifier_;  // of a stream with roots
  std::vector<std::int32_t> numbers_;
};

}  // namespace sws
