// Reads the headers of the requests of one connection, one after the other. It does no I/O: its owner, an
// HttpSession, reads from the socket into room(), calls commit(), and then parse(). It does not know deadlines
// either. Beast's parser does the parsing; request_reader.cpp names each thing that the parser does not do as we
// need it.
#pragma once

#include <boost/asio/buffer.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/system/result.hpp>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "backend/http/refusal.hpp"
#include "backend/net/upgrade.hpp"

namespace sws {

class RequestReader {
 public:
  enum class Progress { incomplete, complete };

  // `limit` is the size in bytes of the largest header that is accepted.
  explicit RequestReader(std::uint32_t limit);

  // Memory for the next read from the socket. commit() says how many bytes have arrived there.
  boost::asio::mutable_buffer room();
  boost::asio::mutable_buffer all_room();  // as much of it as there is
  void commit(std::size_t size) { buffer_.commit(size); }

  // Goes on with the header being read, as far as its bytes have arrived. The refusal says what is wrong with it.
  boost::system::result<Progress, Refusal> parse();

  // Whether a byte of the request being read has arrived. Empty lines before a request do not count (RFC 9112
  // §2.2).
  bool has_begun() const { return buffer_.size() > 0 || parser_->got_some(); }

  // Whether the request's method is HEAD, as far as it has arrived. Also right for a request that is refused,
  // whatever is wrong with it.
  bool is_head() const { return is_head_; }

  HttpRequest take_request() { return parser_->release(); }  // REQUIRES: parse() has returned complete
  void begin_next_request();                                 // keeps the bytes that have arrived already

  // The bytes that arrived behind the last request's header; valid until another function is called. A caller that
  // reads the body drops the bytes that belong to it. Then room() is memory for more.
  std::string_view rest() const { return unparsed(); }
  void drop(std::size_t size) { buffer_.consume(size); }

  // Forgets all bytes, and returns memory to read bytes into that nobody looks at.
  boost::asio::mutable_buffer scratch();

 private:
  std::string_view unparsed() const;
  void skip_empty_lines();
  std::optional<Refusal> check_new_lines();
  boost::system::error_code run_parser();
  Refusal refusal_for(boost::system::error_code error) const;

  const std::uint32_t limit_;
  boost::beast::flat_buffer buffer_;  // bytes that have arrived and that the parser has not taken
  std::optional<boost::beast::http::request_parser<boost::beast::http::empty_body>> parser_;
  std::size_t taken_ = 0;          // bytes of this request that were parsed or skipped
  std::size_t checked_ = 0;        // bytes of buffer_ that belong to lines which check_new_lines() has seen
  bool has_request_line_ = false;  // whether they include this request's first line, or the parser has taken it
  bool has_header_ = false;        // whether they include the empty line behind this request's header
  bool is_head_ = false;
};

}  // namespace sws
