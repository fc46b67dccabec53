"""Verify a proof of SimpleWebsocket, protocol 1: python3 verify.py proof.json"""
import hashlib, hmac, itertools, json, re, struct, sys
from base64 import urlsafe_b64decode

SEGMENT = 16  # numbers
KEY = "[0-9A-Za-z_-]{42}[AEIMQUYcgkosw048]"  # 32 bytes in base64url: the last character has no bits left over
INT32, INDEX = range(-(2**31), 2**31), range(10**6 + 1)
FORMS = {  # what may be in each member: an integer of a range, a text of a pattern, or a list or an object of such
    "protocol": range(1, 2), "stream": "[0-9a-f]{32}", "count": INDEX[1:], "commitment": "[0-9a-f]{64}",
    "roots": [KEY], "client_seed": "[0-9A-Za-z_-]{1,64}", "min": INT32, "max": INT32, "keys": [KEY],
    "numbers": [INT32], "server_seed": "[0-9a-f]{64}", "reason": "complete|stopped", "next": INDEX,
}
FORMS["end"] = {"reason": FORMS["reason"], "next": INDEX}


def fits(value, form):
    if isinstance(form, dict):
        return type(value) is dict and all(fits(value.get(name), form[name]) for name in form)
    if isinstance(form, list):
        return type(value) is list and all(fits(item, form[0]) for item in value)
    if isinstance(form, range):
        return type(value) is int and value in form
    return type(value) is str and re.fullmatch(form, value)


def require(members, *names):
    for name in names:
        if not fits(members.get(name), FORMS[name]):
            sys.exit(f"{name} is not as it should be: {members.get(name)!r:.60}")
    if {"min", "max"} <= {*names} and members["min"] > members["max"]:
        sys.exit("min is above max")


def read(text):
    """Read one JSON object. A name may not come twice, and an integer may be spelled 30, 30.0 or 3.0e1."""
    def number(spelled):
        return int(float(spelled)) if float(spelled).is_integer() else float(spelled)

    def members(pairs):
        if len(dict(pairs)) < len(pairs):
            sys.exit("a member is there twice")
        return dict(pairs)

    try:  # int() refuses NaN and Infinity, which are not JSON
        value = json.loads(text.decode(), parse_float=number, parse_constant=int, object_pairs_hook=members)
    except (ValueError, RecursionError) as error:
        sys.exit(f"this is not JSON: {error}")
    return value if type(value) is dict else sys.exit("this is not a JSON object")


def key_below(stream, segment, height, key):
    return hashlib.sha256(struct.pack(">B16sIB32s", 1, stream, segment, height, key)).digest()


def number_of(key, n, stream):
    size = stream["max"] - stream["min"] + 1
    limit = 2**64 // size * size
    blocks = (hmac.digest(key, f"{stream['client_seed']}:{n}:{a}".encode(), "sha256") for a in itertools.count())
    return stream["min"] + next(w for block in blocks for w in struct.unpack(">4Q", block) if w < limit) % size


def check(shown, key, n, stream):
    if shown != number_of(key, n, stream):
        sys.exit(f"number {n} is {shown}, but should be {number_of(key, n, stream)}")


class Verifier:
    """Verifies numbers in order. `stream` has what the server offered, the client's seed and the range."""

    def __init__(self, stream):
        require(stream, "stream", "count", "commitment", "roots", "client_seed", "min", "max")
        self.stream, self.id, self.verified = stream, bytes.fromhex(stream["stream"]), 0
        self.known = [urlsafe_b64decode(root + "=") for root in stream["roots"]]  # one hash of each segment
        packed = struct.pack(">B16sI", 2, self.id, stream["count"]) + b"".join(self.known)
        if hashlib.sha256(packed).hexdigest() != stream["commitment"]:
            sys.exit("the roots are not what the server committed to")
        if len(self.known) != (stream["count"] - 1) // SEGMENT + 1:
            sys.exit("the server has not committed to one root for each segment")

    def take(self, numbers, keys):
        """Verify the next numbers. `keys` has the last key of each segment that they touch."""
        require({"numbers": numbers, "keys": keys}, "numbers", "keys")
        if self.verified + len(numbers) > self.stream["count"]:
            sys.exit(f"number {self.stream['count']} is one too many")
        for text in keys:
            segment, first = divmod(self.verified, SEGMENT)
            part, numbers = numbers[: SEGMENT - first], numbers[SEGMENT - first :]
            chain = [urlsafe_b64decode(text + "=")]
            for height in reversed(range(first, first + len(part))):
                chain.insert(0, key_below(self.id, segment, height, chain[0]))
            if not part or chain.pop(0) != self.known[segment]:
                sys.exit(f"the key for number {self.verified + len(part) - 1} is wrong")
            for shown, key in zip(part, chain):
                check(shown, key, self.verified, self.stream)
                self.known[segment] = key
                self.verified += 1
        if numbers:
            sys.exit(f"number {self.verified} is not proven")


def verify_by_seed(proof):
    """Verify a stream of more than 4096 numbers, whose server revealed its seed at the end."""
    require(proof, "stream", "commitment", "client_seed", "min", "max", "server_seed", "end")
    seed = bytes.fromhex(proof["server_seed"])
    if hashlib.sha256(seed).hexdigest() != proof["commitment"]:
        sys.exit("the server's seed is not the one committed to")
    if len(proof["numbers"]) > proof["count"]:
        sys.exit(f"number {proof['count']} is one too many")
    for n, shown in enumerate(proof["numbers"]):
        segment, place = divmod(n, SEGMENT)
        key = hmac.digest(seed, f"SimpleWebsocket/1 segment:{segment}".encode(), "sha256")
        for height in reversed(range(place + 1, SEGMENT)):
            key = key_below(bytes.fromhex(proof["stream"]), segment, height, key)
        check(shown, key, n, proof)


def main():
    proof = read(open(sys.argv[1], "rb").read())
    require(proof, "protocol", "count", "numbers", *{"end"} & proof.keys())
    received, count = len(proof["numbers"]), proof["count"]
    for name in ("server_seed",) if count <= 4096 else ("roots", "keys"):
        if name in proof:
            sys.exit(f"a proof of a stream of {count} numbers has no {name}")
    if count <= 4096:
        Verifier(proof).take(proof["numbers"], proof.get("keys"))
    else:
        verify_by_seed(proof)
    end = proof.get("end", {"reason": "cut off", "next": received})
    if received != end["next"] or end["reason"] == "complete" and received != count:
        sys.exit(f"{received} numbers are not all that the server sent")
    print(f"{received} of {received} numbers verified")
    print(f"the stream was {end['reason']} after {received} of {count} numbers")


if __name__ == "__main__":
    main()
