# Publishes each number of its input to a channel of source nats: python3 publish.py 127.0.0.1:4222 temperature < numbers
# The answer to each one says at which position of the log JetStream has stored it.
import json, secrets, socket, sys

host, port = sys.argv[1].rsplit(":", 1)
broker = socket.create_connection((host, int(port)), timeout=10)
lines, inbox = broker.makefile("rb"), "_INBOX." + secrets.token_hex(8)
broker.sendall(b'CONNECT {"verbose":false,"headers":true,"no_responders":true}\r\nSUB %s 1\r\n' % inbox.encode())
for payload in (line.strip().encode() for line in sys.stdin):
    subject = f"simplewebsocket.{sys.argv[2]} {inbox} {len(payload)}".encode()
    broker.sendall(b"PUB %s\r\n%s\r\n" % (subject, payload))
    while not (line := lines.readline()).startswith((b"MSG ", b"HMSG ")):  # behind INFO, and perhaps a PING
        if not line or line.startswith(b"-ERR"):
            sys.exit(f"the broker refuses: {line.decode()}")
        if line.startswith(b"PING"):
            broker.sendall(b"PONG\r\n")
    answer = lines.read(int(line.split()[-1]) + 2).decode()
    if line.startswith(b"HMSG ") or "error" in json.loads(answer):
        sys.exit(f"not stored: {answer.strip()}")
    print("stored at", json.loads(answer)["seq"], flush=True)
