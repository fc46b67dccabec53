// How an HttpSession takes what is POSTed: it reads the body within its limits, passes it to the PostHandler, and
// waits for the answer.
#include <boost/asio/buffer.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/string.hpp>
#include <utility>

#include "backend/http/http_session.hpp"

namespace sws {
namespace {

namespace http = boost::beast::http;

constexpr std::size_t kMaxBody = 1'048'576;  // bytes: 4,096 samples with their times have 0.25 MB
constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";

// curl asks so before a body of more than 1 MB, and waits for a second (RFC 9110 §10.1.1).
bool expects_continue(const RequestHeader& request) {
  return request.version() == 11 && boost::beast::iequals(request[http::field::expect], "100-continue");
}

}  // namespace

// A post that was passed on. The handler's callback holds it weakly, because the session may end before the answer
// comes, and the answer may never come.
struct HttpSession::AwaitedAnswer {
  HttpSession& session;
};

void HttpSession::receive(const HttpRequest& request, std::string path) {
  auto body = BodyReader::begin(request, kMaxBody);
  if (!body) return refuse(body.error());
  post_.emplace(
      Post{std::move(path), std::string(request["Idempotency-Key"]), request.keep_alive(), *std::move(body)});
  enter(State::receiving);
  if (!expects_continue(request) || post_->body.is_complete() || !reader_.rest().empty()) return on_body_bytes();
  boost::asio::async_write(stream_, boost::asio::buffer(kContinue),
                           tracked([this](boost::system::error_code error, std::size_t) {
                             if (error) return end();
                             state_ == State::timed_out ? refuse_slow_request() : on_body_bytes();
                           }));
}

void HttpSession::on_body_bytes() {
  const auto taken = post_->body.take(reader_.rest());
  if (!taken) return refuse(taken.error());
  reader_.drop(*taken);
  post_->body.is_complete() ? pass_on() : read();
}

void HttpSession::pass_on() {
  enter(State::posting);
  awaited_answer_ = std::make_shared<AwaitedAnswer>(AwaitedAnswer{*this});
  Post post = *std::exchange(post_, std::nullopt);
  const std::string body = post.body.take_body();
  service_.posts->post(
      {post.path, body, post.idempotency_key},
      [waiting = std::weak_ptr(awaited_answer_), keep_alive = post.keep_alive](const PostAnswer& answer) {
        if (const auto awaited = waiting.lock()) awaited->session.on_post_answer(answer, keep_alive);
      });
}

void HttpSession::on_post_answer(const PostAnswer& answer, bool keep_alive) {
  if (has_ended()) return;
  awaited_answer_.reset();
  if (!answer) return refuse(answer.error(), keep_alive && !draining_);
  write(make_response(*answer, context(keep_alive && !draining_)));
}

void HttpSession::on_post_unanswered() {
  on_post_answer(Refusal{http::status::service_unavailable, Reason::post_unanswered,
                         "the server did not hear in time whether the body was taken: it may have been"},
                 false);
}

void HttpSession::refuse_slow_request() {
  const auto time = post_ ? kBodyTime : settings_->header_timeout;
  refuse({http::status::request_timeout, Reason::request_timeout,
          (post_ ? "the body did not come within " : "the header did not come within ") +
              std::to_string(time.count()) + " seconds"});
}

}  // namespace sws
