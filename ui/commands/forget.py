"""``forget``: what is kept and where; deletes it after a confirmation."""

from __future__ import annotations

import argparse
import sys

from corpus.errors import HoidapError, UsageError
from ui.plain import safe
from ui.privacy import Kept, forget, kept

_AGREED = ("xóa", "xoá", "xoa", "delete")


def run_forget(args: argparse.Namespace) -> int:
    """Lists everything kept; deletes it with ``--yes``, or when a person at the terminal types "xóa"."""
    english = args.lang == "en"
    things = kept()
    if not things:
        _say("Nothing is kept on this machine." if english else "Không có gì được lưu trên máy này.")
        return 0
    _say("Kept on this machine, nowhere else:" if english else "Đang lưu trên máy này, không ở đâu khác:")
    for thing in things:
        _say(f"  {_line(thing, args.lang)}")
    _say("Your own files are not touched." if english else "Các tệp gốc của bạn không bị đụng tới.")
    if args.list:
        return 0
    if not args.yes and not _agreed(english):
        _say("Nothing was deleted." if english else "Chưa xóa gì.")
        return 0
    left = forget(things)
    if left:
        shown = "; ".join(f"{thing.path}: {reason}" for thing, reason in left)
        raise HoidapError(
            f"chưa xóa được hết ({shown}); hãy tắt các trang trò chuyện đang mở rồi chạy lại",
            f"not everything was deleted ({shown}); stop running chats and try again",
        )
    _say("All of it was deleted." if english else "Đã xóa tất cả.")
    return 0


def _agreed(english: bool) -> bool:
    if not sys.stdin.isatty():
        raise UsageError(
            "cần xác nhận: thêm --yes để xóa tất cả, hoặc --list để chỉ xem",
            "this needs a confirmation: add --yes to delete all of it, or --list to look only",
        )
    said = input('Type "delete" to delete all of it: ' if english else 'Gõ "xóa" để xóa tất cả: ')
    return said.strip().lower() in _AGREED


def _line(thing: Kept, lang: str) -> str:
    size = f"{thing.size / 1e6:.1f} MB" if thing.size >= 100_000 else f"{thing.size / 1e3:.1f} kB"
    return safe(f"{thing.message(lang)} – {size if lang == 'en' else size.replace('.', ',')} – {thing.path}")


def _say(text: str) -> None:
    print(text)  # noqa: T201
