"""Forms of a string, spelling of a syllable, input methods: golden tables and properties."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from growth import grows_with_size
from hypothesis import given
from hypothesis import strategies as st

from corpus.vietnamese import (
    AccentKind,
    accent_kind,
    canonical,
    canonical_tones,
    compose,
    fold,
    from_telex,
    from_vni,
    is_accented,
    is_bare_syllable,
    is_syllable,
    nfc,
    parse_syllable,
    spell,
    split_tone,
    strip_accents,
    syllables,
    to_telex,
    to_vni,
)
from corpus.vietnamese.syllable import ONSETS, RHYMES

DATA = Path(__file__).resolve().parent.parent / "data"
LETTERS = "aăâbcdđeêghiklmnoôơpqrstuưvxy ÀÁẢÃẠàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ.,-1 "

vietnamese = st.text(alphabet=LETTERS, max_size=30)
any_text = st.text(max_size=40)


def golden(name: str) -> dict[str, Any]:
    table: dict[str, Any] = json.loads((DATA / name).read_text("utf-8"))
    return table


def all_syllables() -> list[str]:
    found = (compose(onset + rhyme, tone) for onset in ONSETS for rhyme in sorted(RHYMES) for tone in range(6))
    return sorted({spell(syllable) for syllable in found if syllable is not None})


TONES = golden("vietnamese_tones.json")
IY = golden("vietnamese_iy.json")
KEYS = golden("vietnamese_keys.json")


@pytest.mark.parametrize(("written", "wanted"), TONES["moved"].items())
def test_tones_move_to_the_old_style(written: str, wanted: str) -> None:
    assert canonical_tones(nfc(written)) == nfc(wanted)


@pytest.mark.parametrize("written", TONES["kept"])
def test_tones_that_stand_right_stay(written: str) -> None:
    assert canonical_tones(nfc(written)) == nfc(written)


@given(any_text)
def test_canonical_tones_keep_length_and_letters_and_settle(text: str) -> None:
    composed = nfc(text)
    moved = canonical_tones(composed)
    assert len(moved) == len(composed)
    assert strip_accents(moved) == strip_accents(composed)
    assert canonical_tones(moved) == moved


@given(vietnamese)
def test_canonical_tones_commute_with_case(text: str) -> None:
    assert canonical_tones(nfc(text)).lower() == canonical_tones(nfc(text).lower())


def test_canonical_tones_take_linear_time() -> None:
    text = "Khoá học về thuỷ lợi và hoà bình của người dân được tổ chức ở huyện, toàn bộ chi phí do nhà nước trả. "
    assert grows_with_size(lambda size: canonical_tones(text * size), 500)


@pytest.mark.parametrize(("left", "right"), IY["same"])
def test_two_spellings_of_one_word_meet(left: str, right: str) -> None:
    assert canonical(left) == canonical(right)


@pytest.mark.parametrize(("left", "right"), IY["different"])
def test_different_words_do_not_meet(left: str, right: str) -> None:
    assert canonical(left) != canonical(right)


@given(any_text)
def test_canonical_is_the_same_for_every_normal_form(text: str) -> None:
    wanted = canonical(text)
    assert canonical(unicodedata.normalize("NFD", text)) == wanted
    assert canonical(nfc(text)) == wanted


@given(vietnamese)
def test_canonical_settles_and_ignores_case(text: str) -> None:
    assert canonical(canonical(text)) == canonical(text)
    assert canonical(text.upper()) == canonical(text)


@given(vietnamese)
def test_fold_is_ascii_and_blind_to_form_and_tone_placement(text: str) -> None:
    folded = fold(text)
    assert folded.isascii()
    assert folded == fold(unicodedata.normalize("NFD", text)) == fold(canonical_tones(nfc(text)))
    assert len(folded) == len(nfc(text))


def test_fold_maps_the_letter_d_with_stroke() -> None:
    assert fold("Đảng và đất ĐỎ") == "dang va dat do"
    assert strip_accents("Đảng và đất ĐỎ") == "Dang va dat DO"
    assert [is_accented(word) for word in ("đi", "À", "di", "Straße")] == [True, True, False, False]


def test_syllables_keep_one_letter_words_numbers_and_case() -> None:
    assert syllables("Ở y, ý 1945: Đ-9 (TP.HCM) a_b") == ["Ở", "y", "ý", "1945", "Đ", "9", "TP", "HCM", "a", "b"]
    assert syllables("") == []


@pytest.mark.parametrize(
    "word",
    "nước đường nghiêng gì gìn giếng quốc quý khuỷu yêu ý ở ươn uống thuở xoong khuya Việt HOÀ hoá nghĩ kẻ".split(),
)
def test_real_syllables(word: str) -> None:
    assert is_syllable(word)
    assert is_syllable(unicodedata.normalize("NFD", word))


@pytest.mark.parametrize("word", "nuoc hat duong tien what zoo ka ce ngi gha kú aa ắa 12 hò2 đ nướcc tiếngg ".split())
def test_no_syllables(word: str) -> None:
    assert not is_syllable(word)


def test_bare_syllables_are_what_is_left_without_accents() -> None:
    assert all(is_bare_syllable(word) for word in ("nuoc", "duong", "Tien", "hat", "nghieng"))
    assert not any(is_bare_syllable(word) for word in ("the1", "windows", "street", "zoo"))


def test_every_syllable_parses_and_is_spelt_back() -> None:
    every = all_syllables()
    assert len(every) > 10_000
    for word in every:
        syllable = parse_syllable(word)
        assert syllable is not None
        assert spell(syllable) == word
        assert is_bare_syllable(word)


def test_every_syllable_survives_telex_and_vni() -> None:
    for word in all_syllables():
        keys = to_telex(word), to_vni(word)
        assert all(key.isascii() for key in keys)
        if keys[0] != word:
            assert from_telex(keys[0]) == word
        if keys[1] != word:
            assert from_vni(keys[1]) == word


@pytest.mark.parametrize(("text", "telex", "vni"), KEYS["encoded"])
def test_keys_of_text(text: str, telex: str, vni: str) -> None:
    assert to_telex(text) == telex
    assert to_vni(text) == vni


@pytest.mark.parametrize(("keys", "wanted"), KEYS["telex"].items())
def test_telex_decodes(keys: str, wanted: str | None) -> None:
    assert from_telex(keys) == wanted


@pytest.mark.parametrize(("keys", "wanted"), KEYS["vni"].items())
def test_vni_decodes(keys: str, wanted: str | None) -> None:
    assert from_vni(keys) == wanted


@given(st.text(alphabet="abcdefghiklmnopqrstuvwxyz0123456789", max_size=12))
def test_decoding_gives_syllables_or_nothing(word: str) -> None:
    for decoded in (from_telex(word), from_vni(word)):
        assert decoded is None or is_syllable(decoded)


@given(vietnamese)
def test_split_tone_takes_all_tones_off(text: str) -> None:
    toneless, tone = split_tone(nfc(text))
    assert split_tone(toneless) == (toneless, 0)
    assert 0 <= tone <= 5
    assert fold(toneless) == fold(text)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Hội nhập quốc tế là gì?", AccentKind.FULL),
        ("hoi nhap quoc te la gi", AccentKind.NONE),
        ("hội nhap quoc tế là gì", AccentKind.HALF),
        ("What is this?", AccentKind.NONE),
        ("", AccentKind.NONE),
    ],
)
def test_kind_of_accents_by_spelling(text: str, kind: AccentKind) -> None:
    assert accent_kind(text) is kind
