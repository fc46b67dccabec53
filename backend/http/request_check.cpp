#include "backend/http/request_check.hpp"

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

constexpr std::ptrdiff_t kMaxFields = 100;  // browsers send 20

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

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

bool all_digits(std::string_view text) {
  return std::all_of(text.begin(), text.end(), is_digit);
}

// uri-host [":" port] (RFC 3986 §3.2), of what a host's name is really made of.
bool is_host(std::string_view text) {
  const bool literal = text.starts_with('[');
  const std::size_t end = literal ? text.find(']') : text.find(':');
  if (literal && end == std::string_view::npos) return false;
  const std::string_view host = literal ? text.substr(1, end - 1) : text.substr(0, end);
  const std::string_view rest = end == std::string_view::npos ? "" : text.substr(literal ? end + 1 : end);
  const auto allowed = [literal](char c) {
    if (literal) return hex_digit(c) >= 0 || c == ':' || c == '.';
    return hex_digit(c) >= 0 || (c >= 'g' && c <= 'z') || (c >= 'G' && c <= 'Z') ||
           std::string_view("-._~").find(c) != std::string_view::npos;
  };
  if (host.empty() || !std::all_of(host.begin(), host.end(), allowed)) return false;
  return rest.empty() || (rest[0] == ':' && rest.size() <= 6 && all_digits(rest.substr(1)));
}

struct AbsoluteTarget {
  std::string_view authority;
  std::string_view path;  // and what follows it
};

std::optional<AbsoluteTarget> absolute_target(std::string_view target) {
  const std::size_t scheme_end = target.find("://");
  if (scheme_end == std::string_view::npos) return std::nullopt;
  const beast::string_view scheme(target.data(), scheme_end);
  if (!beast::iequals(scheme, "http") && !beast::iequals(scheme, "https")) return std::nullopt;
  target.remove_prefix(scheme_end + 3);
  const std::size_t path = std::min(target.find_first_of("/?"), target.size());
  return AbsoluteTarget{target.substr(0, path), target.substr(path)};
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

std::optional<Refusal> check_line_ends(std::string_view bytes) {
  const std::size_t end = bytes.starts_with("\r\n") ? 2 : bytes.find("\r\n\r\n");
  const std::string_view header = bytes.substr(0, end);
  for (std::size_t lf = header.find('\n'); lf != std::string_view::npos; lf = header.find('\n', lf + 1)) {
    if (lf == 0 || header[lf - 1] != '\r')
      return Refusal{http::status::bad_request, Reason::malformed_request, "a line ends without CR"};
    const char next = lf + 1 < header.size() ? header[lf + 1] : '\0';
    if (next == ' ' || next == '\t') {
      return Refusal{http::status::bad_request, Reason::malformed_request,
                     "a line of the header continues the one before it"};
    }
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
  const auto bad = [](const char* reason) {
    return Refusal{http::status::bad_request, Reason::malformed_request, reason};
  };
  if (request.version() != 10 && request.version() != 11) {
    return Refusal{http::status::http_version_not_supported, Reason::malformed_request,
                   "HTTP/1.0 or HTTP/1.1 is expected"};
  }
  if (std::distance(request.begin(), request.end()) > kMaxFields) {
    return Refusal{http::status::request_header_fields_too_large, Reason::header_too_large,
                   "the header has more than 100 fields"};
  }
  const std::size_t hosts = request.count(http::field::host);
  if (hosts > 1 || (hosts == 0 && request.version() == 11)) return bad("exactly one Host is expected");
  if (hosts == 1 && !is_host(view(request[http::field::host]))) return bad("Host is not a host");
  const std::size_t lengths = request.count(http::field::content_length);
  if (lengths > 1) return bad("more than one Content-Length");
  if (!all_digits(view(request[http::field::content_length]))) return bad("Content-Length is not one number");
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

bool has_body(const RequestHeader& request) {
  if (request.count(http::field::transfer_encoding) > 0) return true;
  return view(request[http::field::content_length]).find_first_not_of('0') != std::string_view::npos;
}

void take_host_from_target(RequestHeader& request) {
  if (const auto target = absolute_target(view(request.target()))) {
    request.set(http::field::host, {target->authority.data(), target->authority.size()});
  }
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
  if (has_body(request))
    return Refusal{http::status::bad_request, Reason::malformed_request, "an upgrade has no body"};
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

bool is_stream_path(std::string_view path) {
  return path == "/ws/some_url/" || path == "/ws/some_url";
}

std::optional<std::string> request_path(std::string_view target) {
  if (!target.starts_with('/')) {  // absolute-form, which a server must take (RFC 9112 §3.2.2)
    const auto absolute = absolute_target(target);
    if (!absolute || !is_host(absolute->authority)) return std::nullopt;
    target = absolute->path;
  }
  // What every client encodes: a fragment is never sent, a URI is ASCII (RFC 3986 §2).
  if (std::any_of(target.begin(), target.end(), [](char c) { return c == '#' || c < 0; })) return std::nullopt;
  target = target.substr(0, target.find('?'));
  std::string path = target.empty() ? "/" : "";
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
