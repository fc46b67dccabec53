// The other end of a TLS connection, in memory: a client made of OpenSSL and its own memory BIOs, so that it shares
// nothing with the session under test.
#pragma once

#include <openssl/ssl.h>

#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>

namespace sws {

class TlsPeer {
 public:
  // `session`, if there is one, is to be resumed. `suites` are the ciphers of TLS 1.3, the preferred one first.
  explicit TlsPeer(int max_version = TLS1_3_VERSION, SSL_SESSION* session = nullptr,
                   const char* suites = TLS_DEFAULT_CIPHERSUITES)
      : context_(SSL_CTX_new(TLS_client_method())) {
    SSL_CTX_set_security_level(context_.get(), 0);
    SSL_CTX_set_cipher_list(context_.get(), "ALL");
    SSL_CTX_set_ciphersuites(context_.get(), suites);
    SSL_CTX_set_min_proto_version(context_.get(), 0);
    SSL_CTX_set_max_proto_version(context_.get(), max_version);
    ssl_.reset(SSL_new(context_.get()));
    SSL_set_bio(ssl_.get(), BIO_new(BIO_s_mem()), BIO_new(BIO_s_mem()));
    SSL_set_connect_state(ssl_.get());
    if (session) SSL_set_session(ssl_.get(), session);
    SSL_do_handshake(ssl_.get());  // the first flight
  }

  SSL* ssl() { return ssl_.get(); }

  // The bytes that it wants to send, each of them once.
  std::string take() {
    std::string bytes(static_cast<std::size_t>(BIO_pending(SSL_get_wbio(ssl_.get()))), '\0');
    if (!bytes.empty()) BIO_read(SSL_get_wbio(ssl_.get()), bytes.data(), static_cast<int>(bytes.size()));
    return bytes;
  }

  // Is told `bytes`; returns the plaintext that follows. Throws at what it does not understand.
  std::string feed(std::string_view bytes) {
    if (!bytes.empty()) BIO_write(SSL_get_rbio(ssl_.get()), bytes.data(), static_cast<int>(bytes.size()));
    std::string plaintext;
    char block[4096];
    for (;;) {
      const int size = SSL_read(ssl_.get(), block, sizeof block);
      if (size > 0) {
        plaintext.append(block, static_cast<std::size_t>(size));
        continue;
      }
      const int error = SSL_get_error(ssl_.get(), size);
      if (error == SSL_ERROR_ZERO_RETURN) ended_ = true;
      if (error == SSL_ERROR_SSL) throw std::runtime_error("the peer does not understand what it is told");
      return plaintext;
    }
  }

  void write(std::string_view plaintext) {
    SSL_write(ssl_.get(), plaintext.data(), static_cast<int>(plaintext.size()));
  }

  // Asks for an answer, a key update of the other side.
  void update_key() {
    SSL_key_update(ssl_.get(), SSL_KEY_UPDATE_REQUESTED);
    SSL_do_handshake(ssl_.get());
  }

  void close() { SSL_shutdown(ssl_.get()); }
  bool is_connected() const { return SSL_is_init_finished(ssl_.get()) == 1; }
  bool was_told_the_end() const { return ended_; }  // close_notify came

 private:
  struct Free {
    void operator()(SSL_CTX* context) const { SSL_CTX_free(context); }
    void operator()(SSL* ssl) const { SSL_free(ssl); }
  };
  std::unique_ptr<SSL_CTX, Free> context_;
  std::unique_ptr<SSL, Free> ssl_;
  bool ended_ = false;
};

}  // namespace sws
