#include "frontend/stream/stream_address.hpp"

namespace sws {

std::string stream_address(std::string_view origin, std::string_view path) {
  std::string address(origin);
  address += path.substr(0, path.rfind('/') + 1);  // without the name of a file such as index.html
  return address += "ws/some_url/?protocol=1";
}

std::string stream_socket_address(std::string_view origin, std::string_view path) {
  return "ws" + stream_address(origin, path).substr(std::string_view("http").size());
}

}  // namespace sws
