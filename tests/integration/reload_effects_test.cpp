// Every setting that --help lists either has an effect after a reload, which a client sees, or is reported as one
// that needs a restart.
#include <gtest/gtest.h>
#include <signal.h>

#include <functional>
#include <map>
#include <memory>
#include <regex>
#include <set>
#include <sstream>

#include "shared/codec.hpp"
#include "tests/integration/config_file.hpp"
#include "tests/integration/log_pipe.hpp"
#include "tests/integration/metrics.hpp"
#include "tests/integration/old_stream.hpp"
#include "tests/integration/raw_connection.hpp"
#include "tests/integration/secret_file.hpp"
#include "tests/integration/server_process.hpp"
#include "tests/integration/stream_client.hpp"
#include "tests/integration/test_authority.hpp"
#include "tests/integration/tls_connection.hpp"
#include "tests/integration/verified_client.hpp"
#include "tests/integration/wait_until.hpp"
#include "tests/support/proxy_header_text.hpp"

namespace sws {
namespace {

const std::string kSecretInHex(64, 'a');

// The timeouts are so long that no test sees them, and the old stream can be resumed.
constexpr const char* kBase =
    "header-timeout = 3600\nidle-timeout = 3600\nhandshake-timeout = 60\nwrite-timeout = 86400\n"
    "stream-lifetime = 31536000\nresume-window = 604800\ndrain-delay = 0\ndrain-period = 3600\n"
    "client-messages-per-second = 1000000\n";

class ReloadedServer {
 public:
  // `settings` replace those of the base with the same name.
  explicit ReloadedServer(const std::string& settings) { write(settings); }

  void start() {
    server_ = std::make_unique<Server>(Arguments{"--config", file_.path(), "--admin", "127.0.0.1:0"}, Environment(),
                                       Inheritance{.standard_error = log_.write_end()});
  }
  std::string reload(const std::string& settings, const std::string& event) {
    write(settings);
    server_->process().signal(SIGHUP);
    return log_.wait_for(event);
  }

  std::uint16_t port() const { return server_->port(); }
  Server& server() { return *server_; }
  LogPipe& log() { return log_; }

  StreamParameters parameters() const { return VerifiedClient(port()).start().parameters; }

  // What the server answers to the token of a stream that has ended: the code of an error, or "".
  std::string code_of_old_token() const {
    VerifiedClient viewer(port(), "&resume", old_stream(kSecretInHex, 1'000));
    viewer.expect<Hello>();
    viewer.send(resume_message(viewer.stream().token()));
    const auto answer = viewer.next_message();
    const auto* const error = answer ? std::get_if<ErrorMessage>(&*answer) : nullptr;
    return error ? error->code : "";
  }

  unsigned upgrade_status(const std::string& fields = "") const {
    RawConnection viewer(port());
    viewer.send(upgrade_request("/ws/some_url/", fields));
    return viewer.receive_response().result_int();
  }

  // The status of the last of twenty requests, each from the client that the proxy names.
  unsigned status_through_proxy() const {
    unsigned status = 0;
    for (int i = 0; i < 20; ++i) {
      status = get(port(), "/", "X-Forwarded-For: 192.0.2." + std::to_string(i) + "\r\n").result_int();
    }
    return status;
  }

 private:
  void write(const std::string& settings) {
    std::string text;
    std::istringstream base(kBase);
    for (std::string line; std::getline(base, line);) {
      const bool is_replaced =
          ("\n" + settings).find("\n" + line.substr(0, line.find(' ') + 1)) != std::string::npos;
      if (!is_replaced) text += line + "\n";
    }
    file_.write(text + settings);
  }

  LogPipe log_;
  ConfigFile file_{""};
  std::unique_ptr<Server> server_;
};

// Whether the server does what the setting says. It is asked before the reload, too, unless only `after`.
struct Effect {
  std::string settings;
  std::function<bool(ReloadedServer&)> is_there;
  std::string before = "# nothing\n";
  bool after_only = false;
};

class ReloadEffects : public testing::Test {
 protected:
  SecretFile secret_{kSecretInHex};
  TestAuthority authority_;
  TlsFiles tls_ = authority_.issue();

  std::string with_tls() const {
    return "tls-certificate = " + tls_.certificate + "\ntls-key = " + tls_.key + "\n";
  }
  bool serves_tls(const ReloadedServer& server, const std::string& field = "") const {
    try {
      TlsConnection connection(server.port(), {.root_file = authority_.root_file()});
      connection.send(request("GET /"));
      const Response response = connection.receive_response();
      return field.empty() || !response[field].empty();
    } catch (const std::exception&) {
      return false;
    }
  }

  std::map<std::string, Effect> effects() const;
  std::map<std::string, Effect> effects_of_limits() const;
  std::map<std::string, Effect> effects_of_timeouts() const;
};

std::map<std::string, Effect> ReloadEffects::effects() const {
  const std::string long_drain = "drain-delay = 3600\n";
  const auto ends = [](ReloadedServer& server) {
    const StreamClient viewer(server.port());
    server.server().process().signal(SIGTERM);
    return server.server().process().wait_for_exit() == 0;
  };
  return {
      {"min", {"min = 1\n", [](auto& server) { return server.parameters().min == 1; }}},
      {"max", {"max = 9\n", [](auto& server) { return server.parameters().max == 9; }}},
      {"interval-ms", {"interval-ms = 77\n", [](auto& server) { return server.parameters().interval_ms == 77; }}},
      {"count", {"count = 7\n", [](auto& server) { return server.parameters().count == 7; }}},
      {"channel",
       {"channel = temperature=push\n",
        [](auto& server) { return get(server.port(), "/ws/temperature/").result_int() == 426; }}},
      {"secret-file",
       {"secret-file = " + secret_.path() + "\n", [](auto& server) { return server.code_of_old_token().empty(); }}},
      {"resume-window",
       {"resume-window = 0\nsecret-file = " + secret_.path() + "\n",
        [](auto& server) { return server.code_of_old_token() == "expired_token"; },
        "secret-file = " + secret_.path() + "\n"}},
      {"tls-certificate", {with_tls(), [this](auto& server) { return serves_tls(server); }}},
      {"tls-key", {with_tls(), [this](auto& server) { return serves_tls(server); }}},
      {"hsts-max-age",
       {with_tls() + "hsts-max-age = 9\n",
        [this](auto& server) { return serves_tls(server, "Strict-Transport-Security"); }, with_tls()}},
      {"allowed-origin",
       {"allowed-origin = https://example.org\n",
        [](auto& server) { return server.upgrade_status("Origin: https://example.org\r\n") == 101; }}},
      {"frame-ancestors",
       {"frame-ancestors = https://example.org\nframe-ancestors = self\n",
        [](auto& server) {
          return get(server.port(), "/")["Content-Security-Policy"].ends_with(
              "; frame-ancestors https://example.org 'self'");
        }}},
      {"admin-host",
       {"admin-host = metrics.example.org\n",
        [](auto& server) {
          RawConnection prometheus(server.server().admin_port());
          prometheus.send("GET /metrics HTTP/1.1\r\nHost: metrics.example.org\r\n\r\n");
          return prometheus.receive_response().result_int() == 200;
        }}},
      {"trusted-proxy",
       {"trusted-proxy = 127.0.0.1\nmax-connects-per-second = 1\n",
        [](auto& server) { return server.status_through_proxy() == 200; }, "max-connects-per-second = 1\n"}},
      {"proxy-protocol",
       {"proxy-protocol = on\ntrusted-proxy = 127.0.0.1\n",
        [](auto& server) {
          RawConnection viewer(server.port());
          viewer.send(local_proxy_header() + request("GET /style.css"));
          return viewer.receive_response().result_int() == 200;
        },
        "trusted-proxy = 127.0.0.1\n"}},
      {"access-secret-file",
       {"access-secret-file = " + secret_.path() + "\n",
        [](auto& server) { return server.upgrade_status() == 403; }}},
      {"push-secret-file",
       {"push-secret-file = " + secret_.path() + "\n",
        [](auto& server) {
          RawConnection producer(server.server().admin_port());
          producer.send("POST /channels/some_url HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\n\r\n1");
          return producer.receive_response().result_int() == 401;
        }}},
      {"log-level",
       {"log-level = debug\n",
        [](auto& server) {
          get(server.port(), "/nothing");
          return !server.log().wait_for("debug").empty();
        },
        "# nothing\n", true}},
      {"log-format",
       {"log-format = json\n",
        [](auto& server) {
          get(server.port(), "/nothing");
          return server.log().wait_for("refused").starts_with("{");
        },
        "# nothing\n", true}},
      {"log-streams",
       {"log-streams = some\n",
        [](auto& server) {
          server.parameters();
          return !server.log().wait_for("event=stream_opened").empty();
        },
        "log-streams = off\n", true}},
      {"access-log",
       {"access-log = on\n",
        [](auto& server) {
          get(server.port(), "/");
          return !server.log().wait_for("event=request ").empty();
        },
        "# nothing\n", true}},
      {"drain-delay", {"drain-delay = 0\ndrain-period = 0\n", ends, long_drain + "drain-period = 0\n", true}},
      {"drain-period", {"drain-period = 0\n", ends, "# nothing\n", true}},
  };
}

std::map<std::string, Effect> ReloadEffects::effects_of_limits() const {
  const auto status_of_many = [](ReloadedServer& server) {
    std::vector<std::unique_ptr<RawConnection>> connections;
    unsigned status = 101;
    for (int i = 0; i < 20 && status == 101; ++i) {
      connections.push_back(std::make_unique<RawConnection>(server.port()));
      connections.back()->send(upgrade_request());
      status = connections.back()->receive_response().result_int();
    }
    return status;
  };
  const auto close_code_after = [](ReloadedServer& server, const std::string& bytes) {
    RawConnection viewer(server.port());
    viewer.send(upgrade_request());
    viewer.receive_response();
    viewer.send(bytes + client_frame(0x88, "\x03\xe8"));
    return viewer.receive_close_code();
  };
  std::string pings;
  for (int i = 0; i < 50; ++i) pings += client_frame(0x89, "?");
  return {
      {"max-connections", {"max-connections = 3\n", [=](auto& server) { return status_of_many(server) == 503; }}},
      {"max-connections-per-address",
       {"max-connections-per-address = 3\n", [=](auto& server) { return status_of_many(server) == 429; }}},
      {"max-connects-per-second",
       {"max-connects-per-second = 1\n", [=](auto& server) { return status_of_many(server) == 429; }}},
      {"header-bytes",
       {"header-bytes = 1024\n",
        [](auto& server) {
          return get(server.port(), "/", "X: " + std::string(2'000, 'x') + "\r\n").result_int() == 431;
        }}},
      {"message-bytes",
       {"message-bytes = 512\n",
        [=](auto& server) { return close_code_after(server, client_frame(0x81, std::string(600, 'x'))) == 1009; }}},
      {"client-messages-per-second",
       {"client-messages-per-second = 1\n", [=](auto& server) { return close_code_after(server, pings) == 1008; }}},
  };
}

// Before the reload these wait for so long that the test would reach its deadline.
std::map<std::string, Effect> ReloadEffects::effects_of_timeouts() const {
  const std::string nothing = "# nothing\n";
  return {
      {"header-timeout",
       {"header-timeout = 1\n",
        [](auto& server) {
          RawConnection slow(server.port());
          slow.send("GET / HTTP/1.1\r\n");
          return slow.receive_response().result_int() == 408;
        },
        nothing, true}},
      {"idle-timeout",
       {"idle-timeout = 1\n",
        [](auto& server) {
          RawConnection idle(server.port());
          idle.send(request("GET /nothing"));
          idle.receive_response();
          return idle.receive_rest().empty();
        },
        nothing, true}},
      {"handshake-timeout",
       {"handshake-timeout = 1\n",
        [](auto& server) {
          VerifiedClient silent(server.port());
          silent.template expect<Hello>();
          return silent.template expect<ErrorMessage>().code == "handshake_timeout";
        },
        nothing, true}},
      {"ping-interval",
       {"ping-interval = 1\ninterval-ms = 3600000\n",
        [](auto& server) {
          RawConnection viewer(server.port());
          viewer.send(upgrade_request());
          viewer.receive_response();
          viewer.receive_frame();  // the first number
          return viewer.receive_frame().first_byte == 0x89;
        },
        "interval-ms = 3600000\n", true}},
      {"stream-lifetime",
       {"stream-lifetime = 1\n",
        [](auto& server) {
          StreamClient viewer(server.port());
          viewer.rest_of_numbers();
          return viewer.close_code() == 1001;
        },
        nothing, true}},
      {"write-timeout",
       {"write-timeout = 1\n",
        [](auto& server) {
          RawConnection deaf(server.port(), "127.0.0.1", 4096);
          deaf.send(upgrade_request());
          deaf.receive_response();
          deaf.flood(client_frame(0x89, std::string(125, 'x')));  // its pongs fill what lies between
          wait_until("the end of the viewer that does not read", [&] {
            return Metrics::of(server.server().admin_port())
                       .value("simplewebsocket_refusals_total{reason=\"write_timeout\"}") == 1;
          });
          return true;
        },
        nothing, true}},
  };
}

std::set<std::string> settings_in_help() {
  const std::string help = run_to_exit({"--help"}).standard_output;
  const std::string part = help.substr(help.find("Settings"));
  std::set<std::string> names;
  const std::regex option("\n  --([a-z-]+)");
  for (std::sregex_iterator at(part.begin(), part.end(), option), end; at != end; ++at) names.insert((*at)[1]);
  return names;
}

const std::map<std::string, std::string> kWithRestart = {{"address", "127.0.0.3"},
                                                         {"threads", "200"},
                                                         {"io-uring", "off"},
                                                         {"web-root", "/tmp"},
                                                         {"history", "9"},
                                                         {"nats", "nats://127.0.0.1:4222"},
                                                         {"nats-credentials", "/dev/null"},
                                                         {"nats-ca", "/dev/null"},
                                                         {"nats-replicas", "3"}};

// The tests give the port and the admin listener on the command line (backend/config/reload_test.cpp has them), and
// the end of a silent peer takes longer than a test.
const std::set<std::string> kElsewhere = {"port", "admin", "peer-timeout"};

void expect_effects(const std::map<std::string, Effect>& effects) {
  for (const auto& [name, effect] : effects) {
    SCOPED_TRACE(name);
    ReloadedServer server(effect.before);
    server.start();
    if (!effect.after_only) {
      EXPECT_FALSE(effect.is_there(server));
    }
    server.reload(effect.settings, "reloaded");
    EXPECT_TRUE(effect.is_there(server));
  }
}

TEST_F(ReloadEffects, OfStreamsAndWatchersAreSeenByClients) {
  expect_effects(effects());
}
TEST_F(ReloadEffects, OfLimitsAreSeenByClients) {
  expect_effects(effects_of_limits());
}
TEST_F(ReloadEffects, OfTimeoutsAreSeenByClients) {
  expect_effects(effects_of_timeouts());
}

TEST_F(ReloadEffects, ThatNeedARestartAreReported) {
  unsetenv("TEST_IO_URING");  // would be an option of the command line, which wins over the file
  for (const auto& [name, value] : kWithRestart) {
    ReloadedServer server("# nothing\n");
    server.start();
    const std::string line = server.reload(name + " = " + value + "\n", "restart_needed");
    EXPECT_NE(line.find("\"" + name + "\""), std::string::npos) << line;
  }
}

TEST_F(ReloadEffects, AreTestedForEverySetting) {
  std::map<std::string, Effect> all = effects();
  all.merge(effects_of_limits());
  all.merge(effects_of_timeouts());
  std::set<std::string> tested = kElsewhere;
  for (const auto& [name, effect] : all) tested.insert(name);
  for (const auto& [name, value] : kWithRestart) tested.insert(name);
  EXPECT_EQ(tested, settings_in_help());
}

}  // namespace
}  // namespace sws
