"""Serving the web chat on this machine: where it listens, what it may read, and what it never does.

It binds to loopback, asks nothing of the network (no analytics, no sharing, no remote fonts) and serves no file of the
working folder.
"""

from __future__ import annotations

import ipaddress
import json
import os
import socket
import tempfile
import threading
import webbrowser
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus.errors import HoidapError, UsageError
from ui.service import Service
from ui.strings import Words

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
    """What goes into the page's head: our style sheet and script. Both are files of ours, without any value of a user."""
    t = Words(lang)
    said = {
        "Connection Lost": t("lost"),
        "Connection to the server was lost. Attempting reconnection...": t("lost_more"),
        "Connection errored out.": t("lost_more"),
        "Error": t("failed"),
    }
    style = (_STATIC / "style.css").read_text(encoding="utf-8")
    style = style.replace("{{drop}}", t("drop"))
    script = (_STATIC / "app.js").read_text(encoding="utf-8").replace("{{lang}}", t.lang)
    script = script.replace("{{words}}", json.dumps(said, ensure_ascii=False))
    return f"<style>{style}</style><script>{script}</script>"


def _blocked() -> list[str]:
    """Folders whose files are never served. Uploads pass through the temporary folder, which must stay readable."""
    cwd = Path.cwd().resolve()
    temporary = Path(os.environ.get("GRADIO_TEMP_DIR") or tempfile.gettempdir()).resolve()
    return [] if temporary.is_relative_to(cwd) else [str(cwd)]


def start(
    service: Service, *, host: str = "127.0.0.1", port: int | None = None, lang: str = "vi", max_mb: int = 50
) -> Server:
    """Serves the chat from a thread of its own and returns at once. ``max_mb`` bounds an uploaded file.

    Raises UsageError when the port is taken or ``host`` is open to other machines.
    """
    if not is_loopback(host):
        raise UsageError(
            f"Không mở ra ngoài máy này được ({host}): chưa có đăng nhập. Dùng --host 127.0.0.1.",
            f"{host} is open to other machines and there is no sign-in: use --host 127.0.0.1.",
        )
    chosen = choose_port(host, port)
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
    from ui.app import build_app
    from ui.theme import theme

    app = build_app(service, lang)
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
            blocked_paths=_blocked(),
            max_file_size=max_mb * 1024 * 1024 + 1,  # one byte over, so that the reader refuses it in its own words
            favicon_path=_STATIC / "favicon.svg",
            theme=theme(),
            head=page_head(lang),
        )
    except OSError as exc:
        raise HoidapError(
            f"Không mở được cổng {chosen}: chọn cổng khác với --port.",
            f"Cannot open port {chosen}: choose another with --port.",
        ) from exc
    shown = f"[{host}]" if ":" in host else host
    return Server(f"http://{shown}:{chosen}/", chosen, app)


def launch_chat(
    service: Service,
    *,
    host: str = "127.0.0.1",
    port: int | None = None,
    open_browser: bool = True,
    lang: str = "vi",
    max_mb: int = 50,
    say: Callable[[str], object] | None = None,
) -> None:
    """Serves the chat until it is interrupted. ``say`` is given the line with the address."""
    server = start(service, host=host, port=port, lang=lang, max_mb=max_mb)
    if say is not None:
        say(Words(lang)("serving", url=server.url))
    if open_browser:
        threading.Thread(target=webbrowser.open, args=(server.url,), daemon=True).start()
    nap = threading.Event()
    try:
        while True:  # in short naps, so that Ctrl+C is heard on every system
            nap.wait(0.5)
    finally:
        server.close()
