// How an HttpSession opens a stream, or says why it would not.
#include <utility>

#include "backend/http/http_session.hpp"
#include "backend/http/viewer_admission.hpp"

namespace sws {

namespace http = boost::beast::http;

namespace {

constexpr std::chrono::seconds kSourceComesBack{2};  // a broker is restarted in that time

Refusal away(std::string why) {
  return {.status = http::status::service_unavailable,
          .reason = Reason::source_away,
          .explanation = std::move(why),
          .retry_after = kSourceComesBack};
}

}  // namespace

// This connection has a place of its client's, which the handshake may need, so it is closed. A proxy's connection
// has none.
void HttpSession::answer_question(const StreamQuestion& question, const RequestHeader& request, bool keep_alive) {
  const auto refusal = would_refuse_viewer({request, question.wanted, client_, question.address.channel},
                                           *settings_, service_.admission, !has_answered_, ticker().clock());
  if (!refusal) {
    const auto unavailable = service_.upgrader->unavailable(question.address);
    if (unavailable) return refuse(away(unavailable->why), keep_alive && client_.proxied);
    return refuse(question.upgrade_required, keep_alive && client_.proxied);
  }
  refuse(*refusal, keep_alive && refusal->status == http::status::forbidden);
}

// For those who would get the stream, over this connection: it needs no other place than it has.
void HttpSession::answer_without_stream(EventResponse response, const RequestHeader& request,
                                        std::string_view channel, bool keep_alive, std::string body) {
  constexpr bool kNeedsNoOther = true;
  if (const auto refusal = would_refuse_viewer({request, {}, client_, channel}, *settings_, service_.admission,
                                               kNeedsNoOther, ticker().clock())) {
    return refuse(*refusal, keep_alive && refusal->status == http::status::forbidden);
  }
  const bool may_stay = response == EventResponse::complete && client_.proxied;
  write(make_response(response, request, context(keep_alive && may_stay), std::move(body)));
}

void HttpSession::open_stream(HttpRequest request, StreamHandshake handshake, bool keep_alive) {
  const std::string channel = handshake.address.channel;
  if (const auto unavailable = service_.upgrader->unavailable(handshake.address)) {
    if (handshake.address.framing == Framing::events) {
      return answer_without_stream(EventResponse::away, request, channel, keep_alive, unavailable->events);
    }
    constexpr bool kNeedsNoOther = true;
    const auto refusal = would_refuse_viewer({request, handshake.wanted, client_, channel}, *settings_,
                                             service_.admission, kNeedsNoOther, ticker().clock());
    return refuse(refusal ? *refusal : away(unavailable->why), keep_alive);
  }
  std::string response_header;
  if (handshake.address.framing == Framing::events) {
    if (service_.upgrader->is_complete(handshake.address, *settings_, handshake.last_event_id)) {
      return answer_without_stream(EventResponse::complete, request, channel, keep_alive);
    }
    if (reader_.is_head()) return answer_without_stream(EventResponse::stream, request, channel, keep_alive);
    response_header = header_text(make_response(EventResponse::stream, request, context(false)));
  }
  const auto viewer = admit_viewer({request, handshake.wanted, client_, channel}, *settings_, service_.admission,
                                   slot(), ticker().clock());
  if (!viewer) return refuse(viewer.error(), keep_alive);
  const bool is_response = handshake.address.framing == Framing::events;
  note_answer(static_cast<unsigned>(is_response ? http::status::ok : http::status::switching_protocols), 0);
  log_request(true);
  Connection& stream =
      owner().adopt(service_.upgrader->upgrade(settings_, {.address = std::move(handshake.address),
                                                           .wanted = handshake.wanted,
                                                           .request = std::move(request),
                                                           .response_header = std::move(response_header),
                                                           .last_event_id = std::move(handshake.last_event_id),
                                                           .stream = std::move(stream_),
                                                           .prefetched = std::string(reader_.rest()),
                                                           .slot = std::move(slot()),
                                                           .admitted_until = viewer->until}));
  if (draining_) stream.drain();  // so that the viewer hears at once why the stream ends
  end();
}

}  // namespace sws
