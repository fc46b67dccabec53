#include "frontend/stream/http_answer.hpp"

#include <algorithm>
#include <string_view>

#include "frontend/stream/close_reason.hpp"
#include "frontend/stream/excerpt.hpp"
#include "frontend/stream/retry_after.hpp"
#include "shared/close_code.hpp"

namespace sws {
namespace {

using Next = OpeningRefusal::Next;

// The names of media types are the same in capitals (RFC 9110 §8.3.1).
bool is_plain_text(std::string_view content_type) {
  constexpr std::string_view kPlain = "text/plain";
  const auto is_same = [](char a, char b) { return a == b || (a >= 'A' && a <= 'Z' && a - 'A' + 'a' == b); };
  return content_type.size() >= kPlain.size() && std::equal(kPlain.begin(), kPlain.end(), content_type.begin(),
                                                            [&](char b, char a) { return is_same(a, b); });
}

// Returns the first line of a body that is plain text. A body of HTML is not meant for a status line.
std::string first_line(const HttpAnswer& answer) {
  if (!is_plain_text(answer.content_type)) return "";
  const std::string line = answer.text.substr(0, answer.text.find_first_of("\r\n"));
  return excerpt(line);
}

// The server says more exactly than the status what is wrong.
std::string said_or(const HttpAnswer& answer, const char* otherwise) {
  const std::string said = first_line(answer);
  return said.empty() ? otherwise : said;
}

OpeningRefusal refusal(const HttpAnswer& answer) {
  switch (answer.status) {
    case 401:
    case 407:
      return {said_or(answer, "you need to log in to watch"), Next::stop};
    case 403:
      return {said_or(answer, "this page is not allowed to open streams here"), Next::stop};
    case 451:
      return {said_or(answer, "the stream is not available for legal reasons"), Next::stop};
    case 404:
      return {said_or(answer, "there is no stream at this address"), Next::retry};
    case 426:  // the answer to a viewer who would be admitted; its text is for programs
      return {
          "the server answers, but the WebSocket did not open; if this continues, a proxy is probably blocking "
          "WebSockets",
          Next::retry};
    case 429:
      return {said_or(answer, "there are too many connections from your address"), Next::wait};
    case 503:
      return {said_or(answer, "the server is too busy right now"), Next::wait};
    case 502:
    case 504:
      return {"a proxy cannot reach the server", Next::retry};
    default:
      break;
  }
  if (answer.status < 400) return {"something other than the stream answers at its address", Next::retry};
  return {said_or(answer, "the server answered with an error"), Next::retry};
}

}  // namespace

OpeningRefusal understand(const HttpAnswer& answer) {
  if (answer.status == 0) {
    return {close_reason(static_cast<std::uint16_t>(CloseCode::abnormal), "", false), Next::retry};
  }
  OpeningRefusal understood = refusal(answer);
  understood.why += " (" + std::to_string(answer.status) + ')';
  if (understood.next == Next::wait) understood.wait = retry_after(answer.retry_after, answer.date);
  return understood;
}

}  // namespace sws
