"""Test that verify.py accepts honest proofs and finds every lie: python3 verify_test.py

The proofs are made by make_vectors.py, which shares no code with verify.py.
"""
import base64
import contextlib
import hashlib
import io
import json
import pathlib
import sys
import unittest
from unittest import mock

import make_vectors as made
import verify

HERE = pathlib.Path(__file__).resolve().parent
SERVER_SEED, STREAM, COUNT = made.digest("verify_test"), made.digest("verify_test stream")[:16], 40


def run(script, argument):
    """Return what the script prints, and what it says when it fails."""
    printed = io.StringIO()
    with mock.patch.object(sys, "argv", ["script", argument]), contextlib.redirect_stdout(printed):
        try:
            script.main()
        except SystemExit as failure:
            return printed.getvalue(), str(failure)
    return printed.getvalue(), ""


def hello(count=COUNT):
    return {"type": "hello", "protocol": 1, "stream": STREAM.hex(), "count": count,
            "commitment": made.commitment_of(SERVER_SEED, STREAM, count).hex(),
            "roots": [made.base64url(root) for root in made.roots_of(SERVER_SEED, STREAM, count)],
            "defaults": {"min": 0, "max": 100, "interval_ms": 1000}}


def forged(key, n, wanted):
    """Return a key that is cut to `key` where it is packed, and from which the number `wanted` follows."""
    stream = {"client_seed": "golden", "min": 0, "max": 100}
    longer = (key + bytes([a, b]) for a in range(256) for b in range(256))
    return next(k for k in longer if verify.number_of(k, n, stream) == wanted)


def proof_of(numbers, count=COUNT):
    """Return a proof of a stream of `count` numbers that has so many of them, each of which is right."""
    last = [min(first + 15, numbers - 1) for first in range(0, numbers, 16)]  # of each segment
    return {**hello(count), "client_seed": "golden", "min": 0, "max": 100,
            "numbers": [made.number(SERVER_SEED, STREAM, "golden", n, 0, 100) for n in range(numbers)],
            "keys": [made.base64url(made.key_of(SERVER_SEED, STREAM, n)) for n in last]}


class VerifyTest(unittest.TestCase):
    def verify_text(self, text):
        with mock.patch.object(verify, "open", lambda *_, **__: io.BytesIO(text.encode()), create=True):
            return run(verify, "a proof")

    def verify(self, name, change=lambda proof: None):
        proof = json.loads((HERE / f"{name}_proof.json").read_text())
        change(proof)
        return self.verify_text(json.dumps(proof))

    def assert_found(self, name, change, said):
        printed, failure = self.verify(name, change)
        self.assertIn(said, failure)
        self.assertEqual(printed, "")

    def assert_member_found(self, name, member, *values):
        """Assert that each of these values is refused in the member."""
        for value in values:
            self.assert_found(name, lambda p: p.update({member: value}), f"{member} is not as it should be: ")

    def assert_text_found(self, part, by, said):
        text = (HERE / "example_proof.json").read_text()
        self.assertIn(part, text)
        printed, failure = self.verify_text(text.replace(part, by))
        self.assertIn(said, failure)
        self.assertEqual(printed, "")

    def test_honest_proofs_hold(self):
        for name, words in (("example", "complete after 30 of 30"), ("cut_off", "cut off after 21 of 30"),
                            ("long", "stopped after 20 of 5000")):
            printed, failure = self.verify(name)
            self.assertEqual(failure, "")
            self.assertIn(f"the stream was {words} numbers", printed)

    def test_each_altered_number_is_named(self):
        for name, length in (("example", 30), ("cut_off", 21), ("long", 20)):
            for n in range(length):
                def change(proof):
                    proof["numbers"][n] += 1
                self.assert_found(name, change, f"number {n} is ")

    def test_each_altered_key_and_root_is_found(self):
        for i in range(2):
            def change_key(proof):
                proof["keys"][i] = made.base64url(made.digest("another key"))

            def change_root(proof):
                proof["roots"][i] = made.base64url(made.digest("another root"))
            self.assert_found("example", change_key, "the key for number ")
            self.assert_found("example", change_root, "the roots are not what the server committed to")

    def test_other_alterations_are_found(self):
        self.assert_found("example", lambda p: p.update(count=31), "the roots are not")
        self.assert_found("example", lambda p: p.update(stream="00" * 16), "the roots are not")
        self.assert_found("example", lambda p: p["roots"].pop(), "the roots are not")
        self.assert_found("example", lambda p: p["keys"].pop(), "number 16 is not proven")
        self.assert_found("example", lambda p: p["keys"].append(p["keys"][1]), "the key for number ")
        self.assert_found("example", lambda p: p["numbers"].pop(), "the key for number 28 is wrong")
        self.assert_found("example", lambda p: p["numbers"].append(1), "number 30 is one too many")
        self.assert_found("example", lambda p: p.update(client_seed="another"), "number 0 is ")
        self.assert_found("example", lambda p: p.update(max=99), "number ")
        self.assert_found("example", lambda p: p["end"].update(next=31), "not all that the server sent")
        self.assert_found("example", lambda p: p.update(protocol=2), "protocol is not as it should be: 2")
        self.assert_found("cut_off", lambda p: p.update(end={"reason": "complete", "next": 21}), "not all")
        self.assert_found("long", lambda p: p.update(server_seed="00" * 32), "seed is not the one committed to")

    def test_a_key_or_root_has_exactly_one_spelling(self):
        key = "PPioVgNqTZ1V3V5p5YjQV5XP9xb7wFLJBowODx2YYVE"
        for text in (key + "=", key + "A", key[:-1], key[:-1] + "F", key[:9] + "!" + key[9:], "", None, 1):
            self.assert_found("example", lambda p: p["keys"].__setitem__(1, text), "keys is not as it should be: ")
            self.assert_found("example", lambda p: p["roots"].__setitem__(1, text), "roots is not as it should be: ")

    def test_a_key_that_is_too_long_proves_no_number(self):
        proof = proof_of(COUNT)
        self.assertEqual(self.verify_text(json.dumps(proof))[1], "")
        proof["numbers"][39] ^= 1
        longer = forged(made.key_of(SERVER_SEED, STREAM, 39), 39, proof["numbers"][39])
        proof["keys"][2] = made.base64url(longer)
        printed, failure = self.verify_text(json.dumps(proof))
        self.assertIn("keys is not as it should be", failure)
        self.assertEqual(printed, "")

    def test_there_is_one_root_for_each_segment(self):
        def change(proof):
            del proof["roots"][1], proof["keys"][1], proof["numbers"][16:], proof["end"]
            packed = b"\x02" + bytes.fromhex(proof["stream"]) + bytes([0, 0, 0, 30])
            packed += base64.urlsafe_b64decode(proof["roots"][0] + "=")
            proof["commitment"] = hashlib.sha256(packed).hexdigest()
        self.assert_found("example", change, "not committed to one root for each segment")

    def test_values_that_no_proof_can_have_are_found(self):
        for name in ("example", "long"):
            self.assert_member_found(name, "protocol", True, "1", None, 2)
            self.assert_member_found(name, "count", 0, True, 1000001, 30.5, None)
            self.assert_member_found(name, "stream", "00" * 15, "0A" * 16, "00 " * 16, 0)
            self.assert_member_found(name, "commitment", "00" * 31, "AB" * 32, [])
            self.assert_member_found(name, "client_seed", "", "a" * 65, "a:1", "\u0660", "a\n", 7)
            self.assert_member_found(name, "min", -(2**31) - 1, False, 0.5, "0", None)
            self.assert_member_found(name, "max", 2**31, 2**64 + 100, 10**30, True, 100.5, "100", None)
            self.assert_member_found(name, "numbers", [True], [0.5], ["54"], [2**31], [[54]], {}, None)
            self.assert_member_found(name, "end", None, [], {}, "complete", {"reason": "complete"}, {"next": 30},
                                     {"reason": "stopped", "next": True}, {"reason": "\x1b[2J", "next": 30})
            self.assert_found(name, lambda p: p.update(min=101), "min is above max")
        self.assert_member_found("example", "roots", {}, "", None)
        self.assert_member_found("example", "keys", {}, "", None)
        self.assert_member_found("long", "server_seed", "00" * 31, "AB" * 32, None)

    def test_no_member_may_be_left_out(self):
        for name, other in (("example", ("roots", "keys")), ("long", ("server_seed", "end"))):
            for member in ("protocol", "stream", "count", "commitment", "client_seed", "min", "max", "numbers", *other):
                self.assert_found(name, lambda p: p.pop(member), f"{member} is not as it should be: None")

    def test_short_and_long_streams_are_proven_in_different_ways(self):
        self.assert_found("example", lambda p: p.update(server_seed="00" * 32), "of 30 numbers has no server_seed")
        for member in ("roots", "keys"):
            self.assert_found("long", lambda p: p.update({member: []}), f"of 5000 numbers has no {member}")

    def test_a_stream_has_not_more_numbers_than_its_count(self):
        def change(proof):
            seed, stream = bytes.fromhex(proof["server_seed"]), bytes.fromhex(proof["stream"])
            numbers = [made.number(seed, stream, proof["client_seed"], n, 0, 100) for n in range(4098)]
            proof.update(count=4097, numbers=numbers, end={"reason": "stopped", "next": 4098})
        self.assert_found("long", change, "number 4097 is one too many")
        for count in (40, 32):
            self.assertIn(f"{count} is one too many", self.verify_text(json.dumps(proof_of(count + 1, count)))[1])
        self.assert_found("long", lambda p: p["end"].update(next=21), "not all that the server sent")
        self.assert_found("long", lambda p: p["end"].update(reason="complete"), "not all that the server sent")

    def test_a_text_that_is_not_one_json_object_is_refused(self):
        for text in ("", "hello", "{}{}", '{"a":NaN}', '{"a":-Infinity}', "[" * 100000):
            self.assertIn("this is not JSON: ", self.verify_text(text)[1])
        self.assertIn("this is not a JSON object", self.verify_text("[]")[1])
        for part, by in (('"max"', '"max": 99, "max"'), ('"next"', '"next": 30, "next"'), ('"min"', '"m\\u0061x"')):
            self.assert_text_found(part, by, "a member is there twice")

    def test_an_integer_may_be_spelled_in_any_way(self):
        text = (HERE / "example_proof.json").read_text()
        for part, by in ((" 100,", " 1.000e2,"), (" 30,", " 3.0e1,"), ("[54,", "[54.0,"), (": 0,", ": -0,")):
            self.assertIn(part, text)
            text = text.replace(part, by)
        self.assertEqual(self.verify_text(text)[1], "")
        self.assert_text_found('"max": 100', '"max": 1e999999999', "max is not as it should be: inf")


if __name__ == "__main__":
    unittest.main(warnings="ignore")  # the script leaves it to the system to close its file
