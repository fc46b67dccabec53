// The steps of the work for each number, which are timed natively (native.cpp) and in Wasm (wasm.cpp). Each step
// takes a running index, so that no two calls do the same, and returns a value that depends on all of its work.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "backend/websocket/frame.hpp"
#include "shared/codec.hpp"
#include "shared/number_sequence.hpp"

namespace sws::bench {

class Subjects {
 public:
  using Piece = std::size_t (Subjects::*)(std::uint32_t);
  struct Named {
    const char* name;
    Piece piece;
  };
  static const std::array<Named, 7>& all() {
    static constexpr std::array<Named, 7> pieces{{{"derive", &Subjects::derive},
                                                  {"encode_plain", &Subjects::encode_plain},
                                                  {"encode_number", &Subjects::encode_number},
                                                  {"frame_plain", &Subjects::frame_plain},
                                                  {"frame_number", &Subjects::frame_number},
                                                  {"decode_plain", &Subjects::decode_plain},
                                                  {"decode_number", &Subjects::decode_number}}};
    return pieces;
  }

 private:
  // Number i of a stream.
  std::size_t derive(std::uint32_t i) { return static_cast<std::size_t>(numbers_.at(i)); }

  // The server's side of the codec: encodes a number as text.
  std::size_t encode_plain(std::uint32_t i) { return encode(PlainNumber{number(i)}, plain_text_); }
  std::size_t encode_number(std::uint32_t i) { return encode(Number{i, number(i)}, number_text_); }

  // Encodes a whole frame as the server sends it, for a given number.
  std::size_t frame_plain(std::uint32_t i) {
    TextFrame<kMaxPlainNumberText> frame;
    frame.set_size(encode(PlainNumber{number(i)}, frame.text()));
    return frame.bytes().size();
  }
  std::size_t frame_number(std::uint32_t i) {
    TextFrame<kMaxNumberText> frame;
    frame.set_size(encode(Number{i, number(i)}, frame.text()));
    return frame.bytes().size();
  }

  // The page's side of the codec: decodes a text.
  std::size_t decode_plain(std::uint32_t i) { return decode_server_message(kPlain[i % kPlain.size()])->index(); }
  std::size_t decode_number(std::uint32_t i) { return decode_server_message(kNumber[i % kNumber.size()])->index(); }

  static constexpr std::array<std::string_view, 2> kPlain{R"({"message": 72})", R"({"message": 5})"};
  static constexpr std::array<std::string_view, 2> kNumber{R"({"type":"number","seq":17,"message":42})",
                                                           R"({"type":"number","seq":18,"message":7})"};

  static std::int32_t number(std::uint32_t i) { return static_cast<std::int32_t>(i % 101); }

  NumberSequence numbers_{Seed{}, "0123456789abcdefghijkl", 0, 100};
  std::array<char, kMaxPlainNumberText> plain_text_{};
  std::array<char, kMaxNumberText> number_text_{};
};

}  // namespace sws::bench
