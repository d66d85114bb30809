"""Parts of the recipe: readers, units, spellings, the store, pairs, the word list, the figures."""

from __future__ import annotations

import functools
import json
import lzma
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.dense import quantise
from index.training.batches import Mixture, Sampler
from index.training.corpora import CORPORA, Article, Translation, encyclopedia, law, software_help, translations
from index.training.figures import ndcg
from index.training.finish import finish
from index.training.lexicon import learn_lexicon
from index.training.spelling import canonical, spellings
from index.training.store import HELD_OUT_EVERY, Store, build_store
from index.training.units import Counts, Units, UnitSizes, build_tokenizer, choose_units, twins

SIZES = UnitSizes(total=300, compounds=20, pieces=60, least_compound=5, least_word=2)


WHOLE = ["quốc tế", "hoà bình", "hội nghị", "kinh tế", "quốc gia"]
SINGLE = ["dân", "nước", "học", "nhỏ", "đẹp", "mạnh", "nhờ", "và", "về", "số"]


@functools.cache
def counted() -> Units:
    rng, counts = np.random.default_rng(4), Counts()
    for _ in range(400):
        counts.add(" ".join(rng.choice(WHOLE + SINGLE, size=6)))
    counts.add(" ".join(str(number) for number in range(60_000)))
    for _ in range(10):
        counts.add_english("The international conference on peace, number one.")
    return choose_units(counts, SIZES)


@pytest.mark.parametrize(
    ("syllable", "expected"),
    [
        ("hoà", ("hòa", "hoà")),
        ("hòa", ("hòa", "hoà")),
        ("thuỷ", ("thủy", "thuỷ")),
        ("tòan", ("toàn", "tòan")),
        ("khoẻ", ("khỏe", "khoẻ")),
        ("quý", ("quý",)),
        ("hoa", ("hoa",)),
        ("của", ("của",)),
        ("peace", ("peace",)),
    ],
)
def test_spellings_of_a_syllable(syllable, expected):
    assert spellings(syllable) == expected


@given(st.text(alphabet="abcđeêghiklmnoôơpqrstuưvxyàáảãạòóỏõọùúủũụỳýỷỹỵ", max_size=8))
def test_every_spelling_has_one_canonical_form(word):
    assert {canonical(spelling) for spelling in spellings(word)} == {canonical(word)}


def test_words_that_keep_together_are_one_unit_and_others_are_not():
    units = counted()
    assert "▁quốc▁tế" in units.texts
    assert not [text for text in units.texts if text.startswith(("▁và▁", "▁tế▁"))]
    assert len(set(units.texts)) == len(units.texts) <= SIZES.total
    assert units.texts[:2] == ("<unk>", "▁")


def test_units_are_the_same_each_time():
    assert counted() == counted.__wrapped__()


def test_the_tokenizer_reads_both_spellings_as_one_row():
    tokenizer, mapping = build_tokenizer(counted())
    rows = [mapping[tokenizer.encode(text).ids].tolist() for text in ("Hoà bình, quốc tế", "hòa bình\nQUỐC TẾ")]
    assert rows[0] == rows[1]
    assert len(set(mapping.tolist())) == len(counted().texts)


def test_twins_keep_the_unit_itself_first():
    assert list(twins("▁hòa▁bình")) == ["▁hòa▁bình", "▁hoà▁bình"]
    assert list(twins("▁")) == ["▁"]
    assert list(twins("ing")) == ["ing"]


def write_rows(path: Path, rows: list[dict[str, object]]) -> Path:
    with lzma.open(path, "wt", encoding="utf-8") as file:
        file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    return path


def test_readers_name_their_texts(tmp_path):
    entry = {"title": "Sao", "sections": [{"h": "", "text": "Một."}, {"h": "Lịch sử", "text": "Hai."}]}
    first, second = encyclopedia(write_rows(tmp_path / "e.xz", [entry]))
    assert "Sao là gì" in first.titles
    assert (second.titles[0], second.continues, first.continues) == ("Lịch sử Sao", True, False)
    row = {"topic": "Thuế", "title": "Phạm vi điều chỉnh", "text": "Luật này."}
    assert next(law(write_rows(tmp_path / "l.xz", [row]))).titles[0] == "Thuế Phạm vi điều chỉnh"
    page = {"title": "Ghi âm", "en_heading": "recording", "text": "Ghi âm\nBấm nút."}
    assert next(software_help(write_rows(tmp_path / "s.xz", [page]))) == Article(("Ghi âm", "recording"), "Bấm nút.")


def test_equal_sides_are_no_translation(tmp_path):
    path = tmp_path / "p.xz"
    with lzma.open(path, "wt", encoding="utf-8") as file:
        file.write("A\tx\tHello\tXin chào\nB\tx\tOK\tok\n")
    assert list(translations(path)) == [Translation("Hello", "Xin chào")]


def test_sentences_end_where_a_reader_stops():
    assert Article((), "Một câu. Hai câu!\nBa\n\n").sentences() == ["Một câu.", "Hai câu!", "Ba"]


@pytest.fixture(scope="module")
def store() -> Store:
    tokenizer, mapping = build_tokenizer(counted())
    articles = [
        Article(
            (f"quốc tế {n}",), f"Hội nghị số {n}. Nước mạnh nhờ dân. Hoà bình {n}. Học số {n}.", continues=n % 3 > 0
        )
        for n in range(90)
    ]
    words = [("peace", "hoà bình"), ("conference", "hội nghị"), ("number", "số"), ("international", "quốc tế")]
    pairs = [
        Translation(f"the {words[n % 4][0]} {words[n // 4 % 4][0]}", f"{words[n % 4][1]} {words[n // 4 % 4][1]}")
        for n in range(200)
    ]
    return build_store([articles, []], pairs, tokenizer, mapping)


def test_the_store_joins_articles_that_continue_each_other(store, tmp_path):
    assert store.corpus_at.tolist() == [0, 90, 90]
    assert store.corpus_entries.tolist() == [0, 30, 30]
    assert store.entry_at.tolist() == store.article_at[::3].tolist()
    store.save(tmp_path / "store.npz")
    assert np.array_equal(Store.load(tmp_path / "store.npz").tokens, store.tokens)


def test_the_word_list_finds_what_stands_for_what(store):
    units = counted()
    lexicon = learn_lexicon(store, len(units.texts))
    peace, hoa_binh = units.texts.index("▁peace"), units.texts.index("▁hòa▁bình")
    assert lexicon.choices[hoa_binh, 0] == peace
    assert lexicon.to_english(np.random.default_rng(1), np.array([hoa_binh], dtype=np.uint16)).tolist() == [peace]
    assert not lexicon.english[units.texts.index("▁dân")]


@pytest.mark.parametrize("kind", ["title", "question", "cloze", "translation"])
def test_pairs_of_a_step_are_decided_by_seed_and_step(store, kind):
    shares = {name: float(name == kind) for name in ("title", "question", "cloze", "translation")}
    lexicon = learn_lexicon(store, len(counted().texts))
    make = [Sampler(store, lexicon, Mixture(**shares), 16, seed, [(1, 1), (1, 1)], []) for seed in (1, 1, 2)]
    one, same, other = (sampler.batch(7) for sampler in make)
    assert len(one.queries) == len(one.passages) > 4
    assert all(len(text) for text in one.queries + one.passages)
    assert np.array_equal(np.concatenate(one.passages), np.concatenate(same.passages))
    assert not np.array_equal(np.concatenate(one.passages), np.concatenate(other.passages))


def test_a_question_is_taken_from_its_passage(store):
    lexicon = learn_lexicon(store, len(counted().texts))
    mixture = Mixture(title=0, question=1, cloze=0, translation=0, into_english=0)
    batch = Sampler(store, lexicon, mixture, 16, 3, [(1, 1), (0, 0)], []).batch(0)
    assert all(set(q.tolist()) <= set(p.tolist()) for q, p in zip(batch.queries, batch.passages, strict=True))


def test_held_out_translations_are_never_drawn(store):
    at, held = store.translation_at, store.translations.copy()
    for number in range(0, 200, HELD_OUT_EVERY):
        held[at[2 * number] : at[2 * number + 2]] = 299
    marked = Store(*(held if name == "translations" else getattr(store, name) for name in Store.__slots__))
    mixture = Mixture(title=0, question=0, cloze=0, translation=1)
    lexicon = learn_lexicon(store, len(counted().texts))
    batch = Sampler(marked, lexicon, mixture, 64, 3, [(1, 1), (0, 0)], []).batch(0)
    assert 299 not in np.concatenate(batch.queries + batch.passages)


def test_quantised_rows_come_back():
    table = np.random.default_rng(2).standard_normal((40, 16)).astype(np.float32)
    table[3] = 0
    rows, scales = quantise(table)
    assert rows.dtype == np.int8
    assert rows * scales[:, None] == pytest.approx(table, abs=float(np.abs(table).max()) / 127)
    assert not rows[3].any()


def test_ndcg_of_known_rankings():
    scores = np.array([[3.0, 2, 1], [1, 2, 3]], dtype=np.float32)
    assert ndcg(scores, [{0: 1}, {2: 1}]) == 1
    assert ndcg(scores, [{1: 1}, {1: 1}]) == pytest.approx(1 / np.log2(3))


def test_shares_of_the_corpora_add_up():
    assert sum(corpus.titles for corpus in CORPORA) == pytest.approx(1)
    assert sum(corpus.sentences for corpus in CORPORA) == pytest.approx(1)


def test_finishing_brings_words_near_their_syllables_and_spreads_lengths():
    texts = ["<unk>", "▁", "▁quốc", "▁tế", "▁quốc▁tế", "ing"]
    table = np.eye(6, dtype=np.float32) * np.array([0, 0, 1, 1, 2, 4], dtype=np.float32)
    done = finish(table, texts)
    assert done[4] @ done[2] > 0
    assert done[4] @ done[5] == 0
    assert np.linalg.norm(done[5]) / np.linalg.norm(done[2]) > 4
    assert not done[:2].any()
    assert done[2] == pytest.approx(table[2])
