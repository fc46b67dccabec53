"""Make the golden vectors of protocol 1 from the text of the protocol, with nothing but Python's standard library.

    python3 make_vectors.py            write vectors.txt and example_proof.json beside this script
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
# stream <secret> <stream id> <client seed> <min> <max> <lines> <server seed> <commitment>
# number <n> <value>                             <lines> of these follow each stream line
# block <server seed> <client seed> <n> <a> <block>
# words <min> <max> <k> <word 1> ... <word k> <value> <consumed>      words are 16 hex digits; consumed <= k
# token <secret> <stream id> <start_ms> <min> <max> <interval_ms> <count> <client seed> <token>
# token_layout                                   as token, but with a start, interval or count that no server hands out:
#                                                how it is encoded is fixed, a server may refuse it
"""

RANGES = [(0, 0), (0, 100), (-50, 50), (INT32_MIN, INT32_MAX), (INT32_MIN, INT32_MIN), (INT32_MAX, INT32_MAX)]
for _power in (1, 8, 16):
    RANGES += [(0, 2**_power - 2), (-1, 2**_power - 2), (0, 2**_power)]  # sizes 2^k - 1, 2^k, 2^k + 1
RANGES += [(1, INT32_MAX), (0, INT32_MAX), (-1, INT32_MAX), (INT32_MIN, -1), (INT32_MIN, 0)]
RANGES += [(INT32_MIN, INT32_MAX - 1), (-3 * 2**29, 3 * 2**29)]

POSITIONS = [*range(30), 99, 100, 255, 256, 999, 1000, 4095, 9999, 10000, 65536, 99999, 100000, 524288, 999999]


def digest(label):
    return hashlib.sha256(label.encode()).digest()


def base64url(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def mac(key, message):
    return hmac.new(key, message, hashlib.sha256).digest()


def derive_server_seed(secret, stream):
    return mac(secret, b"SimpleWebsocket/1 seed:" + stream.hex().encode())


def block(server_seed, client_seed, n, a):
    return mac(server_seed, f"{client_seed}:{n}:{a}".encode())


def words_of(server_seed, client_seed, n):
    for a in itertools.count():
        yield from struct.unpack(">QQQQ", block(server_seed, client_seed, n, a))


def pick(words, low, high):
    """Return the value of the first word below the limit, and the number of words consumed."""
    size = high - low + 1
    limit = 2**64 // size * size
    for consumed, word in enumerate(words, 1):
        if word < limit:
            return low + word % size, consumed
    raise ValueError("every word was rejected")


def number(server_seed, client_seed, n, low, high):
    return pick(words_of(server_seed, client_seed, n), low, high)[0]


def make_token(secret, stream, start_ms, low, high, interval_ms, count, client_seed):
    payload = struct.pack(">B16sqiiII", 1, stream, start_ms, low, high, interval_ms, count) + client_seed.encode()
    return base64url(payload + mac(secret, b"SimpleWebsocket/1 token:" + payload))


def stream_lines():
    cases = [(bytes(range(32)), bytes(range(16)), "golden", 0, 100)]
    for i, (low, high) in enumerate(RANGES):
        for j, seed in enumerate(("_-0aZ"[i % 5], base64url(digest(f"client {i}")[:16]), ALL_ALLOWED)):
            cases.append((digest(f"secret {i}"), digest(f"stream {i} {j}")[:16], seed, low, high))
    for secret, stream, seed, low, high in cases:
        server_seed = derive_server_seed(secret, stream)
        commitment = hashlib.sha256(server_seed).hexdigest()
        yield (f"stream {secret.hex()} {stream.hex()} {seed} {low} {high} {len(POSITIONS)} "
               f"{server_seed.hex()} {commitment}")
        for n in POSITIONS:
            yield f"number {n} {number(server_seed, seed, n, low, high)}"


def block_lines():
    """Name later blocks explicitly, because a word is rejected too rarely (once in over 2^32) to reach them."""
    for i, seed in enumerate(("x", base64url(digest("block client")[:16]), ALL_ALLOWED)):
        server_seed = digest(f"block server {i}")
        for n, a in ((0, 0), (0, 1), (1, 0), (17, 2), (999999, 10)):
            yield f"block {server_seed.hex()} {seed} {n} {a} {block(server_seed, seed, n, a).hex()}"


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
        token = make_token(secret, stream, start_ms, low, high, interval_ms, count, seed)
        yield f"{kind} {secret.hex()} {stream.hex()} {start_ms} {low} {high} {interval_ms} {count} {seed} {token}"


def example_proof():
    server_seed = derive_server_seed(digest("proof secret"), digest("proof stream")[:16])
    seed = base64url(digest("proof client")[:16])
    proof = {"protocol": 1, "commitment": hashlib.sha256(server_seed).hexdigest(), "server_seed": server_seed.hex(),
             "client_seed": seed, "min": 0, "max": 100, "end": {"reason": "complete", "next": 30},
             "numbers": [number(server_seed, seed, n, 0, 100) for n in range(30)]}
    return "{\n" + ",\n".join(f"  {json.dumps(k)}: {json.dumps(v)}" for k, v in proof.items()) + "\n}\n"


def check_hmac():
    """RFC 4231 test case 2."""
    expected = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
    if mac(b"Jefe", b"what do ya want for nothing?").hex() != expected:
        sys.exit("make_vectors.py: HMAC-SHA256 differs from RFC 4231 test case 2; use another Python")


def main():
    if sys.argv[1:] not in ([], ["--check"]):
        sys.exit(__doc__)
    check_hmac()
    lines = itertools.chain(stream_lines(), block_lines(), words_lines(), token_lines())
    made = {"vectors.txt": HEADER + "\n".join(lines) + "\n", "example_proof.json": example_proof()}
    for name, text in made.items():
        path = HERE / name
        if len(sys.argv) == 1:
            path.write_bytes(text.encode())
        elif not path.exists() or path.read_bytes() != text.encode():
            sys.exit(f"make_vectors.py: {path} differs from what this script makes; run it without --check")


if __name__ == "__main__":
    main()
