"""Files and folders in, loaded documents out: the rim of the package, where files are touched."""

from __future__ import annotations

import errno
import hashlib
import os
import stat
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from corpus.cleaning import clean
from corpus.cleaning.metadata import definition_subject
from corpus.decoding import DecodingError
from corpus.document import Cleaned, Document, Loaded, Section, document_id
from corpus.errors import UnreadableFile
from corpus.outline import outline
from corpus.readers import reader_for, suffixes

DEFAULT_MAX_MEGABYTES = 50.0
_LONGEST_TITLE = 120
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
    reader = reader_for(where.suffix)
    if reader is None:
        raise _no_reader(name, where.suffix)
    data = _bytes(where, name, _limit(max_megabytes))
    try:
        reading = reader(data)
    except DecodingError as error:
        raise UnreadableFile(name, error.vi, error.en) from error
    cleaned = clean(
        reading.decoded,
        form=reading.form,
        headings=reading.headings,
        title=reading.title,
        metadata=reading.metadata,
    )
    if not cleaned.text:
        raise UnreadableFile(
            name,
            "tệp không có chữ nào để đọc; hãy kiểm tra lại nội dung rồi thử lại",
            "the file holds no words to read; check its content and try again",
        )
    sections = outline(cleaned)
    document = Document(document_id(name), _title(cleaned, sections, where), cleaned.text, name, dict(cleaned.metadata))
    return Loaded(
        document, reading.decoded, cleaned.runs, sections, cleaned.page_starts, hashlib.sha256(data).hexdigest()
    )


def _title(cleaned: Cleaned, sections: tuple[Section, ...], path: Path) -> str:
    """What the text states, its subject, its first heading, its first line, or the file's name."""
    if cleaned.title:
        return " ".join(cleaned.title.split())
    first = cleaned.text.split("\n", 1)[0]
    subject = definition_subject(first)
    if subject:
        return subject
    heading = next((section.path[0] for section in sections if section.path), None)
    title = heading or first
    if len(title) > _LONGEST_TITLE:
        title = title[:_LONGEST_TITLE].rsplit(" ", 1)[0] + "…"
    return title.strip() or path.stem


def _limit(max_megabytes: float | None) -> float:
    if max_megabytes is not None:
        return max_megabytes
    try:
        return float(os.environ.get("HOIDAP_MAX_MB", ""))
    except ValueError:
        return DEFAULT_MAX_MEGABYTES


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


def _cannot_open(name: str, error: OSError) -> UnreadableFile:
    if error.errno == errno.ELOOP:
        return UnreadableFile(
            name,
            "liên kết tượng trưng dẫn vòng nên không mở được; hãy xóa hoặc sửa liên kết",
            "the symbolic link leads in a circle and cannot be opened; remove or mend the link",
        )
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
        walk.enter(Path(os.path.abspath(path)), named=True)
    return FoundFiles(tuple(walk.files), tuple(walk.problems), dict(sorted(walk.skipped.items())))


class _Walk:
    def __init__(self) -> None:
        self.files: list[Path] = []
        self.problems: list[UnreadableFile] = []
        self.skipped: Counter[str] = Counter()
        self._seen: set[Path] = set()
        self._stack: set[tuple[int, int]] = set()

    def enter(self, path: Path, *, named: bool) -> None:
        """A path that was named, or found in a folder."""
        try:
            status = path.stat()
        except OSError as error:
            self._refuse(path, error)
            return
        if stat.S_ISDIR(status.st_mode):
            self._folder(path, (status.st_dev, status.st_ino))
        elif not stat.S_ISREG(status.st_mode):
            self._refuse(path, OSError(errno.EINVAL, "not a regular file"))
        elif reader_for(path.suffix) is None:
            if named:
                self.problems.append(_no_reader(str(path), path.suffix))
            else:
                self.skipped[path.suffix.lower()] += 1
        elif path not in self._seen:
            self._seen.add(path)
            self.files.append(path)

    def _folder(self, path: Path, identity: tuple[int, int]) -> None:
        if identity in self._stack:
            self.problems.append(
                UnreadableFile(
                    str(path),
                    "liên kết tượng trưng dẫn vòng về thư mục chứa nó nên được bỏ qua; hãy xóa hoặc sửa liên kết",
                    "a symbolic link leads back to a folder it lies in and was left out; remove or mend the link",
                )
            )
            return
        try:
            with os.scandir(path) as entries:
                names = sorted(entry.name for entry in entries if not entry.name.startswith("."))
        except OSError as error:
            self._refuse(path, error)
            return
        self._stack.add(identity)
        for name in names:
            self.enter(path / name, named=False)
        self._stack.discard(identity)

    def _refuse(self, path: Path, error: OSError) -> None:
        self.problems.append(_cannot_open(str(path), error))
