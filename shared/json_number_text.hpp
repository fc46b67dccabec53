// Finds the end of a number in JSON text.
#pragma once

#include <string_view>

namespace sws {

// A number as RFC 8259 §6 spells it.
class JsonNumberText {
 public:
  // REQUIRES: begin < end.
  JsonNumberText(const char* begin, const char* end) : at_(begin), end_(end) {
    take("-");
    is_good_ = take("0") || take_digits();
    if (take(".")) is_good_ = is_good_ && take_digits();
    if (is_good_ && take("eE")) {
      take("+-");
      is_good_ = take_digits();
    }
  }

  bool is_good() const { return is_good_; }
  const char* end() const { return at_; }  // if it is not good, the place at which that shows

 private:
  bool take(std::string_view one_of) {
    const bool is_there = at_ < end_ && one_of.find(*at_) != std::string_view::npos;
    return is_there && ++at_;
  }
  bool take_digits() {
    const char* const first = at_;
    while (take("0123456789")) {
    }
    return at_ > first;
  }

  const char* at_;
  const char* end_;
  bool is_good_ = false;
};

}  // namespace sws
