"""Verify a proof of SimpleWebsocket, protocol 1: python3 verify.py proof.json"""
import hashlib, hmac, itertools, json, struct, sys

proof = json.load(open(sys.argv[1], encoding="utf-8"))
seed, low, numbers = bytes.fromhex(proof["server_seed"]), proof["min"], proof["numbers"]
if hashlib.sha256(seed).hexdigest() != proof["commitment"]:
    sys.exit("the server seed is not the one committed to")
if proof["protocol"] != 1 or proof["end"]["next"] != len(numbers):
    sys.exit("not a whole proof of protocol 1")
size = proof["max"] - low + 1
limit = 2**64 // size * size
for n, shown in enumerate(numbers):
    blocks = (hmac.digest(seed, f"{proof['client_seed']}:{n}:{a}".encode(), "sha256") for a in itertools.count())
    word = next(w for block in blocks for w in struct.unpack(">4Q", block) if w < limit)
    if shown != low + word % size:
        sys.exit(f"number {n} is {shown}, but should be {low + word % size}")
print(f"{len(numbers)} of {len(numbers)} numbers verified")
