"""History: what is stored comes back whole, is found with or without accents, and belongs to its owner."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import ROOT
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from toys import ToyEncoder, write_stories

from corpus.document import Span
from index.collection import Collection
from index.types import TableHeader
from rag.followups.conversation import complete
from rag.types import Checked, Turn
from tests.ui.payloads_ui import PAYLOADS
from tests.ui.turns_ui import VERSIONS, garden_turn, hit_in, turn_of
from ui.feedback import Feedback
from ui.history import LOCAL, TITLE_LENGTH, ConversationError, History, clean_title, search_forms, versions
from ui.history_markdown import escape, markdown
from ui.turn_json import turn_from_json, turn_to_json
from ui.userdata import UserDataError, database_path


@pytest.fixture
def history(tmp_path: Path) -> History:
    return History(tmp_path / "h" / "history.sqlite3")


def stored(history: History, *questions: str, owner: str = LOCAL) -> int:
    conversation: int | None = None
    for question in questions:
        conversation = history.add(owner, conversation, garden_turn(question), VERSIONS).conversation
    assert conversation is not None
    return conversation


def rich_turn() -> Turn:
    """A turn that fills every field, odd file names and a language model's reply included."""
    turn = turn_of(
        "Tưới \U0001f331?", [hit_in("a\x00b\tc\nd", source="/tmp/\udce9.md"), hit_in("xyz", rank=2)], ["a\x00b"]
    )
    hits = (replace(turn.answer.hits[0], header=TableHeader(0, 3, "A\tB")), *turn.answer.hits[1:])
    checked = (Checked(0, 3, True, (1,)), Checked(4, 5, False, (), ("2030",)))
    cited = tuple(replace(one, emphasis=(Span(0, 1),)) for one in turn.answer.citations)
    return Turn(turn.question, replace(turn.answer, checked=checked, citations=cited, hits=hits, searched_as="khác"))


def test_a_turn_comes_back_whole(history: History) -> None:
    turn = rich_turn()
    kept = history.add(LOCAL, None, turn, VERSIONS)
    (again,) = history.turns(LOCAL, kept.conversation)
    assert again.turn == turn
    assert (again.id, again.versions, again.helpful) == (kept.turn, VERSIONS, None)


@given(st.text(st.characters(), max_size=40), st.text(st.characters(), min_size=1, max_size=60))
def test_any_text_survives_the_json(question: str, text: str) -> None:
    turn = turn_of(question, [hit_in(text, title=question)], [text])
    assert turn_from_json(turn_to_json(turn)) == turn
    assert turn_to_json(turn).isascii()


def test_follow_ups_lean_on_turns_loaded_back(history: History) -> None:
    conversation = stored(history, "Sản lượng năm 2019 là bao nhiêu?")
    loaded = [one.turn for one in history.turns(LOCAL, conversation)]
    assert "2020" in complete("Còn năm 2020 thì sao?", loaded).question
    assert "Sản lượng" in complete("Còn năm 2020 thì sao?", loaded).question


def test_a_turn_takes_the_place_of_those_it_replaces_but_not_of_judged_ones(history: History) -> None:
    number = stored(history, "Rau muống tưới mấy lần?", "Cà chua thì sao?", "Bón phân gì?")
    first, second, third = (turn.id for turn in history.turns(LOCAL, number))
    Feedback(history.path).give(LOCAL, second, helpful=False)
    history.add(LOCAL, number, garden_turn("Bón phân nào tốt?"), VERSIONS, [second, third])
    asked = [turn.turn.question for turn in history.turns(LOCAL, number)]
    assert asked == ["Rau muống tưới mấy lần?", "Cà chua thì sao?", "Bón phân nào tốt?"]
    other = stored(history, "Hành lá?")
    history.add(LOCAL, other, garden_turn("Hành tím?"), VERSIONS, [first])
    assert first in [turn.id for turn in history.turns(LOCAL, number)], "a turn of another conversation"


def test_a_conversation_of_one_question_asked_again_is_called_by_the_new_one(history: History) -> None:
    number = stored(history, "rau ngoai ruong tuoi may lan?")
    (old,) = history.turns(LOCAL, number)
    history.add(LOCAL, number, garden_turn("Rau muống tưới mấy lần?"), VERSIONS, [old.id])
    assert history.conversation(LOCAL, number).title == "Rau muống tưới mấy lần?"
    history.rename(LOCAL, number, "Vườn")
    (old,) = history.turns(LOCAL, number)
    history.add(LOCAL, number, garden_turn("Cà chua?"), VERSIONS, [old.id])
    assert history.conversation(LOCAL, number).title == "Vườn"
    assert not history.search(LOCAL, "ruong"), "the words of what was replaced are gone"


def test_conversations_are_listed_last_used_first(history: History) -> None:
    first = stored(history, "Câu một?", "Câu hai?")
    second = stored(history, "Câu ba?")
    listed = history.conversations(LOCAL)
    assert [(one.id, one.title, one.turns) for one in listed] == [(second, "Câu ba?", 1), (first, "Câu một?", 2)]
    assert [one.id for one in history.conversations(LOCAL, limit=1, offset=1)] == [first]


def test_a_title_is_what_was_asked_without_the_courtesy(history: History) -> None:
    stored(history, "Chào bạn, cho em hỏi phí mượn sách là bao nhiêu vậy ạ?")
    stored(history, "xin chào")
    assert [one.title for one in history.conversations(LOCAL)] == ["xin chào", "Phí mượn sách là bao nhiêu?"]
    assert history.turns(LOCAL, history.conversations(LOCAL)[1].id)[0].turn.question.startswith("Chào bạn")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("thủy lợi", True),
        ("thuỷ lợi", True),
        ("thuy loi", True),
        ("THUY", True),
        ("thu", True),
        ("lợi thủy", True),
        ("thúy", False),
        ("hủy", False),
        ("thuy dien", False),
        ("22-NQ/TW", True),
        ("so tay vuon", True),
        ("hai lan moi ngay", True),
        ("%", False),
        ("' OR 1=1 --", False),
        ("", False),
        ("?!", False),
    ],
)
def test_search_takes_words_with_or_without_accents(history: History, query: str, found: bool) -> None:
    conversation = stored(history, "Thủy lợi trong 22-NQ/TW là gì?")
    stored(history, "Câu khác hẳn")
    matches = [match for match in history.search(LOCAL, query) if match.conversation.id == conversation]
    assert bool(matches) is found
    if found:
        assert matches[0].question == "Thủy lợi trong 22-NQ/TW là gì?"


def test_search_names_the_latest_matching_question_and_finds_new_titles(history: History) -> None:
    conversation = stored(history, "Bón phân lúc nào?", "Bón phân gì?", "Sâu bệnh?")
    (match,) = history.search(LOCAL, "bon phan")
    assert match.question == "Bón phân gì?"
    history.rename(LOCAL, conversation, "Chuyện mùa đông")
    (match,) = history.search(LOCAL, "mua dong")
    assert (match.question, match.turn, match.conversation.title) == ("", None, "Chuyện mùa đông")


@given(st.text(max_size=80), st.integers(0, 79), st.integers(1, 10))
def test_any_stretch_of_words_is_found_in_its_text(text: str, at: int, count: int) -> None:
    words, folded = search_forms(text)
    some = words.split()[at : at + count]
    query_words, query_folded = search_forms(" ".join(some))
    assert query_words in words
    assert query_folded in folded


def test_nothing_reaches_what_belongs_to_another(history: History) -> None:
    conversation = stored(history, "Bí mật của Lan?", owner="lan")
    for owner in (LOCAL, "minh"):
        assert history.conversations(owner) == []
        assert history.search(owner, "bi mat") == []
        with pytest.raises(ConversationError):
            history.turns(owner, conversation)
        with pytest.raises(ConversationError):
            history.conversation(owner, conversation)
        with pytest.raises(ConversationError):
            history.rename(owner, conversation, "x")
        with pytest.raises(ConversationError):
            history.delete(owner, conversation)
        assert history.add(owner, conversation, garden_turn(), VERSIONS).conversation != conversation
    assert history.conversation("lan", conversation).turns == 1


def test_deleting_forgets_the_words_and_never_gives_the_number_again(history: History) -> None:
    secret = "Mật khẩu két sắt là Xương Rồng"
    conversation = stored(history, secret)
    kept = stored(history, "Câu giữ lại?")
    history.delete(LOCAL, conversation)
    assert history.search(LOCAL, "xuong rong") == []
    assert [one.id for one in history.conversations(LOCAL)] == [kept]
    assert history.add(LOCAL, conversation, garden_turn(), VERSIONS).conversation not in {conversation, kept}
    assert history.delete_all(LOCAL) == 2
    for path in history.path.parent.iterdir():
        data = path.read_bytes()
        assert "Xương Rồng".encode() not in data
        assert b"xuong rong" not in data


def test_delete_all_of_one_owner_leaves_the_others(history: History) -> None:
    stored(history, "a", owner="lan")
    stored(history, "b", owner="minh")
    assert history.delete_all("lan") == 1
    assert history.count(None) == (1, 0)
    assert history.count("minh") == (1, 0)
    assert history.delete_all(None) == 1


@given(st.text(st.characters(), max_size=300))
def test_titles_are_one_short_line(text: str) -> None:
    title = clean_title(text)
    assert 1 <= len(title) <= TITLE_LENGTH
    assert title.isprintable() or not any(char in title for char in "\n\r\t\x00\u202e")
    title.encode("utf-8")


def test_reading_makes_no_file_and_bad_files_are_named(history: History) -> None:
    assert history.conversations(LOCAL) == []
    assert history.delete_all(None) == 0
    assert not history.path.exists()
    history.path.parent.mkdir()
    history.path.write_bytes(b"no database" * 100)
    with pytest.raises(UserDataError, match=r"history\.sqlite3"):
        history.conversations(LOCAL)


def test_a_later_format_is_refused(history: History) -> None:
    stored(history, "a")
    connection = sqlite3.connect(history.path)
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    with pytest.raises(UserDataError, match="99"):
        stored(history, "b")


def test_a_history_that_is_being_written_says_so(history: History, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ui.userdata.BUSY_SECONDS", 0.05)
    stored(history, "a")
    other = sqlite3.connect(history.path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(UserDataError, match="thử lại"):
        stored(history, "b")
    assert len(history.conversations(LOCAL)) == 1, "reading goes on while another writes"
    other.execute("ROLLBACK")
    other.close()


def test_threads_and_processes_write_side_by_side(history: History) -> None:
    conversation = stored(history, "đầu")
    code = (
        "import sys; from pathlib import Path; sys.path[:0] = sys.argv[1:3]\n"
        "from tests.ui.turns_ui import VERSIONS, garden_turn; from ui.history import History\n"
        "history = History(Path(sys.argv[3]))\n"
        "for n in range(20): history.add('', int(sys.argv[4]), garden_turn(f'tiến trình {n}'), VERSIONS)\n"
    )
    arguments = [str(ROOT), str(ROOT / "tests"), str(history.path), str(conversation)]
    process = subprocess.Popen([sys.executable, "-c", code, *arguments])
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda n: history.add(LOCAL, conversation, garden_turn(f"luồng {n}"), VERSIONS), range(40)))
    assert process.wait(60) == 0
    questions = [one.turn.question for one in history.turns(LOCAL, conversation)]
    assert len(questions) == len(set(questions)) == 61


def test_versions_come_from_the_collection(tmp_path: Path) -> None:
    collection = Collection(tmp_path / "truyen", create=True, encoder=ToyEncoder())
    assert versions(collection).model == ""
    collection.ingest([write_stories(tmp_path / "docs")])
    told = versions(collection)
    assert (told.collection, told.counter) == ("truyen", collection.info().counter)
    assert told.model == "toy toytoytoytoy"
    assert told.product
    collection.remove([collection.documents()[0].id])
    assert versions(collection).counter > told.counter


# -- Markdown ------------------------------------------------------------------------------------------------------


def exported(history: History, conversation: int, lang: str = "vi") -> str:
    return markdown(history.conversation(LOCAL, conversation), history.turns(LOCAL, conversation), lang)


def test_a_conversation_as_markdown_names_its_sources(history: History) -> None:
    conversation = stored(history, "Rau muống cần tưới mấy lần mỗi ngày?")
    empty = turn_of("Giá vàng hôm nay?", [hit_in("Đất khô nứt là dấu hiệu thiếu nước.")], [])
    history.add(LOCAL, conversation, empty, VERSIONS)
    text = exported(history, conversation)
    assert text.startswith("# Rau muống cần tưới mấy lần mỗi ngày?\n")
    assert "\n## 2. Giá vàng hôm nay?\n\nTài liệu không nói đến điều này.\n" in text
    assert "**Sổ tay vườn rau › I – Vườn rau › 1- Tưới nước**, trang 3 (/tai-lieu/vuon.md)" in text
    assert "\n> Rau muống cần tưới hai lần mỗi ngày, sáng sớm và chiều mát.\n" in text
    assert "\n> Đất khô nứt là dấu hiệu thiếu nước.\n" in text
    assert "page 3" in exported(history, conversation, "en")


READERS = {
    "commonmark": MarkdownIt("commonmark"),
    "links and tables": MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]),
}


def tags(reader: MarkdownIt, text: str) -> list[tuple[str, str]]:
    return [(t.type, t.tag) for block in reader.parse(text) for t in (block, *(block.children or ()))]


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("name", PAYLOADS)
def test_hostile_words_stay_words_in_markdown(history: History, name: str, reader: str) -> None:
    payload = PAYLOADS[name]

    def shape(words: str) -> list[tuple[str, str]]:
        text = words.replace("\n", " ")
        turn = turn_of(text, [hit_in(text, title=text, source=text)], [text])
        kept = history.add(LOCAL, None, turn, VERSIONS)
        return tags(READERS[reader], exported(history, kept.conversation))

    assert shape(payload) == shape("lời thường")


@pytest.mark.parametrize("name", PAYLOADS)
def test_raw_html_never_stands_in_the_file(history: History, name: str) -> None:
    payload = PAYLOADS[name]
    kept = history.add(LOCAL, None, turn_of(payload, [hit_in(payload, payload, payload)], [payload]), VERSIONS)
    text = exported(history, kept.conversation)
    assert "<" not in text
    assert not any(char in text for char in "\x00\u202e\u2066\u2028")


@given(st.text(max_size=120))
def test_escaped_text_reads_as_it_was_written(text: str) -> None:
    blocks = READERS["links and tables"].parse(escape(text))
    shown = "".join(child.content for block in blocks for child in block.children or ())
    assert [block.type for block in blocks] in ([], ["paragraph_open", "inline", "paragraph_close"])
    assert all(child.type in {"text", "text_special"} for block in blocks for child in block.children or ())
    from ui.plain import safe

    assert shown == " ".join(safe(text.replace("\u2028", " ").replace("\u2029", " ")).split())


def test_the_default_place_is_the_home(home: Path) -> None:
    assert database_path() == home / "history.sqlite3"
