#include "backend/config/option_readers.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <utility>

#include "backend/admission/frame_ancestors.hpp"
#include "backend/admission/origin.hpp"
#include "backend/process/file_descriptor.hpp"
#include "backend/process/secret_file.hpp"
#include "backend/process/secret_text.hpp"
#include "shared/sha256.hpp"

namespace sws {

bool is_off(const char* name, const std::vector<std::string>& texts, const OptionValues& values) {
  if (std::find(texts.begin(), texts.end(), kOff) == texts.end()) return false;
  if (texts.size() == 1) return true;
  throw BadValue{values.spelled(name) + " is off and names a file as well: remove one of the two"};
}

Secrets secrets_in(const char* name, const std::vector<std::string>& paths, const OptionValues& values) {
  if (paths.size() > Secrets::kMost) {
    throw BadValue{values.spelled(name) + " names " + std::to_string(paths.size()) + " files: " +
                   std::to_string(Secrets::kMost) + " at most are expected, so remove those of old secrets"};
  }
  std::vector<Secret> secrets;
  for (const std::string& path : paths) {
    const auto secret = read_secret_file(path);
    if (!secret) throw BadValue{secret.error()};
    secrets.push_back(*secret);
  }
  return Secrets(secrets);
}

std::string joined(const std::vector<std::string>& texts) {
  std::string all;
  for (const std::string& each : texts) all.append(all.empty() ? "" : "; ").append(each);
  return all;
}

std::string secret_text_in(const std::string& path) {
  const auto secret = read_secret_text(path);
  if (!secret) throw BadValue{secret.error()};
  return secret->text;
}

std::string shown_push_secret(const std::string& secret) {
  if (secret.empty()) return kOff;
  return fingerprint_of(sha256({reinterpret_cast<const std::uint8_t*>(secret.data()), secret.size()}));
}

std::vector<IpAddress> addresses_in(const std::vector<std::string>& texts, const OptionValues& values) {
  std::vector<IpAddress> addresses;
  for (const std::string& each : texts) {
    boost::system::error_code error;
    addresses.push_back(boost::asio::ip::make_address(each, error));
    if (error || addresses.back().is_multicast()) {  // nobody can connect to a multicast address
      throw values.wrong("address", each, "an IPv4 or IPv6 address of this machine, like 127.0.0.1 or ::1,");
    }
    if (std::count(addresses.begin(), addresses.end(), addresses.back()) > 1) {
      throw values.wrong("address", each, "each address only once");
    }
  }
  return addresses;
}

std::optional<AdminEndpoint> admin_in(const std::string& value, const OptionValues& values) {
  if (value == kOff) return std::nullopt;
  const std::size_t colon = value.rfind(':');
  std::string host = value.substr(0, colon);
  if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
  AdminEndpoint endpoint;
  boost::system::error_code error;
  endpoint.address = boost::asio::ip::make_address(host, error);
  const std::string port = colon == std::string::npos ? "" : value.substr(colon + 1);
  const auto [end, wrong] = std::from_chars(port.data(), port.data() + port.size(), endpoint.port);
  if (error || wrong != std::errc() || end != port.data() + port.size()) {
    throw values.wrong("admin", value, "an address and a port, like 127.0.0.1:8001 or [::1]:8001, or off,");
  }
  return endpoint;
}

std::vector<std::string> names_in(const std::vector<std::string>& texts, const OptionValues& values) {
  std::vector<std::string> names;
  for (const std::string& each : texts) {
    auto name = normalized_host(each);
    if (!name || is_reached_by_operators(*name)) {
      throw values.wrong(
          "admin-host", each,
          "the name of a host without a port, like metrics.example.org (addresses and localhost need "
          "no entry),");
    }
    names.push_back(std::move(*name));
  }
  return names;
}

std::string shown_addresses(const std::vector<IpAddress>& addresses) {
  std::string text;
  for (const IpAddress& address : addresses) text += address.to_string() + " ";
  return text;
}

std::string shown_admin(const std::optional<AdminEndpoint>& admin) {
  return admin ? admin->address.to_string() + " " + std::to_string(admin->port) : kOff;
}

void check_web_root(const std::string& path, const OptionValues& values) {
  const FileDescriptor directory(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_NONBLOCK | O_CLOEXEC));
  if (directory.get() >= 0 && faccessat(AT_FDCWD, path.c_str(), R_OK | X_OK, AT_EACCESS) == 0) return;
  const int error = errno;
  BadValue wrong = values.wrong("web-root", path, "a directory that the server can read");
  wrong.message += std::string(", but it cannot: ") + std::strerror(error);
  throw wrong;
}

std::vector<AddressBlock> blocks_in(const std::vector<std::string>& texts, const OptionValues& values) {
  std::vector<AddressBlock> blocks;
  for (const std::string& each : texts) {
    const auto block = AddressBlock::parse(each);
    if (!block) throw values.wrong("trusted-proxy", each, "a block of addresses, like 10.0.0.0/8 or ::1,");
    blocks.push_back(*block);
  }
  return blocks;
}

OriginPolicy origins_in(const std::vector<std::string>& texts, const OptionValues& values) {
  std::vector<OriginPattern> patterns;
  for (const std::string& each : texts) {
    auto pattern = OriginPattern::parse(each);
    if (!pattern) {
      BadValue wrong = values.wrong("allowed-origin", each, "an origin like https://example.org, null or *,");
      wrong.message += "; " + pattern.error().reason;
      throw wrong;
    }
    patterns.push_back(std::move(*pattern));
  }
  return OriginPolicy(std::move(patterns));
}

std::string frame_ancestors_in(const std::vector<std::string>& texts, const OptionValues& values) {
  constexpr const char* kNone = "none";
  if (std::find(texts.begin(), texts.end(), kNone) != texts.end()) {
    if (texts.size() == 1) return kNoFrameAncestors;
    throw BadValue{values.spelled("frame-ancestors") + " is none and names a page as well: remove one of the two"};
  }
  std::string sources;
  for (const std::string& each : texts) {
    const auto source = frame_ancestor(each);
    if (!source) {
      BadValue wrong =
          values.wrong("frame-ancestors", each, "an origin like https://example.org, self, * or none,");
      wrong.message += "; " + source.error().reason;
      throw wrong;
    }
    sources.append(sources.empty() ? "" : " ").append(*source);
  }
  return sources;
}

std::vector<NatsAddress> brokers_in(const std::string& text, const OptionValues& values) {
  auto addresses = parse_nats_addresses(text);
  if (!addresses) throw BadValue{values.spelled("nats") + ": " + addresses.error()};
  return *std::move(addresses);
}

void check_readable(const std::string& name, const std::string& path, const OptionValues& values) {
  if (faccessat(AT_FDCWD, path.c_str(), R_OK, AT_EACCESS) == 0) return;
  const int error = errno;
  BadValue wrong = values.wrong(name, path, "a file that the server can read");
  wrong.message += std::string(", but it cannot: ") + std::strerror(error);
  throw wrong;
}

std::vector<ChannelSettings> channels_in(const std::vector<std::string>& texts, const OptionValues& values) {
  std::vector<ChannelSettings> channels;
  for (const std::string& each : texts) {
    auto channel = parse_channel(each);
    if (!channel) throw BadValue{values.spelled("channel") + " is '" + each + "': " + channel.error()};
    channels.push_back(std::move(*channel));
  }
  if (const std::string fault = fault_of(channels); !fault.empty()) {
    throw BadValue{values.spelled("channel") + ": " + fault};
  }
  return with_original(std::move(channels));
}

}  // namespace sws
