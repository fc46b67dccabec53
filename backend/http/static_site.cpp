#include "backend/http/static_site.hpp"

#include <algorithm>

#include "backend/http/body_file.hpp"
#include "backend/http/content_coding.hpp"
#include "backend/http/media_type.hpp"

namespace sws {
namespace {

std::string_view trim(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(" \t");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t") - begin + 1);
}

// The weak comparison (RFC 9110 §8.8.3.2) ignores the mark of weak tags.
std::string_view without_weak_mark(std::string_view etag) {
  return etag.starts_with("W/") ? etag.substr(2) : etag;
}

const EmbeddedFile* embedded_file(std::string_view path) {
  const auto files = embedded_files();
  const auto found =
      std::find_if(files.begin(), files.end(), [&](const EmbeddedFile& f) { return f.path == path; });
  return found == files.end() ? nullptr : &*found;
}

// Every file but the pages is there under two paths, one of which holds its hash.
std::string_view other_path_of(const EmbeddedFile& file) {
  const auto files = embedded_files();
  const auto other = std::find_if(files.begin(), files.end(), [&](const EmbeddedFile& f) {
    return f.immutable != file.immutable && f.identity.data() == file.identity.data();
  });
  return other == files.end() ? std::string_view() : other->path;
}

}  // namespace

std::string_view path_without_hash(std::string_view path) {
  const EmbeddedFile* const hashed = embedded_file(path);
  return hashed && hashed->immutable ? other_path_of(*hashed) : std::string_view();
}

std::string_view path_with_hash(std::string_view path) {
  const EmbeddedFile* const plain = embedded_file(path);
  return plain && !plain->immutable ? other_path_of(*plain) : std::string_view();
}

bool is_for_other_sites(std::string_view path) {
  return path.starts_with("/client.");
}

Representation not_acceptable() {
  Representation answer;
  answer.status = 406;
  answer.body = "the file is here without compression, and often as gzip and br; Accept-Encoding excludes them\n";
  answer.content_type = "text/plain; charset=utf-8";
  return answer;
}

std::optional<Representation> StaticSite::find(std::string_view path, std::string_view accept_encoding) const {
  const EmbeddedFile* const file = embedded_file(path == "/" ? "/index.html" : path);
  if (!file) return std::nullopt;
  const auto coding = choose_coding(accept_encoding, !file->gzip.empty(), !file->br.empty());
  if (!coding) return not_acceptable();
  const auto representation = [&](std::string_view body, std::string_view encoding) {
    std::string etag = '"' + std::string(file->etag);
    if (!encoding.empty()) (etag += '-') += encoding;
    return Representation{.body = body,
                          .owner = nullptr,
                          .content_type = media_type_of(file->path),
                          .content_encoding = encoding,
                          .etag = etag + '"',
                          .immutable = file->immutable,
                          .body_file = body_file_of(body),
                          .is_for_other_sites = is_for_other_sites(file->path)};
  };
  switch (*coding) {
    case ContentCoding::br:
      return representation(file->br, "br");
    case ContentCoding::gzip:
      return representation(file->gzip, "gzip");
    case ContentCoding::identity:
      break;
  }
  return representation(file->identity, "");
}

bool matches_etag(std::string_view if_none_match, std::string_view etag) {
  while (!if_none_match.empty()) {
    const std::size_t comma = if_none_match.find(',');
    const std::string_view element = trim(if_none_match.substr(0, comma));
    if (element == "*" || without_weak_mark(element) == without_weak_mark(etag)) return true;
    if_none_match = comma == std::string_view::npos ? std::string_view() : if_none_match.substr(comma + 1);
  }
  return false;
}

}  // namespace sws
