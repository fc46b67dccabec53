// Whether this build, and with it the server under test, is one with a sanitizer: slower, and with memory of its
// own.
#pragma once

namespace sws {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
inline constexpr bool kSanitized = true;
#else
inline constexpr bool kSanitized = false;
#endif

}  // namespace sws
