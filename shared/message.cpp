#include "shared/message.hpp"

namespace sws {

bool is_client_seed(std::string_view text) {
  constexpr std::string_view kAlphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_-";
  return !text.empty() && text.size() <= kMaxClientSeedLength &&
         text.find_first_not_of(kAlphabet) == std::string_view::npos;
}

std::string_view name_of(EndReason reason) {
  return reason == EndReason::complete ? "complete" : "stopped";
}

std::optional<EndReason> end_reason(std::string_view name) {
  for (const EndReason reason : {EndReason::complete, EndReason::stopped}) {
    if (name == name_of(reason)) return reason;
  }
  return std::nullopt;
}

}  // namespace sws
