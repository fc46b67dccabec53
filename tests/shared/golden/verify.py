"""Verify a proof of SimpleWebsocket, protocol 1: python3 verify.py proof.json"""
import base64, hashlib, hmac, itertools, json, struct, sys

SEGMENT = 16  # numbers


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
        self.stream, self.id, self.verified = stream, bytes.fromhex(stream["stream"]), 0
        self.known = [base64.urlsafe_b64decode(root + "=") for root in stream["roots"]]  # one hash of each segment
        packed = struct.pack(">B16sI", 2, self.id, stream["count"]) + b"".join(self.known)
        if hashlib.sha256(packed).hexdigest() != stream["commitment"]:
            sys.exit("the roots are not what the server committed to")

    def take(self, numbers, keys):
        """Verify the next numbers. `keys` has the last key of each segment that they touch."""
        for text in keys:
            segment, first = divmod(self.verified, SEGMENT)
            part, numbers = numbers[: SEGMENT - first], numbers[SEGMENT - first :]
            chain = [base64.urlsafe_b64decode(text + "=")]
            for height in reversed(range(first, first + len(part))):
                chain.insert(0, key_below(self.id, segment, height, chain[0]))
            if segment >= len(self.known) or not part or chain.pop(0) != self.known[segment]:
                sys.exit(f"the key for number {self.verified + len(part) - 1} is wrong")
            for shown, key in zip(part, chain):
                check(shown, key, self.verified, self.stream)
                self.known[segment] = key
                self.verified += 1
        if numbers or self.verified > self.stream["count"]:
            sys.exit(f"number {self.verified} is not proven")


def verify_by_seed(proof):
    """Verify a stream of more than 4096 numbers, whose server revealed its seed at the end."""
    seed = bytes.fromhex(proof["server_seed"])
    if hashlib.sha256(seed).hexdigest() != proof["commitment"]:
        sys.exit("the server's seed is not the one committed to")
    for n, shown in enumerate(proof["numbers"]):
        segment, place = divmod(n, SEGMENT)
        key = hmac.digest(seed, f"SimpleWebsocket/1 segment:{segment}".encode(), "sha256")
        for height in reversed(range(place + 1, SEGMENT)):
            key = key_below(bytes.fromhex(proof["stream"]), segment, height, key)
        check(shown, key, n, proof)


def main():
    proof = json.load(open(sys.argv[1], encoding="utf-8"))
    received, end = len(proof["numbers"]), proof.get("end", {"reason": "cut off"})
    if proof["protocol"] != 1:
        sys.exit("not a proof of protocol 1")
    if proof["count"] > 4096:
        verify_by_seed(proof)
    else:
        Verifier(proof).take(proof["numbers"], proof["keys"])
    if received != end.get("next", received) or end["reason"] == "complete" and received != proof["count"]:
        sys.exit(f"{received} numbers are not all that the server sent")
    print(f"{received} of {received} numbers verified")
    print(f"the stream was {end['reason']} after {received} of {proof['count']} numbers")


if __name__ == "__main__":
    main()
