"""The collections of one running chat: each opened once and shared by all its pages, whichever of them a page is on."""

from __future__ import annotations

import re
import threading

from corpus.errors import HoidapError, UsageError
from corpus.vietnamese import fold, nfc
from index.collection import Collection
from index.home import DATABASE, DEFAULT, SAMPLE, collection_folder, collections, preferred, remember
from index.sample import open_sample
from index.types import Reranker
from ui.library import LibraryService
from ui.service import CollectionEntry
from ui.strings import LANGUAGES, Words

LONGEST_TITLE = 60
_GIVEN = {Words(lang)(key) for lang in LANGUAGES for key in ("name_sample", "name_default")}


class OpenCollections:
    """Implements ``ui.service.Collections``. ``first`` is what the chat begins with."""

    def __init__(self, first: Collection, *, reranker: Reranker | None = None) -> None:
        self._reranker = reranker
        self._lock = threading.RLock()
        self._current = first.name
        self._open = {first.name: self._service(first)}

    @property
    def current(self) -> str:
        """The name of the last used collection; where it is gone, of what would be opened now."""
        if not _there(self._current):
            self._current = preferred() or SAMPLE
        return self._current

    def entries(self) -> list[CollectionEntry]:
        """All collections by title, the sample last. One that cannot be opened is listed under its own name."""
        found = [CollectionEntry(name, self._title(name)) for name in {*collections(), SAMPLE}]
        return sorted(found, key=lambda entry: (entry.name == SAMPLE, entry.title.casefold()))

    def _title(self, name: str) -> str:
        if name == SAMPLE:  # it may not be built yet, and is not built for its title
            return SAMPLE
        try:
            return self.at(name).title
        except HoidapError:
            return name

    def at(self, name: str) -> LibraryService:
        """The collection called ``name``, opened now where it is not yet."""
        name = name or self.current
        with self._lock:
            if name in self._open and not _there(name):  # deleted meanwhile
                self._open.pop(name).close()
            if name not in self._open:
                self._open[name] = self._service(open_sample() if name == SAMPLE else Collection.named(name))
            return self._open[name]

    def use(self, name: str) -> LibraryService:
        """The same, and notes that it was used last."""
        service = self.at(name)
        self._current = service.name
        remember(service.name)
        return service

    def create(self, title: str) -> LibraryService:
        """A new collection. Its own name is made of ``title``: ``Hợp đồng 2024`` becomes ``hop-dong-2024``."""
        title = " ".join(nfc(title).split())
        name = re.sub(r"[^a-z0-9]+", "-", fold(title).lower()).strip("-")
        if not name or len(title) > LONGEST_TITLE or not title.isprintable():
            raise UsageError(
                f"tên bộ tài liệu cần có chữ cái hoặc chữ số, không quá {LONGEST_TITLE} ký tự; hãy đặt tên khác",
                f"a collection's name needs letters a-z or digits, {LONGEST_TITLE} characters at most; choose another",
            )
        with self._lock:
            if name in (*collections(), SAMPLE) or title in {*_GIVEN, *(entry.title for entry in self.entries())}:
                raise UsageError(
                    f"đã có bộ tài liệu tên {title!r} hoặc gần như thế; hãy mở bộ ấy hoặc đặt tên khác",
                    f"there is a collection called {title!r} or nearly so; open it, or choose another name",
                )
            collection = Collection.named(name, create=True)
            if title != name:
                collection.rename(title)
        return self.use(name)

    def _own(self) -> LibraryService:
        """The person's own collection, made when it is not there."""
        with self._lock:
            if not _there(DEFAULT):
                Collection.named(DEFAULT, create=True).close()
            return self.at(DEFAULT)

    def _service(self, collection: Collection) -> LibraryService:
        return LibraryService(collection, own=self._own, reranker=self._reranker)


def _there(name: str) -> bool:
    return (collection_folder(name) / DATABASE).is_file()
