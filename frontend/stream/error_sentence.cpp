#include "frontend/stream/error_sentence.hpp"

#include "frontend/stream/excerpt.hpp"
#include "shared/error_code.hpp"

namespace sws {
namespace {

constexpr std::size_t kMostText = 200;  // bytes; a detail of the server's own has 120 at most

}  // namespace

std::string error_sentence(const ErrorMessage& error) {
  if (error.code == kBadToken.name) {
    return "it does not know this stream and cannot go on with it; it was probably started again with another "
           "secret";
  }
  if (error.code == kExpiredToken.name) return "this stream ended too long ago to go on with it";
  if (error.code == kHandshakeTimeout.name) return "the answer of this page reached it too late";
  if (error.code == kClockSkew.name) {
    return "by the server's clock the last numbers are not due yet; the clocks of two servers differ";
  }
  const std::string detail = excerpt(error.detail, kMostText);
  if (error.code == kValueNotAllowed.name) {
    return "it does not allow what was asked for" + (detail.empty() ? "" : ": " + detail);
  }
  if (error.code == kMalformedMessage.name) {
    return "it does not understand this page, which may be older than the server; reload the page" +
           (detail.empty() ? "" : " (" + detail + ')');
  }
  const std::string code = excerpt(error.code, kMostText);
  if (detail.empty()) return "it gives no reason" + (code.empty() ? "" : " but the code " + code);
  return detail + (code.empty() ? "" : " (" + code + ')');
}

}  // namespace sws
