#include "backend/http/static_site.hpp"

#include <algorithm>
#include <array>
#include <boost/beast/core/string.hpp>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <utility>

#include "shared/hex.hpp"
#include "shared/sha256.hpp"

namespace sws {
namespace {

namespace fs = std::filesystem;

constexpr std::array<std::pair<std::string_view, std::string_view>, 9> kContentTypes = {{
    {".html", "text/html; charset=utf-8"},
    {".css", "text/css; charset=utf-8"},
    {".js", "text/javascript; charset=utf-8"},
    {".wasm", "application/wasm"},
    {".svg", "image/svg+xml"},
    {".png", "image/png"},
    {".ico", "image/vnd.microsoft.icon"},
    {".json", "application/json"},
    {".webmanifest", "application/manifest+json"},
}};

std::string_view content_type(std::string_view path) {
  const auto found = std::find_if(kContentTypes.begin(), kContentTypes.end(),
                                  [&](const auto& type) { return path.ends_with(type.first); });
  return found == kContentTypes.end() ? "application/octet-stream" : found->second;
}

std::string_view trim(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(" \t");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t") - begin + 1);
}

// Calls `use` for each element of a comma-separated list until it returns true.
template <class Use>
bool any_in_list(std::string_view list, Use use) {
  while (!list.empty()) {
    const std::size_t comma = list.find(',');
    if (use(trim(list.substr(0, comma)))) return true;
    list = comma == std::string_view::npos ? std::string_view() : list.substr(comma + 1);
  }
  return false;
}

}  // namespace

bool accepts_encoding(std::string_view accept_encoding, std::string_view coding) {
  std::optional<bool> named, any;
  any_in_list(accept_encoding, [&](std::string_view element) {
    const std::size_t semicolon = element.find(';');
    const std::string_view name = trim(element.substr(0, semicolon));
    std::string_view weight =
        semicolon == std::string_view::npos ? std::string_view() : trim(element.substr(semicolon + 1));
    bool wanted = true;
    if (weight.starts_with("q=") || weight.starts_with("Q=")) {
      weight.remove_prefix(2);
      wanted = weight.find_first_of("123456789") != std::string_view::npos;
    }
    if (boost::beast::iequals(boost::beast::string_view(name.data(), name.size()),
                              boost::beast::string_view(coding.data(), coding.size()))) {
      named = wanted;
    } else if (name == "*") {
      any = wanted;
    }
    return false;
  });
  return named.value_or(any.value_or(false));
}

bool matches_etag(std::string_view if_none_match, std::string_view etag) {
  return any_in_list(if_none_match, [&](std::string_view element) {
    if (element.starts_with("W/")) element.remove_prefix(2);  // the weak comparison ignores this mark
    return element == "*" || element == etag;
  });
}

StaticSite::StaticSite(fs::path web_root) : web_root_(fs::canonical(web_root)) {}

std::optional<Representation> StaticSite::find(std::string_view path, std::string_view accept_encoding) const {
  const std::string file = path == "/" ? "/index.html" : std::string(path);
  if (!web_root_.empty()) return read(file);
  const auto files = embedded_files();
  const auto found =
      std::find_if(files.begin(), files.end(), [&](const EmbeddedFile& f) { return f.path == file; });
  if (found == files.end()) return std::nullopt;
  const auto representation = [&](std::string_view body, std::string_view encoding) {
    std::string etag = '"' + std::string(found->etag);
    if (!encoding.empty()) (etag += '-') += encoding;
    return Representation{200, body, nullptr, content_type(file), encoding, etag + '"', found->immutable};
  };
  if (!found->br.empty() && accepts_encoding(accept_encoding, "br")) return representation(found->br, "br");
  if (!found->gzip.empty() && accepts_encoding(accept_encoding, "gzip")) return representation(found->gzip, "gzip");
  return representation(found->identity, "");
}

std::optional<Representation> StaticSite::read(const std::string& path) const {
  if (path.find('\0') != std::string::npos) return std::nullopt;
  std::error_code error;
  const fs::path file = fs::canonical(web_root_ / path.substr(1), error);  // resolves links and ".."
  if (error || !fs::is_regular_file(file, error)) return std::nullopt;
  const auto [root_end, ignored] = std::mismatch(web_root_.begin(), web_root_.end(), file.begin(), file.end());
  if (root_end != web_root_.end()) return std::nullopt;  // the file is outside the site
  std::ifstream input(file, std::ios::binary);
  if (!input) return std::nullopt;
  auto body =
      std::make_shared<const std::string>(std::istreambuf_iterator<char>(input), std::istreambuf_iterator<char>());
  const std::string etag = '"' + to_hex(sha256(*body)).substr(0, 16) + '"';
  return Representation{200, *body, body, content_type(path), "", etag};
}

}  // namespace sws
