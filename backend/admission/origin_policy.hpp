// Which web pages may open a stream (RFC 6455 §10.2). A browser says in `Origin` whose script is asking; what is no
// browser need not, and may say what it likes: this protects visitors, not the server. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sws {

class OriginPolicy {
 public:
  // The default: pages of the host that the request itself is for, whatever the port. All names of this machine's
  // loopback are one host.
  OriginPolicy() = default;

  // Besides, `https://example.org` or `http://localhost:8080`; "*": any.
  explicit OriginPolicy(std::vector<std::string> also) : also_(std::move(also)) {}

  // True for what may stand in the list.
  static bool is_origin(std::string_view text);

  // `origin`: the field's value, nothing if there is none; `host`: that of the request (RFC 9110 §7.2).
  bool allows(std::optional<std::string_view> origin, std::string_view host) const;

 private:
  std::vector<std::string> also_;
};

}  // namespace sws
