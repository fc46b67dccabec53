// Parts of the C library that would bring much code to the page, which needs none of what they do.
//
// Boost.System can put an error code of an unknown kind into words, for which it needs vsnprintf() and strerror(),
// and with them all of printf and a table of texts: 10 kB of a page that never shows such words. The locale
// asks the environment for its name, and a browser has none.
#include <cstdarg>
#include <cstddef>

extern "C" {

int vsnprintf(char* out, std::size_t size, const char*, std::va_list) {
  if (size > 0) *out = '\0';
  return 0;
}

char* strerror(int) {
  static char text[] = "error";
  return text;
}

char* getenv(const char*) {
  return nullptr;
}
}
