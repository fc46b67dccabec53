// Messages of every type that the codec writes, with the lowest and the highest values of each member.
#pragma once

#include <string>
#include <vector>

namespace sws {

struct MessageSample {
  std::string name;  // of the message's type
  std::string text;  // as the codec writes it
};

std::vector<MessageSample> message_samples();

}  // namespace sws
