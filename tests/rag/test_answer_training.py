"""Training the models of answers: the tuning sets, what is gold, the fits, and the whole command over toy sets."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from helpers_rag import hit_of, passage_of
from helpers_training import toy_texts, toy_written

from rag.evidence.units import all_units
from rag.evidence.weights import parse_sentence_model
from rag.training.examples import Examples, thinned
from rag.training.figures import probabilities, right_at, threshold_for
from rag.training.fitting import fit_logistic
from rag.training.tuning import Asked, gold_units, read_squad, read_visqa, without


def test_questions_over_shared_passages_are_left_out(tmp_path: Path) -> None:
    path = tmp_path / "visqa.jsonl"
    rows = [("Sông dài bao nhiêu?", "Sông dài 40 km. ", "40 km"), ("Núi ở đâu?", "Núi ở phía bắc.", "phía bắc")]
    path.write_text(
        "\n".join(json.dumps({"question": q, "passage": p, "Answer_new": a}) for q, p, a in rows), encoding="utf-8"
    )
    whole = read_visqa(path)
    assert len(whole.texts) == len(whole.asked) == 2
    left = without(whole, {"Sông dài 40 km."})
    assert [one.question for one in left.asked] == ["Núi ở đâu?"]
    assert list(left.texts.values()) == ["Núi ở phía bắc."]


def test_a_squad_file_gives_texts_once_and_answerable_questions(tmp_path: Path) -> None:
    path = tmp_path / "squad.json"
    asked = [{"question": "Núi ở đâu?", "answers": [{"text": "phía bắc"}]}, {"question": "Ai?", "answers": []}]
    paragraph = {"context": "Núi ở phía bắc.", "qas": asked}
    path.write_text(json.dumps({"data": [{"paragraphs": [paragraph, paragraph]}]}), encoding="utf-8")
    found = read_squad(path)
    assert len(found.texts) == 1
    assert [one.answers for one in found.asked] == [("phía bắc",)] * 2


def test_gold_is_what_contains_an_answer_or_holds_most_of_its_words() -> None:
    text = "Cầu dài 300 mét. Cầu bắc qua sông lớn. Người thợ cả xây nó suốt mười năm ròng."
    units = all_units([hit_of(passage_of(text))])
    own = np.ones(len(units), np.bool_)
    assert gold_units(units, own, Asked("Cầu dài bao nhiêu?", ("300 mét",), "x")).tolist() == [True, False, False]
    worded_anew = Asked("Ai xây cầu?", ("cầu do người thợ cả xây",), "x")
    assert gold_units(units, own, worded_anew).tolist() == [False, False, True]
    assert not gold_units(units, own, Asked("Giá vé?", ("năm nghìn đồng bạc",), "x")).any()
    assert not gold_units(units, ~own, Asked("Cầu dài bao nhiêu?", ("300 mét",), "x")).any()


def test_thinning_spreads_evenly() -> None:
    asked = [Asked(str(i)) for i in range(10)]
    assert [one.question for one in thinned(asked, 4)] == ["0", "3", "6", "9"]
    assert thinned(asked, 100) == asked


def toy() -> Examples:
    values = np.array([[0.0], [1.0], [2.0], [5.0], [4.0]], np.float32)
    gold = np.array([False, False, True, False, True])
    return Examples(("x",), values, gold, gold, np.full(5, 9), np.array([0, 3, 5]))


def test_some_of_the_questions_keep_their_units() -> None:
    second = toy().only(np.array([False, True]))
    assert second.values.ravel().tolist() == [5.0, 4.0]
    assert second.groups.tolist() == [0, 2]
    assert len(second) == 1


def test_right_at_counts_the_best_units() -> None:
    one = toy()
    scores = [matrix.values[:, 0] for matrix in one.matrices()]
    assert right_at(one, scores, 1) == 0.5
    assert right_at(one, scores, 2) == 1.0


def test_logistic_regression_finds_the_side_and_the_threshold_refuses_few() -> None:
    random = np.random.default_rng(1)
    values = random.normal(size=(400, 2)).astype(np.float32)
    labels = values[:, 0] + 0.2 * random.normal(size=400) > 0
    model = fit_logistic(values, labels, np.ones(400), ("useful", "noise"))
    assert model.weights[0] > 4 * abs(model.weights[1])
    assert ((model.score(values) > 0) == labels).mean() > 0.85
    parts = [probabilities(values[labels], model), probabilities(values[labels][:50], model)]
    limit = threshold_for(parts, 0.04)
    assert all(np.mean(np.array(part) < limit) <= 0.05 for part in parts)


def test_trees_see_what_a_line_cannot() -> None:
    pytest.importorskip("lightgbm")
    from rag.training.fitting import fit_joint

    random = np.random.default_rng(2)
    values = random.normal(size=(2000, 2)).astype(np.float32)
    labels = np.abs(values[:, 0]) > 0.7
    model, trees = fit_joint(values, labels, np.ones(2000), ("one", "other"))
    assert ((model.linear.score(values) > 0) == labels).mean() < 0.7
    assert ((model.score(values) > 0) == labels).mean() > 0.9
    assert all(len(tree["value"]) == len(tree["feature"]) + 1 for tree in trees)


def toy_sets(tmp_path: Path) -> Path:
    """A folder with two tuning sets of six questions each."""
    data = tmp_path / "dev" / "squad"
    data.mkdir(parents=True)
    shared = data.parent / "viquad2_800"
    shared.mkdir()
    (shared / "corpus.jsonl").write_text(json.dumps({"_id": "1", "text": "Văn bản khác."}) + "\n", encoding="utf-8")
    (shared / "queries.jsonl").write_text(json.dumps({"_id": "q", "text": "Gì?"}) + "\n", encoding="utf-8")
    (shared / "qrels.tsv").write_text("query-id\tcorpus-id\tscore\nq\t1\t1\n", encoding="utf-8")
    towns = ["Hà Nam", "Sơn Tây", "Bến Cát", "Long An", "Tam Kỳ", "Phú Yên"]
    paragraphs, rows = [], []
    for i, town in enumerate(towns):
        text = f"Chợ {town} nằm cạnh sông. Chợ {town} mở cửa năm {1900 + i}. Người dân bán cá và rau."
        asked = {"question": f"Chợ {town} mở cửa năm nào?", "answers": [{"text": f"năm {1900 + i}"}]}
        paragraphs.append({"context": text, "qas": [asked]})
        other = f"Đền {town} thờ một vị tướng. Đền {town} được xây trên đồi {i + 2} tầng. Lễ hội vào mùa xuân."
        rows.append({"question": f"Đền {town} được xây ở đâu?", "passage": other, "Answer_new": f"đồi {i + 2} tầng"})
    squad = {"data": [{"paragraphs": paragraphs}]}
    (data / "dev_ViNewsQA.json").write_text(json.dumps(squad, ensure_ascii=False), encoding="utf-8")
    (data / "visqa_multispan.jsonl").write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    return data


def test_near_units_are_found() -> None:
    from rag.training.reader.__main__ import alike

    table = np.array([[1, 0], [0.9, 0.1], [0, 1], [0.1, 0.9]], np.float32)
    found = alike(table)
    assert found.shape == (4, 3)
    assert all(row not in found[row] for row in range(4))


def test_the_reader_is_trained_once_for_all_and_once_without_each_fold(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from index.ranker.second_look import bundled_table
    from index.reader.network import load_network
    from rag.training.reader import __main__ as command
    from rag.training.reader.settings import Settings

    toy_sets(tmp_path)
    toy_texts(tmp_path / "train")
    written = toy_written(tmp_path / "written")
    # All units against all others takes half a minute.
    monkeypatch.setattr(command, "alike", lambda table: np.arange(len(table), dtype=np.int32)[:, None])
    small = Settings(seconds=0.5, epochs=0.05, rows=2, questions=2, windows=2, seeds=1, workers=1)
    command.train(tmp_path, tmp_path / "readers", small, written)
    files = sorted(path.name for path in (tmp_path / "readers").iterdir())
    assert files == [*(f"fold{fold}.safetensors" for fold in range(5)), "reader.safetensors"]
    assert len({(tmp_path / "readers" / name).read_bytes() for name in files}) == 6, (
        "each has learnt from other questions"
    )
    for name in files:
        load_network(tmp_path / "readers" / name, bundled_table())


def test_a_trained_reader_goes_on_twice_and_the_mean_of_both_serves(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from importlib.resources import files

    from index.ranker.second_look import bundled_table
    from index.reader.network import load_network
    from rag.training.reader import __main__ as command
    from rag.training.tuning import Asked, TuningSet

    toy_sets(tmp_path)
    toy_texts(tmp_path / "train")
    written = toy_written(tmp_path / "written")
    marked = {
        name: TuningSet({name: f"{name} mở cửa năm {year}."}, (Asked(f"{name} mở cửa năm nào?", (year,), name),))
        for name, year in (("Chợ", "1990"), ("Chùa", "1780"))
    }
    monkeypatch.setattr(command, "read_marked_sets", lambda folder: marked)
    start = Path(str(files("index.reader") / "reader.safetensors"))
    given = ["--data", str(tmp_path), "--out", str(tmp_path / "out"), "--start", str(start), "--written", str(written)]
    assert command.main([*given, "--seconds", "1"]) == 0
    found = {path.stem: path.read_bytes() for path in (tmp_path / "out").iterdir()}
    assert sorted(found) == ["reader", "without_Chùa", "without_Chợ"]
    assert len({*found.values(), start.read_bytes()}) == 4
    load_network(tmp_path / "out" / "reader.safetensors", bundled_table())


def test_each_question_is_read_by_a_network_that_has_not_seen_it(tmp_path: Path) -> None:
    from rag.training.__main__ import network_for

    for name in ("reader", "without_zalo"):
        (tmp_path / f"{name}.safetensors").touch()
    assert network_for("zalo", 0, tmp_path).stem == "without_zalo"
    assert network_for("law", 0, tmp_path).stem == "reader"
    (tmp_path / "fold0.safetensors").touch()
    assert network_for("zalo", 0, tmp_path).stem == network_for("law", 0, tmp_path).stem == "fold0"


def test_the_command_trains_from_files(tmp_path: Path) -> None:
    pytest.importorskip("lightgbm")
    from rag.training.__main__ import main

    data = toy_sets(tmp_path)
    written = []
    for run in ("a", "b"):
        assert main(["--data", str(data), "--out", str(tmp_path / run), "--rounds", "3"]) == 0
        written.append({path.name: path.read_bytes() for path in (tmp_path / run).glob("*.json")})
    assert sorted(written[0]) == ["confidence.json", "confidence_meaning.json", "sentence.json"]
    assert written[0] == written[1], "the same bytes twice"


def test_the_command_learns_from_written_questions_beside_what_was_learnt_before(tmp_path: Path) -> None:
    pytest.importorskip("lightgbm")
    from importlib.resources import files

    from rag.training.__main__ import main

    toy_texts(tmp_path / "train")
    before = Path(str(files("rag") / "models"))
    given = ["--articles", str(tmp_path / "train"), "--written", str(toy_written(tmp_path / "written"))]
    sets = ["--sets", "law,everyday_posts,english_news,crowdlike_restated_encyclopedia"]
    assert main([*given, *sets, "--out", str(tmp_path / "out"), "--rounds", "3", "--beside", str(before)]) == 0
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["confidence.json", "sentence.json"]
    for name in ("confidence.json", "sentence.json"):
        old, new = (json.loads((folder / name).read_text(encoding="utf-8")) for folder in (before, tmp_path / "out"))
        assert len(new["trees"]) > len(old["trees"])
        assert list(new) == list(old)
    with pytest.raises(SystemExit, match="no such set: else"):
        main([*given, "--sets", "else", "--out", str(tmp_path / "none")])


def test_one_source_of_questions_is_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    from rag.training.__main__ import main

    with pytest.raises(SystemExit):
        main([])
    assert "--articles" in capsys.readouterr().err


def test_the_mean_of_two_models_scores_in_between() -> None:
    pytest.importorskip("lightgbm")
    from rag.training.fitting import fit_joint, mean_with

    random = np.random.default_rng(5)
    values = random.normal(size=(600, 2)).astype(np.float32)
    sides = (values[:, 0] > 0, values[:, 1] > 0)
    (first, trees), (second, others) = (fit_joint(values, one, np.ones(600), ("one", "other")) for one in sides)
    mean, both = mean_with(first, trees, second.linear.record() | {"trees": others})
    np.testing.assert_allclose(mean.score(values), (first.score(values) + second.score(values)) / 2, atol=1e-3)
    assert len(both) == len(trees) + len(others)
    with pytest.raises(ValueError, match="columns"):
        mean_with(first, trees, {"weights": {"else": 1.0}, "bias": 0.0, "trees": []})


@pytest.mark.parametrize("share", [0.5, 0.25])
def test_the_mean_of_two_models_of_sentences_scores_in_between(share: float) -> None:
    pytest.importorskip("lightgbm")
    from rag.training.fitting import fit_sentences, mean_of_sentences

    random = np.random.default_rng(6)
    names = ("read", "question_agreement", "one", "other")
    values = random.normal(size=(800, 4)).astype(np.float32)
    values[:, 1] = 1.0
    groups = np.arange(0, 801, 8)

    def learnt(column: int) -> dict[str, Any]:
        best = np.zeros(800, np.bool_)
        best[[start + int(np.argmax(values[start : start + 8, column])) for start in groups[:-1]]] = True
        return fit_sentences([Examples(names, values, best, best, np.ones(800, np.int64), groups)], rounds=20)

    one, other = learnt(2), learnt(3)
    mean = parse_sentence_model(mean_of_sentences(one, other, share))
    question = values[:8]
    first, second = (parse_sentence_model(record).scores(question) for record in (one, other))
    between = share * first + (1 - share) * second
    assert np.corrcoef(mean.scores(question), between)[0, 1] > 0.98
    with pytest.raises(ValueError, match="columns"):
        mean_of_sentences(one, other | {"features": ["else"]})
