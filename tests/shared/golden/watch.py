"""Watch a stream of SimpleWebsocket, protocol 1, and verify each number as it arrives:

python3 watch.py 'ws://localhost:8000/ws/some_url/?protocol=1&count=20'
"""
import base64, json, os, secrets, socket, sys, urllib.parse
from verify import Verifier


class WebSocket:
    """A client of RFC 6455 for servers that send whole messages, as this one does."""

    def __init__(self, address):
        at = urllib.parse.urlsplit(address)
        connection = socket.create_connection((at.hostname, at.port or 80))
        self.send_all, self.incoming = connection.sendall, connection.makefile("rb")
        key = base64.b64encode(os.urandom(16)).decode()
        self.send_all(f"GET {at.path}?{at.query} HTTP/1.1\r\nHost: {at.netloc}\r\nUpgrade: websocket\r\n"
                      "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                      f"Sec-WebSocket-Key: {key}\r\n\r\n".encode())
        answer = list(iter(self.incoming.readline, b"\r\n"))
        if b" 101 " not in answer[0]:
            sys.exit(f"the server refuses: {answer[0].decode().strip()}")

    def send(self, kind, payload):
        """Send a frame. What this client has to say is shorter than 126 bytes."""
        mask = os.urandom(4)
        masked = bytes(byte ^ mask[i % 4] for i, byte in enumerate(payload))
        self.send_all(bytes([0x80 | kind, 0x80 | len(payload)]) + mask + masked)

    def messages(self):
        while header := self.incoming.read(2):
            kind, size = header[0] & 15, header[1]
            if size > 125:
                size = int.from_bytes(self.incoming.read(2 if size == 126 else 8), "big")
            payload = self.incoming.read(size)
            if kind == 1:
                yield json.loads(payload)
            elif kind == 9:  # a ping is answered with a pong
                self.send(10, payload)
            elif kind == 8:  # the server closes the connection
                return


def main():
    server = WebSocket(sys.argv[1])
    messages = server.messages()
    offer = next(messages, {})
    if "roots" not in offer:
        sys.exit("no roots: ask for protocol=1 and for at most 4096 numbers")
    seed = secrets.token_urlsafe(16)  # chosen when the server is committed already
    server.send(1, json.dumps({"type": "start", "client_seed": seed}).encode())
    started = next(messages, {})
    if started.get("type") != "started":
        sys.exit(f"the server refuses: {started}")
    verifier = Verifier({**offer, "client_seed": seed, "min": started["min"], "max": started["max"]})
    for message in messages:
        if message["type"] == "end":
            if message["reason"] == "complete" and verifier.verified < offer["count"]:
                sys.exit("the server left numbers out")
            print(f"{verifier.verified} of {offer['count']} numbers verified; the stream is {message['reason']}")
            return server.send(8, (1000).to_bytes(2, "big"))
        if message["type"] not in ("number", "numbers") or message["seq"] != verifier.verified:
            sys.exit(f"this message is out of place: {message}")
        numbers = message.get("messages", [message.get("message")])
        verifier.take(numbers, message.get("keys", [message.get("key", "")]))
        for n, number in enumerate(numbers, message["seq"]):
            print(f"number {n} is {number}, as its key proves", flush=True)
    sys.exit(f"the connection is lost after {verifier.verified} numbers, which are verified")


if __name__ == "__main__":
    main()
