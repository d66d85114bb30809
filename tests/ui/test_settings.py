"""Settings: whatever a browser sends is checked; what was never chosen is as the program was started."""

from __future__ import annotations

import json
from dataclasses import fields

import pytest
from hypothesis import given
from hypothesis import strategies as st
from toys import ToyEncoder

from corpus.errors import UsageError
from ui.panels.cost import cost_of_reindexing, passages_per_second
from ui.settings import Hosting, Settings

CHOSEN = Settings(7, "http://127.0.0.1:11434/v1", "qwen3:4b", "en", "dark")


def test_a_browser_keeps_only_what_was_chosen() -> None:
    assert Settings().record() == {}
    assert Settings.parse(json.loads(json.dumps(CHOSEN.record()))) == CHOSEN
    started = Settings(llm_url="http://127.0.0.1:8080", llm_model="m", lang="en")
    assert Settings.parse({"k": 7}, started) == Settings(7, "http://127.0.0.1:8080", "m", "en")
    without = Settings(7, lang="en")
    assert without.record(started) == {"k": 7, "llm_url": "", "llm_model": ""}
    assert Settings.parse(without.record(started), started) == without


def test_what_cannot_be_used_gives_the_settings_of_the_start() -> None:
    hosting = Hosting(Settings(k=3, lang="en"))
    for wrong in (None, [], "x", {"k": "5"}, {"theme": "<b>"}):
        assert hosting.settings(wrong) == hosting.initial
    assert hosting.settings({"k": 9}) == Settings(k=9, lang="en")


def test_those_who_share_a_server_do_not_say_to_whom_it_turns() -> None:
    started = Settings(llm_url="http://127.0.0.1:8080", llm_model="m")
    sent = {"llm_url": "http://10.0.0.1/admin", "llm_model": "x", "k": 2}
    assert Hosting(started, shared=True).settings(sent) == Settings(2, "http://127.0.0.1:8080", "m")
    assert Hosting(started).settings(sent).llm_url == "http://10.0.0.1/admin"


def test_the_key_goes_nowhere_but_to_its_own_address() -> None:
    hosting = Hosting(Settings(llm_url="http://127.0.0.1:8080", llm_model="m"), "bí mật")
    own, other = hosting.endpoint(hosting.initial), hosting.endpoint(CHOSEN)
    assert own is not None
    assert other is not None
    assert (own.api_key, other.api_key, hosting.endpoint(Settings())) == ("bí mật", None, None)


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
        {"llm_model": "a\nb"},
        {"llm_model": "x" * 501},
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
def test_wrong_values_are_refused(wrong: object) -> None:
    with pytest.raises(UsageError):
        Settings.parse(wrong)


def test_what_a_later_version_added_is_passed_over() -> None:
    assert Settings.parse({"k": 3, "hình nền": "tre"}) == Settings(k=3)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner, max_size=3),
    max_leaves=5,
)


@given(st.fixed_dictionaries({}, optional={field.name: JSON for field in fields(Settings)}) | JSON)
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
