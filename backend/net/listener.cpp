#include "backend/net/listener.hpp"

#include <utility>

#include "backend/process/log.hpp"

namespace sws {
namespace {

constexpr std::chrono::milliseconds kPause{100};  // ten attempts a second cost nothing

}  // namespace

Listener::Listener(boost::asio::io_context& context, Ticker& ticker, boost::asio::ip::tcp protocol, int fd,
                   AcceptCounters& counters, OnAccept on_accept)
    : acceptor_(context, protocol, fd), ticker_(ticker), counters_(counters), on_accept_(std::move(on_accept)) {}

void Listener::stop() {
  pause_.leave_queue();
  boost::system::error_code ignored;
  acceptor_.close(ignored);
}

void Listener::accept() {
  acceptor_.async_accept(peer_, [this](boost::system::error_code error, TcpSocket socket) {
    if (!acceptor_.is_open()) return;
    if (!error) {
      if (std::exchange(exhausted_, false)) log(LogLevel::info, "accept_resumed");
      on_accept_(std::move(socket), peer_.address());
      return accept();
    }
    // Other errors concern this peer alone, such as ECONNABORTED when it left before it was accepted (accept(2)).
    const bool out_of_resources = error == boost::system::errc::too_many_files_open ||
                                  error == boost::system::errc::too_many_files_open_in_system ||
                                  error == boost::system::errc::no_buffer_space ||
                                  error == boost::system::errc::not_enough_memory;
    if (!out_of_resources) return accept();
    if (!std::exchange(exhausted_, true)) {
      counters_.pauses.add();
      log(LogLevel::warn, "accept_paused", {{"reason", error.message()}});
    }
    pause();
  });
}

void Listener::pause() {
  waits_since_ = ticker_.now();
  ticker_.add(pause_, waits_since_ + kPause);
}

void Listener::try_again(SteadyTime now) {
  counters_.paused_ns.add(static_cast<std::uint64_t>(std::chrono::nanoseconds(now - waits_since_).count()));
  accept();
}

}  // namespace sws
