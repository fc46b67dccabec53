#include "backend/net/tls_session.hpp"

#include <openssl/err.h>
#include <openssl/ssl.h>

#include <algorithm>
#include <climits>
#include <new>
#include <utility>

namespace sws {
namespace {

constexpr std::size_t kSmallRecord = 512;  // in bytes; the least that OpenSSL has

// OpenSSL allocates room for the largest record before each write, and releases it afterwards
// (SSL_MODE_RELEASE_BUFFERS). If that is small, malloc has it at hand.
void limit_records(SSL* ssl, std::size_t plaintext) {
  const long most = plaintext <= kSmallRecord ? kSmallRecord : SSL3_RT_MAX_PLAIN_LENGTH;
  SSL_set_max_send_fragment(ssl, most);
  SSL_set_split_send_fragment(ssl, most);  // the former can lower it, but does not raise it
}

}  // namespace

// A BIO on the session's own strings. OpenSSL's memory BIOs would keep a growing buffer for each direction.
struct TlsSession::Callbacks {
  static TlsSession& session(BIO* bio) { return *static_cast<TlsSession*>(BIO_get_data(bio)); }

  static int read(BIO* bio, char* into, int size) {
    TlsSession& self = session(bio);
    BIO_clear_retry_flags(bio);
    if (self.input_.empty()) {
      if (self.input_ended_) return 0;
      BIO_set_retry_read(bio);
      return -1;
    }
    const std::size_t taken = self.input_.copy(into, static_cast<std::size_t>(size), self.input_taken_);
    self.input_taken_ += taken;
    if (self.input_taken_ == self.input_.size()) {
      self.input_ = std::string();
      self.input_taken_ = 0;
    }
    return static_cast<int>(taken);
  }

  static int write(BIO* bio, const char* bytes, int size) {
    BIO_clear_retry_flags(bio);
    session(bio).output_.append(bytes, static_cast<std::size_t>(size));
    return size;
  }

  static long control(BIO* bio, int command, long, void*) {
    if (command == BIO_CTRL_FLUSH) return 1;
    if (command == BIO_CTRL_EOF) return session(bio).input_ended_ && session(bio).input_.empty() ? 1 : 0;
    return 0;
  }

  // OpenSSL calls this with each message that it reads or writes, and with the header of each record.
  static void message(int is_written, int, int kind, const void* bytes, std::size_t size, SSL*, void* self) {
    TlsSession& session = *static_cast<TlsSession*>(self);
    if (is_written != 0) return;
    if (kind == SSL3_RT_HEADER) ++session.heard_.records;
    if (kind != SSL3_RT_HANDSHAKE || size == 0) return;
    if (session.shaken_hands_) ++session.heard_.messages;
    if (*static_cast<const unsigned char*>(bytes) == SSL3_MT_FINISHED) session.shaken_hands_ = true;
  }

  static const BIO_METHOD* method() {
    static BIO_METHOD* const method = [] {
      BIO_METHOD* made = BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "TlsSession");
      if (!made || !BIO_meth_set_read(made, read) || !BIO_meth_set_write(made, write) ||
          !BIO_meth_set_ctrl(made, control)) {
        throw std::bad_alloc();
      }
      return made;
    }();
    return method;
  }
};

void TlsSession::Free::operator()(ssl_st* ssl) const {
  SSL_free(ssl);
}

TlsSession::TlsSession(ssl_ctx_st* context) : ssl_(SSL_new(context)) {
  BIO* const bio = BIO_new(Callbacks::method());
  if (!ssl_ || !bio) {
    BIO_free(bio);
    throw std::bad_alloc();
  }
  BIO_set_data(bio, this);
  BIO_set_init(bio, 1);
  SSL_set_bio(ssl_.get(), bio, bio);
  SSL_set_msg_callback(ssl_.get(), Callbacks::message);
  SSL_set_msg_callback_arg(ssl_.get(), this);
  SSL_set_accept_state(ssl_.get());
}

void TlsSession::feed(std::span<const char> ciphertext) {
  fed_ = true;
  if (ignores_input_) return;
  input_.append(ciphertext.begin(), ciphertext.end());
}

void TlsSession::feed_end() {
  input_ended_ = true;
}

// OpenSSL also asks for input after each message of TLS itself (SSL_MODE_AUTO_RETRY is off), whether there is more
// or not, so that each message is judged before the next one costs anything.
template <class Call>
TlsSession::Read TlsSession::run(Call call) {
  for (;;) {
    if (failed_) return {Progress::failed, 0};
    if (ignores_input_) return {input_ended_ ? Progress::ended : Progress::needs_input, 0};
    const std::size_t output_before = output_.size(), input_before = input_left();
    ERR_clear_error();
    const Read read = conclude(call(), output_before);
    const bool heard_message = heard_.messages != judged_.messages;
    if (!judge()) return fail("too many key updates or renegotiations");
    const bool goes_on = heard_message || (input_left() > 0 && input_left() < input_before);
    if (read.progress != Progress::needs_input || !goes_on) return read;
  }
}

// False: there were more messages than a peer may send without a meter.
bool TlsSession::judge() {
  const unsigned records = heard_.records - judged_.records, messages = heard_.messages - judged_.messages;
  judged_ = heard_;
  if (!meter_) return heard_.messages <= kMostMessages;
  const bool allowed =
      (records == 0 || meter_->on_records(records)) && (messages == 0 || meter_->on_tls_messages(messages));
  if (!allowed) {
    ignores_input_ = true;
    input_ = std::string();
    input_taken_ = 0;
  }
  return true;
}

TlsSession::Read TlsSession::read(std::span<char> into) {
  return run([&] {
    return SSL_read(ssl_.get(), into.data(), static_cast<int>(std::min<std::size_t>(into.size(), INT_MAX)));
  });
}

TlsSession::Read TlsSession::peek() {
  char first;
  return run([&] { return SSL_peek(ssl_.get(), &first, 1); });
}

TlsSession::Read TlsSession::conclude(int result, std::size_t output_before) {
  if (output_.size() > output_before) owes_answer_ = true;
  if (result > 0) return {Progress::data, static_cast<std::size_t>(result)};
  const int error = SSL_get_error(ssl_.get(), result);
  if (error == SSL_ERROR_WANT_READ) return {Progress::needs_input, 0};
  if (error == SSL_ERROR_ZERO_RETURN) return {Progress::ended, 0};
  const char* const reason = ERR_reason_error_string(ERR_peek_error());
  return fail(reason ? reason : input_ended_ ? "the peer left during the handshake" : "unknown");
}

// Keeps the first reason, because OpenSSL reports a failure only once.
TlsSession::Read TlsSession::fail(const char* why) {
  if (!std::exchange(failed_, true)) failure_ = why;
  return {Progress::failed, 0};
}

bool TlsSession::write(std::span<const char> plaintext) {
  ERR_clear_error();
  limit_records(ssl_.get(), plaintext.size());
  std::size_t written = 0;  // always all of it, because output_ takes any amount
  return SSL_write_ex(ssl_.get(), plaintext.data(), plaintext.size(), &written) == 1;
}

// The records lie in memory that all sessions of the thread share, so that a message costs no allocation.
std::span<const char> TlsSession::encrypt(std::span<const char> plaintext) {
  thread_local std::string records;
  records.clear();
  output_.swap(records);
  const bool encrypted = write(plaintext);
  output_.swap(records);
  if (encrypted) return records;
  output_.append(records);  // an alert
  return {};
}

bool TlsSession::is_established() const {
  return SSL_is_init_finished(ssl_.get()) == 1;
}

bool TlsSession::is_resumed() const {
  return SSL_session_reused(ssl_.get()) == 1;
}

void TlsSession::close() {
  if (failed_ || !SSL_is_init_finished(ssl_.get())) return;
  if ((SSL_get_shutdown(ssl_.get()) & SSL_SENT_SHUTDOWN) != 0) return;
  ERR_clear_error();
  SSL_shutdown(ssl_.get());
}

void TlsSession::sent(std::size_t size) {
  if (size < output_.size()) {
    output_.erase(0, size);
    return;
  }
  output_ = std::string();
  owes_answer_ = false;
}

void TlsSession::put_back(std::span<const char> unsent) {
  output_.insert(output_.begin(), unsent.begin(), unsent.end());
}

}  // namespace sws
