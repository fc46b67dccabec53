// Every message of protocol 1: how it is written, read back and refused. codec_test.cpp tests the rules that hold
// for all texts.
#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <functional>
#include <string>
#include <vector>

#include "shared/codec.hpp"

namespace sws {
namespace {

namespace json = boost::json;
using Kind = DecodeError::Kind;

const std::string kHex32 = "000102030405060708090a0b0c0d0e0f";
const std::string kHex64 = kHex32 + "ff0102030405060708090a0b0c0d0eff";
const std::string kBase64url43 = "AAECAwQFBgcICQoLDA0OD_8BAgMEBQYHCAkKCwwNDv8";  // the same bytes

Digest digest() {
  Digest bytes;
  for (std::size_t i = 0; i < bytes.size(); ++i) bytes[i] = static_cast<std::uint8_t>(i % 16);
  bytes[16] = bytes[31] = 0xff;
  return bytes;
}
StreamId stream_id() {
  StreamId bytes;
  for (std::size_t i = 0; i < bytes.size(); ++i) bytes[i] = static_cast<std::uint8_t>(i);
  return bytes;
}

std::string encoded(const Number& number) {
  std::array<char, kMaxNumberText> text;
  return {text.data(), encode(number, text)};
}

// A message as text, and two functions for other texts. written_again() decodes a text and, if that gives the same
// message, encodes it; error_of() returns the decoder's error.
struct Sample {
  std::string text;
  std::function<std::string(std::string_view)> written_again;
  std::function<std::optional<DecodeError>(std::string_view)> error_of;
  std::vector<std::string> optional = {};
};

Offer offer() {
  return {stream_id(), 17, digest(), {digest(), Digest{}}};
}

template <class Message>
Sample server_sample(const Message& message, std::vector<std::string> optional = {}) {
  const auto write = [](const Message& m) {
    if constexpr (std::is_same_v<Message, Number>) {
      return encoded(m);
    } else {
      return encode(m);
    }
  };
  return {write(message),
          [write, message](std::string_view text) {
            const auto decoded = decode_server_message(text);
            const auto* m = decoded ? std::get_if<Message>(&*decoded) : nullptr;
            return m && *m == message ? write(*m) : "another message";
          },
          [](std::string_view text) {
            const auto decoded = decode_server_message(text);
            return decoded ? std::nullopt : std::optional(decoded.error());
          },
          std::move(optional)};
}

template <class Message>
Sample client_sample(const Message& message, std::vector<std::string> optional = {}) {
  return {encode(message),
          [message](std::string_view text) {
            const auto decoded = decode_client_message(text);
            const auto* m = decoded ? std::get_if<Message>(&*decoded) : nullptr;
            return m && *m == message ? encode(*m) : "another message";
          },
          [](std::string_view text) {
            const auto decoded = decode_client_message(text);
            return decoded ? std::nullopt : std::optional(decoded.error());
          },
          std::move(optional)};
}

std::vector<Sample> samples() {
  return {
      server_sample(Hello{offer(), Limits{}, {-7, 7, 20}}, {"roots", "defaults"}),
      server_sample(Hello{Offer{stream_id(), 1'000'000, digest(), {}}, Limits{}}, {"defaults"}),
      server_sample(Hello{std::nullopt, Limits{}}),
      server_sample(Started{stream_id(), digest(), "AQID_-w", -1, 17, StreamParameters{-5, 5, 10, 1'000'000}}),
      server_sample(Number{999'999, INT32_MIN}),
      server_sample(Number{17, 42, digest()}, {"key"}),
      server_sample(Numbers{17, {42, INT32_MIN, INT32_MAX}}),
      server_sample(Numbers{15, {42, 7}, {digest(), Key{}}}, {"keys"}),
      server_sample(End{EndReason::stopped, 1'000'000, digest()}, {"server_seed"}),
      server_sample(End{EndReason::complete, 0}),
      server_sample(ErrorMessage{"bad_token", "\"quoted\" \\ \n \x01 \xc3\xa9"}),
      client_sample(Start{"-_09azAZ", -1, 1, 3'600'000U}, {"min", "max", "interval_ms"}),
      client_sample(Start{"x"}),
      client_sample(Resume{"AQID_-w", 1'000'000}),
      client_sample(Stop{}),
  };
}

json::object object_of(const Sample& sample) {
  return json::parse(sample.text).as_object();
}

TEST(CodecMessages, AreWrittenAsTheProtocolShowsThem) {
  const std::string defaults = R"("defaults":{"min":0,"max":100,"interval_ms":1000},)";
  const std::string limits = R"("limits":{"min_interval_ms":10,"max_interval_ms":3600000,"max_count":1000000}})";
  EXPECT_EQ(encode(Hello{offer(), Limits{}}),
            R"({"type":"hello","protocol":1,"stream":")" + kHex32 + R"(","count":17,"commitment":")" + kHex64 +
                R"(","roots":[")" + kBase64url43 + R"(",")" + std::string(43, 'A') + R"("],)" + defaults + limits);
  EXPECT_EQ(encode(Hello{Offer{stream_id(), 5000, digest(), {}}, Limits{}}),
            R"({"type":"hello","protocol":1,"stream":")" + kHex32 + R"(","count":5000,"commitment":")" + kHex64 +
                R"(",)" + defaults + limits);
  EXPECT_EQ(encode(Hello{std::nullopt, Limits{}}), R"({"type":"hello","protocol":1,)" + limits);
  EXPECT_EQ(
      encode(Started{stream_id(), digest(), "abc", 1'764'000'000'000, 0, StreamParameters{}}),
      R"({"type":"started","stream":")" + kHex32 + R"(","commitment":")" + kHex64 +
          R"(","token":"abc","start_ms":1764000000000,"next":0,"min":0,"max":100,"interval_ms":1000,"count":1000})");
  EXPECT_EQ(encoded(Number{17, 42}), R"({"type":"number","seq":17,"message":42})");
  EXPECT_EQ(encoded(Number{UINT32_MAX, INT32_MIN}), R"({"type":"number","seq":4294967295,"message":-2147483648})");
  EXPECT_EQ(encoded(Number{17, 42, digest()}),
            R"({"type":"number","seq":17,"message":42,"key":")" + kBase64url43 + R"("})");
  EXPECT_EQ(encode(Numbers{15, {42, 7}, {digest(), Key{}}}),
            R"({"type":"numbers","seq":15,"messages":[42,7],"keys":[")" + kBase64url43 + R"(",")" +
                std::string(43, 'A') + R"("]})");
  EXPECT_EQ(encode(Numbers{17, {42, 7, 99}}), R"({"type":"numbers","seq":17,"messages":[42,7,99]})");
  EXPECT_EQ(encode(Numbers{17, {}}), R"({"type":"numbers","seq":17,"messages":[]})");  // JSON, though no message
  EXPECT_EQ(encode(End{EndReason::complete, 1000, digest()}),
            R"({"type":"end","reason":"complete","next":1000,"server_seed":")" + kHex64 + R"("})");
  EXPECT_EQ(encode(End{EndReason::stopped, 3}), R"({"type":"end","reason":"stopped","next":3})");
  EXPECT_EQ(encode(ErrorMessage{"bad_token", "a \"b\""}),
            R"({"type":"error","code":"bad_token","detail":"a \"b\""})");
  EXPECT_EQ(encode(Start{"seed"}), R"({"type":"start","client_seed":"seed"})");
  EXPECT_EQ(encode(Start{"seed", 0, 100, 1000U}),
            R"({"type":"start","client_seed":"seed","min":0,"max":100,"interval_ms":1000})");
  EXPECT_EQ(encode(Resume{"abc", 17}), R"({"type":"resume","token":"abc","next":17})");
  EXPECT_EQ(encode(Stop{}), R"({"type":"stop"})");
}

TEST(CodecMessages, AreReadBackAsTheyWere) {
  for (const Sample& sample : samples()) EXPECT_EQ(sample.written_again(sample.text), sample.text);
}

TEST(CodecMessages, MayComeInAnyOrderWithSpacesAndUnknownMembers) {
  for (const Sample& sample : samples()) {
    const json::object object = object_of(sample);
    std::string text = "\t{ \"later version\" : {\"type\":[null]} ";
    for (auto member = object.end(); member != object.begin();) {
      --member;
      text += " ,\r\n " + json::serialize(member->key()) + " : " + json::serialize(member->value());
    }
    EXPECT_EQ(sample.written_again(text + "}\n"), sample.text) << text;
  }
}

TEST(CodecMessages, MissNoMemberButTheOptionalOnes) {
  for (const Sample& sample : samples()) {
    for (const auto& [name, value] : object_of(sample)) {
      json::object without = object_of(sample);
      without.erase(name);
      const auto error = sample.error_of(json::serialize(without));
      const bool optional = std::count(sample.optional.begin(), sample.optional.end(), name) > 0;
      if (name == "type" && !without.contains("message")) {
        EXPECT_TRUE(error) << sample.text;
      } else if (name != "type" && !optional) {
        ASSERT_TRUE(error) << sample.text << " without " << name;
        const std::string missing = name == "limits" ? "limits.min_interval_ms" : std::string(name);
        EXPECT_EQ(error->message, "member \"" + missing + "\" is missing");
        EXPECT_EQ(error->kind, Kind::malformed);
      } else if (optional) {
        EXPECT_FALSE(error) << sample.text << " without " << name;
      }
    }
  }
}

TEST(CodecMessages, AHelloHasAWholeOfferOrNone) {
  const std::vector<std::string> members = {"stream", "count", "commitment", "roots"};
  const json::object whole = json::parse(encode(Hello{offer(), Limits{}})).as_object();
  for (unsigned kept = 0; kept < 16; ++kept) {
    json::object object = whole;
    for (unsigned i = 0; i < 4; ++i) {
      if (!(kept >> i & 1)) object.erase(members[i]);
    }
    const auto decoded = decode_server_message(json::serialize(object));
    if (kept == 0 || (kept & 7) == 7) {
      ASSERT_TRUE(decoded) << kept;
      EXPECT_EQ(std::get<Hello>(*decoded).offer.has_value(), kept != 0);
    } else {
      ASSERT_FALSE(decoded) << kept;
      const std::string& missing = !(kept & 1) ? members[0] : !(kept & 2) ? members[1] : members[2];
      EXPECT_EQ(decoded.error().message, "member \"" + missing + "\" is missing") << kept;
    }
  }
}

TEST(CodecMessages, AStartMayHaveACountThatNobodyReads) {
  for (const char* count : {"1000", "0", "-1", "\"many\"", "null", "[1]"}) {
    const auto start =
        decode_client_message(R"({"type":"start","client_seed":"x","count":)" + std::string(count) + '}');
    ASSERT_TRUE(start) << count;
    EXPECT_EQ(*start, ClientMessage(Start{"x"}));
  }
}

TEST(CodecMessages, TakeNoMemberOfAnotherType) {
  for (const Sample& sample : samples()) {
    for (const auto& [name, value] : object_of(sample)) {
      for (const json::value& other : {json::value("1"), json::value(1), json::value(nullptr), json::value(true),
                                       json::value(json::array{1}), json::value(json::object{{"n", 1}})}) {
        if (other.kind() == value.kind() || (other.is_number() && value.is_number())) continue;
        json::object changed = object_of(sample);
        changed[name] = other;
        const auto error = sample.error_of(json::serialize(changed));
        ASSERT_TRUE(error) << json::serialize(changed);
        EXPECT_EQ(error->kind, Kind::malformed) << error->message;
        EXPECT_NE(error->message.find(std::string(1, '"').append(name)), std::string::npos) << error->message;
      }
    }
  }
}

TEST(CodecMessages, TakeNoMemberTwice) {
  for (const Sample& sample : samples()) {
    for (const auto& [name, value] : object_of(sample)) {
      std::string text = sample.text;
      text.pop_back();
      text.append(",").append(json::serialize(name)).append(":").append(json::serialize(value)).append("}");
      const auto error = sample.error_of(text);
      ASSERT_TRUE(error) << text;
      EXPECT_EQ(error->message, std::string("member \"").append(name) += "\" is there twice");
    }
  }
}

TEST(CodecMessages, EndWhereTheirTextEnds) {
  for (const Sample& sample : samples()) {
    for (std::size_t size = 0; size < sample.text.size(); ++size) {
      EXPECT_TRUE(sample.error_of(std::string_view(sample.text).substr(0, size))) << size << " of " << sample.text;
    }
    for (const char* rest : {"x", ",", "}", "{}", "\x00"}) {
      const auto error = sample.error_of(sample.text + std::string(rest, 1));
      ASSERT_TRUE(error) << sample.text << rest;
      EXPECT_EQ(error->offset, sample.text.size());
    }
  }
}

TEST(CodecMessages, HaveNoPlaceForNulOrInvalidUtf8) {
  for (const Sample& sample : samples()) {
    for (std::size_t at = 0; at <= sample.text.size(); ++at) {
      for (const std::string& bytes : {std::string(1, '\0'), std::string("\xff"), std::string("\xc0\x80"),
                                       std::string("\xed\xa0\x80"), std::string("\xf4\x90\x80\x80")}) {
        EXPECT_TRUE(sample.error_of(std::string(sample.text).insert(at, bytes))) << at << " in " << sample.text;
      }
    }
  }
}

TEST(CodecMessages, TakeIntegersInEverySpelling) {
  for (const char* spelled : {"17", "17.0", "1.7e1", "170E-1", "0.17e+2"}) {
    const std::string next = std::string("\"next\":") + spelled + '}';
    const auto resume = decode_client_message(R"({"type":"resume","token":"t",)" + next);
    ASSERT_TRUE(resume) << spelled;
    EXPECT_EQ(*resume, ClientMessage(Resume{"t", 17}));
    const auto numbers = decode_server_message(R"({"type":"numbers","messages":[)" + std::string(spelled) +
                                               R"(],"seq":)" + spelled + '}');
    ASSERT_TRUE(numbers) << spelled;
    EXPECT_EQ(*numbers, ServerMessage(Numbers{17, {17}}));
  }
}

TEST(CodecMessages, OfAnUnknownTypeAreNamedFromTheServerAndRefusedFromTheClient) {
  const auto server = decode_server_message(R"({"type":"weather","message":1})");
  ASSERT_TRUE(server);
  EXPECT_EQ(*server, ServerMessage(UnknownMessage{"weather"}));
  for (const char* type : {"weather", "", "Start", "hello", "number"}) {
    const auto client = decode_client_message(std::string(R"({"type":")").append(type) += "\"}");
    ASSERT_FALSE(client) << type;
    EXPECT_EQ(client.error().kind, Kind::malformed);
  }
}

}  // namespace
}  // namespace sws
