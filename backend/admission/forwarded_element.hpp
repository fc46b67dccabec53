// Reads the field Forwarded (RFC 7239 §4) from its end towards its beginning. Pure: it may be called from any
// thread.
#pragma once

#include <optional>
#include <string_view>

namespace sws {

// The parameters of one element that this server reads, without quotes; empty if the element does not have them.
struct ForwardedElement {
  std::string_view for_node;
  std::string_view proto;
};

// Takes the last element off `list`, which becomes nothing once no element is left. An element that is malformed
// has no parameters, and nothing is left before it, because nobody can say where it begins.
ForwardedElement take_last_forwarded_element(std::optional<std::string_view>& list);

}  // namespace sws
