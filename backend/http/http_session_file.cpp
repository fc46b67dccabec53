// How an HttpSession answers with a file of the web root: it lets the file be opened on another thread, and then
// sends its content part by part.
#include <boost/asio/error.hpp>
#include <optional>
#include <utility>

#include "backend/http/content_coding.hpp"
#include "backend/http/http_session.hpp"
#include "backend/http/static_site.hpp"
#include "backend/process/log.hpp"

namespace sws {

namespace http = boost::beast::http;

// The file is left over if the peer has gone before the header was written.
HttpSession::~HttpSession() {
  if (response_ && response_->file) service_.files.calls->drop(std::move(response_->file->descriptor));
}

void HttpSession::open_file(HttpRequest request, std::string path, bool keep_alive) {
  enter(State::fetching);
  const auto find = [root = service_.files.root, path] {
    auto found = root->find(path);
    if (!std::holds_alternative<WebRoot::Nothing>(found)) return found;
    return root->find(path_without_hash(path));  // the embedded page asks for files by these names
  };
  opening_ = AwaitedCall<WebRoot::Found>::start(
      *service_.files.calls, stream_.get_executor(), find,
      tracked([this, request = std::move(request), path, keep_alive](std::optional<WebRoot::Found> found) {
        on_file_opened(request, path, keep_alive, std::move(found));
      }));
}

void HttpSession::on_file_opened(const HttpRequest& request, std::string_view path, bool keep_alive,
                                 std::optional<WebRoot::Found> found) {
  opening_.reset();
  if (!found) found = WebRoot::Unreadable{"the file system does not answer"};
  if (const auto* wrong = std::get_if<WebRoot::Unreadable>(&*found)) {
    const std::string_view target = target_of(request);  // still percent-encoded, as a line of the log needs it
    log(LogLevel::warn, "file_unavailable",
        {{"path", target.substr(0, target.find('?'))}, {"reason", wrong->reason}});
    const auto status = wrong->is_forbidden ? http::status::forbidden : http::status::service_unavailable;
    return refuse({status, Reason::file_unavailable, "the server cannot read this file; its log says why"},
                  keep_alive);
  }
  auto* const file = std::get_if<WebFile>(&*found);
  const bool is_folder = std::holds_alternative<WebRoot::Folder>(*found);
  if (request.method() == http::verb::options && (file || is_folder)) {
    if (file) service_.files.calls->drop(std::move(file->descriptor));
    return write(make_response(AllowedMethods(), context(keep_alive)));
  }
  if (is_folder) {
    return write(redirect_to_folder(request, context(keep_alive)));
  }
  if (!file) return give(site_answer(request, service_, path), request, keep_alive);
  if (!choose_coding(value_of(request, http::field::accept_encoding), false, false)) {
    service_.files.calls->drop(std::move(file->descriptor));
    return write(make_response(not_acceptable(), request, context(keep_alive)));
  }
  Response response = make_response(*file, request, context(keep_alive));
  if (!response.file) service_.files.calls->drop(std::move(file->descriptor));
  found.reset();
  write(std::move(response));
}

void HttpSession::send_file() {
  file_sender_.emplace(stream_, *service_.files.calls, *std::exchange(response_->file, std::nullopt));
  const auto on_wait = [this](FileSender::Wait wait) {
    enter(wait == FileSender::Wait::for_file ? State::fetching : State::answering);
  };
  file_sender_->start(on_wait, tracked([this](boost::system::error_code error) {
                        if (error == boost::asio::error::eof) {
                          log(LogLevel::warn, "file_cut",
                              {{"path", file_sender_->file().path},
                               {"reason", "the file became shorter, or could not be read, while it was sent"}});
                        }
                        file_sender_.reset();
                        error ? end() : on_answered();
                      }));
}

void HttpSession::cancel_file() {
  if (opening_) opening_->cancel();
  if (file_sender_) file_sender_->cancel();
}

}  // namespace sws
