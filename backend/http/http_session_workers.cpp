// How an HttpSession answers whether the server works: only when every worker has proven that it turns its loop.
#include <utility>

#include "backend/http/http_session.hpp"
#include "backend/process/log.hpp"

namespace sws {

namespace http = boost::beast::http;

void HttpSession::ask_workers(Representation representation, HttpRequest request, bool keep_alive) {
  enter(State::asking);
  about_workers_ =
      std::make_unique<AboutWorkers>(AboutWorkers{std::move(representation), std::move(request), keep_alive,
                                                  service_.roll_call->ask([this] { on_workers_answered(); })});
}

void HttpSession::on_workers_answered() {
  if (has_ended()) return;
  const auto about = std::exchange(about_workers_, nullptr);
  const auto context_of_answer = context(about->keep_alive && !draining_);
  if (about->request.method() == http::verb::options && about->representation.status == 200) {
    return write(make_response(AllowedMethods(), context_of_answer));
  }
  write(make_response(std::move(about->representation), about->request, context_of_answer));
}

void HttpSession::on_workers_silent() {
  const std::string silence = service_.roll_call->silence();
  log(LogLevel::warn, "workers_silent", {{"reason", silence}});
  auto& unwell = about_workers_->representation;
  unwell.status = static_cast<unsigned>(http::status::service_unavailable);
  unwell.owner = std::make_shared<const std::string>(silence + '\n');
  unwell.body = *unwell.owner;
  on_workers_answered();
}

}  // namespace sws
