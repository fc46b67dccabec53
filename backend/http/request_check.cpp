#include "backend/http/request_check.hpp"

#include <algorithm>
#include <boost/beast/core/string.hpp>
#include <boost/beast/http/rfc7230.hpp>
#include <boost/beast/websocket/rfc6455.hpp>

#include "backend/admission/authority.hpp"

namespace sws {
namespace {

namespace beast = boost::beast;
namespace http = beast::http;

constexpr std::ptrdiff_t kMaxFields = 100;  // browsers send 20

Refusal malformed(const char* explanation) {
  return {http::status::bad_request, Reason::malformed_request, explanation};
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

bool is_base64_digit(char c) {
  return is_digit(c) || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '+' || c == '/';
}

// Whether `key` is 16 bytes in base64: 22 digits and "==". The last digit holds only two bits.
bool is_websocket_key(std::string_view key) {
  return key.size() == 24 && key.substr(22) == "==" &&
         std::all_of(key.begin(), key.begin() + 22, is_base64_digit) &&
         std::string_view("AQgw").find(key[21]) != std::string_view::npos;
}

}  // namespace

std::optional<Refusal> check_line_ends(std::string_view bytes) {
  const std::size_t end = bytes.starts_with("\r\n") ? 2 : bytes.find("\r\n\r\n");
  const std::string_view header = bytes.substr(0, end);
  for (std::size_t lf = header.find('\n'); lf != std::string_view::npos; lf = header.find('\n', lf + 1)) {
    if (lf == 0 || header[lf - 1] != '\r') return malformed("a line ends without CR");
    const char next = lf + 1 < header.size() ? header[lf + 1] : '\0';
    if (next == ' ' || next == '\t') return malformed("a line of the header continues the one before it");
  }
  return std::nullopt;
}

bool names_other_version(std::string_view bytes) {
  const std::string_view line = bytes.substr(0, bytes.find("\r\n"));
  const std::size_t version = line.rfind(" HTTP/");
  if (version == std::string_view::npos || line.size() != version + 9) return false;
  const std::string_view number = line.substr(version + 6);
  return is_digit(number[0]) && number[1] == '.' && is_digit(number[2]) && number != "1.0" && number != "1.1";
}

std::optional<Refusal> check_framing(const RequestHeader& request) {
  if (request.version() != 10 && request.version() != 11) {
    return Refusal{http::status::http_version_not_supported, Reason::malformed_request,
                   "HTTP/1.0 or HTTP/1.1 is expected"};
  }
  if (std::distance(request.begin(), request.end()) > kMaxFields) {
    return Refusal{http::status::request_header_fields_too_large, Reason::header_too_large,
                   "the header has more than 100 fields"};
  }
  const std::size_t hosts = request.count(http::field::host);
  if (hosts > 1 || (hosts == 0 && request.version() == 11)) return malformed("exactly one Host is expected");
  if (hosts == 1 && !parse_authority(value_of(request, http::field::host))) return malformed("Host is not a host");
  const std::size_t lengths = request.count(http::field::content_length);
  const std::string_view length = value_of(request, http::field::content_length);
  if (lengths > 1) return malformed("more than one Content-Length");
  if (!std::all_of(length.begin(), length.end(), is_digit)) return malformed("Content-Length is not one number");
  const std::size_t encodings = request.count(http::field::transfer_encoding);
  if (encodings == 0) return std::nullopt;
  if (lengths > 0) return malformed("both Content-Length and Transfer-Encoding");
  if (request.version() == 10) return malformed("Transfer-Encoding in HTTP/1.0");
  if (encodings > 1 || !beast::iequals(request[http::field::transfer_encoding], "chunked")) {
    return Refusal{http::status::not_implemented, Reason::malformed_request,
                   "the only Transfer-Encoding understood is chunked"};
  }
  return std::nullopt;
}

bool has_body(const RequestHeader& request) {
  if (request.count(http::field::transfer_encoding) > 0) return true;
  return value_of(request, http::field::content_length).find_first_not_of('0') != std::string_view::npos;
}

std::optional<Refusal> check_upgrade(const RequestHeader& request) {
  const bool asks = http::token_list(request[http::field::connection]).exists("upgrade") &&
                    http::token_list(request[http::field::upgrade]).exists("websocket");
  if (!asks || request.version() != 11 || request.method() != http::verb::get) {
    return Refusal{http::status::upgrade_required, Reason::upgrade_required,
                   "this is a WebSocket: connect to it with Upgrade: websocket over HTTP/1.1"};
  }
  if (has_body(request)) return malformed("an upgrade has no body");
  if (request.count(http::field::sec_websocket_version) != 1 ||
      request[http::field::sec_websocket_version] != "13") {
    return Refusal{http::status::upgrade_required, Reason::upgrade_required,
                   "Sec-WebSocket-Version: 13 is expected, once"};
  }
  if (request.count(http::field::sec_websocket_key) != 1 ||
      !is_websocket_key(value_of(request, http::field::sec_websocket_key))) {
    return malformed("Sec-WebSocket-Key is expected once: 16 bytes in base64");
  }
  return std::nullopt;
}

}  // namespace sws
