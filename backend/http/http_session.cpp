#include "backend/http/http_session.hpp"

#include <algorithm>
#include <utility>

#include "backend/http/request_check.hpp"
#include "backend/http/request_normalization.hpp"
#include "backend/http/routing.hpp"
#include "backend/process/log.hpp"

namespace sws {
namespace {

using namespace std::chrono_literals;
namespace http = boost::beast::http;

constexpr std::chrono::seconds kCancelTime{1};   // a cancelled read completes at once, or was too late
constexpr std::chrono::seconds kOpenTime{10};    // a disk answers within 1 s, and a file system that hangs never
constexpr std::chrono::seconds kPostTime{10};    // the workers hand a number on within a second
constexpr std::chrono::seconds kWorkersTime{1};  // a worker turns its loop within milliseconds
constexpr std::chrono::seconds kLingerTime{2};   // for the peer to read the last response before TCP ends
constexpr std::chrono::seconds kLastRequest{1};  // a peer that has connected sends its request within less

// After such a request the two sides may disagree about where the next request begins.
bool ends_connection(Reason reason) {
  return reason == Reason::malformed_request || reason == Reason::header_too_large ||
         reason == Reason::body_too_large || reason == Reason::request_timeout;
}

}  // namespace

HttpSession::HttpSession(ConnectionSet& owner, Ticker& ticker, const HttpService& service, Accepted accepted)
    : Connection(owner, ticker, std::move(accepted.slot)),
      service_(service),
      settings_(service.settings),
      stream_(std::move(accepted.stream)),
      expects_tls_(stream_.tls() != nullptr),
      peer_(accepted.peer),
      refusal_(std::move(accepted.refusal)),
      client_{peer_, expects_tls_, false},
      reader_(settings_->header_bytes) {}

// The states and their deadlines. The transitions:
//   fresh, idle → reading     the first byte of a request arrives
//   fresh, idle, reading → answering   a request is complete or refused
//   reading → timed_out → answering    the deadline passes; the response is 408
//   fresh, idle, reading → fetching → answering   the answer may be a file of the web root
//   fresh, idle, reading → receiving → posting → answering   the request is a POST that somebody takes
//   receiving → timed_out → answering  the deadline passes; the response is 408
//   fresh, idle, reading → asking → answering   the answer is about the workers
//   answering → fetching → answering   the peer has room for the next part of a file
//   answering → answering     the peer has taken a part of a file
//   answering → idle          the response is written and the connection stays open
//   answering → lingering     the response is written and was the last one
// From every state the connection can end: when the peer leaves, at the deadline, or when a stream takes over.

std::chrono::milliseconds HttpSession::time_in(State state) const {
  switch (state) {
    case State::fresh:
    case State::reading:
      return settings_->header_timeout;
    case State::idle:
      return settings_->idle_timeout;
    case State::receiving:
      return kBodyTime;
    case State::timed_out:
      return kCancelTime;
    case State::fetching:
      return kOpenTime;
    case State::posting:
      return kPostTime;
    case State::asking:
      return kWorkersTime;
    case State::answering:
      return settings_->write_timeout;
    case State::lingering:
      break;
  }
  return kLingerTime;
}

void HttpSession::enter(State state) {
  state_ = state;
  const bool keeps_deadline =
      draining_ && (state == State::reading || state == State::receiving);  // drain() has set a shorter one
  if (!keeps_deadline) set_deadline(time_in(state));
}

void HttpSession::on_deadline() {
  switch (state_) {
    case State::reading:
    case State::receiving: {
      enter(State::timed_out);
      boost::system::error_code ignored;
      stream_.socket().cancel(ignored);
      return;
    }
    case State::fetching:
      return cancel_file();  // the answer is then 503
    case State::posting:
      return on_post_unanswered();
    case State::asking:
      return on_workers_silent();
    case State::answering:
      count(Reason::write_timeout);
      return reset();  // the peer does not read, so the kernel would keep the rest of the response for minutes
    case State::fresh:
    case State::idle:
    case State::timed_out:
    case State::lingering:
      return end();
  }
}

// A peer that has just connected or begun a request has no answer yet, so its request is still answered. A peer
// that has had an answer sends its next request over a new connection, which reaches another server.
void HttpSession::drain() {
  draining_ = true;
  switch (state_) {
    case State::fresh:
    case State::reading:
    case State::receiving:
      return set_deadline(kLastRequest);
    case State::idle:
      return end();
    case State::timed_out:
    case State::fetching:
    case State::posting:
    case State::asking:
    case State::answering:
    case State::lingering:
      return;  // ends after the response
  }
}

void HttpSession::start() {
  enter(State::fresh);
  read();
}

void HttpSession::read() {
  stream_.async_read_some(post_ ? reader_.all_room() : reader_.room(),
                          tracked([this](boost::system::error_code error, std::size_t size) {
                            count_handshake();
                            if (state_ == State::timed_out) return refuse_slow_request();
                            if (error) return on_read_failed();
                            reader_.commit(size);
                            post_ ? on_body_bytes() : on_bytes();
                          }));
}

void HttpSession::count_handshake() {
  const TlsSession* const tls = stream_.tls();
  if (handshake_counted_ || !tls || !tls->is_established()) return;
  handshake_counted_ = true;
  (tls->is_resumed() ? metrics().resumed_handshakes : metrics().full_handshakes).add();
}

void HttpSession::on_read_failed() {
  if (stream_.tls() && *stream_.tls()->failure()) {
    count(Reason::tls_failed);
    const std::string explanation = std::string("TLS: ") + stream_.tls()->failure();
    log(LogLevel::info, "refused", {{"reason", name_of(Reason::tls_failed)}, {"explanation", explanation}});
  }
  end();
}

void HttpSession::on_bytes() {
  const auto progress = reader_.parse();
  if (expects_tls_ && !stream_.tls()) {
    client_.https = false;
    return refuse({http::status::bad_request, Reason::malformed_request,
                   "this port speaks TLS: use https:// (wss:// for the stream)"});
  }
  if (progress && *progress == RequestReader::Progress::incomplete) {
    if (state_ != State::reading && reader_.has_begun()) enter(State::reading);
    return read();
  }
  metrics().requests.add();
  note_request();
  if (!progress) return refuse(progress.error());
  on_request();
}

void HttpSession::on_request() {
  HttpRequest request = reader_.take_request();
  note_header(request);
  if (const auto refusal = check_framing(request)) return refuse(*refusal);
  if (refusal_) return refuse(*refusal_);
  client_ = client_of(request, peer_, stream_.tls() != nullptr, settings_->trusted_proxies);
  normalize(request);
  const bool keep_alive = request.keep_alive() && !has_body(request) && !draining_;
  answer(std::move(request), keep_alive);
}

void HttpSession::answer(HttpRequest request, bool keep_alive) {
  Answer answer = route(request, service_, *settings_, ticker().clock().wall());
  if (auto* handshake = std::get_if<StreamHandshake>(&answer)) {
    return open_stream(std::move(request), std::move(*handshake), keep_alive);
  }
  if (const auto* question = std::get_if<StreamQuestion>(&answer)) {
    return answer_question(*question, request, keep_alive);
  }
  if (auto* posted = std::get_if<PostedBody>(&answer)) return receive(request, std::move(posted->path));
  if (auto* lookup = std::get_if<FileLookup>(&answer)) {
    return open_file(std::move(request), std::move(lookup->path), keep_alive);
  }
  give(std::move(answer), std::move(request), keep_alive);
}

void HttpSession::give(Answer answer, HttpRequest request, bool keep_alive) {
  if (const auto* refusal = std::get_if<Refusal>(&answer)) return refuse(*refusal, keep_alive);
  if (const auto* cookie = std::get_if<AccessCookie>(&answer)) {
    return write(make_response(*cookie, context(keep_alive)));
  }
  if (const auto* methods = std::get_if<AllowedMethods>(&answer)) {
    return write(make_response(*methods, context(keep_alive)));
  }
  auto& representation = std::get<Representation>(answer);
  if (representation.needs_workers && service_.roll_call) {
    return ask_workers(std::move(representation), std::move(request), keep_alive);
  }
  write(make_response(std::move(representation), request, context(keep_alive)));
}

void HttpSession::refuse(const Refusal& refusal, bool keep_alive) {
  count(refusal.reason);
  log(LogLevel::info, "refused",
      {{"status", static_cast<unsigned>(refusal.status)},
       {"reason", name_of(refusal.reason)},
       {"explanation", refusal.explanation}});
  log(LogLevel::debug, "refused_peer", {{"address", client_.address.to_string()}});
  write(make_response(refusal, context(keep_alive && !ends_connection(refusal.reason))));
}

ResponseContext HttpSession::context(bool keep_alive) {
  return {.now = ticker().clock().wall(),
          .is_head = reader_.is_head(),
          .keep_alive = keep_alive,
          .https = client_.https,
          .hsts_max_age = settings_->hsts_max_age,
          .is_public = !service_.for_operators,
          .frame_ancestors = settings_->frame_ancestors};
}

void HttpSession::close_socket() {
  log_request(false);
  stream_.close();
  cancel_file();
}

void HttpSession::reset_socket() {
  log_request(false);
  stream_.reset();
  cancel_file();
}

}  // namespace sws
