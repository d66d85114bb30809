"""A small made-up collection that answers by counting shared words: no model, no files."""

from __future__ import annotations

import re
import time
from collections.abc import Collection as AbstractCollection
from collections.abc import Iterator, Sequence

from corpus.document import Passage, Section, Span, document_id, passage_id
from corpus.errors import CollectionMissing, ModelUnavailable, UnknownDocument, UnreadableFile, UsageError
from index.encoder import BUNDLED
from index.originals import Original
from index.types import DocumentInfo, Hit, Location, OnDisk, SearchResult
from index.widening import Widened
from rag.chat import Options
from rag.generation.endpoint import Generator
from rag.types import Answer, Citation, Delta, Done, Event, Found, Outcome, Searching, Turn
from tests.ui.payloads_ui import PAYLOADS
from ui.history import Versions
from ui.service import Added, Adding, CollectionEntry, Cost, DocumentView, Upload

GARDEN = """I – Vườn rau

1- Tưới nước

Rau muống cần tưới hai lần mỗi ngày, sáng sớm và chiều mát. Mỗi luống tốn khoảng 12 lít nước. Trời mưa thì nghỉ tưới.

Đất khô nứt là dấu hiệu thiếu nước, lá vàng là dấu hiệu thừa nước.

2- Bón phân

Phân trùn quế bón một lần mỗi tháng:
- rau ăn lá: 200 gam mỗi gốc;
- cây ăn quả: 500 gam mỗi gốc;
- cây gia vị: không cần bón thêm.

II – Sâu bệnh

Sâu tơ phá rau cải vào mùa khô. Bắt bằng tay lúc sáng sớm, hoặc phun nước tỏi pha loãng hai ngày một lần.
"""

KITCHEN = """Bếp chung của khu nhà

Bếp mở cửa từ 5 giờ 30 đến 22 giờ. Ai dùng sau cùng thì tắt ga và khóa cửa sổ.

Rau muống cần tưới hai lần mỗi ngày, sáng sớm và chiều mát. Lịch tưới dán ở cửa bếp.
"""

FILLER = "\n\n".join(
    f"Đoạn {n}. Sổ tay ghi lại công việc của tuần thứ {n}: dọn lối đi, sửa hàng rào, rửa dụng cụ và kiểm kê hạt giống."
    for n in range(1, 60)
)


LONG = "I – Kho\n\n" + "\n\n".join(
    f"{n % 10}- Kho số {n}\n\n" + f"Kho thóc số {n} được kiểm kê, quét dọn và khóa lại. " * 70 for n in range(80)
)
"""More than the viewer shows at once."""

HOSTILE = [
    (
        '<img src="http://evil.example/t.png" onerror="window.pwned=1">',
        "Bài thử đèn lồng.\n\n"
        + "\n\n".join(f"Đèn lồng số {n}: {text}" for n, text in enumerate(PAYLOADS.values(), 1)),
    )
]
"""A document made of all payloads; ask about "đèn lồng số N"."""


def _sections(text: str) -> tuple[Section, ...]:
    starts: list[tuple[int, tuple[str, ...]]] = [(0, ())]
    top = ""
    for match in re.finditer(r"(?m)^(I+ – .+|\d- .+)$", text):
        if match[0].startswith("I"):
            top = match[0]
        starts.append((match.start(), (top,) if match[0] == top else (top, match[0])))
    starts = starts[1:] if len(starts) > 1 and starts[1][0] == 0 else starts
    ends = [start for start, _ in starts[1:]] + [len(text)]
    return tuple(Section(path, start, end) for (start, path), end in zip(starts, ends, strict=True))


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.lower()))


class FakeService:
    """Implements ``ui.service.Service``, and ``ui.service.Collections`` of this one and those that are created."""

    def __init__(self, delay: float = 0.0, name: str = "khu-nha-vuon", title: str = "Khu nhà vườn") -> None:
        self.texts: dict[str, tuple[str, str, str]] = {}
        self.delay = delay
        self.read_only = False
        self.name, self.title = name, title
        self.current = name
        self.files = OnDisk()
        self.others: dict[str, FakeService] = {}
        self.put("Sổ tay vườn rau", GARDEN)
        self.put("Nội quy bếp", KITCHEN)
        self.put("Nhật ký công việc", FILLER)

    def entries(self) -> list[CollectionEntry]:
        return [CollectionEntry(one.name, one.title) for one in (self, *self.others.values())]

    def at(self, name: str) -> FakeService:
        found = {self.name: self, **self.others}.get(name or self.current)
        if found is None:
            raise CollectionMissing("Không có bộ này.", "There is no such collection.")
        return found

    def use(self, name: str) -> FakeService:
        found = self.at(name)
        self.current = found.name
        return found

    def create(self, title: str) -> FakeService:
        if not title or title in [entry.title for entry in self.entries()]:
            raise UsageError("Hãy đặt tên khác.", "Choose another name.")
        made = FakeService(self.delay, f"bo-{len(self.others)}", title)
        made.texts.clear()
        self.others[made.name] = made
        return self.use(made.name)

    def put(self, title: str, text: str, source: str | None = None) -> str:
        source = source or f"/tai-lieu/{title}.md"
        self.texts[document_id(source)] = (title, text, source)
        return document_id(source)

    def _passages(self, within: AbstractCollection[str] | None = None) -> Iterator[Passage]:
        for key, (_, text, _) in self.texts.items():
            if within is not None and key not in within:
                continue
            for section in _sections(text):
                for match in re.finditer(r"(?:[^\n].*\n?)+", text[section.start : section.end]):
                    start = section.start + match.start()
                    end = section.start + match.start() + len(match[0].rstrip())
                    yield Passage(passage_id(key, start, end), key, text[start:end], start, end, section.path, 3)

    def ask(
        self,
        question: str,
        history: Sequence[Turn] = (),
        options: Options | None = None,
        generator: Generator | None = None,
    ) -> Iterator[Event]:
        options = options or Options()
        yield Searching(question)
        time.sleep(self.delay)
        if "thật chậm" in question:
            for _ in range(100):
                time.sleep(0.05)
                yield Searching(question)
        pause = 0.6 if "từng bước" in question else 0.0
        time.sleep(pause)
        read = question if options.exact else question.replace("rau muong", "rau muống").replace("tuoi", "tưới")
        wanted = _words(read)
        scored = sorted(
            ((len(wanted & _words(p.text)), -i, p) for i, p in enumerate(self._passages(options.within))), reverse=True
        )
        hits: list[Hit] = []
        for score, _, p in scored:
            title, _, source = self.texts[p.document_id]
            if score and len(hits) < options.k:
                place = Location(p.document_id, title, source, p.section, None, p.start, p.end)
                also = (place,) if p.text.startswith("Rau muống cần") and hits else ()
                hits.append(Hit(p, title, source, score - len(hits) / 100, len(hits) + 1, also, ("rau muống", "tưới")))
        yield Found(SearchResult(question, read, tuple(hits)))
        time.sleep(self.delay + pause)
        if not hits or hits[0].score < 2:
            done = Answer(question, read, Outcome.NO_EVIDENCE, 0.1, "Tài liệu không nói đến điều này.", (), tuple(hits))
            yield Delta(done.text)
            yield Done(done)
            return
        text, citations = "", []
        for marker, hit in enumerate(hits[:2], 1):
            p = hit.passage
            quote = re.split(r"(?<=\.)\s", p.text)[0]
            emphasis = [
                Span(m.start() + len(text), m.end() + len(text)) for m in re.finditer(r"hai lần mỗi ngày", quote)
            ]
            where = (p.section, p.page, p.start, p.start + len(quote), quote, tuple(emphasis))
            citations.append(
                Citation(marker, len(text), len(text) + len(quote), p.id, p.document_id, hit.title, hit.source, *where)
            )
            text += f"{quote} [{marker}]\n\n"
            for part in re.findall(r"\S+\s*", f"{quote} [{marker}]\n\n"):
                time.sleep(self.delay / 20 + pause / 6)
                yield Delta(part)
        yield Done(Answer(question, read, Outcome.ANSWERED, 0.8, text, tuple(citations), tuple(hits)))

    def _info(self, key: str) -> DocumentInfo:
        title, text, source = self.texts[key]
        n = sum(p.document_id == key for p in self._passages())
        return DocumentInfo(
            key,
            title,
            source,
            {"author": "Ban quản lý", "date": "2024-03-05"},
            len(text),
            n,
            "2026-11-23T00:00:00Z",
            "0",
        )

    def search(
        self, question: str, k: int = 10, *, exact: bool = False, within: AbstractCollection[str] | None = None
    ) -> SearchResult:
        events = self.ask(
            question, options=Options(k=k, exact=exact, within=None if within is None else frozenset(within))
        )
        return next(event.result for event in events if isinstance(event, Found))

    def find(self, wanted: str) -> DocumentInfo:
        for key, (title, _, source) in self.texts.items():
            if wanted in (key, title, source):
                return self._info(key)
        raise UnknownDocument(f"Không có tài liệu {wanted!r}.", f"There is no document {wanted!r}.")

    def documents(self) -> list[DocumentInfo]:
        return [self._info(key) for key in self.texts]

    def document(self, document_id: str) -> DocumentView:
        if document_id not in self.texts:
            raise UnknownDocument("Không có tài liệu này nữa.", "There is no such document.")
        text = self.texts[document_id][1]
        return DocumentView(self._info(document_id), text, _sections(text), self.name)

    def original(self, document_id: str) -> Original:
        if document_id not in self.texts:
            raise UnknownDocument("Không có tài liệu này nữa.", "There is no such document.")
        _, text, source = self.texts[document_id]
        return Original(source.rsplit("/", 1)[-1].removeprefix("upload:"), text.encode("utf-8", "replace"))

    def widened(self, passage: Passage, by: int) -> Widened:
        own = [p for p in self._passages() if p.document_id == passage.document_id]
        if passage not in own:
            return Widened(passage, passage.text, passage.start, passage.end)
        at = own.index(passage)
        start, end = own[max(at - by, 0)].start, own[min(at + by, len(own) - 1)].end
        return Widened(passage, self.texts[passage.document_id][1][start:end], start, end)

    def add(self, uploads: Sequence[Upload]) -> Iterator[Adding]:
        added = 0
        for n, upload in enumerate(uploads, 1):
            time.sleep(self.delay)
            if not upload.name.endswith(".md"):
                error = UnreadableFile(upload.name, "chưa đọc được loại tệp này.", "this kind of file is not read.")
                yield Adding(n, len(uploads), upload.name, error)
                continue
            self.put(upload.name, upload.path.read_text(encoding="utf-8"), f"upload:{upload.name}")
            added += 1
            yield Adding(n, len(uploads), upload.name)
        if added:
            yield Adding(len(uploads), len(uploads), result=Added(self.name, added))

    def on_disk(self) -> OnDisk:
        return self.files

    def refresh(self) -> Iterator[Adding]:
        seen, self.files = self.files, OnDisk(gone=self.files.gone)
        yield Adding(0, len(self.texts), "/tai-lieu/a.md")
        changed = len(seen.changed)
        yield Adding(1, 1, result=Added(self.name, len(seen.new), changed, len(self.texts) - changed))

    def remove(self, document_id: str) -> None:
        if self.texts.pop(document_id, None) is None:
            raise UnknownDocument("Không có tài liệu này nữa.", "There is no such document.")

    def versions(self) -> Versions:
        return Versions(self.name, len(self.texts), "chữ chung", "0")

    @property
    def model(self) -> str:
        return "chữ chung" if self.texts else ""

    def cost(self, model: str) -> Cost:
        if model == "khong-co":
            raise ModelUnavailable("Không có mô hình này.", "There is no such model.")
        return Cost(151, 100.0, same=model == BUNDLED)

    def reencode(self, model: str) -> Iterator[Adding]:
        for n in range(len(self.texts)):
            time.sleep(self.delay)
            yield Adding(n, len(self.texts))

    def examples(self, lang: str = "vi") -> list[str]:
        return ["Rau muống cần tưới mấy lần mỗi ngày?", "Bếp mở cửa lúc mấy giờ?", "Bón phân cho rau ăn lá bao nhiêu?"]

    def next_questions(self, answer: Answer, asked: Sequence[str] = (), lang: str = "vi") -> list[str]:
        return [question for question in self.examples() if answer.citations and question not in asked][:2]
