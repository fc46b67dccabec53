// Judges how much a peer may say below the bytes that its connection reads. Over TLS a peer can make the server
// work and send it little or no data: by tiny or empty records, and by messages of TLS itself. Such are key updates
// (RFC 8446 §4.6.3), each of which is answered with another, and attempts to renegotiate (RFC 5246 §7.4.1). A
// connection that limits its peer implements this. Called on the connection's thread, never from within OpenSSL.
#pragma once

namespace sws {

class TlsMeter {
 public:
  // The peer sent so many records, or messages of TLS itself, since the last call; they have been decrypted and
  // answered. False: from now on nothing that the peer sends is read or decrypted.
  virtual bool on_records(unsigned count) = 0;
  virtual bool on_tls_messages(unsigned count) = 0;

 protected:
  ~TlsMeter() = default;
};

}  // namespace sws
