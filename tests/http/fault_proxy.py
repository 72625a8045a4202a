#!/usr/bin/python3
"""An HTTP proxy in front of a server that is too good for a test.

  fault_proxy.py --upstream 9000                passes on to 127.0.0.1:9000; prints its own port as its first line
  fault_proxy.py --upstream 9000 --latency 20   each request takes 20 ms longer
  fault_proxy.py --upstream 9000 --slow-down 3  every third request is refused with 503 SlowDown and not passed on
  fault_proxy.py --upstream 9000 --drop 10      every tenth request is passed on, but its answer is not
"""

import argparse
import asyncio

SLOW_DOWN = b"<Error><Code>SlowDown</Code><Message>Please reduce your request rate.</Message></Error>"


def header(head, name):
    """The value of a header in the head of a message; None when it has none."""
    for line in head.split(b"\r\n")[1:]:
        found, _, value = line.partition(b":")
        if found.strip().lower() == name:
            return value.strip()
    return None


async def read_body(reader, head):
    if (header(head, b"transfer-encoding") or b"").lower() == b"chunked":
        parts = []
        while True:
            size = await reader.readuntil(b"\r\n")
            chunk = await reader.readexactly(int(size.split(b";")[0], 16) + 2)
            parts += [size, chunk]
            if chunk == b"\r\n":
                return b"".join(parts)
    return await reader.readexactly(int(header(head, b"content-length") or 0))


async def read_answer(reader, method):
    head = await reader.readuntil(b"\r\n\r\n")
    while head.split(b" ", 2)[1].startswith(b"1"):  # 100 Continue comes before the answer
        head = await reader.readuntil(b"\r\n\r\n")
    has_body = method != b"HEAD" and head.split(b" ", 2)[1][:3] not in (b"204", b"304")
    return head + (await read_body(reader, head) if has_body else b"")


class Proxy:
    def __init__(self, options):
        self.options = options
        self.count = 0

    def is_turn(self, every):
        return every > 0 and self.count % every == 0

    async def serve(self, reader, writer):
        upstream = None
        try:
            upstream = await asyncio.open_connection("127.0.0.1", self.options.upstream, limit=1 << 22)
            while await self.pass_on(reader, writer, *upstream):
                pass
        except (asyncio.IncompleteReadError, OSError):
            pass
        finally:
            writer.close()
            if upstream:
                upstream[1].close()

    async def pass_on(self, reader, writer, upstream_reader, upstream_writer):
        head = await reader.readuntil(b"\r\n\r\n")
        body = await read_body(reader, head)
        self.count += 1
        refuse, drop = self.is_turn(self.options.slow_down), self.is_turn(self.options.drop)
        if self.options.latency:
            await asyncio.sleep(self.options.latency / 1000)
        if refuse:
            answer = b"HTTP/1.1 503 Slow Down\r\nContent-Length: %d\r\n\r\n" % len(SLOW_DOWN) + SLOW_DOWN
        else:
            upstream_writer.write(head + body)
            answer = await read_answer(upstream_reader, head.split(b" ", 1)[0])
        if drop:
            return False
        writer.write(answer)
        await writer.drain()
        return True


async def run(options):
    proxy = Proxy(options)
    listening = await asyncio.start_server(proxy.serve, "127.0.0.1", options.port, backlog=512, limit=1 << 22)
    print(listening.sockets[0].getsockname()[1], flush=True)
    async with listening:
        await listening.serve_forever()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--upstream", type=int, required=True)
    parser.add_argument("--latency", type=float, default=0, help="milliseconds")
    parser.add_argument("--slow-down", type=int, default=0, metavar="N")
    parser.add_argument("--drop", type=int, default=0, metavar="N")
    asyncio.run(run(parser.parse_args()))


if __name__ == "__main__":
    main()
