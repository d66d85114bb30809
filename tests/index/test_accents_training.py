"""Learning the accent table from text: deterministic, and able to restore what it read."""

from __future__ import annotations

import json
import lzma
from pathlib import Path

import pytest

from corpus.vietnamese import fold
from index.arrays import DamagedArraysError
from index.readings.accents import AccentTable
from index.readings.restoring import restore
from index.training.accents import main

SENTENCES = [
    "Con mèo trèo cây cau.",
    "Năm nay ông Nam trồng cây ở vườn.",
    "Ai đi đâu đó? Hỏi thăm chú chuột!",
    "Nước chảy đá mòn.",
]


@pytest.fixture
def learnt(tmp_path: Path) -> Path:
    with lzma.open(tmp_path / "text.jsonl.xz", "wt", encoding="utf-8") as file:
        for number in range(30):
            row = {"id": "bỏ qua", "title": SENTENCES[number % 4], "sections": [{"text": " ".join(SENTENCES)}]}
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
    with lzma.open(tmp_path / "pairs.tsv.xz", "wt", encoding="utf-8") as file:
        file.write("A\tmade up\tThe cat climbs the tree.\tCon mèo trèo cây.\n" * 8)
    out = tmp_path / "accents.bin"
    main(["--data", str(tmp_path), "--out", str(out)])
    return out


def test_the_same_text_gives_the_same_bytes(learnt: Path, tmp_path: Path) -> None:
    again = tmp_path / "again.bin"
    main(["--data", str(tmp_path), "--out", str(again)])
    assert again.read_bytes() == learnt.read_bytes()
    assert again.with_name("bare.txt").read_text("utf-8") == "nam\n"  # read as often as năm


def test_what_was_read_is_restored(learnt: Path) -> None:
    table = AccentTable.load(learnt)
    for sentence in ("con mèo trèo cây cau", "năm nay ông nam trồng cây ở vườn", "nước chảy đá mòn"):
        words = fold(sentence).split()
        restored = restore(words, [False] * len(words), table)
        assert " ".join(forms[0][0] for forms in restored.words) == sentence
    assert table.english_chance("the") > table.english_chance("cat") > 0 == table.english_chance("meo")


def test_a_cut_table_is_refused(learnt: Path) -> None:
    learnt.write_bytes(learnt.read_bytes()[:-200])
    with pytest.raises(DamagedArraysError):
        AccentTable.load(learnt)
