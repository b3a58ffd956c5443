#!/usr/bin/python3
"""Forwards connections byte by byte to another address of the loopback interface, each piece later by what a file says.

usage: slow.py HOST:PORT DELAY_FILE

Prints its own port. DELAY_FILE holds seconds and is read at each piece.
"""
import asyncio
import sys


async def pump(reader, writer, delay):
    try:
        while piece := await reader.read(1 << 16):
            with open(delay, encoding="utf-8") as file:
                await asyncio.sleep(float(file.read()))
            writer.write(piece)
            await writer.drain()
    except OSError:
        pass
    writer.close()


async def main():
    host, port = sys.argv[1].rsplit(":", 1)

    async def serve(reader, writer):
        try:
            there = await asyncio.open_connection(host, int(port))
        except OSError:
            writer.transport.abort()
            return
        await asyncio.gather(pump(reader, there[1], sys.argv[2]), pump(there[0], writer, sys.argv[2]))
    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


asyncio.run(main())
