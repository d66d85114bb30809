"""What the chat shows: answers, cards and the viewer, as pure functions."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.document import Section, Span
from index.types import Hit
from index.widening import Widened
from rag.phrases import REPLIES, Reply
from rag.types import Answer, Outcome
from tests.ui.examples_ui import TEXT, answered, cited, exchange, hit, location, view
from tests.ui.markup_ui import parsed
from ui.cards import cards_of, excerpt, shared_words, sources
from ui.markup import Piece, lines_of
from ui.render import Exchange, Stage, Wide, answer_body, conversation
from ui.strings import Words
from ui.viewer import WINDOW, marks_of, viewer, window

T, EN = Words("vi"), Words("en")
QUOTE = "Trạm bơm chạy từ sáu giờ sáng."


def test_an_answer_links_its_markers_and_marks_the_answering_words() -> None:
    root = parsed(answer_body(answered(hit(), QUOTE, emphasis="sáu giờ sáng"), 3, T))
    assert [a.attributes["href"] for a in root.all("a")] == ["#src-3-1"]
    assert [a.text() for a in root.all("a")] == ["[1]"]
    assert [m.text() for m in root.all("mark", "hit")] == ["sáu giờ sáng"]
    assert root.text() == f"{QUOTE}\N{NO-BREAK SPACE}[1]"


def test_white_space_around_the_answering_words_is_not_marked() -> None:
    root = parsed(answer_body(answered(hit(), QUOTE, emphasis=" sáu giờ "), 3, T))
    assert [m.text() for m in root.all("mark", "hit")] == ["sáu giờ"]
    assert root.text().startswith(QUOTE)


def test_a_bracketed_number_inside_a_quote_is_no_link() -> None:
    found = hit("Theo bảng [1] thì trạm nghỉ.")
    root = parsed(answer_body(answered(found, "Theo bảng [1] thì trạm nghỉ."), 1, T))
    assert len(root.all("a")) == 1
    assert root.text().count("[1]") == 2


def test_a_greeting_is_returned_without_an_alarm() -> None:
    said = REPLIES[Reply.GREETING]["vi"]
    root = parsed(answer_body(Answer("Chào", "Chào", Outcome.NO_EVIDENCE, 0.0, said, (), ()), 1, T))
    assert root.text() == said
    assert root.all("div", "none") == []
    asked = exchange(Answer("Chào", "Chào", Outcome.NO_EVIDENCE, 0.0, said, (), ()))
    assert parsed(conversation([asked], (), T)).all("div", "tools") == []
    assert T("sources_none") in parsed(sources([asked], T)).text()


def test_bullets_and_paragraphs_keep_their_lines() -> None:
    markup = "".join(f"<p>{line.cells[0]}</p>" for line in lines_of([Piece("a\nb"), Piece("c\nd", "hit")]))
    assert [p.text() for p in parsed(markup).all("p")] == ["a", "bc", "d"]
    assert [m.text() for m in parsed(markup).all("mark")] == ["c", "d"]


def test_cards_carry_the_number_of_their_marker_and_the_rest_is_numbered_on() -> None:
    first, second, third = hit(title="A"), hit(title="B", rank=2), hit(title="C", rank=3)
    text, one = cited(second, QUOTE, marker=1)
    text, two = cited(first, "Trạm nghỉ vào trưa.", marker=2, before=text + "\n\n")
    answer = Answer("q", "q", Outcome.ANSWERED, 0.9, text, (one, two), (first, second, third))
    quoted, others = cards_of(answer)
    assert [(c.number, c.title) for c in quoted] == [(1, "B"), (2, "A")]
    assert [(c.number, c.title) for c in others] == [(3, "C")]
    root = parsed(sources([exchange(answer)], T))
    assert [c.attributes["id"] for c in root.all("article")] == ["src-1-1", "src-1-2", "src-1-3"]
    assert [m.text() for m in root.all("mark", "quoted")] == [QUOTE, "Trạm nghỉ vào trưa."]


def test_a_card_says_where_it_is_from() -> None:
    found = hit(also_in=(location("Bản sao", ("Phụ lục",)),))
    text = parsed(sources([exchange(answered(found, QUOTE))], T)).text()
    for part in (
        "Sổ trạm bơm",
        "I – Trạm › 1- Giờ chạy",
        "trang 7",
        "khớp: Trạm bơm chạy",
        "điểm 9,50",
        "Bản sao, Phụ lục",
    ):
        assert part in text
    assert "page 7" in parsed(sources([exchange(answered(found, QUOTE))], EN)).text()


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("trạm bơm chạy lúc mấy giờ sáng", ["Trạm bơm chạy", "giờ sáng"]),
        ("Khoai lang trồng tháng hai", ["Khoai lang trồng", "tháng hai"]),
        ("ai nghỉ", []),
        ("", []),
    ],
)
def test_a_match_is_told_in_the_words_of_the_passage(question: str, words: list[str]) -> None:
    assert shared_words(question, TEXT) == words


def test_a_number_alone_is_a_match() -> None:
    assert shared_words("năm 2020 ra sao", "Vào mùa hè 2020 trời nóng") == ["2020"]


@given(st.text("ab c1", max_size=60), st.text("ab c1", max_size=60))
def test_shared_words_stand_in_both(question: str, text: str) -> None:
    for run in shared_words(question, text):
        assert run in text
        assert " ".join(run.split()) in " ".join(question.split())


@pytest.mark.parametrize(
    ("date", "vi", "en"),
    [
        ("2024-03-05", ", 5/3/2024", ", 2024-03-05"),
        ("2024-03-05T07:00:00Z", ", 5/3/2024", ", 2024-03-05"),
        ("Tháng 4-2025", ", Tháng 4-2025", ", Tháng 4-2025"),
        ("", "", ""),
    ],
)
def test_a_reference_names_title_section_page_and_date(date: str, vi: str, en: str) -> None:
    found = hit()
    asked = replace(exchange(answered(found, QUOTE)), dates={found.passage.document_id: date})
    place = "Sổ trạm bơm, I – Trạm › 1- Giờ chạy · {} 7"
    for t, page, written in ((T, "trang", vi), (EN, "page", en)):
        (copy,) = [b for b in parsed(sources([asked], t)).all("button") if "data-copy" in b.attributes]
        assert copy.attributes["data-copy"] == f"“{QUOTE}” ({place.format(page)}{written})"
        (copy,) = [b for b in parsed(conversation([asked], (), t)).all("button") if "data-copy" in b.attributes]
        assert copy.attributes["data-copy"].endswith(f"[1] {place.format(page)}{written}")


def test_headings_that_the_card_names_are_not_repeated_in_its_quote() -> None:
    found = hit("I – Trạm\n\n1- Giờ chạy\n\n" + QUOTE + " Hết.")
    near = parsed(sources([exchange(Answer("q", "q", Outcome.NO_EVIDENCE, 0.1, "", (), (found,)))], T))
    assert near.all(css="quote")[0].text() == QUOTE + " Hết."
    quoted = parsed(sources([exchange(answered(found, QUOTE))], T))
    assert quoted.all(css="quote")[0].text() == QUOTE + " Hết."
    heading = parsed(sources([exchange(answered(found, "1- Giờ chạy"))], T))
    assert heading.all("mark")[0].text() == "1- Giờ chạy"


def test_only_the_last_turn_shows_its_cards() -> None:
    one = exchange(answered(hit(), QUOTE))
    groups = parsed(sources([one, one], T)).all(css="group")
    assert [("on" in g.attributes["class"].split()) for g in groups] == [False, True]
    ids = [c.attributes["id"] for g in groups for c in g.all("article")]
    assert len(set(ids)) == len(ids) == 2


def test_no_evidence_is_said_plainly_and_the_nearest_passages_are_called_so() -> None:
    answer = Answer("q", "q", Outcome.NO_EVIDENCE, 0.1, "Tài liệu không nói đến điều này.", (), (hit(),))
    body = parsed(conversation([exchange(answer)], (), T))
    assert "Tài liệu không nói đến điều này." in body.all(css="none")[0].text()
    assert not body.all("a")
    panel = parsed(sources([exchange(answer)], T))
    assert panel.all("h2")[0].text() == T("nearest")
    assert not panel.all("mark")
    bare = replace(answer, hits=())
    assert T("no_evidence_bare") in parsed(conversation([exchange(bare)], (), T)).text()
    assert T("sources_empty") in parsed(sources([exchange(bare)], T)).text()


def test_a_question_read_differently_says_so_and_offers_the_other_way() -> None:
    answer = replace(answered(hit(), QUOTE, question="tram bom"), searched_as="trạm bơm")
    read = parsed(conversation([exchange(answer)], (), T)).all(css="read")[0]
    assert read.text() == "Đã hiểu là: trạm bơm · tìm đúng như đã gõ"
    assert read.all("button")[0].attributes["data-act"] == "exact"
    assert not parsed(conversation([exchange(replace(answer, searched_as="tram bom"))], (), T)).all(css="read")
    exact = replace(exchange(answer), exact=True)
    assert parsed(conversation([exact], (), T)).all(css="read")[0].text() == T("exact_done")


@pytest.mark.parametrize(
    ("stage", "text"),
    [(Stage.SEARCHING, "Đang tìm"), (Stage.READING, "Đang đọc 5 đoạn"), (Stage.STOPPED, "Đã dừng")],
)
def test_stages_are_named(stage: Stage, text: str) -> None:
    assert text in parsed(conversation([Exchange("q", stage, found=5)], (), T)).text()


@given(st.text(st.characters(exclude_categories=["Cc", "Cs"]), min_size=1, max_size=900), st.data())
def test_an_excerpt_shows_every_quote_whole_and_only_words_of_the_passage(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    found = hit(text)
    answer = answered(found, text)
    place = replace(answer.citations[0], start=10 + start, end=10 + end, quote=text[start:end])
    card = cards_of(replace(answer, citations=(place,)))[0][0]
    pieces = excerpt(card)
    assert "".join(p.text for p in pieces if p.kind == "quoted") == text[start:end]
    around = [p.text.strip().strip("…").strip() for p in pieces if not p.kind]
    assert all(part in text for part in around)


def test_quotes_far_apart_are_shown_with_what_is_between_left_out() -> None:
    text = "Đầu câu. " + "giữa " * 400 + "Cuối câu."
    found = hit(text)
    joined, one = cited(found, "Đầu câu.")
    joined, two = cited(found, "Cuối câu.", before=joined + "\n")
    card = cards_of(Answer("q", "q", Outcome.ANSWERED, 0.9, joined, (one, two), (found,)))[0][0]
    shown = "".join(p.text for p in excerpt(card))
    assert [p.text for p in excerpt(card) if p.kind] == ["Đầu câu.", "Cuối câu."]
    assert " … " in shown
    assert len(shown) < 500


def test_a_quote_from_outside_the_passage_is_shown_on_its_own() -> None:
    found = hit()
    answer = answered(found, QUOTE)
    header = replace(answer.citations[0], start=0, end=5, quote="Giờ\tViệc")
    card = cards_of(replace(answer, citations=(header, *answer.citations)))[0][0]
    assert [p.text for p in excerpt(card) if p.kind] == ["Giờ\tViệc", QUOTE]


def around(found: Hit, before: str, after: str, *, whole: bool = False) -> Wide:
    p = found.passage
    text = before + p.text + after
    return Wide(1, 1, Widened(p, text, p.start - len(before), p.end + len(after)), whole)


def test_a_card_of_what_was_not_searched_for_has_no_score() -> None:
    for score, shown in ((9.5, True), (0.0, False)):
        found = replace(hit(), score=score)
        text = parsed(sources([exchange(answered(found, QUOTE))], T)).all("article")[0].text()
        assert ("điểm" in text) is shown


def test_a_widened_card_keeps_the_words_that_were_found_marked() -> None:
    found = hit()
    asked = exchange(answered(found, QUOTE))
    card = parsed(sources([replace(asked, wide=(around(found, "Trước đó. ", " Sau đó."),))], T)).all("article")[0]
    shown = card.all(css="quote")[0]
    assert "Trước đó." in shown.text()
    assert "Sau đó." in shown.text()
    assert [m.text() for m in shown.all("mark", "quoted")] == [QUOTE]
    marked = "".join(m.text() for m in shown.all("mark"))
    assert "".join(marked.split()) == "".join(TEXT.split()), "all that was found, and nothing of what surrounds it"
    plain = parsed(sources([asked], T)).all("article")[0]
    for css in ("path", "why"):
        assert card.all(css=css)[0].text() == plain.all(css=css)[0].text(), "section, page and score stay"
    assert card.attributes["id"] == plain.attributes["id"]


def test_the_buttons_that_widen_and_narrow() -> None:
    found = hit()
    asked = exchange(answered(found, QUOTE))

    def offered(*wide: Wide) -> list[str]:
        root = parsed(sources([replace(asked, wide=wide)], T))
        return [b.attributes["data-how"] for b in root.all("button") if b.attributes.get("data-act") == "widen"]

    assert offered() == ["wider"]
    assert offered(around(found, "a ", "")) == ["wider", "narrower"]
    assert offered(around(found, "a ", "", whole=True)) == ["narrower"]
    quote_alone = replace(answered(found, QUOTE), hits=(hit(title="Khác"),))
    root = parsed(sources([exchange(quote_alone)], T)).all("article")[0]
    assert not [b for b in root.all("button") if b.attributes.get("data-act") == "widen"], "the passage is not known"


@given(st.text("ab \n", max_size=9), st.text("ab \n", max_size=9), st.integers(0, 30), st.integers(1, 40))
def test_a_widened_excerpt_is_the_stretch_itself(before: str, after: str, start: int, length: int) -> None:
    found = hit()
    answer = answered(found, TEXT)
    place = replace(answer.citations[0], start=10 + start, end=min(10 + start + length, 10 + len(TEXT)))
    (card, *_), _ = cards_of(replace(answer, citations=(place,)), (around(found, before, after),))
    assert "".join(piece.text for piece in excerpt(card)) == before + TEXT + after


def test_the_viewer_marks_the_quote_where_it_stands() -> None:
    document = view(TEXT, (Section((), 0, 9), Section(("Giờ",), 9, len(TEXT))))
    start = TEXT.index(QUOTE)
    root = parsed(viewer(document, Span(start, start + len(QUOTE)), None, 4, T))
    assert [m.text() for m in root.all("mark")] == [QUOTE]
    sheet = root.all(css="sheet")[0]
    assert (sheet.attributes["data-serial"], sheet.attributes["data-mark"]) == ("4", "0")
    assert [b.text() for b in root.all("nav")[0].all("button")] == [T("viewer_beginning"), "Giờ"]


@given(
    st.lists(st.text("ab c\n", max_size=30), min_size=1, max_size=8),
    st.lists(st.tuples(st.integers(0, 200), st.integers(0, 60)), max_size=6),
)
def test_the_viewer_shows_all_text_whatever_is_marked(parts: list[str], spans: list[tuple[int, int]]) -> None:
    text = "".join(parts) or "x"
    bounds = [0]
    for part in parts:
        bounds.append(bounds[-1] + len(part))
    pairs = [(a, b) for a, b in itertools.pairwise(bounds) if b > a] or [(0, len(text))]
    document = view(text, tuple(Section((f"mục {i}",), a, b) for i, (a, b) in enumerate(pairs)))
    found = hit(text)
    place = answered(found, text).citations[0]
    key = document.info.id
    citations = tuple(
        replace(place, document_id=key, start=min(s, len(text)), end=min(s + n, len(text))) for s, n in spans
    )
    answer = Answer("q", "q", Outcome.ANSWERED, 0.9, "", citations, ())
    root = parsed(viewer(document, Span(0, 1), answer, 1, T))
    assert "".join(root.all(css="text")[0].text().split()) == "".join(text.split())
    marks = [span for span, _ in marks_of(answer, key, Span(0, 1))]
    assert all(a.end <= b.start for a, b in itertools.pairwise(marks))


def test_a_long_document_is_shown_in_parts_around_the_place() -> None:
    line = "Một dòng chữ bình thường của tài liệu dài.\n\n"
    text = line * (3 * WINDOW // len(line))
    sections = tuple(Section((f"Mục {n}",), n, min(n + 9_000, len(text))) for n in range(0, len(text), 9_000))
    middle = len(text) // 2
    document = view(text, sections)
    part = window(document, Span(middle, middle + 10))
    assert part.start <= middle < middle + 10 <= part.end
    assert part.end - part.start <= WINDOW + 2_100
    root = parsed(viewer(document, Span(middle, middle + 10), None, 1, T))
    assert root.all("mark")
    assert "Tài liệu dài" in root.all(css="part")[0].text()
    assert len(root.all("nav")[0].all("button")) == len(sections)


@given(st.integers(-(10**19), 10**19), st.integers(-(10**19), 10**19))
def test_a_place_outside_the_document_opens_it_all_the_same(start: int, end: int) -> None:
    assert "Trạm bơm" in parsed(viewer(view(TEXT), Span(start, end), None, 1, T)).text()


def test_a_clause_that_runs_on_is_no_heading_in_the_viewer() -> None:
    text = "Điều 2. Giờ mở cửa\n\n1. Mở từ tám giờ sáng đến chín giờ tối.\n\n2. Ngày lễ thì đóng cửa."
    first, second = text.index("1. "), text.index("2. Ngày")
    article = ("Điều 2. Giờ mở cửa",)
    sections = (
        Section(article, 0, first),
        Section((*article, "Khoản 1"), first, second),
        Section((*article, "Khoản 2"), second, len(text)),
    )
    root = parsed(viewer(view(text, sections), Span(first, first + 5), None, 1, T))
    (current,) = [b.text() for b in root.all("nav")[0].all("button")]
    assert current == "Điều 2. Giờ mở cửa", "clauses are not in the outline"
    assert [h.text() for h in root.all("h3")][1:] == ["Điều 2. Giờ mở cửa"], "behind the title of the outline"
    assert [p.text() for p in root.all("p") if p.text().startswith(("1.", "2."))] == [
        text[first:second].strip(),
        text[second:],
    ]
