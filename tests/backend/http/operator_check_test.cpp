#include "backend/http/operator_check.hpp"

#include <gtest/gtest.h>

#include <utility>
#include <vector>

namespace sws {
namespace {

using Fields = std::vector<std::pair<const char*, const char*>>;

bool is_refused(const Fields& fields, const std::vector<std::string>& names = {}) {
  RequestHeader request;
  request.method(boost::beast::http::verb::get);
  for (const auto& [name, value] : fields) request.insert(name, value);
  return check_operator(request, names).has_value();
}

TEST(CheckOperator, AcceptsAddressesAndLocalhost) {
  EXPECT_FALSE(is_refused({}));  // HTTP/1.0 has no Host
  for (const char* host : {"127.0.0.1:8001", "10.0.0.5:8001", "[::1]:8001", "[2001:db8::1]", "localhost",
                           "LOCALHOST:8001", "localhost."}) {
    EXPECT_FALSE(is_refused({{"Host", host}})) << host;
  }
}

TEST(CheckOperator, RefusesNamesThatTheOperatorDidNotGive) {
  for (const char* host :
       {"evil.example", "evil.example:8001", "localhost.evil.example", "127.0.0.1.evil.example", "127.1",
        "evillocalhost", "0x7f.0.0.1", "metrics.example.org.evil.example", "localhost.."}) {
    EXPECT_TRUE(is_refused({{"Host", host}}, {"metrics.example.org"})) << host;
  }
  for (const char* host : {"metrics.example.org", "Metrics.Example.org:8001", "metrics.example.org.:8001"}) {
    EXPECT_TRUE(is_refused({{"Host", host}})) << host;
    EXPECT_FALSE(is_refused({{"Host", host}}, {"other", "metrics.example.org"})) << host;
  }
}

TEST(CheckOperator, NamesTheOptionThatGivesAName) {
  RequestHeader request;
  request.set(boost::beast::http::field::host, "prometheus.internal");
  EXPECT_NE(check_operator(request, {})->explanation.find("--admin-host"), std::string::npos);
}

TEST(CheckOperator, RefusesPagesOfAnotherOrigin) {
  for (const char* origin :
       {"http://evil.example", "null", "", "http://localhost", "http://localhost:3000", "http://127.0.0.1:8001",
        "ftp://localhost:8001", "http", "localhost:8001", "http://localhost:8001/",
        "http://localhost:8001.evil.example", "http://localhost:8001,http://localhost:8001"}) {
    EXPECT_TRUE(is_refused({{"Host", "localhost:8001"}, {"Origin", origin}})) << origin;
  }
  EXPECT_TRUE(is_refused({{"Origin", "http://"}}));
  EXPECT_TRUE(is_refused({{"Host", "localhost"}, {"Origin", "http://localhost"}, {"Origin", "http://localhost"}}));
  EXPECT_FALSE(is_refused({{"Host", "localhost:8001"}, {"Origin", "http://localhost:8001"}}));
  EXPECT_FALSE(is_refused({{"Host", "metrics"}, {"Origin", "https://metrics"}}, {"metrics"}));
}

TEST(CheckOperator, RefusesWhatABrowserCallsCrossSite) {
  EXPECT_TRUE(is_refused({{"Host", "localhost"}, {"Sec-Fetch-Site", "cross-site"}}));
  EXPECT_TRUE(is_refused({{"Host", "localhost"}, {"Sec-Fetch-Site", "none"}, {"Sec-Fetch-Site", "cross-site"}}));
  const Fields cross_site = {{"Host", "localhost"}, {"Sec-Fetch-Site", "cross-site"}};
  const auto with = [&](std::initializer_list<std::pair<const char*, const char*>> more) {
    Fields fields = cross_site;
    fields.insert(fields.end(), more);
    return is_refused(fields);
  };
  EXPECT_FALSE(
      with({{"Sec-Fetch-Mode", "navigate"}, {"Sec-Fetch-Dest", "document"}}));  // the operator follows a link
  EXPECT_TRUE(with({{"Sec-Fetch-Mode", "navigate"}, {"Sec-Fetch-Dest", "iframe"}}));
  EXPECT_TRUE(with({{"Sec-Fetch-Mode", "no-cors"}, {"Sec-Fetch-Dest", "document"}}));
  for (const char* site : {"none", "same-origin", "same-site"}) {
    EXPECT_FALSE(is_refused({{"Host", "localhost"}, {"Sec-Fetch-Site", site}})) << site;
  }
}

}  // namespace
}  // namespace sws
