"""Hits widened to what surrounds them."""

from __future__ import annotations

from pathlib import Path

import pytest
from toys import ToyEncoder

from corpus.document import Passage
from index.collection import Collection
from index.widening import widen

PARAGRAPH = "Đoạn số {0} kể về hội nhập quốc tế và những việc phải làm trong năm ấy. " * 9


@pytest.fixture
def collection(tmp_path: Path) -> Collection:
    file = tmp_path / "dai.txt"
    file.write_text("\n\n".join(PARAGRAPH.format(number).strip() for number in range(8)), encoding="utf-8")
    made = Collection(tmp_path / "bo", create=True, encoder=ToyEncoder())
    made.ingest([file])
    return made


def passages(collection: Collection) -> list[Passage]:
    rows = [int(row) for row in collection.store.rows()[0]]
    return sorted((one.passage for one in collection.store.passages(rows)), key=lambda passage: passage.start)


def test_a_hit_is_widened_to_its_neighbours(collection: Collection) -> None:
    found = passages(collection)
    assert len(found) >= 4
    text = collection.loaded(found[0].document_id).document.text
    for place, passage in enumerate(found):
        wide = widen(collection.store, passage, before=1, after=2)
        assert wide.passage == passage
        assert wide.text == text[wide.start : wide.end]
        assert wide.text[wide.hit_start : wide.hit_end] == passage.text
        assert wide.start == found[max(place - 1, 0)].start
        assert wide.end == found[min(place + 2, len(found) - 1)].end


def test_nothing_is_added_when_nothing_is_wanted(collection: Collection) -> None:
    passage = passages(collection)[1]
    assert widen(collection.store, passage, before=0, after=0).text == passage.text


def test_a_passage_of_a_document_that_is_gone_stays_as_it_is(collection: Collection) -> None:
    passage = passages(collection)[1]
    collection.remove([passage.document_id])
    assert widen(collection.store, passage).text == passage.text
