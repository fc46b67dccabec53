// A RawConnection over TLS: OpenSSL's own client, which trusts one root and which a test can hold to old versions
// and weak ciphers.
#pragma once

#include <openssl/ssl.h>

#include <memory>
#include <string>
#include <string_view>

#include "tests/integration/raw_connection.hpp"

namespace sws {

struct TlsClient {
  std::string root_file;
  int min_version = TLS1_2_VERSION;
  int max_version = TLS1_3_VERSION;
  std::string ciphers = {};  // of TLS 1.2; empty: OpenSSL's defaults
  std::string alpn = {};     // as it goes over the wire: the length before each name
  int receive_buffer = 0;
  std::string address = "127.0.0.1";
  std::string_view source = {};    // the client's own address
  std::string preamble = {};       // bytes before the handshake
  SSL_SESSION* session = nullptr;  // to be resumed
};

// OpenSSL reports an error, such as an alert of the server's; `what()` has its words.
struct TlsError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

class TlsConnection final : public RawConnection {
 public:
  // Connects and shakes hands; throws TlsError if the server refuses.
  TlsConnection(std::uint16_t port, const TlsClient& client);

  std::string version() const { return SSL_get_version(ssl()); }
  std::string cipher() const { return SSL_get_cipher_name(ssl()); }
  std::string protocol() const;          // ALPN's choice
  std::string certificate_name() const;  // of its subject

  // Holds what is sent until release(), so that it arrives together.
  void hold() { socket().set_cork(true); }
  void release() { socket().set_cork(false); }

  bool is_resumed() const { return SSL_session_reused(ssl()) == 1; }

  void request_key_update();  // leaves with what is written next
  void shut_down();           // says close_notify, and waits for the server's

  SSL* ssl() const { return ssl_.get(); }

 private:
  struct Free {
    void operator()(SSL_CTX* context) const { SSL_CTX_free(context); }
    void operator()(SSL* ssl) const { SSL_free(ssl); }
  };

  void write(std::string_view bytes) override;
  std::size_t read_some(std::span<char> into) override;

  // Repeats a call of OpenSSL, and carries ciphertext both ways between, until it succeeds or says that the server
  // has ended the session (close_notify); then it returns 0. Throws if it fails.
  template <class Call>
  int run(Call call, const char* during);
  void send_ciphertext();
  void receive_ciphertext();

  std::unique_ptr<SSL_CTX, Free> context_;
  std::unique_ptr<SSL, Free> ssl_;
};

}  // namespace sws
