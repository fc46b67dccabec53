#include "backend/net/listening_sockets.hpp"

#include <gtest/gtest.h>

#include <sys/socket.h>

#include <atomic>
#include <barrier>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <list>
#include <string>
#include <thread>
#include <vector>

namespace sws {
namespace {

using boost::asio::ip::address;
using boost::asio::ip::tcp;

const std::vector<address> kLoopback = {boost::asio::ip::make_address("127.0.0.1")};

std::size_t sockets_in(const ListeningSockets& opened) {
  std::size_t sockets = 0;
  for (const auto& of_worker : opened.by_worker) sockets += of_worker.size();
  return sockets;
}

TEST(ListeningSockets, AreOneForEachWorkerOnOnePort) {
  const auto opened = open_listening_sockets(kLoopback, 0, 8, false);
  ASSERT_TRUE(opened) << opened.error();
  EXPECT_EQ(sockets_in(*opened), 8u);
  for (const auto& of_worker : opened->by_worker) EXPECT_EQ(of_worker.size(), 1u);
}

// Each connection waits at one socket: if connections come to all of them, the kernel spreads them.
TEST(ListeningSockets, AllGetConnections) {
  const auto opened = open_listening_sockets(kLoopback, 0, 4, false);
  ASSERT_TRUE(opened) << opened.error();
  boost::asio::io_context context;
  std::list<tcp::socket> clients;
  for (int i = 0; i < 200; ++i) {
    clients.emplace_back(context).connect({kLoopback.front(), opened->port});
  }
  for (const auto& of_worker : opened->by_worker) {
    const FileDescriptor accepted(::accept(of_worker.front().get(), nullptr, nullptr));
    EXPECT_GE(accepted.get(), 0);
  }
}

TEST(ListeningSockets, AreRefusedOnThePortOfAnotherServer) {
  const auto first = open_listening_sockets(kLoopback, 0, 2, false);
  ASSERT_TRUE(first) << first.error();
  const auto second = open_listening_sockets(kLoopback, first->port, 2, false);
  ASSERT_FALSE(second);
  EXPECT_NE(second.error().find(std::to_string(first->port)), std::string::npos) << second.error();
}

// Servers that start at the same moment: each round has as many as threads, and one port for all.
TEST(ListeningSockets, AreThoseOfOneServerIfSeveralStartAtTheSameInstant) {
  constexpr int kServers = 4, kRounds = 1'000;
  int served = 0;
  for (int round = 0; round < kRounds; ++round) {
    std::uint16_t port = 0;
    {
      const auto free = open_listening_sockets(kLoopback, 0, 1, false);
      ASSERT_TRUE(free) << free.error();
      port = free->port;
    }
    std::barrier start(kServers), end(kServers);
    std::atomic<int> listening = 0;
    std::vector<std::thread> servers;
    for (int i = 0; i < kServers; ++i) {
      servers.emplace_back([&] {
        start.arrive_and_wait();
        const auto opened = open_listening_sockets(kLoopback, port, 2, false);
        if (opened) ++listening;
        end.arrive_and_wait();  // so that the port stays taken until all have tried
      });
    }
    for (std::thread& server : servers) server.join();
    ASSERT_LE(listening, 1) << "in round " << round;
    served += listening;
  }
  EXPECT_GT(served, kRounds / 2);  // another program may take a port meanwhile
}

}  // namespace
}  // namespace sws
