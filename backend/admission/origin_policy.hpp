// Decides which web pages may open a stream (RFC 6455 §10.2). A browser says in `Origin` which page's script asks.
// Other programs may send any Origin or none, so this policy protects visitors of foreign pages and not the server.
// Immutable after construction: it may be read from any thread.
#pragma once

#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "backend/admission/origin.hpp"

namespace sws {

class OriginPolicy {
 public:
  // The default allows the pages of the host that the request is sent to, on any port. All names and addresses of
  // this machine's loopback count as one host.
  OriginPolicy() = default;

  // Also allows the origins that are listed.
  explicit OriginPolicy(std::vector<OriginPattern> also) : also_(std::move(also)) {}

  // `origin` is the value of the field Origin, or nothing if the request has none: then no browser page asks, and
  // the request is allowed. `host` is the value of the field Host (RFC 9110 §7.2).
  bool allows(std::optional<std::string_view> origin, std::string_view host) const;

 private:
  std::vector<OriginPattern> also_;
};

}  // namespace sws
