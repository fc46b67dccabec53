#include "backend/http/request_reader.hpp"

#include <algorithm>
#include <boost/beast/core/read_size.hpp>

#include "backend/http/request_check.hpp"

namespace sws {
namespace {

namespace beast = boost::beast;
namespace http = beast::http;

}  // namespace

RequestReader::RequestReader(std::uint32_t limit) : limit_(limit), buffer_(limit) {
  begin_next_request();
}

boost::asio::mutable_buffer RequestReader::room() {
  return buffer_.prepare(beast::read_size(buffer_, limit_));
}

boost::asio::mutable_buffer RequestReader::all_room() {
  return buffer_.prepare(limit_ - buffer_.size());
}

boost::asio::mutable_buffer RequestReader::scratch() {
  buffer_.clear();
  return buffer_.prepare(limit_);
}

void RequestReader::begin_next_request() {
  parser_.emplace();
  parser_->body_limit(boost::none);  // we read no bodies, so Beast need not judge their length
  // Beast's own limit is 8192 bytes, whatever the size of the buffer.
  parser_->header_limit(limit_);
  taken_ = 0;
  checked_ = 0;
  has_request_line_ = has_header_ = is_head_ = false;
}

// http::async_read_header() would do all this, but it would not show us the lines as they came.
boost::system::result<RequestReader::Progress, Refusal> RequestReader::parse() {
  skip_empty_lines();
  if (!has_request_line_) is_head_ = unparsed().starts_with("HEAD ");
  if (auto bad_line = check_new_lines()) return *std::move(bad_line);
  boost::system::error_code error = run_parser();
  // Beast refuses a wrong version before its line is complete. The rest of the line decides what the refusal says.
  if (error == http::error::bad_version && !has_request_line_) error = http::error::need_more;
  if (error == http::error::need_more && has_header_) error = http::error::bad_field;
  const bool incomplete = error == http::error::need_more;
  // Beast limits what it sees in one call. We limit the header as a whole, and as soon as it must become too large.
  if (taken_ + (incomplete ? buffer_.size() + 1 : 0) > limit_) return refusal_for(http::error::header_limit);
  if (incomplete) return Progress::incomplete;
  if (error) return refusal_for(error);
  return Progress::complete;
}

// Looks at the lines that have become complete, before the parser takes them. Each line is looked at once, however
// slowly the header arrives.
std::optional<Refusal> RequestReader::check_new_lines() {
  while (!has_header_) {
    const std::string_view rest = unparsed().substr(checked_);
    const std::size_t end = rest.find('\n');
    if (end == std::string_view::npos) break;
    const std::string_view line = rest.substr(0, end);
    checked_ += end + 1;
    has_header_ = has_request_line_ && line == "\r";
    if (has_header_) break;
    auto refusal = has_request_line_ ? check_field_line(line) : check_request_line(line);
    has_request_line_ = true;
    if (refusal) return refusal;
  }
  return std::nullopt;
}

// Beast takes an empty line before a request for a malformed request line. A server should ignore it (RFC 9112
// §2.2).
void RequestReader::skip_empty_lines() {
  while (!parser_->got_some() && unparsed().starts_with("\r\n")) {
    buffer_.consume(2);
    taken_ += 2;
  }
}

boost::system::error_code RequestReader::run_parser() {
  boost::system::error_code error = http::error::need_more;
  const bool may_be_empty_line = !parser_->got_some() && unparsed() == "\r";
  if (buffer_.size() > 0 && !may_be_empty_line) {
    const std::size_t size = parser_->put(buffer_.data(), error);
    buffer_.consume(size);
    taken_ += size;
    checked_ -= std::min(checked_, size);
  }
  return error;
}

Refusal RequestReader::refusal_for(boost::system::error_code error) const {
  if (error == http::error::header_limit) {
    const std::string most = std::to_string(limit_) + " bytes";
    if (!has_request_line_) {
      return {http::status::uri_too_long, Reason::header_too_large,
              "the request line, with the empty lines before it, is longer than " + most};
    }
    return {http::status::request_header_fields_too_large, Reason::header_too_large,
            "the header is larger than " + most};
  }
  return {http::status::bad_request, Reason::malformed_request, "malformed request: " + error.message()};
}

std::string_view RequestReader::unparsed() const {
  return {static_cast<const char*>(buffer_.data().data()), buffer_.size()};
}

}  // namespace sws
