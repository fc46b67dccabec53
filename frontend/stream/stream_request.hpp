// What a connection is opened for. The address says it, because the server commits to a stream's numbers before the
// page can say anything.
#pragma once

#include <cstdint>
#include <optional>

namespace sws {

struct StreamRequest {
  bool resumes = false;                     // the connection continues a stream and needs no offer of another one
  std::optional<std::uint32_t> count = {};  // how many numbers a new stream shall have; the server chooses if none
  bool operator==(const StreamRequest&) const = default;
};

}  // namespace sws
