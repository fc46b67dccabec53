// What the page's sessions need of a browser, over real sockets: one WebSocket at a time, one question over HTTP,
// and random bytes. Boost.Beast speaks for it; its headers are read in the source file only. Many browsers share
// the thread that runs one io_context, on which their events arrive.
#pragma once

#include <boost/asio/io_context.hpp>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "frontend/stream/http_answer.hpp"
#include "frontend/stream/random_source.hpp"
#include "frontend/stream/socket_port.hpp"

namespace sws {

// Where the page is served, and the channel that it watches.
struct PageAddress {
  std::string host;  // an IP address
  std::uint16_t port;
  std::string channel = "some_url";
};

class BrowserEvents {
 public:
  virtual void opened() = 0;
  virtual void text(std::string_view text) = 0;
  virtual void closed(std::uint16_t code, std::string_view reason) = 0;
  virtual void refused(unsigned status) = 0;  // the upgrade; closed() follows, as in a browser
  virtual void answered(const HttpAnswer& answer) = 0;

 protected:
  ~BrowserEvents() = default;
};

class NativeBrowser final : public SocketPort, public RandomSource {
 public:
  // Both must outlive the browser.
  NativeBrowser(boost::asio::io_context& context, PageAddress address, BrowserEvents& events);
  NativeBrowser(NativeBrowser&&) = delete;
  ~NativeBrowser();

  bool open(const StreamRequest& request) override;
  void send(std::string_view text) override;
  void ask(const StreamRequest& request) override;
  void begin_close() override;
  void close() override;
  void fill(std::span<std::uint8_t> bytes) override;

  // Breaks the connection off, as a network does that the computer leaves: closed() follows with 1006.
  void cut();

 private:
  class Socket;
  class Question;

  std::string target(const StreamRequest& request) const;

  boost::asio::io_context& context_;
  const PageAddress address_;
  BrowserEvents& events_;
  std::shared_ptr<Socket> socket_;
  std::shared_ptr<Question> question_;
};

}  // namespace sws
