// Converts the text of a JSON number to a double and back, exactly: what json_text() writes reads back equal, here
// and in every other correct reader. Pure; any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace sws {

// The double that is nearest to the number; nothing if that is infinite. REQUIRES: `text` is a number by the
// grammar of RFC 8259 §6.
std::optional<double> json_double(std::string_view text);

// The shortest digits that read back equal, as JavaScript spells them: "21.5", "100000" or "1e-9". REQUIRES:
// `number` is finite.
std::string json_text(double number);

}  // namespace sws
