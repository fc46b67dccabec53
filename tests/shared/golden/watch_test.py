"""Test that watch.py accepts honest numbers and finds every lie of a server: python3 watch_test.py

The streams are made by make_vectors.py, which shares no code with watch.py.
"""
import contextlib
import json
import socket
import threading
import unittest

import make_vectors as made
import watch
from verify_test import COUNT, SERVER_SEED, STREAM, hello, run


class Liar:
    """A server on a port of its own that gives one client a stream. `tell` alters the messages that follow `offer`."""

    def __init__(self, tell, offer):
        self.tell, self.offer, self.start = tell, offer, None
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.listener.settimeout(10)
        self.thread = threading.Thread(target=self.serve, daemon=True)
        self.thread.start()

    def address(self):
        return f"ws://127.0.0.1:{self.listener.getsockname()[1]}/ws/some_url/?protocol=1&count={COUNT}"

    def serve(self):
        connection = self.listener.accept()[0]
        with contextlib.suppress(ConnectionError), self.listener, connection, connection.makefile("rwb") as stream:
            while stream.readline() != b"\r\n":
                pass
            stream.write(b"HTTP/1.1 101 Switching Protocols\r\n\r\n")
            for message in self.offer:
                send(stream, message)
            if header := stream.read(2):
                mask, masked = stream.read(4), stream.read(header[1] & 127)
                self.start = json.loads(bytes(byte ^ mask[i % 4] for i, byte in enumerate(masked)))
                for message in self.tell(honest_messages(self.start["client_seed"])):
                    send(stream, message)


def send(stream, message):
    """Send a text, or another value as JSON."""
    text = (message if isinstance(message, str) else json.dumps(message)).encode()
    size = bytes([len(text)]) if len(text) < 126 else b"\x7e" + len(text).to_bytes(2, "big")
    stream.write(b"\x81" + size + text)
    stream.flush()


def honest_messages(seed):
    numbers = [made.number(SERVER_SEED, STREAM, seed, n, 0, 100) for n in range(COUNT)]
    keys = [made.base64url(made.key_of(SERVER_SEED, STREAM, n)) for n in range(COUNT)]
    fixed = {name: hello()[name] for name in ("stream", "commitment", "count")}
    return [{"type": "started", **fixed, "next": 0, **hello()["defaults"]},
            *({"type": "number", "seq": n, "message": numbers[n], "key": keys[n]} for n in range(10)),
            {"type": "numbers", "seq": 10, "messages": numbers[10:35], "keys": [keys[15], keys[31], keys[34]]},
            *({"type": "number", "seq": n, "message": numbers[n], "key": keys[n]} for n in range(35, COUNT)),
            {"type": "end", "reason": "complete", "next": COUNT}]


class WatchTest(unittest.TestCase):
    def watch(self, tell=lambda messages: None, offer=None):
        """Return what the script prints, what it says when it fails, and the `start` that it sent."""
        def told(messages):
            tell(messages)
            return messages
        liar = Liar(told, [hello()] if offer is None else offer)
        printed, failure = run(watch, liar.address())
        liar.thread.join()
        return printed, failure, liar.start

    def assert_found(self, change, verified, said):
        printed, failure, _ = self.watch(change)
        self.assertIn(said, failure)
        self.assertEqual(printed.count("as its key proves"), verified)

    def assert_offer_found(self, offer, said):
        """Assert that this is found before the server has the client's seed."""
        printed, failure, start = self.watch(offer=offer)
        self.assertIn(said, failure)
        self.assertEqual((printed, start), ("", None))

    def assert_honest(self, change, offer=None):
        printed, failure, _ = self.watch(change, offer)
        self.assertEqual(failure, "")
        self.assertEqual(printed.count("as its key proves"), COUNT)
        self.assertIn("40 of 40 numbers verified; the stream is complete", printed)

    def test_an_honest_stream_is_verified(self):
        self.assert_honest(lambda m: None)

    def test_messages_of_unknown_types_are_ignored(self):
        unknown = {"type": "weather", "seq": 7}
        self.assert_honest(lambda m: [m.insert(i, unknown) for i in (0, 1, 5)], [unknown, hello(), unknown])

    def test_an_integer_may_be_spelled_in_any_way(self):
        self.assert_honest(lambda m: m.__setitem__(4, json.dumps(m[4]).replace('"seq": 3', '"seq": 0.3e1')))

    def test_the_roots_are_compared_with_the_commitment_before_the_seed_is_sent(self):
        self.assert_offer_found([{**hello(), "commitment": "00" * 32}], "the roots are not what")
        self.assert_offer_found([{**hello(), "roots": hello()["roots"][1:]}], "the roots are not what")

    def test_an_offer_must_be_what_was_asked_for(self):
        self.assert_offer_found([{**hello(), "count": 41}], "the server offers 41 numbers instead of 40")
        self.assert_offer_found([{**hello(), "protocol": 2}], "protocol is not as it should be")
        self.assert_offer_found([{**hello(), "defaults": None}], "defaults is not as it should be")
        self.assert_offer_found([{**hello(), "defaults": {"min": 1, "max": 0, "interval_ms": 10}}], "min is above max")
        self.assert_offer_found([{**hello(), "type": "started"}], "no roots: ask for protocol=1")
        self.assert_offer_found([{"message": 72}], "no roots: ask for protocol=1")
        self.assert_offer_found([{"type": "hello", "protocol": 1}], "no roots: ask for protocol=1")
        self.assert_offer_found([{"type": "error", "code": "\x9b2J"}], r"refuses: {'type': 'error', 'code': '\x9b2J'}")

    def test_the_client_chooses_the_range_and_the_server_must_take_it(self):
        _, _, start = self.watch(offer=[{**hello(), "defaults": {"min": -5, "max": 5, "interval_ms": 10}}])
        self.assertEqual((start["type"], start["min"], start["max"], start["interval_ms"]), ("start", -5, 5, 10))
        for name, value in (("min", 1), ("max", 1000), ("interval_ms", 999), ("next", 1), ("count", 39),
                            ("stream", "00" * 16), ("commitment", "00" * 32), ("max", None), ("type", "end")):
            self.assert_found(lambda m: m[0].update({name: value}), 0, "the server does not start what it offered: ")
        self.assert_found(lambda m: m.insert(0, {"type": "error"}), 0, "the server refuses: {'type': 'error'}")

    def test_an_address_with_tls_is_refused(self):
        self.assertIn("the address must begin with ws:", run(watch, "wss://127.0.0.1:1/ws/some_url/?protocol=1")[1])

    def test_a_server_that_closes_instead_of_answering_is_no_loop(self):
        for answer, said in ((b"", "the server refuses: ''"), (b"HTTP/1.1 101 Switching Protocols\r\n", "no roots")):
            with socket.create_server(("127.0.0.1", 0)) as listener:
                def close():
                    with listener.accept()[0] as connection:
                        connection.recv(4096)
                        connection.sendall(answer)
                threading.Thread(target=close, daemon=True).start()
                self.assertIn(said, run(watch, f"ws://127.0.0.1:{listener.getsockname()[1]}/")[1])

    def test_a_wrong_number_is_named(self):
        self.assert_found(lambda m: m[4].update(message=m[4]["message"] + 1), 3, "number 3 is ")
        self.assert_found(lambda m: m[11]["messages"].__setitem__(8, 101), 10, "number 18 is 101, but should be ")

    def test_a_wrong_key_is_named(self):
        self.assert_found(lambda m: m[4].update(key=m[5]["key"]), 3, "the key for number 3 is wrong")
        self.assert_found(lambda m: m[4].pop("key"), 3, "key is not as it should be: None")
        self.assert_found(lambda m: m[4].update(key=m[4]["key"] + "AAAA"), 3, "key is not as it should be")
        self.assert_found(lambda m: m[11]["keys"].pop(), 10, "number 32 is not proven")

    def test_a_message_must_be_one_of_the_protocol(self):
        self.assert_found(lambda m: m[4].update(seq=True), 3, "out of place")
        self.assert_found(lambda m: m[2].update(seq=True), 1, "seq is not as it should be: True")
        self.assert_found(lambda m: m[4].update(message=str(m[4]["message"])), 3, "message is not as it should be")
        self.assert_found(lambda m: m[11].update(messages=None), 10, "messages is not as it should be")
        self.assert_found(lambda m: m.__setitem__(4, '{"type":"number","seq":3,"seq":3}'), 3, "there twice")
        self.assert_found(lambda m: m.__setitem__(4, "[1]"), 3, "not a JSON object")
        self.assert_found(lambda m: m[-1].update(reason="\x1b[2J"), COUNT, "reason is not as it should be: '\\x1b[2J'")
        self.assert_found(lambda m: m[4].update(type="hello"), 3, "out of place: {'type': 'hello'")
        self.assert_found(lambda m: m.insert(4, m[0]), 3, "out of place: {'type': 'started'")

    def test_a_gap_and_a_repetition_are_named(self):
        self.assert_found(lambda m: m.pop(4), 3, "out of place: {'type': 'number', 'seq': 4")
        self.assert_found(lambda m: m.insert(4, m[3]), 3, "out of place: {'type': 'number', 'seq': 2")

    def test_a_stream_that_ends_too_early_is_not_complete(self):
        self.assert_found(lambda m: m.__delitem__(slice(5, -1)), 4, "the server left numbers out")
        self.assert_found(lambda m: m.__setitem__(slice(5, None), [{**m[-1], "next": 4}]), 4, "left numbers out")
        self.assert_found(lambda m: m[-1].update(reason="stopped", next=41), COUNT, "the server left numbers out")
        self.assert_found(lambda m: m.__delitem__(slice(5, None)), 4, "the connection is lost after 4 numbers")


if __name__ == "__main__":
    unittest.main(warnings="ignore")  # the scripts leave it to the system to close what they opened
