// libFuzzer's target for the PROXY header: no bytes may crash the reader, the pieces in which they arrive make no
// difference, and no byte behind the header is taken.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "backend/net/proxy_header.hpp"

namespace sws {
namespace {

void require(bool condition) {
  if (!condition) std::abort();
}

struct Outcome {
  bool complete = false, refused = false;
  std::optional<IpAddress> client = {};
  std::size_t taken = 0;
};

Outcome read(std::string_view bytes, std::size_t piece) {
  ProxyHeader header;
  Outcome outcome;
  while (outcome.taken < bytes.size() && !outcome.complete && !outcome.refused) {
    const auto room = header.room();
    require(!room.empty());
    const std::string_view arrived = bytes.substr(outcome.taken, std::min(piece, room.size()));
    std::copy(arrived.begin(), arrived.end(), room.begin());
    outcome.taken += arrived.size();
    const auto progress = header.commit(arrived.size());
    outcome.refused = !progress;
    require(progress || (!progress.error().empty() && progress.error().find('\n') == std::string::npos));
    outcome.complete = progress && *progress == ProxyHeader::Progress::complete;
  }
  if (outcome.complete) outcome.client = header.client();
  return outcome;
}

// The size of a complete header, as its fixed part states it.
std::size_t size_of(std::string_view header) {
  const auto byte = [&](std::size_t position) { return std::size_t{static_cast<std::uint8_t>(header[position])}; };
  return 16 + (byte(14) << 8 | byte(15));
}

}  // namespace
}  // namespace sws

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const sws::Outcome whole = sws::read(bytes, size + 1);
  sws::require(whole.taken <= sws::ProxyHeader::kMaxSize);
  for (const std::size_t piece : {std::size_t{1}, std::size_t{7}}) {
    const sws::Outcome in_pieces = sws::read(bytes, piece);
    sws::require(in_pieces.complete == whole.complete && in_pieces.refused == whole.refused);
    sws::require(in_pieces.client == whole.client);
    if (whole.complete) sws::require(in_pieces.taken == whole.taken);
  }
  if (whole.complete) sws::require(whole.taken == sws::size_of(bytes));
  return 0;
}
