"""Test that verify.py and watch.py accept honest numbers and find every lie: python3 scripts_test.py

The proofs and the streams are made by make_vectors.py, which shares no code with these scripts.
"""
import contextlib
import io
import json
import pathlib
import socket
import sys
import threading
import unittest
from unittest import mock

import make_vectors as made
import verify
import watch

HERE = pathlib.Path(__file__).resolve().parent
SERVER_SEED, STREAM, COUNT = made.digest("scripts_test"), made.digest("scripts_test stream")[:16], 40


def run(script, argument):
    """Return what the script prints, and what it says when it fails."""
    printed = io.StringIO()
    with mock.patch.object(sys, "argv", ["script", argument]), contextlib.redirect_stdout(printed):
        try:
            script.main()
        except SystemExit as failure:
            return printed.getvalue(), str(failure)
    return printed.getvalue(), ""


class VerifyTest(unittest.TestCase):
    def verify(self, name, change=lambda proof: None):
        proof = json.loads((HERE / f"{name}_proof.json").read_text())
        change(proof)
        with mock.patch.object(verify, "open", lambda *_, **__: io.StringIO(json.dumps(proof)), create=True):
            return run(verify, "a proof")

    def assert_found(self, name, change, said):
        printed, failure = self.verify(name, change)
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
        self.assert_found("example", lambda p: p["numbers"].append(1), "the key for number 30 is wrong")
        self.assert_found("example", lambda p: p.update(client_seed="another"), "number 0 is ")
        self.assert_found("example", lambda p: p.update(max=99), "number ")
        self.assert_found("example", lambda p: p["end"].update(next=31), "not all that the server sent")
        self.assert_found("example", lambda p: p.update(protocol=2), "not a proof of protocol 1")
        self.assert_found("cut_off", lambda p: p.update(end={"reason": "complete", "next": 21}), "not all")
        self.assert_found("long", lambda p: p.update(server_seed="00" * 32), "seed is not the one committed to")


class Liar:
    """A server on a port of its own that gives one client a stream. `tell` alters the messages."""

    def __init__(self, tell):
        self.tell, self.listener = tell, socket.create_server(("127.0.0.1", 0))
        self.listener.settimeout(10)
        threading.Thread(target=self.serve, daemon=True).start()

    def address(self):
        return f"ws://127.0.0.1:{self.listener.getsockname()[1]}/ws/some_url/?protocol=1&count={COUNT}"

    def serve(self):
        connection = self.listener.accept()[0]
        with self.listener, connection, connection.makefile("rwb") as stream:
            while stream.readline() != b"\r\n":
                pass
            stream.write(b"HTTP/1.1 101 Switching Protocols\r\n\r\n")
            send(stream, hello())
            size = stream.read(2)[1] & 127
            mask, masked = stream.read(4), stream.read(size)
            start = json.loads(bytes(byte ^ mask[i % 4] for i, byte in enumerate(masked)))
            for message in self.tell(honest_messages(start["client_seed"])):
                send(stream, message)


def send(stream, message):
    text = json.dumps(message).encode()
    size = bytes([len(text)]) if len(text) < 126 else b"\x7e" + len(text).to_bytes(2, "big")
    stream.write(b"\x81" + size + text)
    stream.flush()


def hello():
    return {"type": "hello", "protocol": 1, "stream": STREAM.hex(), "count": COUNT,
            "commitment": made.commitment_of(SERVER_SEED, STREAM, COUNT).hex(),
            "roots": [made.base64url(root) for root in made.roots_of(SERVER_SEED, STREAM, COUNT)]}


def honest_messages(seed):
    numbers = [made.number(SERVER_SEED, STREAM, seed, n, 0, 100) for n in range(COUNT)]
    keys = [made.base64url(made.key_of(SERVER_SEED, STREAM, n)) for n in range(COUNT)]
    return [{"type": "started", "next": 0, "min": 0, "max": 100},
            *({"type": "number", "seq": n, "message": numbers[n], "key": keys[n]} for n in range(10)),
            {"type": "numbers", "seq": 10, "messages": numbers[10:35], "keys": [keys[15], keys[31], keys[34]]},
            *({"type": "number", "seq": n, "message": numbers[n], "key": keys[n]} for n in range(35, COUNT)),
            {"type": "end", "reason": "complete", "next": COUNT}]


class WatchTest(unittest.TestCase):
    def assert_found(self, change, verified, said):
        def tell(messages):
            change(messages)
            return messages
        printed, failure = run(watch, Liar(tell).address())
        self.assertIn(said, failure)
        self.assertEqual(printed.count("as its key proves"), verified)

    def test_an_honest_stream_is_verified(self):
        printed, failure = run(watch, Liar(lambda messages: messages).address())
        self.assertEqual(failure, "")
        self.assertEqual(printed.count("as its key proves"), COUNT)
        self.assertIn("40 of 40 numbers verified; the stream is complete", printed)

    def test_a_wrong_number_is_named(self):
        self.assert_found(lambda m: m[4].update(message=m[4]["message"] + 1), 3, "number 3 is ")
        self.assert_found(lambda m: m[11]["messages"].__setitem__(8, 101), 10, "number 18 is 101, but should be ")

    def test_a_wrong_key_is_named(self):
        self.assert_found(lambda m: m[4].update(key=m[5]["key"]), 3, "the key for number 3 is wrong")
        self.assert_found(lambda m: m[4].pop("key"), 3, "the key for number 3 is wrong")
        self.assert_found(lambda m: m[11]["keys"].pop(), 10, "number 32 is not proven")

    def test_a_gap_and_a_repetition_are_named(self):
        self.assert_found(lambda m: m.pop(4), 3, "out of place: {'type': 'number', 'seq': 4")
        self.assert_found(lambda m: m.insert(4, m[3]), 3, "out of place: {'type': 'number', 'seq': 2")

    def test_a_stream_that_ends_too_early_is_not_complete(self):
        self.assert_found(lambda m: m.__delitem__(slice(5, -1)), 4, "the server left numbers out")
        self.assert_found(lambda m: m.__delitem__(slice(5, None)), 4, "the connection is lost after 4 numbers")


if __name__ == "__main__":
    unittest.main(warnings="ignore")  # the scripts leave it to the system to close what they opened
