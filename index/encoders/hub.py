"""Names of models on the hub: what may be one, and whether the hub may be asked."""

from __future__ import annotations

import os
import re

_NAME = re.compile(r"(?:[A-Za-z0-9][A-Za-z0-9._-]{0,95}/)?[A-Za-z0-9][A-Za-z0-9._-]{0,95}")


def is_hub_name(name: str) -> bool:
    """Whether ``name`` may name a model of the hub: ``owner/model`` or ``model``, of letters, digits, ``-_.``."""
    return _NAME.fullmatch(name) is not None and ".." not in name


def offline() -> bool:
    """Whether ``HF_HUB_OFFLINE`` forbids to ask the hub."""
    return os.environ.get("HF_HUB_OFFLINE", "").strip().upper() in {"1", "ON", "YES", "TRUE"}


def reason(exc: Exception) -> str:
    """What went wrong, as a part of one line."""
    return " ".join(str(exc).split())[:120] or type(exc).__name__
