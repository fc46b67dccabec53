// A function of ours that JavaScript calls through Wasm's function table.
#pragma once

namespace sws {

using Callback = void (*)();

}  // namespace sws
