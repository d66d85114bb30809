"""The ranker on the originals: the same paragraph in three of them is shown once."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.collection import Collection

QUESTION = "Quan điểm nào bắt đầu bằng: Chủ động và tích cực hội nhập quốc tế trên cơ sở"


@pytest.mark.seeds
def test_a_paragraph_of_three_documents_is_one_hit(seeds: Path, tmp_path: Path) -> None:
    collection = Collection(tmp_path / "bo", create=True)
    collection.ingest(sorted(seeds.glob("00[0-2]_*.txt")))
    hits = collection.search(QUESTION, k=5).hits
    begun = "Chủ động và tích cực hội nhập quốc tế trên cơ sở"
    holding = [hit for hit in hits if begun in hit.passage.text]
    first = holding[0]
    assert first.rank == 1
    shown = {Path(first.source).name[:3], *(Path(place.source).name[:3] for place in first.also_in)}
    assert shown == {"000", "001", "002"}
    assert len(holding) == 1
