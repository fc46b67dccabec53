#include "shared/message.hpp"

namespace sws {

bool is_client_seed(std::string_view text) {
  constexpr std::string_view kAlphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_-";
  return !text.empty() && text.size() <= kMaxClientSeedLength &&
         text.find_first_not_of(kAlphabet) == std::string_view::npos;
}

bool is_channel_name(std::string_view text) {
  constexpr std::string_view kAlphabet = "0123456789abcdefghijklmnopqrstuvwxyz_";
  return !text.empty() && text.size() <= kMaxChannelName &&
         text.find_first_not_of(kAlphabet) == std::string_view::npos;
}

std::string_view name_of(EndReason reason) {
  switch (reason) {
    case EndReason::complete:
      return "complete";
    case EndReason::stopped:
      return "stopped";
    case EndReason::source_ended:
      break;
  }
  return "source_ended";
}

std::optional<EndReason> end_reason(std::string_view name) {
  for (const EndReason reason : {EndReason::complete, EndReason::stopped, EndReason::source_ended}) {
    if (name == name_of(reason)) return reason;
  }
  return std::nullopt;
}

}  // namespace sws
