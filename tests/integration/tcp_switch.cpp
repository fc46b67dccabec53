#include "tests/integration/tcp_switch.hpp"

#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/write.hpp>
#include <future>
#include <thread>
#include <utility>

namespace sws {
namespace net = boost::asio;
using net::ip::tcp;

// A client's connection and ours to the server; lives as long as either direction carries something.
struct TcpSwitch::Pair : std::enable_shared_from_this<TcpSwitch::Pair> {
  Pair(tcp::socket accepted, tcp::socket connected) : client(std::move(accepted)), server(std::move(connected)) {}

  void carry(tcp::socket& from, tcp::socket& to, std::array<char, 4096>& buffer) {
    from.async_read_some(net::buffer(buffer), [&, self = shared_from_this()](auto error, std::size_t size) {
      if (error) return cut();
      net::async_write(to, net::buffer(buffer, size), [&, self](auto failed, std::size_t) {
        if (failed) return cut();
        carry(from, to, buffer);
      });
    });
  }

  void cut() {
    boost::system::error_code ignored;
    client.close(ignored);
    server.close(ignored);
  }

  tcp::socket client, server;
  std::array<char, 4096> up{}, down{};
};

class TcpSwitch::Relay {
 public:
  explicit Relay(std::vector<std::uint16_t> servers) : servers_(std::move(servers)) {
    accept();
    thread_ = std::thread([this] { context_.run(); });
  }

  ~Relay() {
    context_.stop();
    thread_.join();
  }

  std::uint16_t port() const { return acceptor_.local_endpoint().port(); }

  void cut_and_switch() {
    std::promise<void> done;
    net::post(context_, [&] {
      for (const auto& weak : pairs_) {
        if (const auto pair = weak.lock()) pair->cut();
      }
      pairs_.clear();
      current_ = (current_ + 1) % servers_.size();
      done.set_value();
    });
    done.get_future().wait();
  }

 private:
  void accept() {
    acceptor_.async_accept([this](boost::system::error_code error, tcp::socket client) {
      if (error) return;
      tcp::socket server(context_);
      server.connect({net::ip::address_v4::loopback(), servers_[current_]}, error);
      if (!error) {
        const auto pair = std::make_shared<Pair>(std::move(client), std::move(server));
        pairs_.push_back(pair);
        pair->carry(pair->client, pair->server, pair->up);
        pair->carry(pair->server, pair->client, pair->down);
      }
      accept();
    });
  }

  net::io_context context_{1};
  tcp::acceptor acceptor_{context_, {net::ip::address_v4::loopback(), 0}};
  std::vector<std::uint16_t> servers_;
  std::size_t current_ = 0;
  std::vector<std::weak_ptr<Pair>> pairs_;
  std::thread thread_;
};

TcpSwitch::TcpSwitch(std::vector<std::uint16_t> servers) : relay_(std::make_unique<Relay>(std::move(servers))) {}

TcpSwitch::~TcpSwitch() = default;

std::uint16_t TcpSwitch::port() const {
  return relay_->port();
}

void TcpSwitch::cut_and_switch() {
  relay_->cut_and_switch();
}

}  // namespace sws
