// The steps of the work for each number, which are timed natively (native.cpp) and in Wasm (wasm.cpp), and what a
// commitment costs. Each step takes a running index, so that no two calls do the same, and returns a value that
// depends on all of its work.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "backend/websocket/frame.hpp"
#include "shared/chain_verifier.hpp"
#include "shared/codec.hpp"
#include "shared/key_chain.hpp"
#include "shared/number.hpp"

namespace sws::bench {

class Subjects {
 public:
  using Piece = std::size_t (Subjects::*)(std::uint32_t);
  struct Named {
    const char* name;
    Piece piece;
  };
  static const std::array<Named, 11>& all() {
    static constexpr std::array<Named, 11> pieces{{{"commit_to_1000", &Subjects::commit_to_1000},
                                                   {"check_offer_of_1000", &Subjects::check_offer_of_1000},
                                                   {"key_of", &Subjects::key_of},
                                                   {"number_of", &Subjects::number_of_key},
                                                   {"verify_number", &Subjects::verify_number},
                                                   {"encode_plain", &Subjects::encode_plain},
                                                   {"encode_number", &Subjects::encode_number},
                                                   {"frame_plain", &Subjects::frame_plain},
                                                   {"frame_number", &Subjects::frame_number},
                                                   {"decode_plain", &Subjects::decode_plain},
                                                   {"decode_number", &Subjects::decode_number}}};
    return pieces;
  }

  Subjects() {
    for (std::uint32_t n = 0; n < kCount; ++n) {
      keys_.push_back(chain_.key_of(n));
      numbers_.push_back(number_of(keys_[n], kChoice, n));
      texts_.emplace_back(number_text_.data(), encode(Number{n, numbers_[n], keys_[n]}, number_text_));
    }
  }

 private:
  static constexpr std::uint32_t kCount = 1000;
  static constexpr NumberChoice kChoice{"0123456789abcdefghijkl", 0, 100};

  static StreamId stream_of(std::uint32_t i) {
    StreamId stream{};
    for (std::size_t byte = 0; byte < 4; ++byte) stream[byte] = static_cast<std::uint8_t>(i >> 8 * byte);
    return stream;
  }
  static Seed seed_of(const StreamId& stream) { return derive_server_seed(Secret{}, stream); }
  static Offer offer_of(const StreamId& stream) {
    std::vector<Digest> roots = KeyChain(seed_of(stream), stream).roots(kCount);
    const Digest commitment = commitment_of(stream, kCount, roots);
    return {stream, kCount, commitment, std::move(roots)};
  }

  // What a server does to offer a stream, and a page when it gets the offer.
  std::size_t commit_to_1000(std::uint32_t i) { return offer_of(stream_of(i)).commitment[0]; }
  std::size_t check_offer_of_1000(std::uint32_t i) { return fault_of(offers_[i % offers_.size()]).has_value(); }

  // The keys of a stream in turn, and the number that follows from one.
  std::size_t key_of(std::uint32_t i) { return chain_.key_of(i)[0]; }
  std::size_t number_of_key(std::uint32_t i) {
    return static_cast<std::size_t>(number_of(keys_[i % kCount], kChoice, i));
  }

  // The page's side: a number and its key, in turn. The verifier begins anew with each stream.
  std::size_t verify_number(std::uint32_t i) {
    const std::uint32_t n = i % kCount;
    if (n == 0) verifier_.emplace(offers_[0], std::string(kChoice.client_seed), kChoice.min, kChoice.max);
    return verifier_->take(n, std::span(&numbers_[n], 1), std::span(&keys_[n], 1)).has_value();
  }

  // The server's side of the codec: encodes a number as text.
  std::size_t encode_plain(std::uint32_t i) { return encode(PlainNumber{number(i)}, plain_text_); }
  std::size_t encode_number(std::uint32_t i) {
    return encode(Number{i, number(i), keys_[i % kCount]}, number_text_);
  }

  // Encodes a whole frame as the server sends it, for a given number.
  std::size_t frame_plain(std::uint32_t i) {
    TextFrame<kMaxPlainNumberText> frame;
    frame.set_size(encode(PlainNumber{number(i)}, frame.text()));
    return frame.bytes().size();
  }
  std::size_t frame_number(std::uint32_t i) {
    TextFrame<kMaxNumberText> frame;
    frame.set_size(encode(Number{i, number(i), keys_[i % kCount]}, frame.text()));
    return frame.bytes().size();
  }

  // The page's side of the codec: decodes a text.
  std::size_t decode_plain(std::uint32_t i) { return decode_server_message(kPlain[i % kPlain.size()])->index(); }
  std::size_t decode_number(std::uint32_t i) { return decode_server_message(texts_[i % kCount])->index(); }

  static constexpr std::array<std::string_view, 2> kPlain{R"({"message": 72})", R"({"message": 5})"};

  static std::int32_t number(std::uint32_t i) { return static_cast<std::int32_t>(i % 101); }

  std::array<char, kMaxPlainNumberText> plain_text_{};
  std::array<char, kMaxNumberText> number_text_{};
  std::array<Offer, 2> offers_{offer_of(stream_of(0)), offer_of(stream_of(1))};
  KeyChain chain_{seed_of(stream_of(0)), stream_of(0)};
  std::vector<Key> keys_;  // of stream 0, as are the following
  std::vector<std::int32_t> numbers_;
  std::vector<std::string> texts_;
  std::optional<ChainVerifier> verifier_;
};

}  // namespace sws::bench
