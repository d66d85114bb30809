"""Serving the web chat on this machine: where it listens, what it may read, and what it never does.

It binds to loopback unless there is a file of people who may sign in, asks nothing of the network (no analytics, no
sharing, no remote fonts) and serves no file of the working folder.
"""

from __future__ import annotations

import ipaddress
import json
import math
import os
import socket
import threading
import webbrowser
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from corpus.errors import HoidapError, UsageError
from index.home import home
from ui.auth import load_sign_in
from ui.handlers import HERE
from ui.originals import serve_originals
from ui.privacy import TEMPORARY
from ui.service import Collections
from ui.settings import Hosting
from ui.strings import LANGUAGES, Words

DEFAULT_PORT = 7860
TRIED_PORTS = 10

_STATIC = Path(__file__).parent / "static"


@dataclass(frozen=True, slots=True)
class Server:
    """A chat that is being served."""

    url: str
    port: int
    app: Any

    def close(self) -> None:
        """Stops serving."""
        self.app.close(verbose=False)


def is_loopback(host: str) -> bool:
    """Whether ``host`` can only be reached from this machine."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _free(host: str, port: int) -> bool:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        if os.name == "posix":  # elsewhere the option would let two servers share a port
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def choose_port(host: str, port: int | None) -> int:
    """The port to serve on: ``port``, or the first free one of the ten from 7860.

    Raises UsageError when the given port, or every one of the ten, is taken.
    """
    if port is not None:
        if not 0 < port < 65536:
            raise UsageError(
                f"Cổng {port} không hợp lệ: chọn từ 1 đến 65535.", f"Port {port} is invalid: use 1 to 65535."
            )
        if _free(host, port):
            return port
        raise UsageError(
            f"Cổng {port} đang có chương trình khác dùng: chọn cổng khác với --port, hoặc bỏ --port.",
            f"Port {port} is in use: choose another with --port, or leave --port out.",
        )
    for candidate in range(DEFAULT_PORT, DEFAULT_PORT + TRIED_PORTS):
        if _free(host, candidate):
            return candidate
    last = DEFAULT_PORT + TRIED_PORTS - 1
    raise HoidapError(
        f"Các cổng {DEFAULT_PORT} đến {last} đều đang bận: chọn cổng khác với --port.",
        f"Ports {DEFAULT_PORT} to {last} are all in use: choose another with --port.",
    )


def page_head(lang: str) -> str:
    """What goes into the page's head: our style sheet and scripts. All are files of ours, without any value of a user."""
    said = {}
    for t in map(Words, LANGUAGES):
        said[t.lang] = {
            "Connection Lost": t("lost"),
            "Connection to the server was lost. Attempting reconnection...": t("lost_more"),
            "Connection errored out.": t("lost_more"),
            "Error": t("failed"),
        }
    style = "".join((_STATIC / name).read_text(encoding="utf-8") for name in ("style.css", "panels.css"))
    style = style.replace("{{drop}}", Words("vi")("drop")).replace("{{drop-en}}", Words("en")("drop"))
    script = "".join(
        (_STATIC / name).read_text(encoding="utf-8") for name in ("look.js", "app.js", "send.js", "drop.js")
    )
    script = script.replace("{{lang}}", lang).replace("{{words}}", json.dumps(said, ensure_ascii=False))
    return f"<style>{style}</style><script>{script}</script>"


def blocked_paths(temporary: Path) -> list[str]:
    """What is never served: the working folder, or all of it that lies beside the way to ``temporary``, the folder through
    which uploads pass."""
    folder, temporary = Path.cwd().resolve(), temporary.resolve()
    if not temporary.is_relative_to(folder):
        return [str(folder)]
    blocked: list[str] = []
    for part in temporary.relative_to(folder).parts:
        beside = folder.iterdir() if os.access(folder, os.R_OK) and folder.is_dir() else ()
        blocked.extend(str(path) for path in beside if path.name != part)
        folder /= part
    return blocked


def start(
    collections: Collections,
    *,
    host: str = "127.0.0.1",
    port: int | None = None,
    hosting: Hosting = HERE,
    max_mb: float = 50,
    auth_file: Path | None = None,
) -> Server:
    """Serves the chat from a thread of its own and returns at once. ``max_mb`` bounds an uploaded file; with ``auth_file``
    everybody signs in first, on this machine too; ``hosting`` says how a browser that chose nothing finds it.

    Raises UsageError when the port is taken or ``host`` is open to other machines without ``auth_file``, HoidapError when
    that file cannot be used.
    """
    if auth_file is None and not is_loopback(host):
        raise UsageError(
            f"Máy khác vào được {host}: cần --auth-file (tạo bằng: hoidap user FILE TÊN), hoặc dùng --host 127.0.0.1.",
            f"{host} is open to other machines: add --auth-file (made by: hoidap user FILE NAME), or use 127.0.0.1.",
        )
    lang = hosting.initial.lang
    sign_in = None if auth_file is None else load_sign_in(auth_file)
    chosen = choose_port(host, port)
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
    temporary = home() / TEMPORARY
    os.environ["GRADIO_TEMP_DIR"] = str(temporary)  # read when the app is built: before the import
    from ui.app import build_app
    from ui.theme import theme

    app = build_app(collections, replace(hosting, shared=sign_in is not None))
    try:
        app.launch(
            server_name=host,
            server_port=chosen,
            share=False,
            ssr_mode=False,
            inbrowser=False,
            quiet=True,
            prevent_thread_lock=True,
            show_error=False,
            footer_links=[],
            enable_monitoring=False,
            pwa=False,
            mcp_server=False,
            allowed_paths=[],
            blocked_paths=blocked_paths(temporary),
            max_file_size=_bytes(max_mb),
            auth=sign_in,
            auth_message=Words(lang)("sign_in") if sign_in else None,
            favicon_path=_STATIC / "favicon.svg",
            theme=theme(),
            head=page_head(lang),
        )
    except OSError as exc:
        raise HoidapError(
            f"Không mở được cổng {chosen}: chọn cổng khác với --port.",
            f"Cannot open port {chosen}: choose another with --port.",
        ) from exc
    serve_originals(app.app, collections, Words(lang).lang)
    return Server(f"http://{_reached_at(host)}:{chosen}/", chosen, app)


def _reached_at(host: str) -> str:
    """How a browser on this machine writes ``host``: "every address" is none that can be opened."""
    if host == "::" or host.strip("0.") == "":
        return "[::1]" if host == "::" else "127.0.0.1"
    return f"[{host}]" if ":" in host else host


def _bytes(max_mb: float) -> int | None:
    """The limit of an upload: one byte over, so that the reader refuses what is too large in its own words."""
    return int(max_mb * 1024 * 1024) + 1 if math.isfinite(max_mb) else None


def launch_chat(
    collections: Collections,
    *,
    host: str = "127.0.0.1",
    port: int | None = None,
    open_browser: bool = True,
    hosting: Hosting = HERE,
    max_mb: float = 50,
    auth_file: Path | None = None,
    say: Callable[[str], object] | None = None,
) -> None:
    """Serves the chat until it is interrupted. ``say`` is given the line with the address."""
    server = start(collections, host=host, port=port, hosting=hosting, max_mb=max_mb, auth_file=auth_file)
    if say is not None:
        say(Words(hosting.initial.lang)("serving", url=server.url))
    if open_browser:
        threading.Thread(target=webbrowser.open, args=(server.url,), daemon=True).start()
    nap = threading.Event()
    try:
        while True:  # in short naps, so that Ctrl+C is heard on every system
            nap.wait(0.5)
    finally:
        server.close()
