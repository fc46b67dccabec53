// How protocol 1 refuses what a client says: an `error` that names the fault and the way out, then a close. All of
// these count the refusal and close the outlet. On the worker's thread.
#pragma once

#include <chrono>
#include <string>

#include "backend/connection/outlet.hpp"
#include "shared/codec.hpp"
#include "shared/error_code.hpp"

namespace sws {

// Under which name an error is counted.
Reason reason_of(const ErrorCode& code);

void refuse(Outlet& outlet, const ErrorCode& code, std::string detail);
void refuse(Outlet& outlet, const DecodeError& error);
void refuse_binary(Outlet& outlet);
void refuse_out_of_place(Outlet& outlet, bool is_running);  // a message that may not come now
void refuse_overdue(Outlet& outlet, std::chrono::seconds patience);

}  // namespace sws
