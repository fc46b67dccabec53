# Follows a channel and prints each number: python3 follow.py http://localhost:8000/events/temperature/
import sys, time, urllib.error, urllib.request

last_id, wait = "", 1000
while True:
    try:
        request = urllib.request.Request(sys.argv[1], headers={"Last-Event-ID": last_id} if last_id else {})
        with urllib.request.urlopen(request, timeout=60) as body:  # a comment comes every 15 seconds
            if body.status == 204:
                break  # the source has ended, and everything was read
            fields = {}
            for line in body:
                name, _, value = line.decode().rstrip("\n").partition(": ")
                fields[name] = value
                if name:
                    continue  # an event ends with an empty line
                if "data" in fields:
                    print(fields.get("event", "number"), fields["data"], flush=True)
                last_id, wait = fields.get("id", last_id), int(fields.get("retry", wait))
                fields = {}
    except urllib.error.HTTPError as refusal:
        if refusal.code not in (429, 503):
            sys.exit(refusal.read().decode())
    except OSError:
        pass  # the connection is lost; the next one goes on behind the last number
    time.sleep(wait / 1000)
