#include "backend/admin/health_question.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/write.hpp>
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
  boost::asio::io_context context;
  tcp::socket server(context);
  const std::string request = "GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
  std::string status;
  boost::system::error_code problem = boost::asio::error::timed_out;  // until the answer has come
  server.async_connect({reached_at(options.admin->address), options.admin->port}, [&](const auto& refused) {
    if (refused) return void(problem = refused);
    boost::asio::async_write(server, boost::asio::buffer(request), [&](const auto& unsent, std::size_t) {
      if (unsent) return void(problem = unsent);
      boost::asio::async_read_until(server, boost::asio::dynamic_buffer(status), "\r\n",
                                    [&](const auto& unread, std::size_t) { problem = unread; });
    });
  });
  context.run_for(kPatience);
  if (problem) return "the server does not answer: " + problem.message();
  if (!status.starts_with("HTTP/1.1 200")) return "the server is not well: " + status.substr(0, status.find('\r'));
  return {};
}

}  // namespace sws
