// The form in which a visitor chooses a stream's range, interval and count. Its four fields also stand in the
// page's address, so that a choice can be shared and reloaded. An empty field leaves the choice to the server. Pure
// functions; the server checks everything again.
#pragma once

#include <array>
#include <string>
#include <string_view>

#include "frontend/stream/stream_choice.hpp"
#include "shared/limits.hpp"

namespace sws {

// The fields as the visitor typed them.
struct StreamForm {
  std::string min, max, interval_ms, count;
  // A bit for each of kFormFields, set if the field has a text that the browser does not give because it is no
  // number.
  unsigned unreadable = 0;
  bool operator==(const StreamForm&) const = default;
};

// A field and its name in the address.
struct FormField {
  std::string_view name;
  std::string StreamForm::*text;
};
inline constexpr std::array<FormField, 4> kFormFields = {{{"min", &StreamForm::min},
                                                          {"max", &StreamForm::max},
                                                          {"interval_ms", &StreamForm::interval_ms},
                                                          {"count", &StreamForm::count}}};

// The choice that the form states. If `problem` is not empty, it says what is wrong with the form, and `choice`
// must not be used.
struct FormReading {
  StreamChoice choice;
  std::string problem;
  unsigned wrong = 0;  // a bit for each of kFormFields
};
// `defaults` are what the server takes for empty fields, as far as it has said so.
FormReading read_form(const StreamForm& form, const Limits& limits, const StreamForm& defaults);

// The form as the fragment of an address, such as "#min=0&max=100", and back. An empty form gives an empty
// fragment. from_address() skips everything that it does not know.
std::string to_address(const StreamForm& form);
StreamForm from_address(std::string_view hash);

}  // namespace sws
