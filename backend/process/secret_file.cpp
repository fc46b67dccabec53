#include "backend/process/secret_file.hpp"

#include <algorithm>
#include <cctype>

#include "backend/process/file_content.hpp"
#include "backend/process/private_file.hpp"
#include "shared/hex.hpp"
#include "shared/hmac_sha256.hpp"

namespace sws {
boost::system::result<Secret, std::string> read_secret_file(const std::string& path) {
  const std::string file = "the secret file '" + path + "' ";
  const auto content = read_whole_file(path, kMaxSecretFileBytes);
  if (!content) return file + content.error();
  if (std::string refusal = refusal_of_private_file(*content, false, "secret"); !refusal.empty()) {
    return file + refusal;
  }
  std::string text = content->bytes;
  Secret secret;
  if (text.size() == secret.size()) {
    std::copy(text.begin(), text.end(), secret.begin());
    if (secret == Secret{}) return file + "holds only zeros, as after a loss of power: make a new secret";
    return secret;
  }
  text.erase(text.find_last_not_of("\r\n") + 1);
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  if (!is_hex_of<Secret>(text)) {
    return file + "does not hold 32 bytes or 64 hexadecimal digits, but " + std::to_string(content->bytes.size()) +
           " bytes: make one with 'head -c 32 /dev/urandom'";
  }
  secret = from_hex<Secret>(text);
  if (secret == Secret{}) return file + "holds only zeros: make a new secret";
  return secret;
}

std::string fingerprint_of(const Secret& secret) {
  constexpr std::size_t kBytes = 6;  // of 32 random bytes: enough to tell secrets apart
  const Digest digest = HmacSha256(secret)("SimpleWebsocket/1 fingerprint");
  return to_hex(std::span(digest).first(kBytes));
}

std::string fingerprints_of(const Secrets& secrets) {
  std::string text;
  for (const Secret& secret : secrets.all()) text.append(text.empty() ? "" : " ").append(fingerprint_of(secret));
  return text;
}

}  // namespace sws
