"""``user``: people who may sign in to a chat that is open to other machines."""

from __future__ import annotations

import argparse
import getpass
import sys
from pathlib import Path

from corpus.errors import UsageError
from ui.auth import check_user, set_user


def run_user(args: argparse.Namespace) -> int:
    """Adds somebody to the file, or gives a new password; with ``--remove`` takes somebody out."""
    path, name = Path(args.file), check_user(args.name)
    there = set_user(path, name, None if args.remove else _password(args.lang))
    if args.remove and not there:
        raise UsageError(f"{path} không có ai tên {name!r}", f"{path} has nobody of the name {name!r}")
    if args.lang == "en":
        done = "taken out" if args.remove else "given a new password" if there else "added"
    else:
        done = "đã bỏ" if args.remove else "đã đổi mật khẩu" if there else "đã thêm"
    print(f"{done}: {name}")  # noqa: T201
    return 0


def _password(lang: str) -> str:
    """Typed twice without being shown; or one line of standard input where that is not a terminal."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    english = lang == "en"
    first = getpass.getpass("Password: " if english else "Mật khẩu: ")
    if first != getpass.getpass("Again: " if english else "Nhập lại: "):
        raise UsageError("hai lần nhập khác nhau; hãy thử lại", "the two do not agree; try again")
    return first
