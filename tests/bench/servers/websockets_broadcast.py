"""Received channels in a typical implementation with Python's `websockets`: its broadcast to the viewers of a channel.

The library takes no POST, so numbers come in at a second port."""
import asyncio, collections, re, resource
import websockets

viewers = collections.defaultdict(set)


def channel_of(path):
    return path.split("/")[2]


async def watch(socket):
    channel = viewers[channel_of(socket.path)]
    channel.add(socket)
    try:
        await socket.wait_closed()
    finally:
        channel.discard(socket)


async def take(reader, writer):
    """Take numbers from a producer: one POST after the other over one connection."""
    try:
        while True:
            header = (await reader.readuntil(b"\r\n\r\n")).decode()
            size = int(re.search(r"(?i)content-length: *(\d+)", header)[1])
            number = (await reader.readexactly(size)).decode()
            websockets.broadcast(viewers[channel_of(header.split(" ")[1])], f'{{"message": {number}}}')
            writer.write(b"HTTP/1.1 204 No Content\r\n\r\n")
    except asyncio.IncompleteReadError:
        writer.close()


async def main():
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    served = await websockets.serve(watch, "127.0.0.1", 0, compression=None, ping_interval=None, backlog=4096)
    pushed = await asyncio.start_server(take, "127.0.0.1", 0)
    for name, server in ("Serving", served), ("Operating", pushed):
        print(f"{name} http://127.0.0.1:{server.sockets[0].getsockname()[1]}/", flush=True)
    await asyncio.Future()


asyncio.run(main())
