"""Watch a stream of SimpleWebsocket, protocol 1, and verify each number as it arrives:

python3 watch.py 'ws://localhost:8000/ws/some_url/?protocol=1&count=20'
"""
import base64, json, os, secrets, socket, sys, urllib.parse
from verify import FORMS, INDEX, INT32, KEY, Verifier, read, require

FORMS.update(interval_ms=range(10, 3600001), seq=INDEX, message=INT32, messages=[INT32], key=KEY)
FORMS["defaults"] = {name: FORMS[name] for name in ("min", "max", "interval_ms")}
KNOWN = (None, "hello", "started", "number", "numbers", "end", "error")  # types; the plain protocol has none


class WebSocket:
    """A client of RFC 6455 for servers that send whole messages, as this one does."""

    def __init__(self, at):
        if at.scheme != "ws":
            sys.exit("the address must begin with ws:, because this script knows no TLS")
        connection = socket.create_connection((at.hostname, at.port or 80))
        self.send_all, self.incoming = connection.sendall, connection.makefile("rb")
        key = base64.b64encode(os.urandom(16)).decode()
        self.send_all(f"GET {at.path}?{at.query} HTTP/1.1\r\nHost: {at.netloc}\r\nUpgrade: websocket\r\n"
                      "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                      f"Sec-WebSocket-Key: {key}\r\n\r\n".encode())
        answer = self.incoming.readline().decode(errors="replace").strip()
        if " 101 " not in answer:
            sys.exit(f"the server refuses: {ascii(answer)}")
        while self.incoming.readline() not in (b"\r\n", b""):
            pass

    def send(self, kind, payload):
        """Send a frame. What this client has to say is shorter than 126 bytes."""
        mask = os.urandom(4)
        masked = bytes(byte ^ mask[i % 4] for i, byte in enumerate(payload))
        self.send_all(bytes([0x80 | kind, 0x80 | len(payload)]) + mask + masked)

    def messages(self):
        """Messages of unknown types are left out, as the protocol says."""
        while len(header := self.incoming.read(2)) == 2:
            kind, size = header[0] & 15, header[1]
            if size > 125:
                size = int.from_bytes(self.incoming.read(2 if size == 126 else 8), "big")
            payload = self.incoming.read(size)
            if kind == 1:
                message = read(payload)
                if message.get("type") == "error":
                    sys.exit(f"the server refuses: {message}")
                if message.get("type") in KNOWN:
                    yield message
            elif kind == 9:  # a ping is answered with a pong
                self.send(10, payload)
            elif kind == 8:  # the server closes the connection
                return


def agree(server, messages, asked):
    """Start the stream that the server offers, once, and return its verifier."""
    offer = next(messages, {})
    if offer.get("type") != "hello" or "roots" not in offer:
        sys.exit("no roots: ask for protocol=1 and for at most 4096 numbers")
    require(offer, "protocol", "count", "defaults")
    if asked.get("count", str(offer["count"])) != str(offer["count"]):
        sys.exit(f"the server offers {offer['count']} numbers instead of {asked['count']}")
    chosen = {name: offer["defaults"][name] for name in FORMS["defaults"]}
    seed = secrets.token_urlsafe(16)  # chosen when the server is committed already
    verifier = Verifier({**offer, **chosen, "client_seed": seed})
    server.send(1, json.dumps({"type": "start", "client_seed": seed, **chosen}).encode())
    started = next(messages, {})
    offered = {name: offer[name] for name in ("stream", "commitment", "count")}
    agreed = {"type": "started", **offered, **chosen, "next": 0}
    if agreed != {name: started.get(name) for name in agreed}:
        sys.exit(f"the server does not start what it offered: {started}")
    return verifier


def main():
    at = urllib.parse.urlsplit(sys.argv[1])
    server = WebSocket(at)
    messages = server.messages()
    verifier = agree(server, messages, dict(urllib.parse.parse_qsl(at.query)))
    count = verifier.stream["count"]
    for message in messages:
        if message.get("type") == "end":
            require(message, "reason", "next")
            if message["next"] != verifier.verified or message["reason"] == "complete" and verifier.verified < count:
                sys.exit("the server left numbers out")
            print(f"{verifier.verified} of {count} numbers verified; the stream is {message['reason']}")
            return server.send(8, (1000).to_bytes(2, "big"))
        if message.get("type") not in ("number", "numbers") or message.get("seq") != verifier.verified:
            sys.exit(f"this message is out of place: {message}")
        is_run = message["type"] == "numbers"
        require(message, "seq", *(("messages", "keys") if is_run else ("message", "key")))
        numbers = message["messages"] if is_run else [message["message"]]
        verifier.take(numbers, message["keys"] if is_run else [message["key"]])
        for n, number in enumerate(numbers, message["seq"]):
            print(f"number {n} is {number}, as its key proves", flush=True)
    sys.exit(f"the connection is lost after {verifier.verified} numbers, which are verified")


if __name__ == "__main__":
    main()
