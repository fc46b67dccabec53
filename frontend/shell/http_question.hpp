// Asks an address over HTTP once, for a session whose WebSocket did not open. program.cpp calls it, on the
// browser's only thread; no function here calls the handler before it returns.
#pragma once

#include <string>

#include "frontend/stream/http_answer.hpp"

namespace sws {

using AnswerHandler = void (*)(const HttpAnswer& answer);

// Asks `url`, and drops a question that is still open. `answered` is called once with the answer, of which it gets
// what comes of the beginning of the body within a second, or with status 0 if there is none.
void ask_over_http(const std::string& url, AnswerHandler answered);

// Drops the question, if there is one: its handler is not called.
void drop_question();

}  // namespace sws
