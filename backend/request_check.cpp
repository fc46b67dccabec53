#include "backend/request_check.hpp"

#include <algorithm>
#include <boost/beast/core/string.hpp>
#include <boost/beast/http/rfc7230.hpp>
#include <boost/beast/websocket/rfc6455.hpp>

namespace sws {
namespace {

namespace beast = boost::beast;
namespace http = beast::http;

std::string_view view(beast::string_view text) {
  return {text.data(), text.size()};
}

bool is_base64_digit(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '+' || c == '/';
}

// 16 bytes in base64: 22 digits and "==", the last digit holding two bits only.
bool is_websocket_key(std::string_view key) {
  return key.size() == 24 && key.substr(22) == "==" &&
         std::all_of(key.begin(), key.begin() + 22, is_base64_digit) &&
         std::string_view("AQgw").find(key[21]) != std::string_view::npos;
}

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

void join(RequestHeader& request, http::field name) {
  if (request.count(name) < 2) return;
  std::string joined;
  const auto [begin, end] = request.equal_range(name);
  for (auto field = begin; field != end; ++field) {
    if (!joined.empty()) joined += ", ";
    joined += view(field->value());
  }
  request.erase(name);
  request.set(name, joined);
}

}  // namespace

std::optional<Refusal> check_framing(const RequestHeader& request) {
  const auto bad = [](const char* reason) {
    return Refusal{http::status::bad_request, Reason::malformed_request, reason};
  };
  if (request.version() != 10 && request.version() != 11) {
    return Refusal{http::status::http_version_not_supported, Reason::malformed_request,
                   "HTTP/1.0 or HTTP/1.1 is expected"};
  }
  const std::size_t hosts = request.count(http::field::host);
  if (hosts > 1 || (hosts == 0 && request.version() == 11)) return bad("exactly one Host is expected");
  const std::size_t lengths = request.count(http::field::content_length);
  if (lengths > 1) return bad("more than one Content-Length");
  if (request.count(http::field::transfer_encoding) > 0) {
    if (lengths > 0) return bad("both Content-Length and Transfer-Encoding");
    if (request.version() == 10) return bad("Transfer-Encoding in HTTP/1.0");
    if (request.count(http::field::transfer_encoding) > 1 ||
        !beast::iequals(request[http::field::transfer_encoding], "chunked")) {
      return Refusal{http::status::not_implemented, Reason::malformed_request,
                     "the only Transfer-Encoding understood is chunked"};
    }
  }
  return std::nullopt;
}

void join_list_fields(RequestHeader& request) {
  join(request, http::field::connection);
  join(request, http::field::upgrade);
}

std::optional<Refusal> check_upgrade(const RequestHeader& request) {
  const bool asks = http::token_list(request[http::field::connection]).exists("upgrade") &&
                    http::token_list(request[http::field::upgrade]).exists("websocket");
  if (!asks || request.version() != 11) {
    return Refusal{http::status::upgrade_required, Reason::upgrade_required,
                   "this is a WebSocket: connect to it with Upgrade: websocket over HTTP/1.1"};
  }
  if (request.count(http::field::sec_websocket_version) != 1 ||
      request[http::field::sec_websocket_version] != "13") {
    return Refusal{http::status::upgrade_required, Reason::upgrade_required,
                   "Sec-WebSocket-Version: 13 is expected, once"};
  }
  if (request.count(http::field::sec_websocket_key) != 1 ||
      !is_websocket_key(view(request[http::field::sec_websocket_key]))) {
    return Refusal{http::status::bad_request, Reason::malformed_request,
                   "Sec-WebSocket-Key is expected once: 16 bytes in base64"};
  }
  return std::nullopt;
}

boost::system::result<StreamProtocol, Refusal> requested_protocol(std::string_view target) {
  constexpr std::string_view kName = "protocol=";
  auto protocol = StreamProtocol::plain;
  const std::size_t question = target.find('?');
  std::string_view query = question == std::string_view::npos ? std::string_view() : target.substr(question + 1);
  while (!query.empty()) {
    const std::size_t end = query.find('&');
    const std::string_view parameter = query.substr(0, end);
    query = end == std::string_view::npos ? std::string_view() : query.substr(end + 1);
    if (!parameter.starts_with(kName)) continue;
    if (parameter.substr(kName.size()) != "1") {
      return Refusal{http::status::bad_request, Reason::malformed_request,
                     "this server speaks protocol=1, and without it the plain protocol"};
    }
    protocol = StreamProtocol::verified;
  }
  return protocol;
}

std::optional<std::string> request_path(std::string_view target) {
  if (!target.starts_with('/')) {  // absolute-form, which a server must take (RFC 9112 §3.2.2)
    const std::size_t scheme = target.find("://");
    if (scheme == std::string_view::npos) return std::nullopt;
    const std::size_t slash = target.find('/', scheme + 3);
    target = slash == std::string_view::npos ? "/" : target.substr(slash);
  }
  target = target.substr(0, target.find_first_of("?#"));
  std::string path;
  for (std::size_t i = 0; i < target.size(); ++i) {
    if (target[i] != '%') {
      path += target[i];
      continue;
    }
    if (i + 2 >= target.size()) return std::nullopt;
    const int high = hex_digit(target[i + 1]);
    const int low = hex_digit(target[i + 2]);
    if (high < 0 || low < 0) return std::nullopt;
    path += static_cast<char>(high * 16 + low);
    i += 2;
  }
  return path;
}

}  // namespace sws
