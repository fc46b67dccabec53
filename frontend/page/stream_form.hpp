// What the visitor wants of a stream: four fields of a form, which also stand in the page's address so that a
// choice can be shared and reloaded. An empty field leaves the choice to the server.
#pragma once

#include <array>
#include <string>
#include <string_view>

#include "shared/limits.hpp"
#include "shared/message.hpp"

namespace sws {

// As typed.
struct StreamForm {
  std::string min, max, interval_ms, count;
  bool operator==(const StreamForm&) const = default;
};

// The fields and what each is called in the address.
struct FormField {
  std::string_view name;
  std::string StreamForm::*text;
};
inline constexpr std::array<FormField, 4> kFormFields = {{{"min", &StreamForm::min},
                                                          {"max", &StreamForm::max},
                                                          {"interval_ms", &StreamForm::interval_ms},
                                                          {"count", &StreamForm::count}}};

// What to ask the server for, or what is wrong with it in words (then `start` is not to be used).
struct FormReading {
  Start start;
  std::string problem;
};
FormReading read_form(const StreamForm& form, const Limits& limits);

// "#min=0&max=100"; empty if all is left to the server.
std::string to_address(const StreamForm& form);
StreamForm from_address(std::string_view hash);

}  // namespace sws
