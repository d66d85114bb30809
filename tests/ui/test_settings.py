"""Settings: checked whatever they come from, stored whole, defaults when there are none."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from toys import ToyEncoder

from corpus.errors import HoidapError, UsageError
from ui.settings import Settings, cost_of_reindexing, load_settings, passages_per_second, save_settings, settings_path

CHOSEN = Settings("ho-so", 7, "/mo-hinh/đẹp", "http://127.0.0.1:11434/v1", "qwen3:4b", "en", "dark")


def test_what_was_saved_is_loaded(home: Path) -> None:
    assert load_settings() == Settings()
    save_settings(CHOSEN)
    assert load_settings() == CHOSEN
    save_settings(Settings())
    assert load_settings() == Settings()
    assert [path.name for path in home.iterdir()] == ["settings.json"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"k": 0},
        {"k": 21},
        {"k": True},
        {"k": "5"},
        {"k": 5.0},
        {"lang": "fr"},
        {"theme": ""},
        {"theme": None},
        {"collection": "../x"},
        {"collection": "Bộ"},
        {"model": ""},
        {"model": "a\nb"},
        {"model": "x" * 501},
        {"llm_url": "ftp://a", "llm_model": "m"},
        {"llm_url": "http://", "llm_model": "m"},
        {"llm_url": "http://a:x/", "llm_model": "m"},
        {"llm_url": "http://[::1", "llm_model": "m"},
        {"llm_url": "javascript:alert(1)", "llm_model": "m"},
        {"llm_url": "http://127.0.0.1:11434"},
        {"llm_url": "http://127.0.0.1:11434", "llm_model": " "},
        [],
        None,
        "x",
    ],
)
def test_wrong_values_are_refused_from_a_browser_and_from_a_file(wrong: object) -> None:
    with pytest.raises(UsageError):
        Settings.parse(wrong)
    settings_path().parent.mkdir(parents=True)
    settings_path().write_text(json.dumps(wrong), encoding="utf-8")
    with pytest.raises(HoidapError, match=r"settings\.json"):
        load_settings()


@pytest.mark.parametrize("data", [b"", b"{", b"\xff\xfe", b"[" * 100_000])
def test_damaged_files_say_what_to_do(data: bytes) -> None:
    settings_path().parent.mkdir(parents=True)
    settings_path().write_bytes(data)
    with pytest.raises(HoidapError, match="xóa tệp này"):
        load_settings()


def test_what_a_later_version_added_is_passed_over() -> None:
    assert Settings.parse({"k": 3, "hình nền": "tre"}) == Settings(k=3)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner, max_size=3),
    max_leaves=5,
)


@given(st.fixed_dictionaries({}, optional=dict.fromkeys(Settings().record(), JSON)) | JSON)
def test_anything_is_parsed_or_refused(record: object) -> None:
    try:
        settings = Settings.parse(record)
    except UsageError:
        return
    assert Settings.parse(json.loads(json.dumps(settings.record()))) == settings


@pytest.mark.parametrize(
    ("passages", "per_second", "vi", "en"),
    [
        (1234, 0.0, "Cả 1.234 đoạn được mã hóa lại.", "All 1,234 passages are encoded again."),
        (10, 1000.0, "khoảng 1 giây", "about 1 second on"),
        (1000, 10.0, "khoảng 100 giây", "about 100 seconds"),
        (1210, 10.0, "khoảng 3 phút", "about 3 minutes"),
        (100_000, 5.0, "khoảng 6 giờ", "about 6 hours"),
    ],
)
def test_the_cost_is_said_in_words(passages: int, per_second: float, vi: str, en: str) -> None:
    assert vi in cost_of_reindexing(passages, per_second)
    assert en in cost_of_reindexing(passages, per_second, "en")


def test_the_rate_is_measured_on_a_few_passages() -> None:
    encoder = ToyEncoder()
    assert passages_per_second(encoder, [f"đoạn {n}" for n in range(1000)]) > 0
    assert len(encoder.encoded) == 17
    assert passages_per_second(encoder, ["một"]) == 0.0
    assert passages_per_second(encoder, []) == 0.0
