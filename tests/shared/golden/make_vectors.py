"""Make the golden vectors of protocol 1 from the text of the protocol, with nothing but Python's standard library.

    python3 make_vectors.py            write vectors.txt and three proofs beside this script
    python3 make_vectors.py --check    exit 1 if one of these files differs from the one that this script makes

The script shares no code with the C++ or with verify.py, so that a mistake in one of them shows as a difference.
Every input is a fixed list or the SHA-256 of a label, so that two runs give the same bytes.
"""
import base64
import hashlib
import hmac
import itertools
import json
import pathlib
import struct
import sys

HERE = pathlib.Path(__file__).resolve().parent
INT32_MIN, INT32_MAX = -2**31, 2**31 - 1
ALL_ALLOWED = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_-abcdefghijklmnopqrstuvwxyz"  # 64: also the longest seed

HEADER = """\
# Golden vectors of protocol 1, made by make_vectors.py: do not edit. Fields are parted by single spaces.
# chain <server seed> <stream id> <segment> <K(segment,0)> ... <K(segment,16)>      the root, then the keys
# commitment <server seed> <stream id> <count> <commitment>
# stream <secret> <stream id> <client seed> <min> <max> <lines> <server seed>
# number <n> <value>                             <lines> of these follow each stream line
# block <key> <client seed> <n> <a> <block>
# words <min> <max> <k> <word 1> ... <word k> <value> <consumed>      words are 16 hex digits; consumed <= k
# token <secret> <stream id> <start_ms> <min> <max> <interval_ms> <count> <commitment> <client seed> <token>
# token_layout                                   as token, but with a start, interval or count that no server hands out:
#                                                how it is encoded is fixed, a server may refuse it
# period <secret> <channel> <period> <min> <max> <C(period,4096)> <C(period,0)>
# place <place> <C(period,place + 1)> <value>    9 of these follow each period line
"""

RANGES = [(0, 0), (0, 100), (-50, 50), (INT32_MIN, INT32_MAX), (INT32_MIN, INT32_MIN), (INT32_MAX, INT32_MAX)]
for _power in (1, 8, 16):
    RANGES += [(0, 2**_power - 2), (-1, 2**_power - 2), (0, 2**_power)]  # sizes 2^k - 1, 2^k, 2^k + 1
RANGES += [(1, INT32_MAX), (0, INT32_MAX), (-1, INT32_MAX), (INT32_MIN, -1), (INT32_MIN, 0)]
RANGES += [(INT32_MIN, INT32_MAX - 1), (-3 * 2**29, 3 * 2**29)]

POSITIONS = [*range(34), 99, 100, 255, 256, 999, 1000, 4095, 4096]
POSITIONS += [9999, 10000, 65536, 99999, 100000, 524288, 999999]  # only long streams have these
SEGMENT = 16  # how many numbers a segment has
MAX_PROVEN_COUNT = 4096
PERIOD = 4096  # how many numbers a period of a shared channel has


def digest(label):
    return hashlib.sha256(label.encode()).digest()


def base64url(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def mac(key, message):
    return hmac.new(key, message, hashlib.sha256).digest()


def derive_server_seed(secret, stream):
    return mac(secret, b"SimpleWebsocket/1 seed:" + stream.hex().encode())


def chain_of(server_seed, stream, segment):
    """Return K(segment, 0) to K(segment, 16): the root, and then the keys of the segment's numbers."""
    keys = [mac(server_seed, b"SimpleWebsocket/1 segment:" + str(segment).encode())]
    for height in reversed(range(SEGMENT)):
        keys.insert(0, hashlib.sha256(struct.pack(">B16sIB32s", 1, stream, segment, height, keys[0])).digest())
    return keys


def key_of(server_seed, stream, n):
    return chain_of(server_seed, stream, n // SEGMENT)[n % SEGMENT + 1]


def roots_of(server_seed, stream, count):
    return [chain_of(server_seed, stream, segment)[0] for segment in range((count - 1) // SEGMENT + 1)]


def commitment_of(server_seed, stream, count):
    if count > MAX_PROVEN_COUNT:
        return hashlib.sha256(server_seed).digest()
    roots = b"".join(roots_of(server_seed, stream, count))
    return hashlib.sha256(struct.pack(">B16sI", 2, stream, count) + roots).digest()


def block(key, client_seed, n, a):
    return mac(key, f"{client_seed}:{n}:{a}".encode())


def words_of(key, client_seed, n):
    for a in itertools.count():
        yield from struct.unpack(">QQQQ", block(key, client_seed, n, a))


def pick(words, low, high):
    """Return the value of the first word below the limit, and the number of words consumed."""
    size = high - low + 1
    limit = 2**64 // size * size
    for consumed, word in enumerate(words, 1):
        if word < limit:
            return low + word % size, consumed
    raise ValueError("every word was rejected")


def number(server_seed, stream, client_seed, n, low, high):
    return pick(words_of(key_of(server_seed, stream, n), client_seed, n), low, high)[0]


def make_token(secret, stream, start_ms, low, high, interval_ms, count, commitment, client_seed):
    payload = struct.pack(">B16sqiiII32s", 1, stream, start_ms, low, high, interval_ms, count, commitment)
    payload += client_seed.encode()
    return base64url(payload + mac(secret, b"SimpleWebsocket/1 token:" + payload))


def chain_lines():
    for i, segment in enumerate((0, 0, 1, 9, 255, 256, 62499, 65535, 65536)):
        server_seed, stream = digest(f"chain seed {i}"), digest(f"chain stream {i}")[:16]
        keys = " ".join(key.hex() for key in chain_of(server_seed, stream, segment))
        yield f"chain {server_seed.hex()} {stream.hex()} {segment} {keys}"


def commitment_lines():
    for i, count in enumerate((1, 2, 15, 16, 17, 32, 33, 1000, 4095, 4096, 4097, 1000000)):
        server_seed, stream = digest(f"commitment seed {i}"), digest(f"commitment stream {i}")[:16]
        commitment = commitment_of(server_seed, stream, count)
        yield f"commitment {server_seed.hex()} {stream.hex()} {count} {commitment.hex()}"


def stream_lines():
    cases = [(bytes(range(32)), bytes(range(16)), "golden", 0, 100)]
    for i, (low, high) in enumerate(RANGES):
        for j, seed in enumerate(("_-0aZ"[i % 5], base64url(digest(f"client {i}")[:16]), ALL_ALLOWED)):
            cases.append((digest(f"secret {i}"), digest(f"stream {i} {j}")[:16], seed, low, high))
    for secret, stream, seed, low, high in cases:
        server_seed = derive_server_seed(secret, stream)
        yield f"stream {secret.hex()} {stream.hex()} {seed} {low} {high} {len(POSITIONS)} {server_seed.hex()}"
        for n in POSITIONS:
            yield f"number {n} {number(server_seed, stream, seed, n, low, high)}"


def block_lines():
    """Name later blocks explicitly, because a word is rejected too rarely (once in over 2^32) to reach them."""
    for i, seed in enumerate(("x", base64url(digest("block client")[:16]), ALL_ALLOWED)):
        key = digest(f"block key {i}")
        for n, a in ((0, 0), (0, 1), (1, 0), (17, 2), (999999, 10)):
            yield f"block {key.hex()} {seed} {n} {a} {block(key, seed, n, a).hex()}"


def words_lines():
    for i, (low, high) in enumerate(RANGES):
        size = high - low + 1
        limit = 2**64 // size * size
        some = [int.from_bytes(digest(f"word {i} {j}")[:8], "big") % limit for j in range(3)]
        cases = [[0], [limit - 1, 0], [2**64 - 1, some[0], some[1]]]  # a power of two accepts 2^64 - 1
        if limit < 2**64:
            between = limit + int.from_bytes(digest(f"rejected {i}"), "big") % (2**64 - limit)
            bad = [limit, 2**64 - 1, between]
            cases += [[limit, some[0]], [limit, limit - 1, some[1]], [*bad, some[1], some[2]]]
            cases += [[*bad, limit, some[2]], [*bad, *bad[:2], some[0], some[1]], [*bad, *bad, *bad, some[2]]]
        for words in cases:
            value, consumed = pick(words, low, high)
            listed = " ".join(f"{word:016x}" for word in words)
            yield f"words {low} {high} {len(words)} {listed} {value} {consumed}"


def token_lines():
    seeds = ["-", "ab", "xyz", base64url(digest("token client")[:16]), ALL_ALLOWED[:63], ALL_ALLOWED]
    starts = [1764000000000, 0, 1, -1, 2**32, -2**40, 2**53 - 1]
    limits = [(1000, 1000), (10, 1000000), (3600000, 1), (256, 65536)]
    cases = [("token", starts[i % len(starts)], *RANGES[i % len(RANGES)], *limits[i % 4], seeds[i % len(seeds)])
             for i in range(36)]
    extremes = [(starts[0], 2**32 - 1, 2**32 - 1), (starts[0], 2**31, 1), (starts[0], 1, 2**31), (starts[0], 0, 0)]
    extremes += [(2**53 + 1, 1000, 1000), (2**63 - 1, 1000, 1000), (-2**63, 1000, 1000)]
    cases += [("token_layout", start, 0, 100, interval, count, seeds[3]) for start, interval, count in extremes]
    for i, (kind, start_ms, low, high, interval_ms, count, seed) in enumerate(cases):
        secret, stream = digest(f"token secret {i}"), digest(f"token stream {i}")[:16]
        commitment = digest(f"token commitment {i}")
        token = make_token(secret, stream, start_ms, low, high, interval_ms, count, commitment, seed)
        yield (f"{kind} {secret.hex()} {stream.hex()} {start_ms} {low} {high} {interval_ms} {count} "
               f"{commitment.hex()} {seed} {token}")


def period_lines():
    channels = ["some_url", "a", "dice_2", "abcdefghijklmnopqrstuvwxyz0123456789_" * 2]
    periods = [0, 1, 430664, 43066406, 2**32, 2**41 - 1]  # of today at one a second and at 100 a second, and the last
    cases = [(channels[i % 4][:64], period, *RANGES[i % len(RANGES)]) for i, period in enumerate(periods)]
    for i, (channel, period, low, high) in enumerate(cases):
        secret = digest(f"period secret {i}")
        keys = [mac(secret, f"SimpleWebsocket/1 shared:{channel}:{period}".encode())]  # the topmost one first
        name = hashlib.sha256(channel.encode()).digest()[:16]
        for height in reversed(range(PERIOD)):
            keys.append(hashlib.sha256(struct.pack(">B16sQH32s", 3, name, period, height, keys[-1])).digest())
        keys.reverse()
        yield f"period {secret.hex()} {channel} {period} {low} {high} {keys[PERIOD].hex()} {keys[0].hex()}"
        for place in (0, 1, 63, 64, 255, 256, 2047, 4094, 4095):
            key, n = keys[place + 1], period * PERIOD + place
            yield f"place {place} {key.hex()} {pick(words_of(key, 'shared', n), low, high)[0]}"


def proof(count, length, end):
    """Make the proof of the first `length` numbers of a stream of `count`."""
    stream = digest("proof stream")[:16]
    server_seed, seed = derive_server_seed(digest("proof secret"), stream), base64url(digest("proof client")[:16])
    members = {"protocol": 1, "stream": stream.hex(), "count": count,
               "commitment": commitment_of(server_seed, stream, count).hex(), "client_seed": seed, "min": 0, "max": 100}
    if count > MAX_PROVEN_COUNT:
        members["server_seed"] = server_seed.hex()
    else:
        lasts = [min(first + SEGMENT, length) - 1 for first in range(0, length, SEGMENT)]  # of each segment
        members["roots"] = [base64url(root) for root in roots_of(server_seed, stream, count)]
        members["keys"] = [base64url(key_of(server_seed, stream, n)) for n in lasts]
    if end:
        members["end"] = {"reason": end, "next": length}
    members["numbers"] = [number(server_seed, stream, seed, n, 0, 100) for n in range(length)]
    return "{\n" + ",\n".join(f"  {json.dumps(k)}: {json.dumps(v)}" for k, v in members.items()) + "\n}\n"


def check_hmac():
    """RFC 4231 test case 2."""
    expected = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
    if mac(b"Jefe", b"what do ya want for nothing?").hex() != expected:
        sys.exit("make_vectors.py: HMAC-SHA256 differs from RFC 4231 test case 2; use another Python")


def main():
    if sys.argv[1:] not in ([], ["--check"]):
        sys.exit(__doc__)
    check_hmac()
    parts = (chain_lines, commitment_lines, stream_lines, block_lines, words_lines, token_lines, period_lines)
    lines = itertools.chain.from_iterable(part() for part in parts)
    made = {"vectors.txt": HEADER + "\n".join(lines) + "\n", "example_proof.json": proof(30, 30, "complete"),
            "cut_off_proof.json": proof(30, 21, None), "long_proof.json": proof(5000, 20, "stopped")}
    for name, text in made.items():
        path = HERE / name
        if len(sys.argv) == 1:
            path.write_bytes(text.encode())
        elif not path.exists() or path.read_bytes() != text.encode():
            sys.exit(f"make_vectors.py: {path} differs from what this script makes; run it without --check")


if __name__ == "__main__":
    main()
