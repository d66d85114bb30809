"""Numbers and dates of a workbook as a person sees them: ``.123`` under the format ``0.0%`` is ``12,3%``."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal, localcontext
from typing import Final

_LITERAL: Final = re.compile(r'"([^"]*)"|\[\$([^\]-]*)[^\]]*\]|\\(.)|\[[^\]]*\]|[_*].')
_PLACES: Final = re.compile(r"[#0?][#0?,]*(?:\.[#0?]*)?,*")
_VIETNAMESE: Final = re.compile("[ăđơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]", re.IGNORECASE)
_FEW: Final = 15
"""Digits that a cell keeps; more are artefacts of binary numbers."""


@dataclass(frozen=True, slots=True)
class Notation:
    """How numbers and dates are written: as in Vietnamese where the workbook is, else as in English, with ISO dates."""

    point: str
    thousands: str
    vietnamese: bool

    @classmethod
    def of(cls, texts: Iterable[str]) -> Notation:
        """That of a workbook that says this."""
        if any(_VIETNAMESE.search(text) for text in texts):
            return cls(",", ".", vietnamese=True)
        return cls(".", ",", vietnamese=False)


def shown(value: float | datetime | date | time | timedelta, form: str, notation: Notation) -> str:
    """A value under a number format of Office Open XML; formats that are not known show the plain number."""
    if isinstance(value, timedelta):
        minutes = round(value.total_seconds()) // 60
        return f"{minutes // 60}:{minutes % 60:02}"
    if isinstance(value, time):
        return f"{value.hour}:{value.minute:02}"
    if isinstance(value, datetime | date):
        return _day(value, form, notation)
    if isinstance(value, float) and not math.isfinite(value):
        return ""
    return _number(value, form, notation)


def _day(value: datetime | date, form: str, notation: Notation) -> str:
    plain = _LITERAL.sub("", form.split(";", maxsplit=1)[0]).lower()
    day, year = "d" in plain, "y" in plain
    if notation.vietnamese:
        parts = [str(value.day)] * day + [str(value.month)] * ("m" in plain or not year) + [str(value.year)] * year
        said = "/".join(parts) if day or year else f"{value.day}/{value.month}/{value.year}"
    else:
        said = value.isoformat()[: 10 if day or not year else 7 if "m" in plain else 4]
    if isinstance(value, datetime) and "h" in plain and (value.hour or value.minute):
        said += f" {value.hour}:{value.minute:02}"
    return said


def _number(value: float, form: str, notation: Notation) -> str:
    sections = form.split(";")
    section = sections[1] if value < 0 and len(sections) > 1 and sections[1] else sections[0]
    plain = _LITERAL.sub(lambda found: "\0" if found[1] or found[2] or found[3] else "", section)
    words = iter([found[1] or found[2] or found[3] for found in _LITERAL.finditer(section) if any(found.groups())])
    places = _PLACES.search(plain)
    if places is None or re.search(r"[eE][+-]|/|@", plain):
        return _written(_plain(abs(value)), notation, grouped=False, negative=value < 0)
    pattern = places[0]
    scaled = abs(value) / 1000 ** (len(pattern) - len(pattern.rstrip(",")))
    if "%" in plain:
        scaled *= 100
    whole, _, decimals = pattern.rstrip(",").partition(".")
    digits = _rounded(scaled, min(len(decimals), _FEW))
    optional = len(decimals) - len(decimals.rstrip("#?"))
    if optional and "." in digits:
        least = len(decimals) - optional
        kept = digits.rstrip("0")
        digits = digits[: max(len(kept), digits.index(".") + 1 + least)].rstrip(".")
    said = _written(digits, notation, grouped="," in whole, negative=value < 0 and float(digits) != 0)
    before, after = (
        re.sub("\0", lambda _: next(words), part) for part in (plain[: places.start()], plain[places.end() :])
    )
    return " ".join(f"{before.strip(' -+(')} {said}{'%' if '%' in after else ''} {after.strip(' )%')}".split())


def _rounded(value: float, decimals: int) -> str:
    """Halves away from zero, as a sheet does, of the number as it is written."""
    with localcontext(prec=400):  # the largest has 309 digits
        return f"{Decimal(repr(value)).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP):f}"


def _plain(value: float) -> str:
    """A number in digits, as many as it has."""
    if isinstance(value, int) or value.is_integer():
        return str(int(value)) if abs(value) < 1e21 else f"{value:.6g}"
    said = f"{value:.10g}"
    return said if "e" not in said else f"{value:.12f}".rstrip("0").rstrip(".")


def _written(digits: str, notation: Notation, *, grouped: bool, negative: bool) -> str:
    whole, _, rest = digits.partition(".")
    if grouped:
        whole = f"{int(whole):,}".replace(",", notation.thousands)
    return ("-" if negative else "") + whole + (notation.point + rest if rest else "")
