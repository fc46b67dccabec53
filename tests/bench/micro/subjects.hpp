// What is done for each number, in the pieces that are timed natively (native.cpp) and in Wasm (wasm.cpp). Each
// piece takes a running index, so that no two calls do the same, and returns something that depends on all of its
// work.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "backend/frame.hpp"
#include "shared/codec.hpp"
#include "shared/number_sequence.hpp"

namespace sws::bench {

class Subjects {
 public:
  // The codec, on the server's side: a number to its text.
  std::size_t encode_plain(std::uint32_t i) { return encode_plain_number(number(i), text_); }

  // The codec, on the page's side: a text to what it means.
  std::size_t decode_plain(std::uint32_t i) { return decode_server_message(kTexts[i % kTexts.size()])->index(); }

  // Number i of a stream.
  std::size_t derive(std::uint32_t i) { return static_cast<std::size_t>(numbers_.at(i)); }

  // A whole frame as the server sends it, its number being known.
  std::size_t frame_plain(std::uint32_t i) {
    frame_.set_size(encode_plain_number(number(i), frame_.text()));
    return frame_.bytes().size();
  }

 private:
  static constexpr std::array<std::string_view, 4> kTexts{R"({"message": 72})", R"({"message": 5})",
                                                          R"({"message": 100})", R"({"message": 41})"};

  static std::int32_t number(std::uint32_t i) { return static_cast<std::int32_t>(i % 101); }

  NumberSequence numbers_{Seed{}, "0123456789abcdefghijkl", 0, 100};
  std::array<char, kMaxPlainNumberText> text_{};
  TextFrame<kMaxPlainNumberText> frame_;
};

}  // namespace sws::bench
