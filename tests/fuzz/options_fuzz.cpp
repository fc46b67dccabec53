// A configuration file of any bytes: it is read, or refused with one line that says why; nothing else happens.
#include <sys/mman.h>
#include <unistd.h>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "backend/config/options.hpp"

namespace {

// Files that it names are opened: only what cannot block or be told apart from one run to the next.
bool names_a_file(const std::string& text) {
  return text.find('/') != std::string::npos;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  if (names_a_file(text)) return -1;
  static const int file = memfd_create("config", 0);
  if (ftruncate(file, 0) != 0 || pwrite(file, data, size, 0) != static_cast<ssize_t>(size)) std::abort();
  static const std::string path = "/proc/self/fd/" + std::to_string(file);
  const auto parsed = sws::parse_options({"--config", path}, {});
  if (!parsed) {
    if (parsed.error().empty()) std::abort();
    return 0;
  }
  const sws::Settings& settings = parsed->options.settings;
  if (settings.stream.min > settings.stream.max || settings.stream.count == 0) std::abort();
  if (settings.message_bytes == 0 || settings.header_bytes == 0 || parsed->options.addresses.empty()) std::abort();
  return 0;
}
