#include "backend/http/media_type.hpp"

#include <algorithm>
#include <array>
#include <boost/beast/core/string.hpp>
#include <utility>

namespace sws {
namespace {

constexpr std::array<std::pair<std::string_view, std::string_view>, 30> kTypes = {{
    {".html", "text/html; charset=utf-8"},
    {".htm", "text/html; charset=utf-8"},
    {".css", "text/css; charset=utf-8"},
    {".js", "text/javascript; charset=utf-8"},
    {".mjs", "text/javascript; charset=utf-8"},
    {".mts", "text/plain; charset=utf-8"},  // TypeScript has no type of its own
    {".wasm", "application/wasm"},
    {".json", "application/json"},
    {".map", "application/json"},
    {".webmanifest", "application/manifest+json"},
    {".txt", "text/plain; charset=utf-8"},
    {".md", "text/markdown; charset=utf-8"},
    {".csv", "text/csv; charset=utf-8"},
    {".xml", "text/xml; charset=utf-8"},
    {".pdf", "application/pdf"},
    {".tgz", "application/gzip"},
    {".svg", "image/svg+xml"},
    {".png", "image/png"},
    {".jpg", "image/jpeg"},
    {".jpeg", "image/jpeg"},
    {".gif", "image/gif"},
    {".webp", "image/webp"},
    {".avif", "image/avif"},
    {".ico", "image/vnd.microsoft.icon"},
    {".woff2", "font/woff2"},
    {".woff", "font/woff"},
    {".ttf", "font/ttf"},
    {".mp3", "audio/mpeg"},
    {".mp4", "video/mp4"},
    {".webm", "video/webm"},
}};

bool ends_with(std::string_view path, std::string_view end) {
  if (path.size() < end.size()) return false;
  const std::string_view tail = path.substr(path.size() - end.size());
  return boost::beast::iequals({tail.data(), tail.size()}, {end.data(), end.size()});
}

}  // namespace

std::string_view media_type_of(std::string_view path) {
  const auto found =
      std::find_if(kTypes.begin(), kTypes.end(), [&](const auto& type) { return ends_with(path, type.first); });
  return found == kTypes.end() ? "application/octet-stream" : found->second;
}

}  // namespace sws
