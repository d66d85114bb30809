"""Serves the chat over the made-up collection, in a process of its own that notes every address it turns to.

Usage: python served_ui.py PORT FILE. Each line of FILE is an address outside this machine, or a name looked up.
"""

from __future__ import annotations

import sys
import threading
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LOCAL = ("127.0.0.1", "::1", "localhost", "0.0.0.0", "")


def watch(log: Path) -> None:
    """Notes look-ups, connections and datagrams that leave the machine. The interpreter itself reports them."""

    def noted(event: str, arguments: tuple[object, ...]) -> None:
        if event in ("socket.connect", "socket.sendto", "socket.sendmsg"):
            address = arguments[1]
            host = address[0] if isinstance(address, tuple) else None  # a path is a socket of this machine
        elif event in ("socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr"):
            host = arguments[0]
        else:
            return
        name = host.decode() if isinstance(host, bytes) else host
        if name is not None and name not in LOCAL:
            with log.open("a", encoding="utf-8") as out:
                out.write(f"{event} {name}\n")

    sys.addaudithook(noted)


def main() -> None:
    port, log = int(sys.argv[1]), Path(sys.argv[2])
    watch(log)
    sys.path.insert(0, str(ROOT))
    from tests.ui.fakes_ui import HOSTILE, LONG, FakeService
    from ui.server import start

    service = FakeService(delay=0.02)
    service.put("Sổ kho thóc", LONG)
    for title, text in HOSTILE:
        service.put(title, text)
    server = start(service, port=port)
    print(server.url, flush=True)
    threading.Event().wait()


if __name__ == "__main__":
    main()
