"""``feedback list`` and ``feedback export``."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from corpus.errors import HoidapError
from index.home import SAMPLE, preferred
from ui.feedback import Exported, Feedback, Opinion, exported, opinion_json
from ui.json_output import dumps
from ui.plain import safe


def run_feedback(args: argparse.Namespace) -> int:
    """Shows the thumbs on answers from the collection, or writes questions for ``hoidap eval``."""
    collection = args.collection or preferred() or SAMPLE  # the one that ``hoidap eval FILE`` would ask
    opinions = Feedback().opinions(collection)
    if args.action == "list":
        _list(opinions, args)
        return 0
    found = exported(opinions)
    if not found.rows:
        raise HoidapError(
            f"bộ tài liệu {collection!r} chưa có 👍 nào để xuất; hãy bấm 👍 dưới câu trả lời đúng trong trang trò chuyện",
            f"the collection {collection!r} has no thumb up to export; give one to a right answer in the chat",
        )
    if args.out:
        _write(Path(args.out), found.text)
    else:
        sys.stdout.write(found.text)
    print(f"hoidap: {_summary(found, collection, args.lang)}", file=sys.stderr)  # noqa: T201
    return 0


def _list(opinions: list[Opinion], args: argparse.Namespace) -> None:
    if args.json:
        print(dumps([opinion_json(opinion) for opinion in opinions]))  # noqa: T201
        return
    for opinion in opinions:
        thumb = "👍" if opinion.helpful else "👎"
        said = f"\n    {' '.join(safe(opinion.word).split())}" if opinion.word else ""
        print(f"{thumb} {opinion.given[:16].replace('T', ' ')}  {' '.join(safe(opinion.question).split())}{said}")  # noqa: T201
    if not opinions:
        print("There is no feedback yet." if args.lang == "en" else "Chưa có nhận xét nào.")  # noqa: T201


def _write(path: Path, text: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    except OSError as exc:
        raise HoidapError(
            f"không ghi được {path}: {exc.strerror}; hãy chọn nơi khác",
            f"{path} cannot be written: {exc.strerror}; choose another place",
        ) from exc


def _summary(found: Exported, collection: str, lang: str) -> str:
    if lang == "en":
        text = f"{len(found.rows)} questions from {collection!r}"
        text += f"; {found.down} thumbs down make none (hoidap feedback list)" if found.down else ""
        return text + (f"; {found.unusable} answers whose quotes no passage holds whole" if found.unusable else "")
    text = f"{len(found.rows)} câu hỏi của bộ {collection!r}"
    text += f"; {found.down} câu 👎 không thành câu hỏi (xem: hoidap feedback list)" if found.down else ""
    return text + (f"; {found.unusable} câu có trích dẫn không nằm trọn trong một đoạn" if found.unusable else "")
