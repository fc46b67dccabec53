// The server's side of one TLS connection: it turns ciphertext into plaintext and back. It makes no system calls;
// its owner, a ByteStream, moves the ciphertext and uses it on one thread only. Neither OpenSSL nor this class
// keeps a buffer while nothing is in transit, so an idle viewer costs only OpenSSL's state.
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string>

#include "backend/net/tls_meter.hpp"

struct ssl_st;
struct ssl_ctx_st;

namespace sws {

class TlsSession {
 public:
  enum class Progress {
    data,         // there is plaintext
    needs_input,  // feed() more
    ended,        // the peer will send no more (close_notify, or the end of TCP)
    failed,       // a TLS error: failure() names it, and output() has the alert for the peer
  };
  struct Read {
    Progress progress;
    std::size_t size;  // bytes of plaintext
  };

  // Shares the ownership of `context`.
  explicit TlsSession(ssl_ctx_st* context);
  TlsSession(const TlsSession&) = delete;
  TlsSession& operator=(const TlsSession&) = delete;

  // From now on `meter` judges what the peer sends; it must outlive the session. Until then, a peer that sends more
  // than kMostMessages messages of TLS itself fails the session.
  void set_meter(TlsMeter& meter) { meter_ = &meter; }
  static constexpr unsigned kMostMessages = 32;  // an HTTP connection is too short for a single one

  void feed(std::span<const char> ciphertext);
  void feed_end();  // the peer ended TCP
  bool is_fed() const { return fed_; }
  bool ignores_input() const { return ignores_input_; }  // the meter has refused what the peer sent

  // Decrypts what was fed, and also runs the handshake, whose messages are then in output().
  Read read(std::span<char> into);  // REQUIRES: not empty
  Read peek();                      // the same, but leaves the plaintext where it is

  // Encrypts `plaintext` and appends the records to output(). False if the connection is broken.
  // REQUIRES: the handshake is done, and `plaintext` is not empty.
  bool write(std::span<const char> plaintext);

  // Encrypts `plaintext` and returns the records, which are valid until a session of this thread encrypts again.
  // put_back() keeps those of them that the kernel does not take. Empty if the connection is broken.
  // REQUIRES: as write(), and there is no output().
  std::span<const char> encrypt(std::span<const char> plaintext);

  // Appends close_notify to output() (RFC 8446 §6.1), unless the handshake is not done or the session has failed.
  void close();

  // Ciphertext for the peer, which must get all of it, in order.
  std::span<const char> output() const { return output_; }
  bool has_output() const { return !output_.empty(); }
  void sent(std::size_t size);                  // removes the first `size` bytes of output()
  void put_back(std::span<const char> unsent);  // the kernel did not take them after all: they come first

  // Whether output() contains answers that reads produced, such as key updates. The owner must not read on until
  // they are sent: a peer that does not read its answers could make us keep any number of them.
  bool owes_answer() const { return owes_answer_; }

  // Whether the handshake is done, and then whether it resumed an earlier session.
  bool is_established() const;
  bool is_resumed() const;

  const char* failure() const { return failure_; }

 private:
  struct Callbacks;  // OpenSSL's access to input_ and output_
  struct Free {
    void operator()(ssl_st* ssl) const;
  };

  std::size_t input_left() const { return input_.size() - input_taken_; }
  template <class Call>
  Read run(Call call);
  Read conclude(int result, std::size_t output_before);
  bool judge();
  Read fail(const char* why);

  std::unique_ptr<ssl_st, Free> ssl_;
  std::string input_;            // ciphertext that OpenSSL has not taken yet
  std::size_t input_taken_ = 0;  // of input_
  TlsMeter* meter_ = nullptr;
  struct Heard {
    unsigned records = 0;
    unsigned messages = 0;  // of TLS itself, after the handshake
  };
  Heard heard_, judged_;
  bool shaken_hands_ = false;   // the peer's last message of the handshake has come
  bool ignores_input_ = false;  // the meter said so
  std::string output_;
  const char* failure_ = "";
  bool fed_ = false;
  bool input_ended_ = false;
  bool owes_answer_ = false;
  bool failed_ = false;
};

}  // namespace sws
