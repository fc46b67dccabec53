// The type of the C++ functions that JavaScript calls. JavaScript finds them in Wasm's function table, so they must
// be plain functions without captured state.
#pragma once

namespace sws {

using Callback = void (*)();

}  // namespace sws
