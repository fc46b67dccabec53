#include "backend/admin/build_info.hpp"

#include <openssl/crypto.h>

#include <boost/version.hpp>
#include <string>

namespace sws {
namespace {

constexpr const char* kCommit = SIMPLEWEBSOCKET_COMMIT;  // empty: unknown

std::string boost_version() {
  return std::to_string(BOOST_VERSION / 100'000) + '.' + std::to_string(BOOST_VERSION / 100 % 1'000) + '.' +
         std::to_string(BOOST_VERSION % 100);
}

}  // namespace

Labels build_labels() {
  Labels labels{{"version", SIMPLEWEBSOCKET_VERSION},
                {"boost", boost_version()},
                {"openssl", OpenSSL_version(OPENSSL_VERSION_STRING)}};
  if (*kCommit != '\0') labels.push_back({"commit", kCommit});
  return labels;
}

}  // namespace sws
