// Reads the values of those options that are more than a number or a choice: files, addresses, channels. `values`
// is only for the errors, which name the option as the person spelled it. All of them throw BadValue. Main thread
// only.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "backend/config/option_values.hpp"
#include "backend/config/options.hpp"

namespace sws {

inline constexpr const char* kOff = "off";  // the value of a setting that is switched off explicitly

// Whether the setting is switched off, which excludes any other value.
bool is_off(const char* name, const std::vector<std::string>& texts, const OptionValues& values);

std::vector<IpAddress> addresses_in(const std::vector<std::string>& texts, const OptionValues& values);
std::optional<AdminEndpoint> admin_in(const std::string& value, const OptionValues& values);
std::vector<std::string> names_in(const std::vector<std::string>& texts, const OptionValues& values);
std::vector<AddressBlock> blocks_in(const std::vector<std::string>& texts, const OptionValues& values);
// The sources of the directive frame-ancestors, with blanks between them.
std::string frame_ancestors_in(const std::vector<std::string>& texts, const OptionValues& values);
OriginPolicy origins_in(const std::vector<std::string>& texts, const OptionValues& values);
std::vector<ChannelSettings> channels_in(const std::vector<std::string>& texts, const OptionValues& values);
// The error does not show the value, because it may have a password in it.
std::vector<NatsAddress> brokers_in(const std::string& text, const OptionValues& values);

// Read the files of these paths.
Secrets secrets_in(const char* name, const std::vector<std::string>& paths, const OptionValues& values);
std::string secret_text_in(const std::string& path);

void check_readable(const std::string& name, const std::string& path, const OptionValues& values);
// Only a directory in which files can be found and read can be a site.
void check_web_root(const std::string& path, const OptionValues& values);

// The other way round, as a reload logs and compares them.
std::string joined(const std::vector<std::string>& texts);
std::string shown_addresses(const std::vector<IpAddress>& addresses);
std::string shown_admin(const std::optional<AdminEndpoint>& admin);
std::string shown_push_secret(const std::string& secret);

}  // namespace sws
