#include "tests/integration/tls_connection.hpp"

#include <netinet/tcp.h>

#include <boost/asio/ssl/host_name_verification.hpp>
#include <boost/asio/write.hpp>
#include <stdexcept>

#include "tests/integration/completion.hpp"

namespace sws {
namespace net = boost::asio;

namespace {

using Cork = net::detail::socket_option::boolean<IPPROTO_TCP, TCP_CORK>;

net::ssl::context context_of(const TlsClient& client) {
  net::ssl::context context(net::ssl::context::tls_client);
  SSL_CTX* const raw = context.native_handle();
  SSL_CTX_set_security_level(raw, 0);  // what is weak is for the server to refuse
  SSL_CTX_set_min_proto_version(raw, client.min_version);
  SSL_CTX_set_max_proto_version(raw, client.max_version);
  if (!client.ciphers.empty() && SSL_CTX_set_cipher_list(raw, client.ciphers.c_str()) != 1) {
    throw std::runtime_error("this OpenSSL has none of " + client.ciphers);
  }
  if (!client.alpn.empty()) {
    SSL_CTX_set_alpn_protos(raw, reinterpret_cast<const unsigned char*>(client.alpn.data()),
                            static_cast<unsigned>(client.alpn.size()));
  }
  context.load_verify_file(client.root_file);
  context.set_verify_mode(net::ssl::verify_peer);
  context.set_verify_callback(net::ssl::host_name_verification("localhost"));
  return context;
}

}  // namespace

TlsConnection::TlsConnection(std::uint16_t port, const TlsClient& client)
    : RawConnection(port, client.address, client.receive_buffer),
      context_(context_of(client)),
      tls_(tcp(), context_) {
  SSL_set_tlsext_host_name(ssl(), "localhost");
  throw_if(complete(tcp(), [&](auto handler) { tls_.async_handshake(net::ssl::stream_base::client, handler); }),
           "handshake");
}

boost::beast::error_code TlsConnection::write(net::const_buffer bytes) {
  return complete(tcp(), [&](auto handler) { net::async_write(tls_, bytes, handler); });
}

boost::beast::error_code TlsConnection::read_some(net::mutable_buffer into, std::size_t& size) {
  return complete(tcp(), [&](auto handler) {
    tls_.async_read_some(into, [&size, handler](auto error, std::size_t got) mutable {
      size = got;
      handler(error);
    });
  });
}

std::string TlsConnection::protocol() {
  const unsigned char* name = nullptr;
  unsigned size = 0;
  SSL_get0_alpn_selected(ssl(), &name, &size);
  return {reinterpret_cast<const char*>(name), size};
}

std::string TlsConnection::certificate_name() {
  char name[64] = "";
  X509_NAME_get_text_by_NID(X509_get_subject_name(SSL_get0_peer_certificate(ssl())), NID_commonName, name,
                            sizeof name);
  return name;
}

void TlsConnection::hold() {
  tcp().socket().set_option(Cork(true));
}

void TlsConnection::release() {
  tcp().socket().set_option(Cork(false));
}

void TlsConnection::request_key_update() {
  SSL_key_update(ssl(), SSL_KEY_UPDATE_REQUESTED);  // goes out with what is written next
}

void TlsConnection::shut_down() {
  const auto error = complete(tcp(), [&](auto handler) { tls_.async_shutdown(handler); });
  if (error != net::error::eof) throw_if(error, "shut down");
}

}  // namespace sws
