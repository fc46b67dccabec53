#include "backend/http/request_check.hpp"

#include <algorithm>
#include <boost/beast/core/string.hpp>
#include <boost/beast/http/rfc7230.hpp>
#include <boost/beast/websocket/rfc6455.hpp>

#include "backend/admission/authority.hpp"
#include "shared/ascii.hpp"

namespace sws {
namespace {

namespace beast = boost::beast;
namespace http = beast::http;

constexpr std::ptrdiff_t kMaxFields = 100;  // browsers send 20
constexpr std::string_view kHttp = "HTTP/";
constexpr const char* kExpectedVersion = "HTTP/1.0 or HTTP/1.1 is expected";
constexpr unsigned char kDelete = 0x7f;

Refusal malformed(const char* explanation) {
  return {http::status::bad_request, Reason::malformed_request, explanation};
}

bool is_base64_digit(char c) {
  return is_digit(c) || is_letter(c) || c == '+' || c == '/';
}

// RFC 9110 §5.6.2
bool is_token(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return is_digit(c) || is_letter(c) || std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
  });
}

bool is_version(std::string_view text) {
  if (!text.starts_with(kHttp)) return false;
  const std::string_view number = text.substr(kHttp.size());
  return number.size() == 3 && is_digit(number[0]) && number[1] == '.' && is_digit(number[2]);
}

std::optional<Refusal> check_line_end(std::string_view line) {
  if (line.ends_with('\r')) return std::nullopt;
  return malformed("a line ends without CR");
}

// Whether `key` is 16 bytes in base64: 22 digits and "==". The last digit holds only two bits.
bool is_websocket_key(std::string_view key) {
  return key.size() == 24 && key.substr(22) == "==" &&
         std::all_of(key.begin(), key.begin() + 22, is_base64_digit) &&
         std::string_view("AQgw").find(key[21]) != std::string_view::npos;
}

}  // namespace

std::optional<Refusal> check_request_line(std::string_view line) {
  if (auto refusal = check_line_end(line)) return refusal;
  line.remove_suffix(1);
  const std::size_t target = std::min(line.find(' '), line.size());
  const std::size_t version = std::min(line.find(' ', target + 1), line.size());
  const bool is_whole = is_token(line.substr(0, target)) && version > target + 1 && version < line.size();
  if (!is_whole || !is_version(line.substr(version + 1))) {
    return malformed("the request line is not a method, a target and HTTP/1.1, with one space between them");
  }
  const std::string_view number = line.substr(version + 1 + kHttp.size());
  if (number == "1.0" || number == "1.1") return std::nullopt;
  return Refusal{http::status::http_version_not_supported, Reason::malformed_request, kExpectedVersion};
}

std::optional<Refusal> check_field_line(std::string_view line) {
  if (auto refusal = check_line_end(line)) return refusal;
  line.remove_suffix(1);
  if (line.starts_with(' ') || line.starts_with('\t')) {
    return malformed("a line of the header continues the one before it");
  }
  const std::size_t colon = line.find(':');
  if (colon == std::string_view::npos || !is_token(line.substr(0, colon))) {
    return malformed("a line of the header is not a name, a colon and a value");
  }
  const auto is_forbidden = [](unsigned char c) { return (c < ' ' && c != '\t') || c == kDelete; };
  if (std::any_of(line.begin(), line.end(), is_forbidden)) return malformed("a field has a control character");
  return std::nullopt;
}

std::optional<Refusal> check_framing(const RequestHeader& request) {
  if (request.version() != 10 && request.version() != 11) {
    return Refusal{http::status::http_version_not_supported, Reason::malformed_request, kExpectedVersion};
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
