// The codec as a program, with which schema.test.mjs compares the schemas. With the word `samples` it prints
// messages with edge values, each as the name of its type, a tab and its text. Otherwise it reads lines of the same
// form, with the name of a decoder in front, and prints for each the name of the type that the decoder read, or the
// reason why it refuses the text.
#include <iostream>
#include <string>
#include <string_view>

#include "backend/channel/sample_reader.hpp"
#include "shared/codec.hpp"
#include "tests/schema/message_names.hpp"
#include "tests/schema/message_samples.hpp"

namespace sws {
namespace {

template <class Message>
std::string result_of(const Decoded<Message>& message) {
  if (!message) return "refused: " + message.error().message;
  return std::visit([](const auto& which) { return name_of_type(which); }, *message);
}

std::string decoded(std::string_view decoder, std::string_view text) {
  if (decoder == "server") return result_of(decode_server_message(text));
  if (decoder == "random") return result_of(decode_client_message(text));
  if (decoder == "received") return result_of(decode_log_request(text));
  if (decoder == "shared") return result_of(decode_shared_request(text));
  const auto sample = read_sample(text, 0);  // of "push"
  return sample ? "PushedSample" : "refused: " + sample.error();
}

}  // namespace
}  // namespace sws

int main(int count, char** words) {
  std::ios::sync_with_stdio(false);
  if (count == 2 && words[1] == std::string_view("samples")) {
    for (const auto& [name, text] : sws::message_samples()) std::cout << name << '\t' << text << '\n';
    return 0;
  }
  for (std::string line; std::getline(std::cin, line);) {
    const std::size_t tab = line.find('\t');
    const std::string_view all = line;
    std::cout << sws::decoded(all.substr(0, tab), all.substr(tab + 1)) << '\n';
  }
}
