// Whether whoever asks for a stream may have one: by the page that asks, by their token, and by how many streams
// their address has already.
#pragma once

#include <optional>

#include "backend/admission/admission.hpp"
#include "backend/admission/forwarded.hpp"
#include "backend/config/settings.hpp"
#include "backend/http/refusal.hpp"
#include "backend/http/request_check.hpp"

namespace sws {

// `slot` is the connection's; where a trusted proxy speaks for `client` it becomes that client's. `now`: seconds
// since 1970. Nothing: the viewer is welcome.
std::optional<Refusal> check_viewer(const RequestHeader& request, const Client& client, const Settings& settings,
                                    Admission& admission, Admission::Slot& slot, std::int64_t now);

}  // namespace sws
