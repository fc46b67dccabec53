// The fixture that the tests of the server over TLS share: a certificate of an authority of the test's own, and a
// client that trusts it.
#pragma once

#include <gtest/gtest.h>

#include <string_view>

#include "tests/integration/deadline.hpp"
#include "tests/integration/server_process.hpp"
#include "tests/integration/test_authority.hpp"
#include "tests/integration/tls_connection.hpp"

namespace sws {

inline bool contains(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

class Tls : public testing::Test {
 protected:
  Arguments with_tls(Arguments arguments = {}) const {
    arguments.insert(arguments.end(), {"--tls-certificate", files_.certificate, "--tls-key", files_.key});
    return arguments;
  }

  TlsClient client() const { return {.root_file = authority_.root_file()}; }
  TlsConnection connect(const Server& server) const { return {server.port(), client()}; }

  void open_stream(RawConnection& connection, std::string_view target = "/ws/some_url/") const {
    connection.send(upgrade_request(target));
    ASSERT_EQ(connection.receive_response().result_int(), 101u);
  }

  TestAuthority authority_;
  TlsFiles files_ = authority_.issue({.name = "first"});
};

// Tries, by way of new connections, until `condition` holds.
template <class Condition>
void until(Condition condition) {
  const LoopDeadline deadline;
  while (!condition()) deadline.check("the condition of this test");
}

}  // namespace sws
