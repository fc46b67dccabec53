#include "backend/admission/forwarded_element.hpp"

#include "backend/admission/authority.hpp"
#include "shared/ascii.hpp"

namespace sws {
namespace {

bool is_token_character(char c) {
  const bool alphanumeric = is_digit(c) || is_letter(c);
  return alphanumeric || std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
}

// Many proxies write a port or an IPv6 address without the quotes that RFC 7239 §4 demands.
bool is_value_character(char c) {
  return is_token_character(c) || c == ':' || c == '[' || c == ']';
}

// Takes pieces off the end of a text.
class BackwardReader {
 public:
  explicit BackwardReader(std::string_view text) : text_(text) {}

  std::string_view left() const { return text_; }
  bool at_begin() const { return text_.empty(); }
  bool is_behind(char c) const { return text_.ends_with(c); }

  bool take(char c) {
    if (!is_behind(c)) return false;
    text_.remove_suffix(1);
    return true;
  }

  void skip_blanks() {
    while (take(' ') || take('\t')) {
    }
  }

  template <class Predicate>
  std::string_view take_while(Predicate belongs) {
    std::size_t begin = text_.size();
    while (begin > 0 && belongs(text_[begin - 1])) --begin;
    return take_from(begin);
  }

  // Takes a quoted-string (RFC 9110 §5.6.4) and returns its content, with the backslashes that it has. Returns
  // nothing if no quote opens it.
  std::optional<std::string_view> take_quoted() {
    for (std::size_t open = text_.size() - 1; open-- > 0;) {
      if (text_[open] != '"' || is_escaped(open)) continue;
      const std::string_view quoted = take_from(open);
      return quoted.substr(1, quoted.size() - 2);
    }
    return std::nullopt;
  }

 private:
  std::string_view take_from(std::size_t begin) {
    const std::string_view taken = text_.substr(begin);
    text_ = text_.substr(0, begin);
    return taken;
  }

  // Whether an odd number of backslashes stands before the character.
  bool is_escaped(std::size_t position) const {
    std::size_t first = position;
    while (first > 0 && text_[first - 1] == '\\') --first;
    return (position - first) % 2 == 1;
  }

  std::string_view text_;
};

// Takes one `name=value`. Returns false if it is malformed, or if its name is there twice.
bool take_parameter(BackwardReader& reader, ForwardedElement& element) {
  const auto value =
      reader.is_behind('"') ? reader.take_quoted() : std::optional(reader.take_while(is_value_character));
  if (!value || !reader.take('=')) return false;
  const std::string_view name = reader.take_while(is_token_character);
  std::string_view* const into = same_text(name, "for")     ? &element.for_node
                                 : same_text(name, "proto") ? &element.proto
                                                            : nullptr;
  if (!into) return !name.empty();
  if (value->empty() || !into->empty()) return false;
  *into = *value;
  return true;
}

// Takes parameters that ';' separates, up to the comma before the element or the beginning of the list.
bool take_element(BackwardReader& reader, ForwardedElement& element) {
  for (;;) {
    reader.skip_blanks();
    if (reader.at_begin() || reader.is_behind(',')) return true;
    if (reader.take(';')) continue;  // RFC 7239 §4 permits an empty parameter
    if (!take_parameter(reader, element)) return false;
    reader.skip_blanks();
    if (!reader.at_begin() && !reader.is_behind(',') && !reader.is_behind(';')) return false;
  }
}

}  // namespace

ForwardedElement take_last_forwarded_element(std::optional<std::string_view>& list) {
  BackwardReader reader(*list);
  ForwardedElement element;
  const bool is_good = take_element(reader, element);
  const bool has_more = is_good && reader.take(',');
  list = has_more ? std::optional(reader.left()) : std::nullopt;
  return is_good ? element : ForwardedElement();
}

}  // namespace sws
