// Compiles Boost.JSON once from its headers, so that the server and the Wasm page use the same code and need no
// library.
#include <boost/json/src.hpp>

#ifdef BOOST_NO_EXCEPTIONS
#include <cstdlib>

// The page is built without exceptions, and Boost calls these functions where it would throw. Our use of Boost.JSON
// never gets there.
namespace boost {
void throw_exception(const std::exception&) {
  std::abort();
}
void throw_exception(const std::exception&, const source_location&) {
  std::abort();
}
}  // namespace boost
#endif
