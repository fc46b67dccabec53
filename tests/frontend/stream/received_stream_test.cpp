#include "frontend/stream/received_stream.hpp"

#include <gtest/gtest.h>

namespace sws {
namespace {

using Values = std::vector<std::int32_t>;

ReceivedStream stream_with(std::uint32_t numbers) {
  ReceivedStream stream;
  stream.parameters.count = 10;
  stream.numbers.assign(numbers, 0);
  return stream;
}

TEST(ReceivedStream, TakesTheNextNumbers) {
  ReceivedStream stream = stream_with(0);
  EXPECT_EQ(stream.sequence_break(0, 1), std::nullopt);
  EXPECT_EQ(stream.append(Values{4}, {}), std::nullopt);
  EXPECT_EQ(stream.sequence_break(1, 3), std::nullopt);
  EXPECT_EQ(stream.append(Values{5, 6, 7}, {}), std::nullopt);
  EXPECT_EQ(stream.numbers, (Values{4, 5, 6, 7}));
  EXPECT_EQ(stream.next(), 4u);
}

TEST(ReceivedStream, NamesEveryNumberThatIsMissing) {
  ReceivedStream stream = stream_with(3);
  EXPECT_EQ(stream.sequence_break(4, 1), "number 4 did not arrive before number 5");
  EXPECT_EQ(stream.sequence_break(6, 2), "numbers 4 to 6 did not arrive before number 7");
}

TEST(ReceivedStream, NamesEveryNumberThatCameAgain) {
  ReceivedStream stream = stream_with(3);
  EXPECT_EQ(stream.sequence_break(2, 1), "number 3 arrived again");
  EXPECT_EQ(stream.sequence_break(0, 2), "numbers 1 to 2 arrived again");
  EXPECT_EQ(stream.sequence_break(1, 4), "numbers 2 to 3 arrived again");
}

TEST(ReceivedStream, TakesNoMoreThanWasAgreed) {
  ReceivedStream stream = stream_with(9);
  EXPECT_EQ(stream.append(Values{1, 2}, {}), "number 11 arrived, but the stream has only 10 numbers");
  EXPECT_EQ(stream.next(), 9u);
  stream = stream_with(9);
  EXPECT_EQ(stream.append(Values{1}, {}), std::nullopt);
  EXPECT_EQ(stream.append(Values{1}, {}), "number 11 arrived, but the stream has only 10 numbers");
}

TEST(ReceivedStream, AResumeHasToAgreeInEverything) {
  ReceivedStream stream = stream_with(3);
  stream.offer = Offer{{}, 10, {}, {}};
  stream.token = "t";
  const Started good{{}, {}, "renewed", 0, 3, stream.parameters};
  EXPECT_EQ(stream.begin(good), std::nullopt);
  EXPECT_EQ(stream.token, "renewed");
  Started bad = good;
  bad.stream[5] = 1;
  EXPECT_EQ(stream.begin(bad), "it names a different stream");
  bad = good;
  bad.commitment[31] = 1;
  EXPECT_EQ(stream.begin(bad), "its commitment has changed");
  bad = good;
  bad.next = 4;
  EXPECT_EQ(stream.begin(bad), "it continues with number 5, but number 4 is due");
  bad = good;
  bad.parameters.max = 7;
  EXPECT_EQ(stream.begin(bad), "its range, interval or count has changed");
}

}  // namespace
}  // namespace sws
