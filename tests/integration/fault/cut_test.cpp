// Connections that end at any byte: of the request, of the first frames of either side, politely or by force; and a
// thousand at once.
#include <gtest/gtest.h>

#include "tests/integration/fault/crowd.hpp"
#include "tests/integration/fault/trial.hpp"
#include "tests/integration/raw_connection.hpp"

namespace sws {
namespace {

class CutConnection : public testing::TestWithParam<Leave> {};

const std::string kRequest = upgrade_request("/ws/some_url/?protocol=1&count=16");
const std::string kStart = client_frame(0x81, R"({"type":"start","client_seed":"cut","interval_ms":10})");
const std::string kFrames = kStart + client_frame(0x89, "ping") + client_frame(0x81, R"({"type":"stop"})");

TEST_P(CutConnection, AtEachByteOfTheRequestHarmsNobody) {
  Trial trial;
  trial.survives([&] {
    for (std::size_t sent = 0; sent <= kRequest.size(); ++sent) {
      ClientSocket client(trial.port());
      client.send(std::string_view(kRequest).substr(0, sent));
      client.leave(GetParam());
    }
  });
  trial.end();
}

TEST_P(CutConnection, AtEachByteOfTheClientsFirstFramesHarmsNobody) {
  Trial trial;
  trial.survives([&] {
    for (std::size_t sent = 0; sent <= kFrames.size(); ++sent) {
      ClientSocket client(trial.port());
      client.send(kRequest);
      client.receive_until("\"hello\"");
      client.send(std::string_view(kFrames).substr(0, sent));
      client.leave(GetParam());
    }
  });
  trial.end();
}

TEST_P(CutConnection, AtEachByteOfTheServersFirstFramesHarmsNobody) {
  Trial trial;
  constexpr std::size_t kFirstFrames = 1'500;  // the answer, hello, started, and the first numbers
  trial.survives([&] {
    for (std::size_t received = 1; received <= kFirstFrames; received += received < 1'000 ? 1 : 20) {
      ClientSocket client(trial.port());
      client.send(kRequest + kStart);
      client.receive_exactly(received);
      client.leave(GetParam());
    }
  });
  trial.end();
}

INSTANTIATE_TEST_SUITE_P(By, CutConnection, testing::Values(Leave::fin, Leave::rst),
                         [](const auto& how) { return how.param == Leave::fin ? "Fin" : "Rst"; });

TEST(CutConnections, AThousandStreamsResetAtOnceHarmNobody) {
  Trial trial;
  trial.survives([&] {
    Crowd crowd(trial.port(), 1'000);
    crowd.send(upgrade_request());
    crowd.await_answers();
    crowd.leave(Leave::rst);
  });
  trial.end();
}

}  // namespace
}  // namespace sws
