"""Settings and privacy without a browser: chosen, tried, encoded again, forgotten."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from toys import write_stories

from index.collection import Collection
from tests.ui.examples_ui import answered, exchange, hit
from tests.ui.fakes_ui import FakeService
from tests.ui.markup_ui import Node, parsed
from tests.ui.payloads_ui import payloads
from tests.ui.test_escaping import ADDRESS, seen, shown
from tests.ui.test_handlers import QUESTION, last, text
from ui.collections import OpenCollections
from ui.feedback import Feedback
from ui.handlers import Handlers
from ui.history import Conversation, History, Match
from ui.labels import fixed
from ui.panels.choices import Model, Panel, sheet
from ui.panels.choosing import Choosing
from ui.panels.past import past
from ui.privacy import Kept, kept
from ui.render import conversation
from ui.service import Collections
from ui.session import Session
from ui.settings import Hosting, Settings
from ui.strings import KEYS, LANGUAGES, Words

T, EN = Words("vi"), Words("en")


def choosing(collections: Collections | None = None, hosting: Hosting | None = None) -> Choosing:
    found = collections or FakeService()
    speaking = {lang: Handlers(found, Words(lang), hosting or Hosting()) for lang in LANGUAGES}
    return Choosing(speaking["vi"], speaking)


def form(**more: str) -> dict[str, str]:
    return {"do": "save", "lang": "vi", "theme": "system", "k": "5", "llm_url": "", "llm_model": "", **more}


def inputs(markup: str) -> dict[str, list[str]]:
    """The values of the sheet's fields; of a group those that are on."""
    found: dict[str, list[str]] = {}
    for one in parsed(markup).all("input"):
        if one.attributes.get("type") not in ("radio", "checkbox") or "checked" in one.attributes:
            found.setdefault(one.attributes["name"], []).append(one.attributes["value"])
    return found


def test_what_was_chosen_is_kept_by_the_browser_and_comes_back() -> None:
    act = choosing()
    saved = act.choose(Session(), form(lang="en", theme="dark", k="7"))
    assert saved["chosen"] == {"k": 7, "lang": "en", "theme": "dark"}
    assert saved["words"].lang == "en"
    assert "Saved in this browser." in text(saved["panel"])
    assert inputs(saved["panel"])["k"] == ["7"]
    later = act.load(Session(), json.loads(json.dumps(saved["chosen"])))
    assert later["session"].settings == Settings(k=7, lang="en", theme="dark")
    assert later["words"].lang == "en"
    assert "words" not in act.load(Session(), {"k": 7})
    for wrong in (None, "x", {"k": "7"}, {"lang": "<b>"}):
        assert act.load(Session(), wrong)["session"].settings == Settings()


def test_the_number_of_passages_is_that_of_the_answer() -> None:
    act = choosing()
    session = act.load(Session(), {"k": 2})["session"]
    answer = last(act.desk.ask(QUESTION, session))["session"].exchanges[0].answer
    assert answer is not None
    assert len(answer.hits) == 2


@pytest.mark.parametrize(
    "wrong", [{"k": "0"}, {"k": "ba"}, {"k": "²"}, {"k": "9" * 400}, {"lang": "fr"}, {"llm_url": "ftp://x"}]
)
def test_wrong_values_are_said_and_nothing_is_saved(wrong: dict[str, str]) -> None:
    shown = choosing().choose(Session(), form(**wrong))
    assert set(shown) == {"panel"}
    assert "cài đặt sai" in text(shown["panel"])
    (name, value), *_ = wrong.items()
    assert name == "lang" or inputs(shown["panel"])[name] == [value], "what was typed stays"


@pytest.fixture
def endpoint() -> Iterator[str]:
    """A language model that offers one model."""

    class Reply(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = json.dumps({"data": [{"id": "qwen3:4b"}]}).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Reply)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/v1"
    server.shutdown()
    server.server_close()


def test_the_language_model_is_tried_in_words(endpoint: str) -> None:
    act = choosing()

    def tried(url: str, model: str) -> str:
        return text(act.choose(Session(), form(do="test", llm_url=url, llm_model=model))["panel"])

    assert "Có trả lời, và có mô hình “qwen3:4b”." in tried(endpoint, "qwen3:4b")
    assert "không thấy mô hình “khác”. Đang có: qwen3:4b." in tried(endpoint, "khác")
    assert "http://127.0.0.1:9 không trả lời" in tried("http://127.0.0.1:9", "m")
    assert "không hợp lệ" in tried("javascript:alert(1)", "m")
    assert T("llm_none") in tried("", "m")


def test_another_model_says_its_cost_and_then_encodes() -> None:
    act = choosing()
    asked = list(act.model(Session(), {"which": "other", "other": "khac", "do": "cost"}))
    assert "Cả 151 đoạn được mã hóa lại, khoảng 2 giây" in text(asked[-1]["panel"])
    assert T("model_do") in text(asked[-1]["panel"])
    same = list(act.model(Session(), {"which": "bundled", "do": "cost"}))
    assert T("model_same") in text(same[-1]["panel"])
    assert T("model_do") not in text(same[-1]["panel"])
    gone = list(act.model(Session(), {"which": "other", "other": "khong-co", "do": "cost"}))
    assert "Không có mô hình này." in text(gone[-1]["panel"])
    steps = [text(step["panel"]) for step in act.model(Session(), {"which": "other", "other": "khac", "do": "encode"})]
    assert "Đang mã hóa lại: 1/3 tài liệu" in steps[2]
    assert "Đã mã hóa lại bằng" in steps[-1]


def test_a_real_collection_is_encoded_with_another_model_and_answers_on(tmp_path: Path) -> None:
    from index.encoder import bundled_folder

    other = tmp_path / "mo-hinh"
    other.mkdir()
    for path in bundled_folder().rglob("*"):
        if path.is_file():
            (other / path.relative_to(bundled_folder())).parent.mkdir(parents=True, exist_ok=True)
            (other / path.relative_to(bundled_folder())).write_bytes(path.read_bytes())
    collection = Collection.named("truyen", create=True)
    collection.ingest([write_stories(tmp_path / "docs")])
    act = choosing(OpenCollections(collection))
    same = list(act.model(Session(), {"which": "other", "other": str(other), "do": "cost"}))
    assert T("model_same") in text(same[-1]["panel"]), "the same weights elsewhere"
    *_, done = act.model(Session(), {"which": "other", "other": str(other), "do": "encode"})
    assert str(other) in text(done["panel"])
    answer = last(act.desk.ask("Thư viện mở cửa năm nào?", Session()))
    assert "1998" in text(answer["talk"])


def test_everything_kept_is_named_and_deleted_after_a_confirmation(tmp_path: Path) -> None:
    collection = Collection.named("truyen", create=True)
    collection.ingest([write_stories(tmp_path / "docs")])
    act = choosing(OpenCollections(collection))
    session = last(act.desk.ask("Thư viện mở cửa năm nào?", Session()))["session"]
    Feedback().give("", session.exchanges[0].kept or 0, helpful=True)
    panel = text(act.open_settings(session, {})["panel"])
    assert "1 cuộc hỏi đáp, 1 nhận xét" in panel
    assert all(str(thing.path) in panel for thing in kept())
    assert len(kept()) >= 2
    unsure = act.forget(session, {})
    assert T("privacy_unsure") in text(unsure["panel"])
    assert History().count(None) == (1, 1)
    gone = act.forget(session, {"sure": "1"})
    assert T("privacy_deleted") in text(gone["panel"])
    assert (gone["chosen"], gone["session"].exchanges) == ({}, ())
    assert not (tmp_path / "home" / "history.sqlite3").exists()
    assert not (tmp_path / "home" / "collections" / "truyen").exists()
    assert (tmp_path / "docs" / "thu-vien.md").exists()


def test_where_several_sign_in_each_deletes_only_what_is_theirs_and_chooses_no_server() -> None:
    act = choosing(hosting=Hosting(shared=True))
    for owner in ("Lan", "Minh"):
        last(act.desk.ask(QUESTION, Session(owner=owner)))
    lan = Session(owner="Lan")
    panel = act.open_settings(lan, {})["panel"]
    assert "Của bạn: 1 cuộc hỏi đáp, 0 nhận xét." in text(panel)
    assert not any(str(thing.path) in panel for thing in kept())
    assert "llm_url" not in panel
    assert 'data-act="model"' not in panel
    tried = act.choose(lan, form(do="test", llm_url="http://127.0.0.1:9", llm_model="m"))
    assert "không trả lời" not in text(tried["panel"])
    (only,) = act.model(lan, {"which": "other", "other": "khac", "do": "encode"})
    assert "Đã mã hóa" not in text(only["panel"])
    act.forget(lan, {"sure": "1"})
    assert (History().count("Lan"), History().count("Minh")) == ((0, 0), (1, 0))


def check(markup: str) -> Node:
    root = parsed(markup)
    for node in root.all():
        assert node.tag not in ("script", "img", "iframe", "a", "style", "object"), node.tag
        assert not any(name.startswith("on") for name in node.attributes)
        assert "href" not in node.attributes or ADDRESS.fullmatch(node.attributes["href"])
    return root


@pytest.mark.parametrize("hostile", payloads())
def test_whatever_is_typed_or_kept_stays_text(hostile: str) -> None:
    typed = {"k": hostile, "llm_url": hostile, "llm_model": hostile, "lang": hostile, "theme": hostile}
    things = [Kept("collection", Path(hostile.replace("\0", "")), 5, hostile, hostile)]
    root = check(sheet(Panel(1, typed, Model(hostile, hostile, False, hostile, True), things), T))
    assert shown(root).count(seen(hostile)) >= 3


VIETNAMESE = set("ăâđêôơưàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ")
ITS_NAMES = ("Hỏi Đáp", "Tiếng Việt")


def pages(t: Words) -> str:
    """All that the interface shows around content that is no language."""
    found = hit("zzz zz", title="zz", section=("z",))
    one = exchange(answered(found, "zzz", question="zz?"))
    now = datetime(2026, 11, 25, tzinfo=UTC)
    match = Match(Conversation(1, "zz", now.isoformat(), now.isoformat(), 1), "", None)
    panel = Panel(1, {"lang": t.lang, "theme": "dark", "k": 5}, Model("zz", "zz", False), ())
    return " ".join(
        [
            *fixed(t).values(),
            conversation([one], (), t),
            conversation((), ("zz",), t),
            past([match], [one, one], t, current=1, shown=9, wanted="", now=now),
            sheet(panel, t),
        ]
    )


def test_no_word_of_the_other_language_stands_in_a_page() -> None:
    english = pages(EN)
    for name in ITS_NAMES:
        english = english.replace(name, "")
    assert VIETNAMESE.isdisjoint(english.lower())
    vietnamese = pages(T)
    words = [EN(key) for key in KEYS if EN(key) != T(key) and "{" not in EN(key) and len(EN(key)) > 4]
    assert [one for one in words if f">{one}<" in vietnamese] == []


@pytest.mark.parametrize("key", KEYS)
def test_each_string_is_in_its_language(key: str) -> None:
    english = EN(key)
    for name in ITS_NAMES:
        english = english.replace(name, "")
    assert VIETNAMESE.isdisjoint(english.lower())
