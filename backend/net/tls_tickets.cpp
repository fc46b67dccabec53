#include "backend/net/tls_tickets.hpp"

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/params.h>
#include <openssl/rand.h>
#include <openssl/ssl.h>

#include <algorithm>
#include <memory>
#include <new>
#include <utility>

namespace sws {
namespace {

// What OpenSSL expects of the callback.
enum Answer { kError = -1, kNoTicket = 0, kDone = 1, kDoneAndRenew = 2 };

void free_keys(void*, void* keys, CRYPTO_EX_DATA*, int, long, void*) {
  delete static_cast<TicketKeys*>(keys);
}

// A session keeps its context, which keeps the keys.
int index_of_keys() {
  static const int index = SSL_CTX_get_ex_new_index(0, nullptr, nullptr, nullptr, free_keys);
  return index;
}

bool set_key(EVP_MAC_CTX* mac, const TicketKey& key) {
  Bytes32 bytes = key.authentication;
  char digest[] = "SHA256";
  const OSSL_PARAM parameters[] = {
      OSSL_PARAM_construct_octet_string(OSSL_MAC_PARAM_KEY, bytes.data(), bytes.size()),
      OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, digest, 0), OSSL_PARAM_construct_end()};
  return EVP_MAC_CTX_set_params(mac, parameters) == 1;
}

Answer make_ticket(const TicketKeys& keys, unsigned char* name, unsigned char* iv, EVP_CIPHER_CTX* cipher,
                   EVP_MAC_CTX* mac) {
  const TicketKey key = keys.present();
  const EVP_CIPHER* const aes = EVP_aes_256_cbc();
  std::copy(key.name.begin(), key.name.end(), name);
  const bool done = RAND_bytes(iv, EVP_CIPHER_get_iv_length(aes)) == 1 &&
                    EVP_EncryptInit_ex(cipher, aes, nullptr, key.encryption.data(), iv) == 1 && set_key(mac, key);
  return done ? kDone : kError;
}

// A client may use a ticket of TLS 1.3 only once (RFC 8446 §C.4), so that it needs another one.
Answer take_ticket(const TicketKeys& keys, const unsigned char* name, const unsigned char* iv,
                   EVP_CIPHER_CTX* cipher, EVP_MAC_CTX* mac) {
  const auto key = keys.find({name, std::tuple_size_v<TicketKey::Name>});
  if (!key) return kNoTicket;
  const bool done =
      EVP_DecryptInit_ex(cipher, EVP_aes_256_cbc(), nullptr, key->encryption.data(), iv) == 1 && set_key(mac, *key);
  return done ? kDoneAndRenew : kError;
}

int on_ticket(SSL* ssl, unsigned char* name, unsigned char* iv, EVP_CIPHER_CTX* cipher, EVP_MAC_CTX* mac,
              int is_new) {
  if (SSL_version(ssl) < TLS1_3_VERSION) return kNoTicket;
  const auto& keys = *static_cast<const TicketKeys*>(SSL_CTX_get_ex_data(SSL_get_SSL_CTX(ssl), index_of_keys()));
  return is_new != 0 ? make_ticket(keys, name, iv, cipher, mac) : take_ticket(keys, name, iv, cipher, mac);
}

}  // namespace

void use_ticket_keys(ssl_ctx_st* context, TicketKeys keys) {
  auto kept = std::make_unique<TicketKeys>(std::move(keys));
  delete static_cast<TicketKeys*>(SSL_CTX_get_ex_data(context, index_of_keys()));
  if (SSL_CTX_set_ex_data(context, index_of_keys(), kept.get()) != 1) throw std::bad_alloc();
  static_cast<void>(kept.release());
  SSL_CTX_set_timeout(context, std::chrono::seconds(TicketKeys::kPeriod).count());
  SSL_CTX_set_tlsext_ticket_key_evp_cb(context, on_ticket);
}

}  // namespace sws
