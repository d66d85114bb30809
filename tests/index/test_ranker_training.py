"""The command that learns the ranker's weights, over toy question sets."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from evaluation_toys import write_beir

from index.ranker.model import bundled_model, parse_model

TOWNS = ("Hà Nam", "Sơn Tây", "Bến Cát", "Long An", "Tam Kỳ", "Phú Yên", "Cam Lộ", "Mỹ Tho")


def beir(folder: Path, thing: str, asked: str) -> Path:
    """A text and a question about each town."""
    texts = [f"{thing} {town} nằm cạnh sông. Ở đó người dân bán cá năm {1900 + n}." for n, town in enumerate(TOWNS)]
    documents = {str(n): text for n, text in enumerate(texts)}
    questions = {str(n): asked.format(town) for n, town in enumerate(TOWNS)}
    return write_beir(folder, documents, questions, [(key, key, 1) for key in documents])


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
