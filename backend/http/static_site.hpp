// The files that are served over HTTP. StaticSite serves the page, which the build embeds in the binary, each file
// also compressed with br and gzip; for development it reads the files from a directory instead. A Site is owned by
// the server and shared by all workers: find() may be called from any thread.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace sws {

// One file as the build embedded it (embed_site.cmake). A compressed variant that is not smaller is left empty.
struct EmbeddedFile {
  std::string_view path;  // "/index.html"
  std::string_view etag;  // a hash of the content, without quotes
  bool immutable;         // the path holds the hash, so that the content at this path never changes
  std::string_view identity, br, gzip;
};
std::span<const EmbeddedFile> embedded_files();

// The content that answers a GET (RFC 9110 §8 calls it a representation).
struct Representation {
  unsigned status = 200;
  std::string_view body;
  std::shared_ptr<const std::string> owner;  // keeps `body` alive if it is not embedded
  std::string_view content_type;
  std::string_view content_encoding;  // empty if the body is not compressed
  std::string etag;                   // in quotes; differs between encodings, as a strong validator must
  bool immutable = false;             // a browser may keep it for ever
};

// Knows the content at each path.
class Site {
 public:
  virtual ~Site() = default;

  // Returns nothing if there is nothing at `path`, which is percent-decoded and starts with '/'. May be called from
  // any thread.
  virtual std::optional<Representation> find(std::string_view path, std::string_view accept_encoding) const = 0;
};

class StaticSite final : public Site {
 public:
  StaticSite() = default;
  // Serves the files in `web_root` instead of the embedded ones, and reads them anew for every request.
  explicit StaticSite(std::filesystem::path web_root);

  // "/" is the page. No path leads to a file outside the site.
  std::optional<Representation> find(std::string_view path, std::string_view accept_encoding) const override;

 private:
  std::optional<Representation> read(const std::string& path) const;

  std::filesystem::path web_root_;  // empty if the embedded files are served
};

// Whether the field Accept-Encoding (RFC 9110 §12.5.3) allows `coding`. An empty field allows none.
bool accepts_encoding(std::string_view accept_encoding, std::string_view coding);

// Whether the field If-None-Match (RFC 9110 §13.1.2) lists `etag` or is "*".
bool matches_etag(std::string_view if_none_match, std::string_view etag);

}  // namespace sws
