// simplewebsocket-verify checks the proof of a stream offline, with the same code as the server and the page. Exit
// code 0: every number is right; 1: the proof does not hold, and the error says why; 2: there is no proof to check.
#include <cerrno>
#include <cstring>
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>
#include <vector>

#include "shared/counting.hpp"
#include "shared/hex.hpp"
#include "shared/proof.hpp"

namespace {

enum ExitCode { kHolds = 0, kDoesNotHold = 1, kNoProof = 2 };

constexpr const char* kUsage = R"(Usage: simplewebsocket-verify PROOF

Checks the proof of a stream, which you can download from the page: every number must follow from what the server
committed to beforehand and from your seed. PROOF is a file; - reads standard input.

Exit code: 0 if the proof holds, 1 if it does not (the error names the wrong number), 2 if there is no proof to check.

  --help      this text
  --version   the version
)";

int fail(ExitCode code, const std::string& message) {
  std::cerr << "simplewebsocket-verify: " << message << '\n';
  return code;
}

// The text with control characters replaced by ?, so that it cannot control the terminal. Those from U+0080 to
// U+009F (C1) are two bytes in UTF-8.
std::string printable(std::string text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    const auto next = static_cast<unsigned char>(i + 1 < text.size() ? text[i + 1] : 0);
    if (c < ' ' || c == 0x7f) text[i] = '?';
    if (c == 0xc2 && next >= 0x80 && next < 0xa0) text.replace(i, 2, "?");
  }
  return text;
}

// Reads all of the input, or one byte more than a proof may have. On failure errno says why.
bool read(std::istream& input, std::string& text) {
  text.resize(sws::kMaxProofBytes + 1);
  input.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(input.gcount()));
  return !input.bad();
}

std::string received_of(const sws::Proof& proof) {
  return sws::grouped(static_cast<std::int64_t>(proof.numbers.size()));
}

// How far the stream went. Only the server can tell that it ended there.
std::string end_of(const sws::Proof& proof) {
  const std::string after = " after " + received_of(proof) + " of " + sws::counted(proof.offer.count, "number");
  if (!proof.reason) return "The stream was cut off" + after + ".";
  if (proof.reason == sws::EndReason::stopped) return "The stream was stopped" + after + ", as the server says.";
  return "The stream was complete" + after + ".";
}

// What is in a proof that holds, what that shows, and what it does not.
std::string report_on(const sws::Proof& proof) {
  const std::string received = received_of(proof);
  const std::string seed =
      proof.server_seed ? "Server seed  " + sws::to_hex(*proof.server_seed) + " (its SHA-256 is the commitment)\n"
                        : "";
  // The commitment to a long stream is to the server's seed only, from which other ids would lead to other keys.
  const std::string fixed =
      proof.server_seed ? "the stream's id and the commitment together fix" : "the commitment fixes";
  return "Stream       " + sws::to_hex(proof.offer.stream) + "\nCommitment   " +
         sws::to_hex(proof.offer.commitment) + '\n' + seed + "Client seed  " + proof.client_seed +
         "\nRange        " + std::to_string(proof.min) + " to " + std::to_string(proof.max) + '\n' + received +
         " of " + sws::counted(proof.numbers.size(), "number") + " verified\n" + end_of(proof) +
         "\n\nThe proof shows that " + fixed + " the server's part in all " +
         sws::counted(proof.offer.count, "number") +
         " of the stream,\nand that each number here follows from it and from the client's seed.\n"
         "It does not show who made the file, or when: only the viewer knows that the commitment came\n"
         "from the server, and before the viewer chose the client's seed. And it does not show that the\n"
         "operator of the server did not know the numbers in advance.\n";
}

int verify(const std::string& name, const std::string& text) {
  const auto proof = sws::decode_proof(text);
  if (!proof) {
    const bool is_proof = proof.error().kind == sws::DecodeError::Kind::not_allowed;
    return fail(is_proof ? kDoesNotHold : kNoProof, name + (is_proof ? " does not hold: " : " is no proof: ") +
                                                        printable(proof.error().message) + " (byte " +
                                                        std::to_string(proof.error().offset) + ")");
  }
  sws::Verifier verifier(*proof);
  verifier.advance(proof->numbers.size());
  if (verifier.problem()) return fail(kDoesNotHold, name + " does not hold: " + *verifier.problem());
  std::cout << report_on(*proof) << std::flush;
  return std::cout ? kHolds : fail(kNoProof, "cannot write to standard output");
}

}  // namespace

int main(int argc, char* argv[]) {
  const std::vector<std::string> arguments(argv + 1, argv + argc);
  if (arguments.size() != 1) return fail(kNoProof, "name one proof; see --help");
  const std::string& path = arguments.front();
  if (path == "--help") {
    std::cout << kUsage;
    return kHolds;
  }
  if (path == "--version") {
    std::cout << "simplewebsocket-verify " SIMPLEWEBSOCKET_VERSION "\n";
    return kHolds;
  }
  if (path.size() > 1 && path.starts_with('-')) {
    return fail(kNoProof, "there is no option " + printable(path) + "; --help lists them");
  }
  const bool from_stdin = path == "-";
  const std::string name = from_stdin ? "standard input" : printable(path);
  std::ifstream file;
  errno = 0;
  if (!from_stdin) file.open(path, std::ios::binary);
  std::string text;
  if ((!from_stdin && !file) || !read(from_stdin ? std::cin : file, text)) {
    return fail(kNoProof, "cannot read " + name + ": " + std::strerror(errno));
  }
  return verify(name, text);
}
