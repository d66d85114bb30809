"""The words of the page in both languages, and its colours."""

from __future__ import annotations

import re
import string
from pathlib import Path

import pytest

from ui import strings
from ui.strings import KEYS, Words

T, EN = Words("vi"), Words("en")


def test_every_string_is_there_in_both_languages_with_the_same_places() -> None:
    def places(text: str) -> set[str | None]:
        return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}

    for key in KEYS:
        assert T(key), key
        assert EN(key), key
        assert places(T(key)) == places(EN(key)), key


def test_every_string_is_used() -> None:
    folder = Path(strings.__file__).parent
    code = "".join(p.read_text(encoding="utf-8") for p in folder.rglob("*.py") if p.name != "strings.py")
    assert [key for key in KEYS if f'"{key}"' not in code and f"'{key}'" not in code] == []


def test_numbers_are_written_as_the_language_does() -> None:
    assert (T.number(1234567), T.number(1234.5, 1)) == ("1.234.567", "1.234,5")
    assert (EN.number(1234567), EN.number(1234.5, 1)) == ("1,234,567", "1,234.5")


def _luminance(colour: str) -> float:
    values = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [v / 12.92 if v <= 0.03928 else ((v + 0.055) / 1.055) ** 2.4 for v in values]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("selector", [":root", ".dark"])
def test_colours_have_the_contrast_of_aa(selector: str) -> None:
    css = (Path(strings.__file__).parent / "static" / "style.css").read_text(encoding="utf-8")
    block = css[css.index(selector + " {") :].split("}")[0]
    colour = dict(re.findall(r"--hd-([a-z-]+): (#[0-9a-f]{6})", block))
    pairs = [("ink", b) for b in ("paper", "card", "brand-soft", "mark", "near")]
    pairs += [("soft", b) for b in ("paper", "card", "brand-soft")]
    pairs += [("brand", b) for b in ("paper", "card", "brand-soft")]
    pairs += [("on-brand", b) for b in ("brand", "brand-strong")] + [
        ("bad", b) for b in ("paper", "card", "brand-soft")
    ]
    for one, other in pairs:
        light, dark = sorted((_luminance(colour[one]), _luminance(colour[other])), reverse=True)
        assert (light + 0.05) / (dark + 0.05) >= 4.5, (one, other)
