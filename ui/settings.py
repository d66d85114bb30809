"""What a person chose: collection, passages, models, language, theme. Kept as ``settings.json`` in the data folder.

``Settings.parse`` takes what a browser kept just as well as what the file holds: nothing is believed unchecked.
"""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from time import perf_counter
from typing import Any, Final
from urllib.parse import urlsplit

from corpus.errors import HoidapError, UsageError
from index.encoder import BUNDLED
from index.home import check_name, home
from index.types import Encoder

FILE: Final = "settings.json"
LANGUAGES: Final = ("vi", "en")
THEMES: Final = ("system", "light", "dark")
MOST_PASSAGES: Final = 20
_LONGEST: Final = 500
_SAMPLE: Final = 16


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything there is to choose. ``collection`` "" is the last used one; ``model`` is a name or folder; an empty
    ``llm_url`` means answers without a language model."""

    collection: str = ""
    k: int = 5
    model: str = BUNDLED
    llm_url: str = ""
    llm_model: str = ""
    lang: str = "vi"
    theme: str = "system"

    def __post_init__(self) -> None:
        """Raises UsageError, naming the setting, for a value that cannot be."""
        if self.collection:
            check_name(self.collection)
        if not 1 <= self.k <= MOST_PASSAGES:
            raise _wrong("số đoạn", "the number of passages", f"1-{MOST_PASSAGES}")
        _among("ngôn ngữ", "the language", self.lang, LANGUAGES)
        _among("giao diện", "the theme", self.theme, THEMES)
        if not self.model:
            raise _wrong("mô hình nhúng", "the embedding model", BUNDLED)
        for name, value in asdict(self).items():
            if isinstance(value, str) and (len(value) > _LONGEST or not value.isprintable()):
                raise _wrong(name, name, f"≤ {_LONGEST}")
        _check_endpoint(self.llm_url, self.llm_model)

    @classmethod
    def parse(cls, record: object) -> Settings:
        """Settings from a JSON object. What is missing has its default, unknown names (of a later version) are passed
        over. Raises UsageError for a value of the wrong kind."""
        if not isinstance(record, Mapping):
            raise _wrong("cài đặt", "the settings", "{…}")
        values: dict[str, Any] = {}
        for field in fields(cls):
            if field.name in record:
                value, kind = record[field.name], type(field.default)
                if type(value) is not kind:
                    raise _wrong(field.name, field.name, kind.__name__)
                values[field.name] = value
        return cls(**values)

    def record(self) -> dict[str, Any]:
        """A JSON object that ``parse`` takes."""
        return asdict(self)


def settings_path() -> Path:
    """Where the settings lie; the file need not exist."""
    return home() / FILE


def load_settings() -> Settings:
    """The stored settings, the defaults where none are stored. HoidapError for a file that cannot be understood."""
    path = settings_path()
    try:
        return Settings.parse(json.loads(path.read_text(encoding="utf-8")))
    except FileNotFoundError:
        return Settings()
    except (OSError, ValueError, RecursionError, UsageError) as exc:
        reason = exc.en if isinstance(exc, UsageError) else type(exc).__name__
        raise HoidapError(
            f"không hiểu được cài đặt trong {path} ({reason}); hãy sửa hoặc xóa tệp này để về mặc định",
            f"the settings in {path} cannot be understood ({reason}); repair the file, or delete it for the defaults",
        ) from exc


def save_settings(settings: Settings) -> None:
    """Replaces the stored settings as a whole. Raises HoidapError when the disk refuses."""
    path = settings_path()
    partial = path.with_name(f"{FILE}.{secrets.token_hex(4)}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        partial.write_text(json.dumps(settings.record(), ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
        os.replace(partial, path)
    except OSError as exc:
        partial.unlink(missing_ok=True)
        raise HoidapError(
            f"không ghi được cài đặt vào {path} ({exc.strerror}); hãy xem lại chỗ trống và quyền ghi của ổ đĩa",
            f"the settings cannot be written to {path} ({exc.strerror}); check the disk's free space and your rights",
        ) from exc


# -- what another embedding model costs ------------------------------------------------------------------------------


def passages_per_second(encoder: Encoder, texts: Sequence[str]) -> float:
    """How fast this model encodes here, from up to 16 of the collection's own passages; the first one warms it up."""
    sample = list(texts[: _SAMPLE + 1])
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


# -- checks ----------------------------------------------------------------------------------------------------------


def _among(vi: str, en: str, value: str, known: Sequence[str]) -> None:
    if value not in known:
        raise _wrong(vi, en, ", ".join(known))


def _check_endpoint(url: str, model: str) -> None:
    if not url:
        return
    try:
        parts = urlsplit(url)
        good = parts.scheme in {"http", "https"} and bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:  # a port that is no number, a bracket that is not closed
        good = False
    if not good:
        raise _wrong("địa chỉ mô hình ngôn ngữ", "the address of the language model", "http://127.0.0.1:11434/v1")
    if not model.strip():
        raise _wrong("tên mô hình ngôn ngữ", "the name of the language model", "qwen3:4b")


def _wrong(vi: str, en: str, example: str) -> UsageError:
    return UsageError(f"cài đặt sai: {vi}; giá trị đúng: {example}", f"a wrong setting: {en}; a right value: {example}")
