// A producer that publishes the numbers 0, 1, 2, … to a JetStream stream and speaks the protocol of NATS itself. It
// has one number on its way at a time, and repeats it with the same Nats-Msg-Id until the stream acknowledges it:
// after a connection to another broker too, and after a death of its own, which cut() stands for. One thread, which
// runs the io_context.
#pragma once

#include <array>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace sws {

class Publisher {
 public:
  // `brokers` are IP addresses. The stream is simplewebsocket_CHANNEL and the subject simplewebsocket.CHANNEL. If
  // the stream is not there, it is made with three replicas. The context must outlive the publisher.
  Publisher(boost::asio::io_context& context, std::vector<std::string> brokers, std::string channel,
            std::chrono::milliseconds interval);
  Publisher(Publisher&&) = delete;
  ~Publisher();

  void cut();   // breaks its connection off, perhaps with a number on its way; it goes on with the next broker
  void stop();  // after the number that is on its way, if there is one

  std::uint64_t acknowledged() const { return acknowledged_; }  // numbers, from 0 on
  std::uint64_t repeated() const { return repeated_; }          // how often a number was sent again
  bool is_idle() const { return !is_waiting_; }
  static std::string stream(const std::string& channel) { return "simplewebsocket_" + channel; }

 private:
  struct Connection;

  void connect();
  void greet();
  void publish_when_due();
  void publish();
  void read();
  bool take_one();  // message; whether there was one
  void on_reply(std::string_view payload);
  void write(std::string text);
  void wait(std::chrono::milliseconds time, void (Publisher::*then)());

  boost::asio::io_context& context_;
  const std::vector<std::string> brokers_;
  const std::string channel_;
  const std::chrono::milliseconds interval_;
  const std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
  boost::asio::steady_timer timer_;
  std::shared_ptr<Connection> connection_;
  std::size_t broker_ = 0;
  std::uint64_t acknowledged_ = 0, sent_ = 0, repeated_ = 0;
  bool is_waiting_ = false;  // for an acknowledgement
  bool is_stopped_ = false;
};

}  // namespace sws
