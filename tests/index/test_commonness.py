"""How common syllables are at large: shares of passages, by the counts that travel with the code."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from index.commonness import passage_shares


def test_little_words_are_in_most_passages_and_foreign_names_in_none() -> None:
    little, word, rare, foreign = passage_shares(["của", "hội", "vách", "brexit"]).tolist()
    assert little > 0.5 > word > 0.05 > rare > 0.0
    assert foreign == 0.0


def test_a_number_is_in_few_passages() -> None:
    assert 0.0 < passage_shares(["1986"])[0] < 0.1


@given(st.lists(st.text(max_size=8), max_size=6))
def test_shares_are_shares(words: list[str]) -> None:
    shares = passage_shares(words)
    assert shares.shape == (len(words),)
    assert ((shares >= 0) & (shares <= 1)).all()
