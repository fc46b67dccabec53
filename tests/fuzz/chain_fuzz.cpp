// libFuzzer's target for the verifier of numbers that arrive: runs of real numbers with their keys, and runs with
// lies in them. A run is accepted if, and only if, it is the next one of the stream; of any other run the verifier
// accepts at most the numbers before the first lie.
//
// The first byte of an input is the length of the stream. Then each run has its own bytes: how many numbers it has,
// and how many lies are told about it; each lie has a byte that says what is altered, one for where, and one for
// what it becomes.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <map>
#include <span>
#include <vector>

#include "shared/chain_verifier.hpp"
#include "tests/shared/proven_stream.hpp"

namespace sws {
namespace {

void require(bool condition) {
  if (!condition) std::abort();
}

// The bytes that are left of the input; zeros behind its end.
class Choices {
 public:
  Choices(const std::uint8_t* data, std::size_t size) : rest_(data, size) {}

  bool any() const { return !rest_.empty(); }
  std::uint8_t next() {
    if (rest_.empty()) return 0;
    const std::uint8_t byte = rest_.front();
    rest_ = rest_.subspan(1);
    return byte;
  }

 private:
  std::span<const std::uint8_t> rest_;
};

struct Run {
  std::uint32_t seq;
  std::vector<std::int32_t> numbers;
  std::vector<Key> keys;
  bool operator==(const Run&) const = default;
};

const ProvenStream& stream_of(std::uint32_t count) {
  static std::map<std::uint32_t, ProvenStream> streams;
  return streams.try_emplace(count, count).first->second;
}

Run honest_run(const ProvenStream& stream, std::uint32_t first, std::uint32_t size) {
  return {first, stream.run(first, size), stream.keys_of_run(first, size)};
}

enum class Lie {
  number,
  key_bit,
  key_of_another,
  key_missing,
  key_added,
  seq,
  number_missing,
  number_added,
  forged,
  beyond
};
constexpr std::uint8_t kLies = 10;

// Alters the last key, and all numbers of its segment so that they follow from it.
void forge(Run& run, const ProvenStream& stream, std::uint8_t what) {
  Key key = run.keys.back();
  key[what / 8] = static_cast<std::uint8_t>(key[what / 8] ^ 1U << what % 8);
  run.keys.back() = key;
  auto n = static_cast<std::uint32_t>(run.seq + run.numbers.size() - 1);
  for (auto number = run.numbers.rbegin(); number != run.numbers.rend(); ++number, --n) {
    *number = number_of(key, {stream.client_seed, stream.min, stream.max}, n);
    if (n % kSegmentNumbers == 0) return;
    key = SegmentChain(stream.offer.stream, n / kSegmentNumbers).below(n % kSegmentNumbers, key);
  }
}

void tell(Lie lie, Run& run, const ProvenStream& stream, Choices& choices) {
  const std::uint8_t where = choices.next(), what = choices.next();
  const auto number = run.numbers.begin() + where % static_cast<std::ptrdiff_t>(run.numbers.size());
  if (lie == Lie::number) *number += static_cast<std::int8_t>(what);
  if (lie == Lie::seq) run.seq += static_cast<std::uint32_t>(static_cast<std::int8_t>(what));
  if (lie == Lie::number_added) run.numbers.insert(number, what);
  if (lie == Lie::number_missing && run.numbers.size() > 1) run.numbers.erase(number);
  if (lie == Lie::beyond && run.seq < stream.offer.count) {  // numbers that the server knows, but did not offer
    const std::uint32_t size = stream.offer.count - run.seq + 1 + what % kSegmentNumbers;
    run = honest_run(stream_of(stream.offer.count + kSegmentNumbers), run.seq, size);
  }
  if (run.keys.empty()) return;
  const auto key = run.keys.begin() + where % static_cast<std::ptrdiff_t>(run.keys.size());
  if (lie == Lie::forged) forge(run, stream, what);
  if (lie == Lie::key_added) run.keys.insert(key, stream.keys[what % stream.keys.size()]);
  if (lie == Lie::key_bit) (*key)[what / 8] = static_cast<std::uint8_t>((*key)[what / 8] ^ 1U << what % 8);
  if (lie == Lie::key_of_another) *key = stream.keys[what % stream.keys.size()];
  if (lie == Lie::key_missing) run.keys.erase(key);
}

// How many numbers at the beginning of the run are those of the stream.
std::uint32_t right_numbers(const Run& run, const ProvenStream& stream, std::uint32_t verified) {
  if (run.seq != verified) return 0;
  const auto begin = stream.numbers.begin() + verified;
  const auto different = std::mismatch(run.numbers.begin(), run.numbers.end(), begin, stream.numbers.end());
  return static_cast<std::uint32_t>(different.first - run.numbers.begin());
}

// Whether everything that the verifier has accepted is right.
bool is_right(const ChainVerifier& verifier, const ProvenStream& stream) {
  return verifier.verified() <= stream.offer.count && verifier.keys() == stream.keys_of_run(0, verifier.verified());
}

void verify_runs(const ProvenStream& stream, Choices& choices) {
  ChainVerifier verifier(stream.offer, stream.client_seed, stream.min, stream.max);
  while (choices.any() && verifier.verified() < stream.offer.count) {
    const std::uint32_t before = verifier.verified();
    const Run honest = honest_run(stream, before, choices.next() % (stream.offer.count - before) + 1);
    Run run = honest;
    for (unsigned lies = choices.next() % 4U; lies > 0; --lies) {
      tell(static_cast<Lie>(choices.next() % kLies), run, stream, choices);
    }
    const auto wrong = verifier.take(run.seq, run.numbers, run.keys);
    require(is_right(verifier, stream));
    if (!wrong) {
      require(verifier.verified() == before + run.numbers.size());
      require(run == honest_run(stream, before, static_cast<std::uint32_t>(run.numbers.size())));
      continue;
    }
    require(!wrong->empty() && run != honest);
    require(verifier.verified() <= before + right_numbers(run, stream, before));
    return;  // the verifier must not be used further
  }
}

// An offer with any bit flipped is none.
void verify_altered_offer(Offer offer, Choices& choices) {
  require(!fault_of(offer));
  const std::uint8_t where = choices.next(), what = choices.next();
  Digest& altered = where < offer.roots.size() ? offer.roots[where] : offer.commitment;
  altered[what / 8] = static_cast<std::uint8_t>(altered[what / 8] ^ 1U << what % 8);
  require(fault_of(offer).has_value());
}

}  // namespace
}  // namespace sws

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  sws::Choices choices(data, size);
  const sws::ProvenStream& stream = sws::stream_of(choices.next() % 80U + 1);
  sws::verify_runs(stream, choices);
  sws::verify_altered_offer(stream.offer, choices);
  return 0;
}
