#include "tests/integration/tls_connection.hpp"

#include <openssl/err.h>
#include <openssl/x509.h>

#include <stdexcept>

namespace sws {
namespace {

SSL_CTX* new_context(const TlsClient& client) {
  SSL_CTX* const context = SSL_CTX_new(TLS_client_method());
  SSL_CTX_set_security_level(context, 0);  // weak versions and ciphers are for the server to refuse
  SSL_CTX_set_min_proto_version(context, client.min_version);
  SSL_CTX_set_max_proto_version(context, client.max_version);
  if (!client.ciphers.empty() && SSL_CTX_set_cipher_list(context, client.ciphers.c_str()) != 1) {
    throw std::runtime_error("this OpenSSL has none of " + client.ciphers);
  }
  if (!client.alpn.empty()) {
    SSL_CTX_set_alpn_protos(context, reinterpret_cast<const unsigned char*>(client.alpn.data()),
                            static_cast<unsigned>(client.alpn.size()));
  }
  if (SSL_CTX_load_verify_file(context, client.root_file.c_str()) != 1) {
    throw std::runtime_error("no root certificate in " + client.root_file);
  }
  SSL_CTX_set_verify(context, SSL_VERIFY_PEER, nullptr);
  return context;
}

std::string reason() {
  const unsigned long error = ERR_get_error();
  const char* const text = ERR_reason_error_string(error);
  ERR_clear_error();
  return text ? text : "error " + std::to_string(error) + " of OpenSSL";
}

}  // namespace

TlsConnection::TlsConnection(std::uint16_t port, const TlsClient& client)
    : RawConnection(port, client.address, client.receive_buffer, client.source),
      context_(new_context(client)),
      ssl_(SSL_new(context_.get())) {
  SSL_set_bio(ssl(), BIO_new(BIO_s_mem()), BIO_new(BIO_s_mem()));
  SSL_set_tlsext_host_name(ssl(), "localhost");
  SSL_set1_host(ssl(), "localhost");
  if (client.session) SSL_set_session(ssl(), client.session);
  socket().send(client.preamble);
  if (run([this] { return SSL_connect(ssl()); }, "handshake") == 0)
    throw TlsError("handshake: the server ended it");
}

template <class Call>
int TlsConnection::run(Call call, const char* during) {
  for (;;) {
    ERR_clear_error();
    const int result = call();
    const int error = SSL_get_error(ssl(), result);
    send_ciphertext();
    if (result > 0) return result;
    if (error == SSL_ERROR_ZERO_RETURN) return 0;
    if (error != SSL_ERROR_WANT_READ) throw TlsError(std::string(during) + ": " + reason());
    receive_ciphertext();
  }
}

void TlsConnection::send_ciphertext() {
  std::string bytes(static_cast<std::size_t>(BIO_pending(SSL_get_wbio(ssl()))), '\0');
  if (bytes.empty()) return;
  BIO_read(SSL_get_wbio(ssl()), bytes.data(), static_cast<int>(bytes.size()));
  socket().send(bytes);
}

void TlsConnection::receive_ciphertext() {
  char block[16'384];
  const std::size_t size = socket().read_some(block);
  if (size == 0) throw TlsError("the server has ended TCP and has not said close_notify");
  BIO_write(SSL_get_rbio(ssl()), block, static_cast<int>(size));
}

void TlsConnection::write(std::string_view bytes) {
  if (bytes.empty()) return;
  run([&] { return SSL_write(ssl(), bytes.data(), static_cast<int>(bytes.size())); }, "send");
}

std::size_t TlsConnection::read_some(std::span<char> into) {
  const auto read = [&] { return SSL_read(ssl(), into.data(), static_cast<int>(into.size())); };
  return static_cast<std::size_t>(run(read, "receive"));
}

std::string TlsConnection::protocol() const {
  const unsigned char* name = nullptr;
  unsigned size = 0;
  SSL_get0_alpn_selected(ssl(), &name, &size);
  return {reinterpret_cast<const char*>(name), size};
}

std::string TlsConnection::certificate_name() const {
  char name[64] = "";
  X509_NAME_get_text_by_NID(X509_get_subject_name(SSL_get0_peer_certificate(ssl())), NID_commonName, name,
                            sizeof name);
  return name;
}

void TlsConnection::request_key_update() {
  SSL_key_update(ssl(), SSL_KEY_UPDATE_REQUESTED);
}

void TlsConnection::shut_down() {
  SSL_shutdown(ssl());
  send_ciphertext();
  char block[4'096];
  while (read_some(block) > 0) {
  }
}

}  // namespace sws
