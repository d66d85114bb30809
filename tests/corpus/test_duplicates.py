"""Near-duplicate paragraphs: found across spelling, punctuation and small changes, and nowhere else."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.document import Passage, Span
from corpus.duplicates import Candidate, Collapsed, collapse, contains, keys, paragraphs, shingles

WATER = "Nước ngầm ở vùng đồi hạ thấp dần trong mùa khô, vì vậy bà con phải khoan giếng sâu hơn năm trước."
WATER_AGAIN = "NƯỚC NGẦM ở vùng đồi, hạ thấp dần trong mùa khô; vì vậy bà con phải khoan giếng sâu hơn năm trước!"
OTHER = "Chợ phiên họp vào ngày rằm, người từ các bản xa xuống núi từ sáng sớm để bán mật ong và chè."


def passage(text: str, document: str = "a", start: int = 0) -> Passage:
    return Passage(f"{document}:{start}-{start + len(text)}", document, text, start, start + len(text))


def test_keys_ignore_case_punctuation_and_tone_placement() -> None:
    assert keys("Hoà bình, THUỶ lợi!") == keys("hòa bình – thủy Lợi")
    assert keys("ma mà má") == ["ma", "mà", "má"]
    assert len(shingles(WATER)) == len(keys(WATER)) - 7
    assert shingles("một hai") == {("một", "hai")}
    assert shingles(" – ") == frozenset()


def test_contains_is_a_share() -> None:
    assert contains(WATER, f"{OTHER}\n\n{WATER_AGAIN}\n\n{OTHER}") == 1
    assert contains(WATER, OTHER) == 0
    assert contains("", WATER) == contains(WATER, "") == 0
    syllables = WATER.split()
    half = " ".join(syllables[: len(syllables) // 2])
    assert 0 < contains(WATER, half) < 0.5
    assert contains(half, WATER) == 1


def test_a_few_changed_words_leave_a_near_duplicate() -> None:
    long = f"{WATER} {OTHER} Trường làng khai giảng muộn một tuần do lũ lớn tràn qua cầu treo."
    assert 0.8 <= contains(long.replace("rằm", "mồng một"), long) < 1
    assert contains(long.replace("rằm", "x").replace("sâu", "y").replace("muộn", "z").replace("khô", "t"), long) < 0.8


def test_short_paragraphs_must_occur_as_they_are() -> None:
    assert contains("Mua mật ong", "Ai cũng mua mật ong rừng") == 1
    assert contains("Mua mật ong", "Mua nhiều mật ong") == 0


def test_paragraphs_are_lines() -> None:
    text = "một\n\n  hai  \n \nba"
    assert [text[a:b] for a, b in paragraphs(text)] == ["một", "hai", "ba"]
    assert list(paragraphs(text, 3, 9)) == [Span(7, 9)]


def test_collapse_keeps_the_best_and_says_where_else() -> None:
    ranked = [
        Candidate(passage(f"{WATER}\n\n{OTHER}", "a"), WATER),
        Candidate(passage(OTHER, "b"), OTHER),
        Candidate(passage(f"{WATER_AGAIN}\n\nĐường mới mở.", "c"), WATER_AGAIN),
        Candidate(
            passage("Lúa đông xuân năm nay được mùa nhờ mưa thuận gió hòa suốt vụ.", "d"),
            "Lúa đông xuân năm nay được mùa",
        ),
    ]
    assert collapse(ranked) == [Collapsed(0, (1, 2)), Collapsed(3, ())]


def test_what_matched_decides_not_what_is_around_it() -> None:
    one = passage(f"{WATER}\n\n{OTHER}", "a")
    two = passage(f"{WATER_AGAIN}\n\nChuyện khác hẳn: trâu bò được thả rông trên bãi sau khi gặt xong vụ mùa.", "b")
    assert collapse([Candidate(one, OTHER), Candidate(two, "Chuyện khác hẳn: trâu bò được thả rông trên bãi")]) == [
        Collapsed(0, ()),
        Collapsed(1, ()),
    ]


def test_a_shared_heading_collapses_nothing() -> None:
    one, two = passage(f"Tham khảo\n\n{WATER}", "a"), passage(f"Tham khảo\n\n{OTHER}", "b")
    assert [c.also_in for c in collapse([Candidate(one, "Tham khảo"), Candidate(two, "Tham khảo")])] == [(), ()]


def test_nothing_to_collapse() -> None:
    assert collapse([]) == []
    blank = Candidate(passage("–"), "–")
    assert collapse([blank, blank]) == [Collapsed(0, ()), Collapsed(1, ())]


@given(st.text(max_size=120), st.text(max_size=120))
def test_shares_are_shares(one: str, two: str) -> None:
    assert 0 <= contains(one, two) <= 1
    if keys(one):
        assert contains(one, one) == 1
        assert contains(one, f"{one}\n\n{two}") == 1


@given(st.lists(st.sampled_from([WATER, WATER_AGAIN, OTHER, "Ngắn thôi.", "–"]), max_size=12))
def test_every_candidate_is_kept_or_stands_behind_a_better_one(texts: list[str]) -> None:
    ranked = [Candidate(passage(text, str(n)), text) for n, text in enumerate(texts)]
    found = collapse(ranked)
    assert sorted(n for c in found for n in (c.index, *c.also_in)) == list(range(len(texts)))
    assert [c.index for c in found] == sorted(c.index for c in found)
    assert all(c.index < n for c in found for n in c.also_in)


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_written_forms_agree(form: str) -> None:
    decomposed = unicodedata.normalize(form, WATER)
    assert contains(WATER, unicodedata.normalize("NFC", decomposed)) == 1
