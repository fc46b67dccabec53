#include "backend/http/body_file.hpp"

#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "backend/http/static_site.hpp"
#include "backend/process/file_descriptor.hpp"

namespace sws {
namespace {

constexpr std::size_t kWorthAFile = 32'768;  // bytes; a smaller body is copied in less time than sendfile() takes

struct BodyFile {
  const char* body;  // variants of the same file share their bytes, so the address tells which body it is
  FileDescriptor file;
};

FileDescriptor file_with(std::string_view body) {
  FileDescriptor file(memfd_create("body", MFD_CLOEXEC));
  if (file.get() < 0) return file;
  const ssize_t written = ::write(file.get(), body.data(), body.size());
  return written == static_cast<ssize_t>(body.size()) ? std::move(file) : FileDescriptor();
}

std::vector<BodyFile> make_files() {
  std::vector<BodyFile> files;
  const auto has = [&](const char* body) {
    return std::any_of(files.begin(), files.end(), [&](const BodyFile& each) { return each.body == body; });
  };
  for (const EmbeddedFile& embedded : embedded_files()) {
    for (const std::string_view body : {embedded.identity, embedded.br, embedded.gzip}) {
      if (body.size() >= kWorthAFile && !has(body.data())) files.push_back({body.data(), file_with(body)});
    }
  }
  return files;
}

}  // namespace

int body_file_of(std::string_view body) {
  static const std::vector<BodyFile> files = make_files();
  for (const BodyFile& each : files) {
    if (each.body == body.data()) return each.file.get();
  }
  return -1;
}

}  // namespace sws
