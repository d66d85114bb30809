"""What a person chose: number of passages, language model, language, theme. Kept in the person's browser.

``Settings.parse`` takes what a browser kept: nothing is believed unchecked. The embedding model belongs to a collection,
which collection is open to the server: neither is a setting of one browser.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from typing import Any, Final
from urllib.parse import urlsplit

from corpus.errors import UsageError
from rag.generation.endpoint import Endpoint
from ui.strings import LANGUAGES

THEMES: Final = ("system", "light", "dark")
MOST_PASSAGES: Final = 20
_LONGEST: Final = 500


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


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything there is to choose. An empty ``llm_url`` means answers without a language model."""

    k: int = 5
    llm_url: str = ""
    llm_model: str = ""
    lang: str = "vi"
    theme: str = "system"

    def __post_init__(self) -> None:
        """Raises UsageError, naming the setting, for a value that cannot be."""
        if not 1 <= self.k <= MOST_PASSAGES:
            raise _wrong("số đoạn", "the number of passages", f"1-{MOST_PASSAGES}")
        _among("ngôn ngữ", "the language", self.lang, LANGUAGES)
        _among("giao diện", "the theme", self.theme, THEMES)
        for name, value in asdict(self).items():
            if isinstance(value, str) and (len(value) > _LONGEST or not value.isprintable()):
                raise _wrong(name, name, f"≤ {_LONGEST}")
        _check_endpoint(self.llm_url, self.llm_model)

    @classmethod
    def parse(cls, record: object, initial: Settings | None = None) -> Settings:
        """Settings from a JSON object. What is missing is as in ``initial``, unknown names (of a later version) are
        passed over. Raises UsageError for a value of the wrong kind."""
        if not isinstance(record, Mapping):
            raise _wrong("cài đặt", "the settings", "{…}")
        values: dict[str, Any] = asdict(initial or cls())
        for field in fields(cls):
            if field.name in record:
                value, kind = record[field.name], type(field.default)
                if type(value) is not kind:
                    raise _wrong(field.name, field.name, kind.__name__)
                values[field.name] = value
        return cls(**values)

    def record(self, initial: Settings | None = None) -> dict[str, Any]:
        """What differs from ``initial``, as a JSON object that ``parse`` takes: what was never chosen follows the program."""
        before = asdict(initial or Settings())
        return {name: value for name, value in asdict(self).items() if value != before[name]}

    def endpoint(self, key: str | None = None) -> Endpoint | None:
        """The language model that words the answers, None for none."""
        return Endpoint(self.llm_url, self.llm_model, key) if self.llm_url else None


INITIAL: Final = Settings()


@dataclass(frozen=True, slots=True)
class Hosting:
    """How the program was started: the settings of a browser that chose none, the key of the language model named then,
    and whether several people sign in. Those share a server: none of them says to whom it turns."""

    initial: Settings = INITIAL
    key: str | None = None
    shared: bool = False

    def settings(self, record: object) -> Settings:
        """The settings of a browser that kept ``record``; the initial ones where it kept nothing usable."""
        try:
            chosen = Settings.parse({} if record is None else record, self.initial)
        except UsageError:
            return self.initial
        if self.shared:
            return replace(chosen, llm_url=self.initial.llm_url, llm_model=self.initial.llm_model)
        return chosen

    def endpoint(self, settings: Settings) -> Endpoint | None:
        """The language model of ``settings``. The key goes nowhere but to the address that it was given for."""
        return settings.endpoint(self.key if settings.llm_url == self.initial.llm_url else None)
