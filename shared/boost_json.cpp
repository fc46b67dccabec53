// Boost.JSON itself, compiled once from its headers: the same for the server and for Wasm, and no library to link.
#include <boost/json/src.hpp>
