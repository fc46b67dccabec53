#include "backend/process/secret_text.hpp"

#include <cstddef>
#include <string_view>

#include "backend/process/file_content.hpp"
#include "backend/process/private_file.hpp"

namespace sws {
namespace {

constexpr std::size_t kLeastCharacters = 16;  // characters; fewer could be guessed
constexpr std::size_t kMostCharacters = 512;  // of a header of 16 kB
constexpr std::string_view kAllowed = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~+/=";

}  // namespace

boost::system::result<SecretText, std::string> read_secret_text(const std::string& path) {
  const std::string file = "the secret file '" + path + "' ";
  const auto content = read_whole_file(path, kMaxSecretFileBytes);
  if (!content) return file + content.error();
  if (std::string refusal = refusal_of_private_file(*content, false, "secret"); !refusal.empty()) {
    return file + refusal;
  }
  SecretText secret;
  std::string& text = secret.text = content->bytes;
  text.erase(text.find_last_not_of("\r\n") + 1);
  const bool is_text = text.find_first_not_of(kAllowed) == std::string::npos;
  if (is_text && text.size() >= kLeastCharacters && text.size() <= kMostCharacters) return secret;
  return file + "does not hold " + std::to_string(kLeastCharacters) + " to " + std::to_string(kMostCharacters) +
         " letters, digits or characters of -._~+/= in one line" +
         (is_text ? ", but " + std::to_string(text.size()) : "") + ": make one with 'openssl rand -hex 32'";
}

}  // namespace sws
