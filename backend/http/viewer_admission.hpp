// Decides whether a viewer may have a stream: by the page that asks, by the access token, and by the number of
// connections that the viewer's address already has.
#pragma once

#include <boost/system/result.hpp>
#include <optional>
#include <string_view>

#include "backend/admission/admission.hpp"
#include "backend/admission/forwarded.hpp"
#include "backend/config/settings.hpp"
#include "backend/http/refusal.hpp"
#include "backend/http/request_header.hpp"
#include "backend/loop/clock.hpp"
#include "shared/stream_protocol.hpp"

namespace sws {

// A viewer who asks for a stream.
struct Viewer {
  const RequestHeader& request;
  const StreamRequest& wanted;
  const RequestClient& client;
  std::string_view channel;  // the name of the channel that the viewer asks for
};

struct AdmittedViewer {
  SteadyTime until = SteadyTime::max();  // when the access token that admitted the viewer expires
};

// The refusal says why the viewer is not admitted. `slot` is the connection's. If a trusted proxy named the client,
// admitting the viewer makes the slot count for that client's address (Admission::assign); a refusal leaves the
// slot as it was. A stream to whose numbers the server commits costs it work, so each 1,024 of them count as one
// more new connection of the address.
boost::system::result<AdmittedViewer, Refusal> admit_viewer(const Viewer& viewer, const Settings& settings,
                                                            Admission& admission, Admission::Slot& slot,
                                                            const Clock& clock);

// Returns the refusal that a handshake of this viewer would get, for a page that asks why its handshake failed: the
// same checks in the same order, but nothing is counted. A browser sends no Origin to the page's own server, so the
// page names it in X-Page-Origin. A handshake comes over a connection of its own. If the question `is_first` on its
// connection, the connection's own admission shows that another one is admitted. Events come over the connection of
// the question itself, which is to them as if it were the first.
std::optional<Refusal> would_refuse_viewer(const Viewer& viewer, const Settings& settings, Admission& admission,
                                           bool is_first, const Clock& clock);

// Whether a request has the access token that watching this channel needs, or needs none.
bool permits(const Settings& settings, const RequestHeader& request, std::string_view channel, WallTime now);

}  // namespace sws
