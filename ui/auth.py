"""Who may sign in where the chat is open to other machines: a file of names and hashed passwords.

One line a person, ``name:scrypt$N$r$p$salt$key`` (base64); ``#`` begins a comment. The file is read anew at every
sign-in, so that whoever was added or taken out counts at once.
"""

from __future__ import annotations

import asyncio
import base64
import binascii
import hashlib
import hmac
import os
import secrets
import threading
from collections.abc import Awaitable, Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from corpus.errors import HoidapError, UsageError
from corpus.vietnamese import nfc

NAME_LENGTH: Final = 64
SHORTEST_PASSWORD: Final = 8
LONGEST_PASSWORD: Final = 1024
"""In bytes; nobody types more, and hashing more would be work for an attacker to order."""

# One of the settings that the OWASP cheat sheet on password storage holds equal: 32 MB and about a quarter of a second.
_N, _R, _P = 2**15, 8, 3
_SALT, _KEY = 16, 32
_MOST_MEMORY = 256 * 2**20
_ONE_AT_A_TIME = threading.Lock()  # bounds the memory, and how many passwords a stranger can try in a second


@dataclass(frozen=True, slots=True)
class Hash:
    """A password as it is kept."""

    n: int
    r: int
    p: int
    salt: bytes
    key: bytes

    def fits(self, password: str) -> bool:
        """Whether this is the hash of ``password``; takes as long for a wrong one as for the right one."""
        return hmac.compare_digest(_scrypt(password, self.n, self.r, self.p, self.salt), self.key)

    def __str__(self) -> str:
        salt, key = (base64.b64encode(part).decode("ascii") for part in (self.salt, self.key))
        return f"scrypt${self.n}${self.r}${self.p}${salt}${key}"


def hash_password(password: str) -> Hash:
    """A new hash with a salt of its own. UsageError for a password that is too short or too long."""
    if len(password) < SHORTEST_PASSWORD or len(_bytes(password)) > LONGEST_PASSWORD:
        raise UsageError(
            f"mật khẩu cần từ {SHORTEST_PASSWORD} ký tự và không quá {LONGEST_PASSWORD} byte; hãy chọn mật khẩu khác",
            f"a password needs {SHORTEST_PASSWORD} characters or more, {LONGEST_PASSWORD} bytes at most; choose another",
        )
    salt = secrets.token_bytes(_SALT)
    return Hash(_N, _R, _P, salt, _scrypt(password, _N, _R, _P, salt))


def check_user(name: str) -> str:
    """The name as it is kept, or UsageError: 1 to 64 printable characters, without ``:``, ``#`` in front, or edges of
    white space."""
    name = nfc(name).strip()
    if not 1 <= len(name) <= NAME_LENGTH or not name.isprintable() or ":" in name or name.startswith("#"):
        raise UsageError(
            f"tên đăng nhập không hợp lệ: {name[:80]!r}; dùng 1 đến {NAME_LENGTH} ký tự, không có dấu hai chấm",
            f"not a name to sign in with: {name[:80]!r}; use 1 to {NAME_LENGTH} characters, without a colon",
        )
    return name


def load_auth(path: Path) -> Callable[[str, str], bool]:
    """The check of a name and a password against the file, safe to call from many threads.

    Raises HoidapError, with the line that is at fault, for a file that cannot be read or names nobody. A file that goes
    bad later lets nobody in.
    """
    if not read_users(path):
        raise HoidapError(
            f"{path} chưa có ai; hãy thêm người bằng: hoidap user {path} TÊN",
            f"{path} names nobody; add somebody with: hoidap user {path} NAME",
        )

    def check(name: str, password: str) -> bool:
        if len(_bytes(password)) > LONGEST_PASSWORD:
            return False
        try:
            users: Mapping[str, Hash] = read_users(path)
        except HoidapError:
            return False
        known = users.get(nfc(name).strip())
        # An unknown name takes as long as a known one: nobody learns from the clock who is in the file.
        tried = known or next(iter(users.values()), None)
        if tried is None:
            return False
        with _ONE_AT_A_TIME:
            right = tried.fits(password)
        return right and known is not None

    return check


def load_sign_in(path: Path) -> Callable[[str, str], Awaitable[bool]]:
    """``load_auth`` for a web server's event loop: hashing takes its time in a thread of its own, one at a time.

    Gradio calls a plain function on the loop itself, so that every wrong password of a stranger would stop the chat.
    """
    check = load_auth(path)
    worker = ThreadPoolExecutor(1, thread_name_prefix="hoidap-sign-in")

    async def sign_in(name: str, password: str) -> bool:
        return await asyncio.get_running_loop().run_in_executor(worker, check, name, password)

    return sign_in


def read_users(path: Path) -> dict[str, Hash]:
    """The names and hashes in the file, in its order. Raises HoidapError."""
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as exc:
        reason = exc.strerror if isinstance(exc, OSError) else "UTF-8"
        raise HoidapError(
            f"không đọc được tệp đăng nhập {path} ({reason}); hãy kiểm tra đường dẫn",
            f"the sign-in file {path} cannot be read ({reason}); check the path",
        ) from exc
    users: dict[str, Hash] = {}
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        name, _, kept = line.partition(":")
        try:
            name, parsed = check_user(name), _parse(kept.strip())
        except (UsageError, ValueError) as exc:
            raise _bad_line(path, number) from exc
        if name in users:
            raise HoidapError(
                f"{path}, dòng {number}: tên này đã có ở dòng trên; hãy bỏ một dòng",
                f"{path}, line {number}: this name stands above already; remove one of the lines",
            )
        users[name] = parsed
    return users


def set_user(path: Path, name: str, password: str | None) -> bool:
    """Writes a person's password into the file, or takes the person out (None); whether the name was there before.

    The file is replaced as a whole and only its owner may read it (where the system knows owners); comments are kept.
    """
    name = check_user(name)
    known = read_users(path) if path.exists() else {}
    if password is None and name not in known:
        return False
    lines = path.read_text(encoding="utf-8-sig").splitlines() if path.exists() else []
    fresh = None if password is None else f"{name}:{hash_password(password)}"
    at = next((i for i, line in enumerate(lines) if _names(line, name)), len(lines))
    lines[at : at + 1] = [] if fresh is None else [fresh]
    _replace(path, "".join(f"{line}\n" for line in lines))
    return name in known


def _names(line: str, name: str) -> bool:
    return not line.lstrip().startswith("#") and nfc(line.partition(":")[0]).strip() == name


def _replace(path: Path, text: str) -> None:
    partial = path.with_name(f"{path.name}.{secrets.token_hex(4)}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with open(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
            file.write(text)
        os.replace(partial, path)
    except OSError as exc:
        partial.unlink(missing_ok=True)
        raise HoidapError(
            f"không ghi được {path}: {exc.strerror}; hãy chọn nơi khác",
            f"{path} cannot be written: {exc.strerror}; choose another place",
        ) from exc


def _parse(text: str) -> Hash:
    kind, *parts = text.split("$")
    if kind != "scrypt" or len(parts) != 5 or not all(part.isascii() and part.isdigit() for part in parts[:3]):
        raise ValueError("not a scrypt hash")
    n, r, p = (int(part[:9]) for part in parts[:3])
    try:
        salt, key = (base64.b64decode(part, validate=True) for part in parts[3:])
    except binascii.Error as exc:
        raise ValueError("not base64") from exc
    cheap = n < 2**14 or n & (n - 1) or not 1 <= r <= 64 or not 1 <= p <= 64 or 256 * n * r > _MOST_MEMORY
    if cheap or len(salt) < 8 or len(key) != _KEY:
        raise ValueError("settings that are too weak, or too costly")
    return Hash(n, r, p, salt, key)


def _scrypt(password: str, n: int, r: int, p: int, salt: bytes) -> bytes:
    return hashlib.scrypt(_bytes(password), salt=salt, n=n, r=r, p=p, maxmem=_MOST_MEMORY + 2**20, dklen=_KEY)


def _bytes(password: str) -> bytes:
    """NFC, because keyboards differ in how they send an accented letter."""
    return nfc(password).encode("utf-8", "backslashreplace")


def _bad_line(path: Path, number: int) -> HoidapError:
    return HoidapError(
        f"{path}, dòng {number}: cần có dạng tên:scrypt$…; hãy ghi lại bằng: hoidap user {path} TÊN",
        f"{path}, line {number}: it should read name:scrypt$…; write it again with: hoidap user {path} NAME",
    )
