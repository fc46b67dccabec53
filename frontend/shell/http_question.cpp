#include "frontend/shell/http_question.hpp"

#include <emscripten.h>

#include <array>
#include <cstdlib>
#include <string_view>

namespace sws {
namespace {

AnswerHandler the_answer_handler = nullptr;

// `answer` holds the four values of an answer, a line each, and must be freed.
using Answered = void (*)(int status, char* answer, std::size_t size);

void on_answer(int status, char* text, std::size_t size) {
  HttpAnswer answer{.status = status};
  std::string_view rest(text, size);
  for (std::string* const value : {&answer.content_type, &answer.retry_after, &answer.date}) {
    *value = rest.substr(0, rest.find('\n'));
    rest.remove_prefix(std::min(value->size() + 1, rest.size()));
  }
  answer.text = rest;
  std::free(text);
  the_answer_handler(answer);
}

// The server checks the Origin of a request for a WebSocket. A browser does not send Origin when a page asks its
// own server, so the page names it. The page reads no more of the body than fits a status line and than comes
// within a second after the head. clang-format cannot lay out JavaScript.
// clang-format off
EM_JS(void, start_question, (const char* url, Answered answered), {
  const question = Module.question = new AbortController();
  const tell = (status, text) => {
    if (Module.question != question) return;
    Module.question = null;
    question.abort();
    wasmTable.get(answered)(status, ...placed(text));
  };
  const options = { cache: "no-store", signal: question.signal, headers: { "X-Page-Origin": location.origin } };
  fetch(UTF8ToString(url), options).then((response) => {
    const head = ["content-type", "retry-after", "date"].map((name) => response.headers.get(name) || "").join("\n");
    const most = 1000;  // bytes
    const bytes = [];
    const done = () => tell(response.status, head + "\n" + new TextDecoder().decode(new Uint8Array(bytes)));
    if (!response.body) return done();
    setTimeout(done, 1000);  // a body that stalls must not hold the status back
    const reader = response.body.getReader();
    const more = (chunk) => {
      if (!chunk.done) bytes.push(...chunk.value.subarray(0, most - bytes.length));
      return chunk.done || bytes.length == most ? done() : reader.read().then(more);
    };
    return reader.read().then(more).catch(done);
  }).catch(() => tell(0, ""));
});
EM_JS(void, abort_question, (), {
  const question = Module.question;
  Module.question = null;
  if (question) question.abort();
});
// clang-format on

}  // namespace

void ask_over_http(const std::string& url, AnswerHandler answered) {
  drop_question();
  the_answer_handler = answered;
  start_question(url.c_str(), on_answer);
}

void drop_question() {
  abort_question();
}

}  // namespace sws
