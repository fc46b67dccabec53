// The server's description, in channels.json, of a channel whose numbers are the same for everybody.
// frontend/boot.js chooses the channel.
#pragma once

#include <optional>
#include <string>

namespace sws {

struct ChannelInfo {
  std::string name;
  bool is_shared = false;  // the server computes the numbers; otherwise it receives them
  std::string unit = {};   // empty if not given
  std::optional<double> min = {}, max = {};
};

// Reads the members of channels.json. `member` returns the text of one, or an empty text if the channel does not
// have it.
ChannelInfo read_channel(std::string (*member)(const char* name));

}  // namespace sws
