"""Where collections lie: one folder each under the user's data folder, or under ``HOIDAP_HOME``."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Final

from corpus.errors import UsageError

SAMPLE: Final = "mau"
"""The read-only sample collection."""
DEFAULT: Final = "mac-dinh"
"""The collection that ``index`` writes to unless told otherwise."""
DATABASE: Final = "collection.sqlite3"

_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")
_LAST = "last-used"
# Names that Windows gives to devices: a folder of that name cannot be made there.
_DEVICES = {"con", "prn", "aux", "nul", *(f"{kind}{n}" for kind in ("com", "lpt") for n in range(1, 10))}


def home() -> Path:
    """The folder of everything built: ``HOIDAP_HOME``, or the platform's place for user data. It need not exist."""
    chosen = os.environ.get("HOIDAP_HOME")
    if chosen:
        return Path(chosen).expanduser().absolute()
    from platformdirs import user_data_path

    return user_data_path("hoidap", appauthor=False)


def check_name(name: str) -> str:
    """``name`` if it may name a collection; UsageError otherwise. It becomes a folder name, so little is allowed."""
    if not _NAME.fullmatch(name) or name in _DEVICES:
        raise UsageError(
            f"tên bộ tài liệu không hợp lệ: {name!r}; dùng chữ thường không dấu, chữ số, - và _, tối đa 64 ký tự",
            f"not a name for a collection: {name!r}; use lower-case letters a-z, digits, - and _, 64 characters at most",
        )
    return name


def collection_folder(name: str) -> Path:
    """The folder of the collection ``name``; it need not exist."""
    return home() / "collections" / check_name(name)


def collections() -> list[str]:
    """The names of the collections there are, sorted, the sample included once it was built."""
    folder = home() / "collections"
    if not folder.is_dir():
        return []
    return sorted(p.name for p in folder.iterdir() if _NAME.fullmatch(p.name) and (p / DATABASE).is_file())


def remember(name: str) -> None:
    """Notes that ``name`` was used last. Failing to note it is no failure."""
    try:
        home().mkdir(parents=True, exist_ok=True)
        (home() / _LAST).write_text(check_name(name), encoding="ascii")
    except OSError:
        return


def preferred() -> str | None:
    """The collection to open when none is named: the last used one, else the default one, else any; None for none.

    The sample counts only when there is nothing else.
    """
    there = [name for name in collections() if name != SAMPLE]
    try:
        last = (home() / _LAST).read_text(encoding="ascii").strip()
    except (OSError, ValueError):
        last = ""
    if last in there:
        return last
    if DEFAULT in there:
        return DEFAULT
    return there[0] if there else None
