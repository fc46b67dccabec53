#include "backend/http/request_target.hpp"

#include <algorithm>
#include <charconv>
#include <utility>
#include <vector>

#include "backend/admission/authority.hpp"
#include "shared/limits.hpp"

namespace sws {
namespace {

namespace http = boost::beast::http;

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

std::optional<std::string> percent_decoded(std::string_view text) {
  std::string decoded;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      decoded += text[i];
      continue;
    }
    if (i + 2 >= text.size()) return std::nullopt;
    const int high = hex_digit(text[i + 1]);
    const int low = hex_digit(text[i + 2]);
    if (high < 0 || low < 0) return std::nullopt;
    decoded += static_cast<char>(high * 16 + low);
    i += 2;
  }
  return decoded;
}

struct Parameter {
  std::string_view name;
  std::optional<std::string_view> value;  // nothing: there is no "="
};

std::vector<Parameter> parameters_of(std::string_view target) {
  std::vector<Parameter> parameters;
  const std::size_t question = target.find('?');
  std::string_view query = question == std::string_view::npos ? std::string_view() : target.substr(question + 1);
  while (!query.empty()) {
    const std::size_t end = std::min(query.find('&'), query.size());
    const std::string_view parameter = query.substr(0, end);
    query.remove_prefix(std::min(end + 1, query.size()));
    const std::size_t equals = parameter.find('=');
    if (equals == std::string_view::npos) {
      parameters.push_back({parameter, std::nullopt});
    } else {
      parameters.push_back({parameter.substr(0, equals), parameter.substr(equals + 1)});
    }
  }
  return parameters;
}

std::optional<std::uint32_t> read_count(std::string_view text) {
  std::uint32_t count = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), count);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return count >= 1 && count <= Limits().max_count ? std::optional(count) : std::nullopt;
}

std::string wrong_count(std::string_view text) {
  constexpr std::size_t kMaxQuoted = 20;
  const std::string what =
      text.size() > kMaxQuoted ? std::string(text.substr(0, kMaxQuoted)) + "..." : std::string(text);
  return "count is \"" + what + "\": an integer from 1 to " + std::to_string(Limits().max_count) + " is expected";
}

Refusal malformed(std::string explanation) {
  return {http::status::bad_request, Reason::malformed_request, std::move(explanation)};
}

}  // namespace

std::optional<AbsoluteTarget> absolute_target(std::string_view target) {
  const std::size_t scheme_end = target.find("://");
  if (scheme_end == std::string_view::npos) return std::nullopt;
  const std::string_view scheme = target.substr(0, scheme_end);
  if (!same_text(scheme, "http") && !same_text(scheme, "https")) return std::nullopt;
  target.remove_prefix(scheme_end + 3);
  const std::size_t path = std::min(target.find_first_of("/?"), target.size());
  return AbsoluteTarget{target.substr(0, path), target.substr(path)};
}

std::optional<std::string> request_path(std::string_view target) {
  if (!target.starts_with('/')) {
    const auto absolute = absolute_target(target);  // a server must accept it (RFC 9112 §3.2.2)
    if (!absolute || !parse_authority(absolute->authority)) return std::nullopt;
    target = absolute->path;
  }
  // A client never sends a fragment, and it encodes everything that is not ASCII (RFC 3986 §2).
  if (std::any_of(target.begin(), target.end(), [](char c) { return c == '#' || c < 0; })) return std::nullopt;
  target = target.substr(0, target.find('?'));
  return target.empty() ? "/" : percent_decoded(target);
}

std::optional<std::string> query_value(std::string_view target, std::string_view name) {
  for (const Parameter& parameter : parameters_of(target)) {
    if (parameter.name == name && parameter.value) return percent_decoded(*parameter.value);
  }
  return std::nullopt;
}

boost::system::result<StreamRequest, Refusal> requested_stream(std::string_view target) {
  StreamRequest wanted;
  std::vector<std::string_view> counts;
  bool resume_has_value = false;
  for (const Parameter& parameter : parameters_of(target)) {
    if (parameter.name == "protocol" && parameter.value) {
      if (*parameter.value != "1") {
        return malformed("this server speaks protocol=1, and without it the plain protocol");
      }
      wanted.protocol = StreamProtocol::verified;
    } else if (parameter.name == "resume") {
      if (!parameter.value.value_or("").empty()) resume_has_value = true;
      wanted.resumes = true;
    } else if (parameter.name == "count") {
      counts.push_back(parameter.value.value_or(""));
    }
  }
  if (wanted.protocol == StreamProtocol::plain) return StreamRequest();
  if (resume_has_value) return malformed("resume has no value: leave it out to start a stream");
  if (counts.size() > 1) return malformed("the address has count more than once");
  if (counts.empty()) return wanted;
  wanted.count = read_count(counts.front());
  if (!wanted.count) return malformed(wrong_count(counts.front()));
  return wanted;
}

}  // namespace sws
