// Whether the server under test is built with a sanitizer: then it is slower and keeps memory of its own.
#pragma once

namespace sws {

#ifdef SIMPLEWEBSOCKET_SANITIZED
inline constexpr bool kSanitized = true;
#else
inline constexpr bool kSanitized = false;
#endif

}  // namespace sws
