"""Files and folders in, loaded documents out: the rim of the package, where files are touched."""

from __future__ import annotations

import errno
import hashlib
import os
import stat
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePath

from corpus.casing import Casing
from corpus.cleaning import clean
from corpus.cleaning.metadata import definition_subject
from corpus.decoding import DecodingError
from corpus.document import Cleaned, Document, Loaded, Section, document_id, file_name
from corpus.errors import UnreadableFile
from corpus.headings import unnumbered
from corpus.outline import outline
from corpus.readers import reader_for, suffixes
from corpus.readers.reading import FILE_NAME

DEFAULT_MAX_MEGABYTES = 50.0
_LONGEST_TITLE = 120
_NOT_FILES = (".", "~$")
"""Hidden files, and those by which office programs know that a file is open."""

Identity = tuple[int, int]
"""Device and inode: what a file or folder is, whatever leads to it."""
_REASONS = {
    errno.ENOENT: ("không có tệp hay thư mục này", "no such file or folder"),
    errno.EACCES: ("không có quyền đọc", "no right to read it"),
    errno.EPERM: ("không có quyền đọc", "no right to read it"),
    errno.EISDIR: ("đây là thư mục", "it is a folder"),
    errno.EINVAL: ("không phải tệp thường", "not a regular file"),
}


def load_file(path: str | os.PathLike[str], *, source: str | None = None, max_megabytes: float | None = None) -> Loaded:
    """Reads, cleans and outlines the file at ``path``.

    ``source`` names the document (default: the absolute path); ``max_megabytes`` defaults to ``HOIDAP_MAX_MB``, or 50.
    Raises ``UnreadableFile`` for a file that is absent, empty, too large, binary, in an unknown encoding, or of a
    format no reader takes.
    """
    where = Path(path)
    name = source or os.path.abspath(where)
    called = PurePath(file_name(name)).stem
    reader = reader_for(where.suffix)
    if reader is None:
        raise _no_reader(name, where.suffix)
    data = _bytes(where, name, size_limit() if max_megabytes is None else max_megabytes)
    try:
        reading = reader(data)
    except DecodingError as error:
        raise UnreadableFile(name, error.vi, error.en) from error
    cleaned = clean(
        reading.decoded,
        form=reading.form,
        headings=reading.headings,
        title=called if reading.title == FILE_NAME else reading.title,
        metadata=reading.metadata,
    )
    if not cleaned.text:
        raise UnreadableFile(
            name,
            "tệp không có chữ nào để đọc; hãy kiểm tra lại nội dung rồi thử lại",
            "the file holds no words to read; check its content and try again",
        )
    sections = outline(cleaned)
    document = Document(
        document_id(name), _title(cleaned, sections, called), cleaned.text, name, dict(cleaned.metadata)
    )
    return Loaded(
        document, reading.decoded, cleaned.runs, sections, cleaned.page_starts, hashlib.sha256(data).hexdigest()
    )


def _title(cleaned: Cleaned, sections: tuple[Section, ...], called: str) -> str:
    """What the text states, its subject, its first heading unless that is numbered, its first line, or the file's name."""
    if cleaned.title:
        return Casing(cleaned.text).sentence_case(" ".join(cleaned.title.split()))
    first = cleaned.text.split("\n", 1)[0]
    subject = definition_subject(first)
    if subject:
        return subject
    heading = next((section.path[0] for section in sections if section.path), None)
    numbered = heading is not None and heading != first and unnumbered(heading) != heading
    title = first if heading is None or numbered else heading
    if len(title) > _LONGEST_TITLE:
        title = title[:_LONGEST_TITLE].rsplit(" ", 1)[0] + "…"
    return title.strip() or called


def size_limit() -> float:
    """The largest file that is read, in megabytes: ``HOIDAP_MAX_MB``, or 50 where that is no number above nought."""
    try:
        limit = float(os.environ.get("HOIDAP_MAX_MB", ""))
    except ValueError:
        return DEFAULT_MAX_MEGABYTES
    return limit if limit > 0 else DEFAULT_MAX_MEGABYTES


def _bytes(path: Path, name: str, limit: float) -> bytes:
    try:
        size = path.stat().st_size
        if size > limit * 1_000_000:
            raise UnreadableFile(
                name,
                f"tệp nặng {size / 1e6:.1f} MB, quá giới hạn {limit:g} MB; hãy chia nhỏ tệp hoặc tăng HOIDAP_MAX_MB",
                f"the file has {size / 1e6:.1f} MB, over the limit of {limit:g} MB; split it or raise HOIDAP_MAX_MB",
            )
        data = path.read_bytes()
    except OSError as error:
        raise _cannot_open(name, error) from error
    if not data:
        raise UnreadableFile(
            name,
            "tệp trống; hãy kiểm tra lại nội dung rồi thử lại",
            "the file is empty; check its content and try again",
        )
    return data


def _loop(name: str) -> UnreadableFile:
    return UnreadableFile(
        name,
        "liên kết tượng trưng dẫn vòng nên được bỏ qua; hãy xóa hoặc sửa liên kết",
        "the symbolic link leads in a circle and was left out; remove or mend the link",
    )


def _cannot_open(name: str, error: OSError) -> UnreadableFile:
    if error.errno == errno.ELOOP:
        return _loop(name)
    vi, en = _REASONS.get(error.errno or 0, ("hệ thống từ chối", error.strerror or type(error).__name__))
    return UnreadableFile(
        name,
        f"không mở được ({vi}); hãy kiểm tra đường dẫn và quyền đọc rồi thử lại",
        f"cannot be opened ({en}); check its path and the right to read it, then try again",
    )


def _no_reader(name: str, suffix: str) -> UnreadableFile:
    kinds = ", ".join(suffixes())
    kind = suffix or "(không có đuôi)"
    return UnreadableFile(
        name,
        f"chưa đọc được định dạng {kind}; hãy lưu tệp thành một trong các định dạng {kinds}",
        f"no reader takes the format {suffix or '(no suffix)'}; save the file as one of {kinds}",
    )


@dataclass(frozen=True, slots=True)
class FoundFiles:
    """What lies under some paths.

    ``files`` are readable formats in a fixed order, each once; ``problems`` are the paths that were refused, with their
    reasons; ``skipped`` counts, by suffix, the files in folders whose format no reader takes.
    """

    files: tuple[Path, ...]
    problems: tuple[UnreadableFile, ...]
    skipped: Mapping[str, int]


def find_files(paths: Iterable[str | os.PathLike[str]]) -> FoundFiles:
    """Walks files and folders, sorted by name; hidden files are left out, links are followed but never in circles."""
    walk = _Walk()
    for path in paths:
        walk.enter(Path(os.path.abspath(path)))
    return FoundFiles(tuple(walk.files), tuple(walk.problems), dict(sorted(walk.skipped.items())))


class _Walk:
    """Depth first, by name, with a stack of its own: a folder may lie deeper than Python's recursion goes."""

    def __init__(self) -> None:
        self.files: list[Path] = []
        self.problems: list[UnreadableFile] = []
        self.skipped: Counter[str] = Counter()
        self._seen: set[Identity | Path] = set()

    def enter(self, named: Path) -> None:
        """A path that a person named, and all that lies below it."""
        pending: list[tuple[Path, frozenset[Identity]]] = [(named, frozenset())]
        while pending:
            path, above = pending.pop()
            try:
                status = path.stat()
                identity = (status.st_dev, status.st_ino)
                if not stat.S_ISDIR(status.st_mode):
                    self._file(path, status, named=path is named)
                elif identity in above:
                    self.problems.append(_loop(str(path)))
                elif identity not in self._seen:
                    self._seen.add(identity)
                    with os.scandir(path) as entries:
                        names = sorted((e.name for e in entries if not e.name.startswith(_NOT_FILES)), reverse=True)
                    pending += [(path / name, above | {identity}) for name in names]
            except OSError as error:
                self._refuse(path, error)

    def _file(self, path: Path, status: os.stat_result, *, named: bool) -> None:
        identity: Identity | Path = (status.st_dev, status.st_ino) if status.st_ino else path
        if not stat.S_ISREG(status.st_mode):
            raise OSError(errno.EINVAL, "not a regular file")
        if reader_for(path.suffix) is None:
            if named:
                self.problems.append(_no_reader(str(path), path.suffix))
            else:
                self.skipped[path.suffix.lower()] += 1
        elif identity not in self._seen:
            self._seen.add(identity)
            self.files.append(path)

    def _refuse(self, path: Path, error: OSError) -> None:
        self.problems.append(_cannot_open(str(path), error))
