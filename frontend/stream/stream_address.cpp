#include "frontend/stream/stream_address.hpp"

namespace sws {

std::string stream_address(std::string_view origin, std::string_view path, std::string_view channel,
                           const StreamRequest& request) {
  std::string address(origin);
  address += path.substr(0, path.rfind('/') + 1);  // without the name of a file such as index.html
  ((address += "ws/") += channel) += '/';
  if (request.protocol == StreamProtocol::plain) return address;
  address += "?protocol=1";
  if (request.count) (address += "&count=") += std::to_string(*request.count);
  if (request.resumes) address += "&resume";
  return address;
}

std::string stream_socket_address(std::string_view origin, std::string_view path, std::string_view channel,
                                  const StreamRequest& request) {
  return "ws" + stream_address(origin, path, channel, request).substr(std::string_view("http").size());
}

}  // namespace sws
