// A stream of protocol 1 over a WebSocket that takes down what is sent, and viewers that come back for it.
#pragma once

#include <gtest/gtest.h>

#include <optional>
#include <stdexcept>
#include <string>
#include <variant>
#include <vector>

#include "backend/stream/verified_stream.hpp"
#include "shared/codec.hpp"
#include "tests/backend/stream/stream_fixture.hpp"

namespace sws {

class VerifiedStreamTest : public StreamTest {
 protected:
  void say(const std::string& text) { stream_->on_message(text, true); }
  void start(const std::string& members = "") { say(R"({"type":"start","client_seed":"seed")" + members + "}"); }

  // Opens the connection and answers what is offered.
  Offer open(std::optional<std::uint32_t> count = std::nullopt) {
    stream_.emplace(outlet_, settings_, catch_up_, StreamRequest{StreamProtocol::verified, count, false});
    stream_->on_open();
    return take<Hello>().offer.value();
  }

  // Starts a stream and answers its token. Everything that was sent so far is taken.
  std::string token_of_a_stream(const std::string& members = "",
                                std::optional<std::uint32_t> count = std::nullopt) {
    open(count);
    start(members);
    const std::string token = take<Started>().token;
    texts_.clear();
    return token;
  }

  // A viewer that comes back over another connection and goes on with a stream from number `next` on.
  struct Returning {
    Returning(VerifiedStreamTest& test, const std::string& token, std::uint32_t next)
        : stream(outlet, test.settings_, test.catch_up_, StreamRequest{StreamProtocol::verified, {}, true}) {
      stream.on_open();
      stream.on_message(R"({"type":"resume","token":")" + token + R"(","next":)" + std::to_string(next) + "}",
                        true);
    }
    FakeOutlet outlet;
    VerifiedStream stream;
  };

  template <class Message>
  Message take() {  // the next text, which is a Message
    if (texts_.empty()) texts_ = outlet_.take_texts();
    if (texts_.empty()) throw std::runtime_error("no text was sent");
    const std::string text = texts_.front();
    texts_.erase(texts_.begin());
    return std::get<Message>(*decode_server_message(text));
  }

  // An `error`, and what closes the connection behind it.
  void expect_refused(const std::string& code, CloseCode close_code) {
    EXPECT_EQ(take<ErrorMessage>().code, code);
    EXPECT_EQ(outlet_.close_codes, std::vector{close_code});
  }

  Settings settings_ = every_second(1000);
  std::vector<std::string> texts_;
  std::optional<VerifiedStream> stream_;  // of the connection that open() has opened
};

}  // namespace sws
