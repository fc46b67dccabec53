#include "backend/http/body_reader.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

#include "backend/http/request_check.hpp"

namespace sws {
namespace {

namespace http = boost::beast::http;

constexpr std::size_t kMaxLine = 1'024;    // bytes: a chunk's size has 8 digits, and nobody sends extensions
constexpr std::size_t kMaxSizeDigits = 8;  // hexadecimal
constexpr std::size_t kMaxTrailers = 100;  // as many as the fields of a header

Refusal malformed(const char* explanation) {
  return {http::status::bad_request, Reason::malformed_request, explanation};
}

}  // namespace

boost::system::result<BodyReader, Refusal> BodyReader::begin(const RequestHeader& request, std::size_t most) {
  BodyReader reader(most);
  if (request.count(http::field::transfer_encoding) > 0) {
    reader.part_ = Part::chunk_size;
    return reader;
  }
  const std::string_view length = value_of(request, http::field::content_length);
  const auto error = std::from_chars(length.data(), length.data() + length.size(), reader.left_).ec;
  if (error == std::errc::result_out_of_range || reader.left_ > most) return reader.too_large();
  if (reader.left_ == 0) reader.part_ = Part::complete;
  return reader;
}

boost::system::result<std::size_t, Refusal> BodyReader::take(std::string_view bytes) {
  const std::size_t size = bytes.size();
  while (!is_complete() && !bytes.empty()) {
    if (part_ == Part::content || part_ == Part::chunk) {
      take_data(bytes);
    } else if (auto refusal = take_line(bytes)) {
      return *std::move(refusal);
    }
  }
  return size - bytes.size();
}

void BodyReader::take_data(std::string_view& bytes) {
  const std::size_t size = std::min(left_, bytes.size());
  body_ += bytes.substr(0, size);
  bytes.remove_prefix(size);
  left_ -= size;
  if (left_ == 0) part_ = part_ == Part::content ? Part::complete : Part::chunk_end;
}

std::optional<Refusal> BodyReader::take_line(std::string_view& bytes) {
  const std::size_t end = bytes.find('\n');
  const std::string_view part = bytes.substr(0, end);
  if (part.size() > kMaxLine - line_.size()) return malformed("a line between the chunks of the body is too long");
  line_ += part;
  bytes.remove_prefix(std::min(bytes.size(), part.size() + 1));
  if (end == std::string_view::npos) return std::nullopt;
  const std::string line = std::exchange(line_, std::string());
  return on_line(line);
}

// `line` has its CR and not its LF.
std::optional<Refusal> BodyReader::on_line(std::string_view line) {
  if (part_ == Part::trailer) return on_trailer(line);
  if (part_ == Part::chunk_size) return begin_chunk(line);
  if (line != "\r") return malformed("a chunk of the body is longer than its size says");
  part_ = Part::chunk_size;
  return std::nullopt;
}

// chunk-size [ chunk-ext ] CRLF. Extensions are ignored, as a recipient must that does not know them.
std::optional<Refusal> BodyReader::begin_chunk(std::string_view line) {
  constexpr int kHexadecimal = 16;
  const char* const begin = line.data();
  const auto [end, error] = std::from_chars(begin, begin + line.size(), left_, kHexadecimal);
  const auto digits = static_cast<std::size_t>(end - begin);
  const std::string_view rest = line.substr(digits);
  const bool has_only_extensions =
      rest == "\r" || (rest.starts_with(';') && !check_field_line("x:" + std::string(rest)));
  if (error != std::errc() || digits > kMaxSizeDigits || !has_only_extensions) {
    return malformed("the size of a chunk of the body is not a hexadecimal number");
  }
  if (left_ > most_ - body_.size()) return too_large();
  part_ = left_ == 0 ? Part::trailer : Part::chunk;
  return std::nullopt;
}

std::optional<Refusal> BodyReader::on_trailer(std::string_view line) {
  if (line == "\r") {
    part_ = Part::complete;
    return std::nullopt;
  }
  if (++trailers_ > kMaxTrailers) return malformed("the body has too many trailer fields");
  return check_field_line(line);
}

Refusal BodyReader::too_large() const {
  return {http::status::payload_too_large, Reason::body_too_large,
          "the body is larger than the " + std::to_string(most_) + " bytes that it may have: send it in parts"};
}

}  // namespace sws
