// One HTTP/1.1 connection. It answers requests one after the other, pipelined ones too, until the peer leaves, a
// deadline passes, or a request opens a stream, which then takes over the socket. Owned by its worker's
// ConnectionSet and used on the worker's thread only. It decides when bytes are read and written and how long each
// step may take; request_reader.hpp, routing.hpp and response.hpp decide what they mean.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "backend/admission/forwarded.hpp"
#include "backend/config/settings.hpp"
#include "backend/connection/connection.hpp"
#include "backend/http/body_reader.hpp"
#include "backend/http/file_sender.hpp"
#include "backend/http/http_service.hpp"
#include "backend/http/request_reader.hpp"
#include "backend/http/response.hpp"
#include "backend/net/byte_stream.hpp"
#include "backend/net/upgrade.hpp"
#include "backend/process/blocking_calls.hpp"

namespace sws {

// One accepted TCP connection.
struct Accepted {
  ByteStream stream;
  IpAddress peer;
  Admission::Slot slot;            // empty if the connection is not admitted
  std::optional<Refusal> refusal;  // the answer to every request, if the connection is not admitted
};

class HttpSession final : public Connection {
 public:
  // `service` must outlive it.
  HttpSession(ConnectionSet& owner, Ticker& ticker, const HttpService& service, Accepted accepted);

  ~HttpSession() override;

  void start() override;
  void drain() override;

 private:
  // Each state but `posting` and `asking` has one pending operation and one deadline (time_in()).
  enum class State {
    fresh,      // reads; no byte of the connection's first request has arrived
    idle,       // reads; the last request was answered, and no byte of the next one has arrived
    reading,    // reads; a part of a request has arrived
    receiving,  // reads the body of a POST, or writes that it may be sent
    timed_out,  // the deadline of one of these two has passed, and the read is being cancelled so that 408 can be
                // sent
    fetching,   // waits for the file system of the web root
    posting,    // waits for the answer of the PostHandler
    asking,     // waits for the answers of the workers
    answering,  // writes a response
    lingering,  // the last response was written; reads and drops what the peer still sends
  };

  static constexpr std::chrono::seconds kBodyTime{30};  // of `receiving`: a megabyte over 300 kbit/s

  std::chrono::milliseconds time_in(State state) const;
  void enter(State state);
  void on_deadline() override;

  void read();
  void count_handshake();
  void on_bytes();
  void refuse_slow_request();
  void on_read_failed();
  void on_request();
  void answer(HttpRequest request, bool keep_alive);
  void answer_question(const StreamQuestion& question, const RequestHeader& request, bool keep_alive);
  void answer_without_stream(EventResponse response, const RequestHeader& request, std::string_view channel,
                             bool keep_alive, std::string body = {});
  void give(Answer answer, HttpRequest request, bool keep_alive);
  void open_file(HttpRequest request, std::string path, bool keep_alive);
  void on_file_opened(const HttpRequest& request, std::string_view path, bool keep_alive,
                      std::optional<WebRoot::Found> found);
  void send_file();
  void receive(const HttpRequest& request, std::string path);
  void on_body_bytes();
  void pass_on();
  void on_post_answer(const PostAnswer& answer, bool keep_alive);
  void on_post_unanswered();
  void ask_workers(Representation representation, HttpRequest request, bool keep_alive);
  void on_workers_answered();
  void on_workers_silent();
  void open_stream(HttpRequest request, StreamHandshake handshake, bool keep_alive);
  void refuse(const Refusal& refusal, bool keep_alive = false);
  ResponseContext context(bool keep_alive);
  void note_request();
  void note_header(const HttpRequest& request);
  void note_answer(unsigned status, std::uint64_t bytes);
  void log_request(bool is_whole);
  void write(Response response);
  void on_written(boost::system::error_code error);
  void on_answered();
  void linger();
  void cancel_file();
  void close_socket() override;
  void reset_socket() override;

  // A POST whose body is being read.
  struct Post {
    std::string path;
    std::string idempotency_key;
    bool keep_alive;
    BodyReader body;
  };
  struct AwaitedAnswer;

  // An answer that is true only if all workers answer.
  struct AboutWorkers {
    Representation representation;
    HttpRequest request;
    bool keep_alive;
    RollCall::Question question;
  };

  // The facts about a request that the access log states.
  struct Noted {
    SteadyTime begun;
    std::string method{}, path{};
    unsigned status = 0;  // 0: none was sent
    std::uint64_t bytes = 0;
  };

  const HttpService& service_;
  const std::shared_ptr<const Settings> settings_;
  ByteStream stream_;
  const bool expects_tls_;
  const IpAddress peer_;
  const std::optional<Refusal> refusal_;
  RequestClient client_;  // of the last request
  RequestReader reader_;
  std::optional<Response> response_;  // being written
  std::string response_header_;       // of response_
  std::shared_ptr<AwaitedCall<WebRoot::Found>> opening_;
  std::optional<FileSender> file_sender_;  // of response_
  std::optional<Post> post_;
  std::shared_ptr<AwaitedAnswer> awaited_answer_;
  std::unique_ptr<AboutWorkers> about_workers_;  // rarely needed, and there are many sessions
  std::unique_ptr<Noted> noted_;                 // until it is logged
  std::size_t lingered_ = 0;                     // bytes dropped while lingering
  State state_ = State::fresh;
  bool handshake_counted_ = false;
  bool has_answered_ = false;  // a request before this one
  bool draining_ = false;      // the request being read or answered is the last one
};

}  // namespace sws
