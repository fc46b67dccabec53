// Takes the body of a request out of the bytes that follow its header (RFC 9112 §6 and §7.1): as many as
// Content-Length says, or chunks. It reads from no socket and knows no deadlines. Used on one thread.
#pragma once

#include <boost/system/result.hpp>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "backend/http/refusal.hpp"
#include "backend/http/request_header.hpp"

namespace sws {

class BodyReader {
 public:
  // Begins the body of `request`, which may be empty. The refusal says that it is announced as longer than `most`
  // bytes. REQUIRES: check_framing() has accepted the request.
  static boost::system::result<BodyReader, Refusal> begin(const RequestHeader& request, std::size_t most);

  // Takes what belongs to the body from the beginning of `bytes` and returns its size: all of `bytes`, unless the
  // body is complete before their end. The refusal says that a chunk is malformed or the body too long.
  boost::system::result<std::size_t, Refusal> take(std::string_view bytes);

  bool is_complete() const { return part_ == Part::complete; }
  std::string take_body() { return std::move(body_); }  // without the framing of chunks; REQUIRES: is_complete()

 private:
  // The part of the body in which the next byte lies.
  enum class Part { content, chunk_size, chunk, chunk_end, trailer, complete };

  explicit BodyReader(std::size_t most) : most_(most) {}
  void take_data(std::string_view& bytes);
  std::optional<Refusal> take_line(std::string_view& bytes);
  std::optional<Refusal> on_line(std::string_view line);
  std::optional<Refusal> begin_chunk(std::string_view line);
  std::optional<Refusal> on_trailer(std::string_view line);
  Refusal too_large() const;

  std::size_t most_;
  Part part_ = Part::content;
  std::size_t left_ = 0;  // bytes of the content or the chunk
  std::string line_;      // the beginning of the line being read
  std::size_t trailers_ = 0;
  std::string body_;
};

}  // namespace sws
