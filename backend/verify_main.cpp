// simplewebsocket-verify checks the proof of a finished stream offline, with the same code as the server and the
// page. Exit code 0: every number is right; 1: the proof does not hold, and the error says why; 2: there is no
// proof to check.
#include <cerrno>
#include <cstring>
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>
#include <vector>

#include "shared/hex.hpp"
#include "shared/proof.hpp"

namespace {

enum ExitCode { kHolds = 0, kDoesNotHold = 1, kNoProof = 2 };

constexpr const char* kUsage = R"(Usage: simplewebsocket-verify PROOF

Checks the proof of a finished stream, which you can download from the page: the server must have committed to its
seed beforehand, and every number must follow from its seed and yours. PROOF is a file; - reads standard input.

Exit code: 0 if the proof holds, 1 if it does not (the error names the wrong number), 2 if there is no proof to check.

  --help      this text
  --version   the version
)";

int fail(ExitCode code, const std::string& message) {
  std::cerr << "simplewebsocket-verify: " << message << '\n';
  return code;
}

// The text with control characters replaced by ?, so that it cannot control the terminal.
std::string printable(std::string text) {
  for (char& c : text) {
    if (static_cast<unsigned char>(c) < ' ' || c == '\x7f') c = '?';
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
  std::cout << "Commitment   " << sws::to_hex(proof->commitment) << "\nServer seed  "
            << sws::to_hex(proof->server_seed) << " (its SHA-256 is the commitment)\nClient seed  "
            << proof->client_seed << "\nRange        " << proof->min << " to " << proof->max << "\nEnd          "
            << sws::name_of(proof->reason) << " (as the server says; the proof does not cover it)\n"
            << verifier.verified() << " of " << proof->numbers.size() << " numbers verified\n"
            << std::flush;
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
