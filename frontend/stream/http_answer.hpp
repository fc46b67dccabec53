// A browser does not tell a page why a WebSocket could not be opened. The page therefore asks the same address once
// over HTTP, and understands here what the answer means. Pure functions; shell/ does the asking.
#pragma once

#include <chrono>
#include <string>

namespace sws {

// The answer to a GET of the stream's address. Values of fields that the answer does not have are empty.
struct HttpAnswer {
  int status = 0;  // 0 if no answer came
  std::string content_type = {}, retry_after = {}, date = {};
  std::string text = {};  // the beginning of the body
};

struct OpeningRefusal {
  enum class Next {
    stop,   // a further attempt would be refused too
    wait,   // the server asks for a later attempt
    retry,  // the failure may pass
  };
  std::string why;  // a phrase for the status line, with the status in parentheses
  Next next;
  std::chrono::seconds wait{0};  // how long the server asks to wait; 0 if it does not say
};
OpeningRefusal understand(const HttpAnswer& answer);

}  // namespace sws
