// A RawConnection over TLS, of Boost.Asio's making: a client that trusts one root and that a test can hold to old
// versions and weak ciphers.
#pragma once

#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <optional>
#include <string>

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
};

class TlsConnection final : public RawConnection {
 public:
  // Connects and shakes hands; throws if either fails.
  TlsConnection(std::uint16_t port, const TlsClient& client);

  std::string version() { return SSL_get_version(ssl()); }
  std::string cipher() { return SSL_get_cipher_name(ssl()); }
  std::string protocol();          // ALPN's choice
  std::string certificate_name();  // of its subject

  // Holds what is sent back until release(), so that it arrives together.
  void hold();
  void release();

  void request_key_update();
  void shut_down();  // says close_notify, and waits for the server's

  SSL* ssl() { return tls_.native_handle(); }

 private:
  boost::beast::error_code write(boost::asio::const_buffer bytes) override;
  boost::beast::error_code read_some(boost::asio::mutable_buffer into, std::size_t& size) override;

  boost::asio::ssl::context context_;
  boost::asio::ssl::stream<boost::beast::tcp_stream&> tls_;
};

}  // namespace sws
