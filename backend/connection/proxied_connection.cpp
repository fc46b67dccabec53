#include "backend/connection/proxied_connection.hpp"

#include <utility>

#include "backend/process/log.hpp"

namespace sws {
namespace {

constexpr std::chrono::seconds kLastHeader{1};  // a proxy sends the header with its first segment

}  // namespace

ProxiedConnection::ProxiedConnection(ConnectionSet& owner, Ticker& ticker, ProxiedSocket accepted,
                                     std::chrono::seconds time, OnHeader on_header)
    : Connection(owner, ticker, std::move(accepted.slot)),
      socket_(std::move(accepted.socket)),
      proxy_(accepted.peer),
      time_(time),
      on_header_(std::move(on_header)) {}

void ProxiedConnection::start() {
  set_deadline(time_);
  read();
}

void ProxiedConnection::drain() {
  draining_ = true;
  set_deadline(kLastHeader);
}

void ProxiedConnection::read() {
  const auto room = header_.room();
  socket_.async_read_some(boost::asio::buffer(room.data(), room.size()),
                          tracked([this](boost::system::error_code error, std::size_t size) {
                            error ? on_read_failed() : on_bytes(size);
                          }));
}

void ProxiedConnection::on_bytes(std::size_t size) {
  const auto progress = header_.commit(size);
  if (!progress) return refuse(progress.error());
  *progress == ProxyHeader::Progress::complete ? hand_on() : read();
}

void ProxiedConnection::on_read_failed() {
  header_.has_begun() ? refuse("the connection ended within the PROXY header") : end();
}

void ProxiedConnection::hand_on() {
  Connection* const next = on_header_({std::move(socket_), header_.client().value_or(proxy_), std::move(slot())});
  if (next && draining_) next->drain();
  end();
}

void ProxiedConnection::refuse(const std::string& explanation) {
  count(Reason::bad_proxy_header);
  log(LogLevel::info, "refused", {{"reason", name_of(Reason::bad_proxy_header)}, {"explanation", explanation}});
  log(LogLevel::debug, "refused_peer", {{"address", proxy_.to_string()}});
  end();
}

void ProxiedConnection::on_deadline() {
  if (draining_) return end();
  refuse("no complete PROXY header came within " + std::to_string(time_.count()) + " s");
}

void ProxiedConnection::close_socket() {
  boost::system::error_code ignored;
  socket_.close(ignored);
}

}  // namespace sws
