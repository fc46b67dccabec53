#include "backend/loop/frame_sender.hpp"

#include <sys/socket.h>

namespace sws {

ssize_t FrameSender::send_now(Socket& socket, std::span<const char> frame) {
  return ::send(socket.native_handle(), frame.data(), frame.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
}

}  // namespace sws
