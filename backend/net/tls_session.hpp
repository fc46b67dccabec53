// The server's side of one TLS connection: ciphertext in, plaintext out, and back. Makes no system call; its owner,
// a ByteStream, moves the ciphertext. Used on its owner's thread only. OpenSSL keeps no buffers of its own while
// nothing is under way, and neither do we: an idle viewer costs OpenSSL's state alone.
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string>

struct ssl_st;
struct ssl_ctx_st;

namespace sws {

class TlsSession {
 public:
  enum class Progress {
    data,         // there is plaintext
    needs_input,  // feed() what comes next
    ended,        // the peer will send no more (close_notify, or the end of TCP)
    failed,       // the peer does not speak TLS as we do: failure() says why, output() has the alert for it
  };
  struct Read {
    Progress progress;
    std::size_t size;  // bytes of plaintext
  };

  // Takes part in the ownership of `context`.
  explicit TlsSession(ssl_ctx_st* context);
  TlsSession(const TlsSession&) = delete;
  TlsSession& operator=(const TlsSession&) = delete;

  void feed(std::span<const char> ciphertext);
  void feed_end();  // the peer ended TCP
  bool is_fed() const { return fed_; }

  // Decrypts what was fed. Drives the handshake, too: what that wants to say is in output().
  Read read(std::span<char> into);  // REQUIRES: not empty
  Read peek();                      // the same, but leaves the plaintext where it is

  // Encrypts: the records are in output(), behind what is there. False if the connection is broken.
  // REQUIRES: something was read; `plaintext` is not empty.
  bool write(std::span<const char> plaintext);

  // Says that no more will be written (close_notify, RFC 8446 §6.1), if that can still be said.
  void close();

  // Ciphertext for the peer. It must reach it whole and in order.
  std::span<const char> output() const { return output_; }
  bool has_output() const { return !output_.empty(); }
  void sent(std::size_t size);                  // the first bytes of output() went out
  void put_back(std::span<const char> unsent);  // did not go out after all; nothing was sent since

  // Whether reads produced some of what is unsent. Who reads on before it is gone lets the peer, who need not read,
  // have us keep more and more answers.
  bool owes_answer() const { return owes_answer_; }

  const char* failure() const { return failure_; }

 private:
  struct Callbacks;  // through which OpenSSL reads input_ and writes output_
  struct Free {
    void operator()(ssl_st* ssl) const;
  };

  Read conclude(int result, std::size_t output_before);

  std::unique_ptr<ssl_st, Free> ssl_;
  std::string input_;            // ciphertext that OpenSSL has not taken yet
  std::size_t input_taken_ = 0;  // of input_
  std::string output_;
  const char* failure_ = "";
  bool fed_ = false;
  bool input_ended_ = false;
  bool owes_answer_ = false;
  bool failed_ = false;
};

}  // namespace sws
