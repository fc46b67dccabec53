#include "backend/admin/health_question.hpp"

#include <boost/asio/ip/tcp.hpp>
#include <chrono>

namespace sws {
namespace {

using boost::asio::ip::tcp;

constexpr auto kPatience = std::chrono::seconds(3);  // /healthz of a server that is well comes within milliseconds

// The address at which a listener of `address` is reached from this machine.
IpAddress reached_at(const IpAddress& address) {
  if (!address.is_unspecified()) return address;
  if (address.is_v6()) return boost::asio::ip::address_v6::loopback();
  return boost::asio::ip::address_v4::loopback();
}

}  // namespace

boost::system::result<void, std::string> ask_for_health(const Options& options) {
  if (!options.admin) return std::string("--health needs --admin, whose /healthz it asks for");
  tcp::iostream server;
  server.expires_after(kPatience);
  server.connect(tcp::endpoint(reached_at(options.admin->address), options.admin->port));
  server << "GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n" << std::flush;
  std::string status;
  if (!std::getline(server, status)) return "the server does not answer: " + server.error().message();
  if (!status.starts_with("HTTP/1.1 200")) return "the server is not well: " + status.substr(0, status.find('\r'));
  return {};
}

}  // namespace sws
