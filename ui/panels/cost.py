"""What another embedding model costs: how fast it encodes here, and that as words for people."""

from __future__ import annotations

from collections.abc import Sequence
from time import perf_counter
from typing import Final

from index.types import Encoder

MEASURED: Final = 17
"""Passages encoded to see how fast it goes; the first one warms the model up."""


def passages_per_second(encoder: Encoder, texts: Sequence[str]) -> float:
    """How fast this model encodes here, from up to 16 of the collection's own passages; the first one warms it up."""
    sample = list(texts[:MEASURED])
    if len(sample) < 2:
        return 0.0
    encoder.encode_passages(sample[:1])
    started = perf_counter()
    encoder.encode_passages(sample[1:])
    return (len(sample) - 1) / max(perf_counter() - started, 1e-6)


def cost_of_reindexing(passages: int, per_second: float, lang: str = "vi") -> str:
    """What changing the model costs, in words. ``per_second`` 0 means that it was not measured."""
    number = f"{passages:,}" if lang == "en" else f"{passages:,}".replace(",", ".")
    time = _duration(passages / per_second, lang) if per_second > 0 else None
    if lang == "en":
        head = f"All {number} passages are encoded again" + (f", about {time} on this machine." if time else ".")
        return (
            f"{head} Your files are not read again. Until it is done, questions are answered as before and documents "
            "cannot be added."
        )
    head = f"Cả {number} đoạn được mã hóa lại" + (f", khoảng {time} trên máy này." if time else ".")
    return f"{head} Không cần đọc lại tệp gốc. Trong lúc đó vẫn hỏi được như trước, nhưng chưa thêm được tài liệu."


def _duration(seconds: float, lang: str) -> str:
    """Rounded up: seconds below two minutes, minutes below two hours, then hours."""
    for limit, unit, vi, en in ((120, 1, "giây", "seconds"), (7200, 60, "phút", "minutes")):
        if seconds <= limit:
            count = max(-(-seconds // unit), 1)
            return f"{count:.0f} {(en if count > 1 else en[:-1]) if lang == 'en' else vi}"
    return f"{-(-seconds // 3600):.0f} {'hours' if lang == 'en' else 'giờ'}"
