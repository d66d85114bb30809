"""The command that learns the ranker's weights, over toy question sets."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from index.ranker.model import bundled_model, parse_model

TOWNS = ("Hà Nam", "Sơn Tây", "Bến Cát", "Long An", "Tam Kỳ", "Phú Yên", "Cam Lộ", "Mỹ Tho")


def beir(folder: Path, thing: str, asked: str) -> Path:
    """A text and a question about each town."""
    folder.mkdir(parents=True)
    texts = [f"{thing} {town} nằm cạnh sông. Ở đó người dân bán cá năm {1900 + n}." for n, town in enumerate(TOWNS)]
    for name, rows in (
        ("corpus", [{"_id": str(n), "title": "", "text": text} for n, text in enumerate(texts)]),
        ("queries", [{"_id": str(n), "text": asked.format(town)} for n, town in enumerate(TOWNS)]),
    ):
        lines = (json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
        (folder / f"{name}.jsonl").write_text("".join(lines), encoding="utf-8")
    judged = "".join(f"{n}\t{n}\t1\n" for n in range(len(TOWNS)))
    (folder / "qrels.tsv").write_text(f"query-id\tcorpus-id\tscore\n{judged}", encoding="utf-8")
    return folder


def test_it_learns_from_further_sets_too(tmp_path: Path) -> None:
    pytest.importorskip("lightgbm")
    from index.training.ranker import main

    data = beir(tmp_path / "dev" / "uit_seminar_wiki", "Chợ", "Chợ {} nằm ở đâu?").parent
    mine = beir(tmp_path / "mine", "Bến", "Dân {} buôn bán gì?")
    given = ["--data", str(data), "--work", str(tmp_path / "work"), "--rounds", "2"]
    found = {}
    for name, more in (("without", []), ("with", ["--also", str(mine)])):
        out = tmp_path / f"{name}.json"
        assert main([*given, *more, "--out", str(out)]) == 0
        found[name] = json.loads(out.read_text(encoding="utf-8"))
        parse_model(found[name])
    assert found["with"] != found["without"]
    assert found["with"]["features"] == list(bundled_model().features)
    assert sum(path.name.startswith("mine-") for path in (tmp_path / "work").iterdir()) == 1
