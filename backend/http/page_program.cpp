#include "backend/http/page_program.hpp"

#include "backend/http/static_site.hpp"

namespace sws {
namespace {

// The page may be in a folder of a proxy, so the names are relative to it.
std::string link(std::string_view path, std::string_view kind) {
  return std::string("<").append(path.substr(1)).append(">;rel=preload;as=").append(kind);
}

}  // namespace

std::string links_to_program(const ChannelSettings* channel) {
  const bool is_for_all = channel && (is_received(channel->source) || channel->source == ChannelSource::shared);
  const std::string_view script = path_with_hash(is_for_all ? "/channel.js" : "/home.js"),
                         module = path_with_hash(is_for_all ? "/channel.wasm" : "/home.wasm");
  if (script.empty() || module.empty()) return "";
  return link(script, "script") + "," + link(module, "fetch;crossorigin");
}

}  // namespace sws
