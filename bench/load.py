"""A load generator: `concurrency` visitors, each asking the next page as soon as the last one came. Plain sockets, asyncio."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field


@dataclass
class Load:
    """What came of it: seconds per answer, errors, and how many answers per second."""

    times: list[float] = field(default_factory=list)
    errors: int = 0
    lasted: float = 0.0
    statuses: set[int] = field(default_factory=set)

    @property
    def per_second(self) -> float:
        return len(self.times) / self.lasted

    @property
    def p95(self) -> float:
        """Milliseconds within which 95 % was answered."""
        return 1000 * sorted(self.times)[int(0.95 * (len(self.times) - 1))]


def run(port: int, path: str, *, concurrency: int, seconds: float, headers: str = "") -> Load:
    return asyncio.run(_run(port, path, concurrency, seconds, headers))


async def _run(port: int, path: str, concurrency: int, seconds: float, headers: str) -> Load:
    request = f"GET {path} HTTP/1.1\r\nHost: localhost\r\n{headers}\r\n".encode()
    load, start = Load(), time.perf_counter()
    await asyncio.gather(*(_visitor(port, request, start + seconds, load) for _ in range(concurrency)))
    load.lasted = time.perf_counter() - start
    return load


async def _visitor(port: int, request: bytes, until: float, load: Load) -> None:
    """One connection, as long as the server keeps it; a new one when it does not."""
    stream = None
    while time.perf_counter() < until:
        start = time.perf_counter()
        try:
            stream = stream or await asyncio.open_connection("127.0.0.1", port)
            status, stays = await _ask(*stream, request)
        except (OSError, asyncio.IncompleteReadError, ValueError):
            load.errors += 1
            stream = None
            continue
        load.times.append(time.perf_counter() - start)
        load.statuses.add(status)
        if not stays:
            stream[1].close()
            stream = None
    if stream:
        stream[1].close()


async def _ask(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, request: bytes) -> tuple[int, bool]:
    """The status, and whether the connection stays open."""
    writer.write(request)
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower().split("\r\n")
    status = int(head[0].split()[1])
    fields = dict(line.split(": ", 1) for line in head[1:] if ": " in line)
    stays = fields.get("connection", "") != "close"
    if "content-length" in fields:
        await reader.readexactly(int(fields["content-length"]))
    elif fields.get("transfer-encoding") == "chunked":
        while size := int(await reader.readuntil(b"\r\n"), 16):
            await reader.readexactly(size + 2)
        await reader.readuntil(b"\r\n")
    elif status not in (204, 304):
        await reader.read()
        stays = False
    return status, stays
