// Judges how much a peer may say below the bytes that its connection reads. Over TLS a peer can make the server
// work without sending it a byte of data: by empty records, and by messages of TLS itself. Such are key updates
// (RFC 8446 §4.6.3), each of which is answered with another, and attempts to renegotiate (RFC 5246 §7.4.1). A
// connection that limits its peer implements this. Called on the connection's thread, never from within OpenSSL.
#pragma once

#include <cstddef>

namespace sws {

class TlsMeter {
 public:
  // The peer sent so many bytes, records and all, which are about to be decrypted; or one message of TLS itself
  // after the handshake, which has been answered. False: from now on nothing that the peer sends is read or
  // decrypted.
  virtual bool on_ciphertext(std::size_t size) = 0;
  virtual bool on_tls_message() = 0;

 protected:
  ~TlsMeter() = default;
};

}  // namespace sws
