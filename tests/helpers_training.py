"""Toy texts to train on, and toy questions written over them."""

from __future__ import annotations

import json
import lzma
from pathlib import Path

from rag.training.reader.written import SOURCES


def toy_texts(folder: Path) -> None:
    """Texts to train on: a few articles in each of the files."""
    folder.mkdir()
    for file, key in (
        ("encyclopedia", "sections"),
        ("news", "body"),
        ("law_articles", "text"),
        ("tax_business_posts", "text"),
    ):
        with lzma.open(folder / f"{file}.jsonl.xz", "wt", encoding="utf-8") as lines:
            for i in range(18):
                said = [
                    f"Chợ số {i} ở Hà Nội mở cửa năm {1900 + n} và có {n + 2} gian hàng bán rau quả." for n in range(9)
                ]
                text = " ".join(said)
                row = {
                    "title": f"Chợ số {i}",
                    "topic": "Chợ",
                    "sapo": f"Chợ số {i} ở Hà Nội bán rau quả.",
                    "source": "",
                }
                row |= {key: [{"h": "", "text": text}] if key == "sections" else text}
                lines.write(json.dumps(row, ensure_ascii=False) + "\n")


def toy_written(folder: Path) -> Path:
    """Written questions over those texts: one with an answer and one without, of each article of each file."""
    folder.mkdir()
    for name in SOURCES:
        part = ".0" if name.endswith("encyclopedia") else ""
        lines = [f"{i}{part}\tChợ số {i} ở đâu?\t7-13\n{i}{part}\tChợ số {i} thờ ai?\t-\n" for i in range(18)]
        (folder / f"{name}.tsv").write_text("".join(lines), encoding="utf-8")
    return folder
