// Boost.JSON itself, compiled once from its headers: the same for the server and for Wasm, and no library to link.
#include <boost/json/src.hpp>

#ifdef BOOST_NO_EXCEPTIONS
#include <cstdlib>

// Boost calls these in place of a throw, which the page's build is without. Our own use of it never gets there.
namespace boost {
void throw_exception(const std::exception&) {
  std::abort();
}
void throw_exception(const std::exception&, const source_location&) {
  std::abort();
}
}  // namespace boost
#endif
