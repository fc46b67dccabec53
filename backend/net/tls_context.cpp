#include "backend/net/tls_context.hpp"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <new>
#include <string_view>
#include <utility>

#include "backend/net/tls_tickets.hpp"
#include "backend/process/file_content.hpp"
#include "backend/process/private_file.hpp"

namespace sws {
namespace {

template <class T>
using Result = boost::system::result<T, std::string>;
using Bio = std::unique_ptr<BIO, decltype([](BIO* bio) { BIO_free(bio); })>;
using Certificate = std::unique_ptr<X509, decltype([](X509* certificate) { X509_free(certificate); })>;
using Key = std::unique_ptr<EVP_PKEY, decltype([](EVP_PKEY* key) { EVP_PKEY_free(key); })>;

constexpr std::size_t kMaxFileBytes = 1 << 20;  // a chain takes about 5 kB
constexpr int kSecurityLevel = 2;               // OpenSSL's: at least RSA 2048 and 224-bit curves, no SHA-1

// Mozilla's "intermediate" list (wiki.mozilla.org/Security/Server_Side_TLS) without DHE: its key exchange is the
// most expensive for the server, and the clients that need it are too old for the page's Wasm. The first one that
// the client offers is chosen, as its handshake costs least: processors have instructions for SHA-256, and
// OpenSSL's clients would choose SHA-384. A client that prefers ChaCha20 gets it, because it lacks hardware for
// AES.
constexpr const char* kCiphersOfTls13 =
    "TLS_AES_128_GCM_SHA256:TLS_AES_256_GCM_SHA384:TLS_CHACHA20_POLY1305_SHA256";
constexpr const char* kCiphersOfTls12 =
    "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES256-GCM-SHA384:"
    "ECDHE-RSA-AES256-GCM-SHA384:ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-RSA-CHACHA20-POLY1305";
constexpr const char* kGroups = "X25519:P-256:P-384";

const unsigned char kHttp11[] = "\x08http/1.1";  // ALPN puts the length first (RFC 7301 §3.1)

std::string reason() {
  const char* const text = ERR_reason_error_string(ERR_peek_last_error());
  return text ? text : "unknown error";
}

// `file` is the beginning of error messages: the kind of file and its path.
Result<FileContent> read_pem(const std::string& file, const std::string& path, bool is_private) {
  auto content = read_whole_file(path, kMaxFileBytes);
  if (!content) return file + content.error();
  if (is_private) {
    // Its group may read a key, because that is how services get access to the keys in /etc/ssl/private.
    if (const std::string why = refusal_of_private_file(*content, true, "key and certificate"); !why.empty()) {
      return file + why;
    }
  }
  return content;
}

Bio bio_on(const FileContent& pem) {
  Bio bio(BIO_new_mem_buf(pem.bytes.data(), static_cast<int>(pem.bytes.size())));
  if (!bio) throw std::bad_alloc();
  return bio;
}

bool is_at_end() {
  const unsigned long error = ERR_peek_last_error();
  return ERR_GET_LIB(error) == ERR_LIB_PEM && ERR_GET_REASON(error) == PEM_R_NO_START_LINE;
}

// Nothing, or what is wrong.
std::string use_chain(SSL_CTX* context, const std::string& file, const FileContent& pem) {
  const Bio bio = bio_on(pem);
  ERR_clear_error();
  const Certificate own(PEM_read_bio_X509_AUX(bio.get(), nullptr, nullptr, nullptr));
  if (!own && is_at_end()) {
    return file +
           "holds no certificate in PEM (-----BEGIN CERTIFICATE-----); to convert one: openssl x509 -inform DER";
  }
  if (!own) return file + "holds a certificate that is damaged: " + reason();
  if (SSL_CTX_use_certificate(context, own.get()) != 1) {
    return file + "holds a certificate that is not good enough: " + reason() +
           "; RSA of 2048 bits or more, or an elliptic curve, is expected, signed with SHA-256 or better";
  }
  for (;;) {
    ERR_clear_error();
    Certificate next(PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr));
    if (!next) break;
    if (SSL_CTX_add0_chain_cert(context, next.get()) != 1) {
      return file + "holds a chain with a certificate that is not good enough: " + reason();
    }
    static_cast<void>(next.release());
  }
  return is_at_end() ? "" : file + "holds a chain with a certificate that is damaged: " + reason();
}

Result<Key> read_key(const std::string& file, const FileContent& pem) {
  if (pem.bytes.find("PRIVATE KEY-----") == std::string::npos) {  // OpenSSL's error is only "unsupported"
    return file +
           "holds no private key in PEM (-----BEGIN PRIVATE KEY-----); to convert one: openssl pkey -inform DER";
  }
  bool is_encrypted = false;
  const auto has_passphrase = [](char*, int, int, void* asked) {
    *static_cast<bool*>(asked) = true;
    return -1;
  };
  const Bio bio = bio_on(pem);
  ERR_clear_error();
  Key key(PEM_read_bio_PrivateKey(bio.get(), nullptr, has_passphrase, &is_encrypted));
  if (key) return key;
  if (is_encrypted) {
    return file + "is encrypted, and the server cannot ask for its passphrase: decrypt it with openssl pkey";
  }
  return file + "holds a private key that is damaged: " + reason();
}

// Refuses a client that offers protocols but not HTTP/1.1 (RFC 7301 §3.2). For a WebSocket, clients offer HTTP/1.1
// or nothing.
int choose_http11(SSL*, const unsigned char** chosen, unsigned char* size, const unsigned char* offered,
                  unsigned int offered_size, void*) {
  unsigned char* protocol = nullptr;
  if (SSL_select_next_proto(&protocol, size, kHttp11, sizeof kHttp11 - 1, offered, offered_size) !=
      OPENSSL_NPN_NEGOTIATED) {
    return SSL_TLSEXT_ERR_ALERT_FATAL;
  }
  *chosen = protocol;
  return SSL_TLSEXT_ERR_OK;
}

std::shared_ptr<SSL_CTX> make_context() {
  std::shared_ptr<SSL_CTX> context(SSL_CTX_new(TLS_server_method()), SSL_CTX_free);
  if (!context) throw std::bad_alloc();
  SSL_CTX* const raw = context.get();
  SSL_CTX_set_security_level(raw, kSecurityLevel);
  const bool done = SSL_CTX_set_min_proto_version(raw, TLS1_2_VERSION) == 1 &&
                    SSL_CTX_set_cipher_list(raw, kCiphersOfTls12) == 1 &&
                    SSL_CTX_set_ciphersuites(raw, kCiphersOfTls13) == 1 &&
                    SSL_CTX_set1_groups_list(raw, kGroups) == 1;
  if (!done) throw std::runtime_error("this OpenSSL lacks a TLS feature that the server needs: " + reason());
  // A peer may end TCP without close_notify: requests and frames carry their lengths, so truncation is noticed.
  SSL_CTX_set_options(raw, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION | SSL_OP_IGNORE_UNEXPECTED_EOF);
  SSL_CTX_set_options(raw, SSL_OP_CIPHER_SERVER_PREFERENCE | SSL_OP_PRIORITIZE_CHACHA);
  SSL_CTX_set_mode(raw, SSL_MODE_RELEASE_BUFFERS);  // 34 kB that a viewer does not need between numbers
  SSL_CTX_clear_mode(raw, SSL_MODE_AUTO_RETRY);     // the session has a look after each message of TLS itself
  SSL_CTX_set_session_cache_mode(raw, SSL_SESS_CACHE_OFF);  // sessions are resumed by tickets, and not stored
  SSL_CTX_set_num_tickets(raw, 1);  // one connection takes the place of one; OpenSSL would make two
  SSL_CTX_set_alpn_select_cb(raw, choose_http11, nullptr);
  return context;
}

const X509* certificate_of(const SSL_CTX* context) {
  return SSL_CTX_get0_certificate(context);
}

}  // namespace

Result<TlsContext> TlsContext::load(const TlsFiles& files) {
  const std::string certificate_file = "the TLS certificate file '" + files.certificate + "' ";
  const std::string key_file = "the TLS key file '" + files.key + "' ";
  const auto chain = read_pem(certificate_file, files.certificate, false);
  if (!chain) return chain.error();
  auto key_pem = read_pem(key_file, files.key, true);
  if (!key_pem) return key_pem.error();
  TlsContext made;
  made.context_ = make_context();
  SSL_CTX* const context = made.context_.get();
  if (std::string error = use_chain(context, certificate_file, *chain); !error.empty()) return error;
  const auto key = read_key(key_file, *key_pem);
  OPENSSL_cleanse(key_pem->bytes.data(), key_pem->bytes.size());
  if (!key) return key.error();
  if (X509_check_private_key(certificate_of(context), key->get()) != 1) {
    return key_file + "does not belong to the first certificate in '" + files.certificate +
           "': give the key that this certificate was made for, and the server's own certificate before its chain";
  }
  ERR_clear_error();
  if (SSL_CTX_use_PrivateKey(context, key->get()) != 1) return key_file + "cannot be used: " + reason();
  return made;
}

void TlsContext::use_tickets(TicketKeys keys) {
  if (context_) use_ticket_keys(context_.get(), std::move(keys));
}

std::unique_ptr<TlsSession> TlsContext::new_session() const {
  return context_ ? std::make_unique<TlsSession>(context_.get()) : nullptr;
}

std::string TlsContext::expiry() const {
  tm utc{};
  if (ASN1_TIME_to_tm(X509_get0_notAfter(certificate_of(context_.get())), &utc) != 1) return "unknown";
  char text[32];
  return {text, std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &utc)};
}

std::optional<std::int64_t> TlsContext::expiry_time() const {
  tm utc{};
  if (ASN1_TIME_to_tm(X509_get0_notAfter(certificate_of(context_.get())), &utc) != 1) return {};
  return timegm(&utc);
}

std::string TlsContext::warning() const {
  const X509* const certificate = certificate_of(context_.get());
  if (X509_cmp_current_time(X509_get0_notAfter(certificate)) < 0) {
    return "the TLS certificate has expired: browsers will refuse it; renew it and send SIGHUP";
  }
  if (X509_cmp_current_time(X509_get0_notBefore(certificate)) > 0) {
    return "the TLS certificate is not valid yet: browsers will refuse it until it is; check the clock";
  }
  return "";
}

}  // namespace sws
