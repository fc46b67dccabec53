// What is served over HTTP. The page's files: embedded in the binary at build time, each also as br and gzip, or
// read from a directory for development. Read-only after construction: every thread may use it.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace sws {

// One file as the build embedded it (embed_site.cmake). A variant that is no smaller is left empty.
struct EmbeddedFile {
  std::string_view path;  // "/index.html"
  std::string_view etag;  // hash of the content, without quotes
  bool immutable;         // its path holds its hash: what is there never changes
  std::string_view identity, br, gzip;
};
std::span<const EmbeddedFile> embedded_files();

// One answer to a GET (RFC 9110 §8: a representation).
struct Representation {
  unsigned status = 200;
  std::string_view body;
  std::shared_ptr<const std::string> owner;  // keeps `body` alive where it is not embedded
  std::string_view content_type;
  std::string_view content_encoding;  // empty: identity
  std::string etag;                   // quoted; differs between encodings, as a strong validator must
  bool immutable = false;             // may be kept for ever
};

// What is at which path.
class Site {
 public:
  virtual ~Site() = default;

  // `path` is decoded and starts with '/'. May be called from any thread.
  virtual std::optional<Representation> find(std::string_view path, std::string_view accept_encoding) const = 0;
};

class StaticSite final : public Site {
 public:
  StaticSite() = default;
  // Serves `web_root` instead of the embedded files, reading it anew at every request.
  explicit StaticSite(std::filesystem::path web_root);

  // "/" is the page. Finds nothing outside the site, whatever the path.
  std::optional<Representation> find(std::string_view path, std::string_view accept_encoding) const override;

 private:
  std::optional<Representation> read(const std::string& path) const;

  std::filesystem::path web_root_;  // empty: embedded
};

// True if `accept_encoding` (RFC 9110 §12.5.3) allows `coding`. An absent field allows identity alone.
bool accepts_encoding(std::string_view accept_encoding, std::string_view coding);

// True if the field If-None-Match (RFC 9110 §13.1.2) lists `etag` or is "*".
bool matches_etag(std::string_view if_none_match, std::string_view etag);

}  // namespace sws
