// Compiles Boost.JSON once from its headers, so that the server and the Wasm page use the same code and need no
// library.
#include <boost/config.hpp>
#ifdef BOOST_NO_EXCEPTIONS
#define BOOST_JSON_IMPL_ERROR_IPP  // leaves out Boost's words for errors, which the page replaces below
#endif
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

// A visitor waits for every byte. Boost would bring its words for errors of parts that the page does not use.
namespace boost::json {
error_code make_error_code(error code) {
  static const struct : error_category {
    const char* name() const noexcept override { return "json"; }
    std::string message(int value) const override {
      return value == static_cast<int>(error::incomplete) ? "incomplete JSON" : "syntax error";
    }
  } category;
  return {static_cast<int>(code), category};
}
}  // namespace boost::json
#endif
