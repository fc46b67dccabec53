// The files that are served over HTTP from memory. StaticSite serves the page, which the build embeds in the
// binary, each file also compressed with br and gzip. A Site is owned by the server and shared by all workers:
// find() may be called from any thread and never blocks. web_root.hpp serves the files of a directory.
#pragma once

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

// Returns "/home.wasm" for "/home.1a2b3c4d.wasm" if that is the path of an embedded file, and otherwise an empty
// text.
std::string_view path_without_hash(std::string_view path);

// The other way round: "/home.1a2b3c4d.wasm" for "/home.wasm".
std::string_view path_with_hash(std::string_view path);

// Whether `path` is one of the files that pages of other sites import: /client.mjs and what belongs to it.
bool is_for_other_sites(std::string_view path);

// The content that answers a GET (RFC 9110 §8 calls it a representation).
struct Representation {
  unsigned status = 200;
  std::string_view body;
  std::shared_ptr<const std::string> owner;  // keeps `body` alive if it is not embedded
  std::string_view content_type;
  std::string_view content_encoding;  // empty if the body is not compressed
  std::string etag;                   // in quotes; differs between encodings, as a strong validator must
  bool immutable = false;             // a browser may keep it for ever
  int body_file = -1;                 // a file with the same content as `body`, if there is one; never closed
  bool is_for_other_sites = false;    // pages of all sites may read it
  std::string links = {};             // the value of Link; empty if there is none
  bool needs_workers = false;         // it is true only if every worker turns its loop, so they are asked first
};

// Says that the file exists only in codings that Accept-Encoding excludes (406).
Representation not_acceptable();

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
  // "/" is the page.
  std::optional<Representation> find(std::string_view path, std::string_view accept_encoding) const override;
};

// Whether the field If-None-Match (RFC 9110 §13.1.2) lists `etag` or is "*". The comparison is the weak one.
bool matches_etag(std::string_view if_none_match, std::string_view etag);

}  // namespace sws
