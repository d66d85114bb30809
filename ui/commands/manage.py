"""``index``, ``list``, ``show``, ``remove`` and ``info``."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpus.errors import UsageError
from ui.commands.opening import open_for_reading, open_for_writing
from ui.json_output import dumps, info_json
from ui.plain import safe

if TYPE_CHECKING:
    from index.ingest import IngestReport, Step

_SIZE_NAMES = ((1_000_000, "MB"), (1_000, "kB"))


def _say(text: str) -> None:
    print(text)  # noqa: T201


def _complain(text: str) -> None:
    print(text, file=sys.stderr)  # noqa: T201


def run_index(args: argparse.Namespace) -> int:
    """Adds or refreshes files and folders; 1 when a file was refused.

    Without paths: what changed of the files and folders that were added before. With ``--model`` alone: encodes again.
    """
    if not args.paths:
        return _rebuild(args) if args.model else _refresh(args)
    collection = open_for_writing(args)
    with _Bar() as bar:
        if args.model and collection.model_differs(args.model):
            collection.rebuild(args.model, progress=bar.step)
        paths = [Path(path) for path in args.paths]
        report = collection.ingest(paths, model=args.model, prune=args.prune, progress=bar.step)
    return _told(args, report, collection.name)


def _told(args: argparse.Namespace, report: IngestReport, name: str) -> int:
    """Says what a run did; its exit status."""
    for problem in report.problems:
        _complain(f"hoidap: {safe(problem.message(args.lang))}")
    _say(dumps(_report_json(report)) if args.json else _report_text(report, name, args.lang))
    return 1 if report.problems else 0


def _refresh(args: argparse.Namespace) -> int:
    """Reads what is new and has changed, where something was added before."""
    from index.home import DEFAULT, SAMPLE, collections

    name = args.collection or DEFAULT
    if name == SAMPLE or name not in collections() or args.prune:
        raise UsageError(
            "thiếu đường dẫn; ví dụ: hoidap index ~/tai-lieu", "no path given; for example: hoidap index ~/documents"
        )
    collection = open_for_writing(args)
    with _Bar() as bar:
        report = collection.refresh(progress=bar.step)
    return _told(args, report, collection.name)


def _rebuild(args: argparse.Namespace) -> int:
    """Everything again from the stored text, also where the collection is of another version and cannot be opened."""
    from index.encoder import load_encoder
    from index.home import DEFAULT, collection_folder
    from index.reembed import rebuild_folder

    encoder = load_encoder(args.model)
    with _Bar() as bar:
        count = rebuild_folder(collection_folder(args.collection or DEFAULT), encoder, bar.step)
    _say(_text(args, f"Đã lập lại {count} đoạn từ chữ đã lưu.", f"Rebuilt {count} passages from the stored text."))
    return 0


class _Bar:
    """A progress bar on standard error; nothing where that is not a terminal."""

    def __init__(self) -> None:
        self._bar: Any = None

    def __enter__(self) -> _Bar:
        return self

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.close()

    def step(self, step: Step) -> None:
        if not sys.stderr.isatty():
            return
        if self._bar is None:
            from tqdm import tqdm

            self._bar = tqdm(total=step.total, unit="", leave=False)
        self._bar.total = step.total
        self._bar.n = step.done
        self._bar.set_description_str(safe(os.path.basename(step.source))[:40])


def _report_json(report: IngestReport) -> dict[str, Any]:
    return {
        "added": list(report.added),
        "replaced": list(report.replaced),
        "unchanged": list(report.unchanged),
        "removed": list(report.removed),
        "problems": [{"source": one.source, "vi": one.vi, "en": one.en} for one in report.problems],
        "skipped": dict(report.skipped),
        "passages": report.passages,
        "seconds": round(report.seconds, 3),
    }


def _report_text(report: IngestReport, name: str, lang: str) -> str:
    counts = (
        (report.added, "thêm", "added"),
        (report.replaced, "cập nhật", "replaced"),
        (report.unchanged, "không đổi", "unchanged"),
        (report.removed, "bỏ", "removed"),
        (report.problems, "từ chối", "refused"),
    )
    parts = [f"{len(ids)} {en if lang == 'en' else vi}" for ids, vi, en in counts if ids]
    nothing = "no document" if lang == "en" else "không có tài liệu nào"
    lines = [f"{name}: {', '.join(parts) or nothing} ({report.passages} {'passages' if lang == 'en' else 'đoạn'})"]
    for suffix, count in sorted(report.skipped.items()):
        kind = safe(suffix) or ("no suffix" if lang == "en" else "không đuôi")
        lines.append(
            f"{count} files of the format {kind} left out: no reader takes it yet"
            if lang == "en"
            else f"bỏ qua {count} tệp dạng {kind}: chưa đọc được định dạng này"
        )
    return "\n".join(lines)


def run_list(args: argparse.Namespace) -> int:
    """Lists the documents."""
    collection = open_for_reading(args)
    documents = collection.documents()
    if args.json:
        _say(dumps([info_json(info) for info in documents]))
        return 0
    for info in documents:
        words = "passages" if args.lang == "en" else "đoạn"
        _say(f"{info.id}  {info.passages:>4} {words}  {safe(info.title)}\n{'':18}{safe(info.source)}")
    if not documents:
        _say(_text(args, "Chưa có tài liệu nào.", "There are no documents."))
    return 0


def run_show(args: argparse.Namespace) -> int:
    """Prints one cleaned document, or its outline."""
    collection = open_for_reading(args)
    loaded = collection.loaded(collection.find_document(args.document).id)
    if not args.outline:
        _say(safe(loaded.document.text))
        return 0
    for section in loaded.sections:
        if section.path:
            _say(f"{'  ' * (len(section.path) - 1)}{safe(section.path[-1])}")
    return 0


def run_remove(args: argparse.Namespace) -> int:
    """Removes documents; every name is looked up before anything is removed."""
    collection = open_for_reading(args)
    found = [collection.find_document(wanted) for wanted in args.documents]
    collection.remove(list(dict.fromkeys(info.id for info in found)))
    for info in found:
        _say(f"{_text(args, 'đã bỏ', 'removed')}: {safe(info.title)}")
    return 0


def run_info(args: argparse.Namespace) -> int:
    """Counts, model, versions, places; with ``--check`` reads everything and fails when something is wrong."""
    collection = open_for_reading(args)
    info = collection.info()
    found = [fault.message(args.lang) for fault in collection.check()] if args.check else []
    if args.json:
        record: dict[str, Any] = {
            "collection": info.name,
            "folder": str(info.folder),
            "documents": info.documents,
            "passages": info.passages,
            "model": None if info.model is None else info.model.name,
            "dimension": None if info.model is None else info.model.dimension,
            "format": info.format,
            "counter": info.counter,
            "bytes": info.size,
        }
        if args.check:
            record["problems"] = found
        _say(dumps(record))
        return 1 if found else 0
    english = args.lang == "en"
    rows = [
        ("collection" if english else "bộ tài liệu", info.name),
        ("folder" if english else "thư mục", str(info.folder)),
        ("documents" if english else "tài liệu", str(info.documents)),
        ("passages" if english else "đoạn", str(info.passages)),
        (
            "model" if english else "mô hình",
            "–" if info.model is None else f"{info.model.name} ({info.model.dimension})",
        ),
        ("format" if english else "định dạng", str(info.format)),
        ("size" if english else "dung lượng", _size(info.size)),
    ]
    width = max(len(name) for name, _ in rows)
    for name, value in rows:
        _say(f"{name:<{width}}  {safe(value)}")
    if args.check:
        for line in found:
            _complain(f"hoidap: {safe(line)}")
        if not found:
            _say(_text(args, "Đã đọc lại tất cả: không có lỗi.", "Everything was read: no fault."))
    return 1 if found else 0


def _size(count: int) -> str:
    for unit, name in _SIZE_NAMES:
        if count >= unit:
            return f"{count / unit:.1f} {name}"
    return f"{count} B"


def _text(args: argparse.Namespace, vi: str, en: str) -> str:
    return en if args.lang == "en" else vi
