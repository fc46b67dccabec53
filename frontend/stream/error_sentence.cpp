#include "frontend/stream/error_sentence.hpp"

#include "frontend/stream/excerpt.hpp"
#include "shared/error_code.hpp"

namespace sws {
std::string error_sentence(const ErrorMessage& error) {
  if (error.code == kBadToken.name) {
    return "the server was restarted and cannot continue this stream";
  }
  if (error.code == kExpiredToken.name) return "this stream ended too long ago to be continued";
  if (error.code == kHandshakeTimeout.name) return "this page answered too late";
  if (error.code == kClockSkew.name) {
    return "by the server's clock the last numbers are not due yet; the clocks of two servers differ";
  }
  const std::string detail = excerpt(error.detail);
  if (error.code == kValueNotAllowed.name) {
    return "the server does not allow these settings" + (detail.empty() ? "" : ": " + detail);
  }
  if (error.code == kMalformedMessage.name) {
    return "the server does not understand this page, which may be out of date; reload it" +
           (detail.empty() ? "" : " (" + detail + ')');
  }
  const std::string code = excerpt(error.code);
  if (detail.empty()) return "the server refused" + (code.empty() ? "" : " (" + code + ')');
  return detail + (code.empty() ? "" : " (" + code + ')');
}

}  // namespace sws
