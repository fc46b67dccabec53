#include "backend/admission/forwarded_hops.hpp"

#include "backend/admission/authority.hpp"
#include "backend/admission/forwarded_element.hpp"
#include "backend/admission/node_address.hpp"

namespace sws {
namespace {

namespace http = boost::beast::http;

// Joins the lines of a field that is a list (RFC 9110 §5.3). Returns nothing if the request does not have the
// field.
std::optional<std::string> joined(const http::request_header<>& request, boost::beast::string_view name) {
  std::optional<std::string> all;
  const auto [begin, end] = request.equal_range(name);
  for (auto field = begin; field != end; ++field) {
    all ? all->append(",") : all.emplace();
    all->append(field->value().data(), field->value().size());
  }
  return all;
}

// Takes the text behind the last comma off `list`, which becomes nothing once all of it is taken.
std::string_view take_last_word(std::optional<std::string_view>& list) {
  const std::size_t comma = list->rfind(',');
  const std::string_view word = comma == std::string_view::npos ? *list : list->substr(comma + 1);
  list = comma == std::string_view::npos ? std::nullopt : std::optional(list->substr(0, comma));
  const std::size_t first = word.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return word.substr(first, word.find_last_not_of(" \t") - first + 1);
}

}  // namespace

ForwardedHops::ForwardedHops(const http::request_header<>& request) {
  auto addresses = joined(request, "X-Forwarded-For");
  auto protocols = joined(request, "X-Forwarded-Proto");
  auto elements = joined(request, "Forwarded");
  is_x_forwarded_ = addresses || !elements;
  if (!is_x_forwarded_) addresses = std::move(elements);
  if (!addresses && !protocols) return;
  // A proxy that names a protocol and no address names one hop, which has no address.
  addresses_ = std::move(addresses).value_or("");
  hops_left_ = addresses_;
  if (protocols) {
    protocols_ = *std::move(protocols);
    words_left_ = protocols_;
  }
}

std::optional<Hop> ForwardedHops::next() {
  if (!hops_left_) return std::nullopt;
  if (is_x_forwarded_) return next_of_x_forwarded();
  const ForwardedElement element = take_last_forwarded_element(hops_left_);
  return Hop{node_address(element.for_node), same_text(element.proto, "https")};
}

// The proxies either append a word to X-Forwarded-Proto as they append an address, or one of them sets it for all
// that follow. So the last word belongs to the last address, and once the words have run out the first one holds.
Hop ForwardedHops::next_of_x_forwarded() {
  if (words_left_) https_ = same_text(take_last_word(words_left_), "https");
  return Hop{node_address(take_last_word(hops_left_)), https_};
}

}  // namespace sws
