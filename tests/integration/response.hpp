// An HTTP response as a test reads it.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sws {

class Response {
 public:
  using Fields = std::vector<std::pair<std::string, std::string>>;  // in their order

  Response(unsigned status, bool keep_alive, Fields fields, std::string body)
      : status_(status), keep_alive_(keep_alive), fields_(std::move(fields)), body_(std::move(body)) {}

  unsigned result_int() const { return status_; }
  bool keep_alive() const { return keep_alive_; }  // whether another request may follow on the connection
  const std::string& body() const { return body_; }

  // The value of the first field of this name, in any case; empty if there is none.
  std::string_view operator[](std::string_view name) const;
  std::size_t count(std::string_view name) const;

 private:
  unsigned status_;
  bool keep_alive_;
  Fields fields_;
  std::string body_;
};

}  // namespace sws
