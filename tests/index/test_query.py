"""Reading the question: every gate from both sides, and what must come through untouched."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.vietnamese import AccentKind, fold, strip_accents
from index.abbreviations import Abbreviation, Abbreviations, mine_abbreviations
from index.lexical import LexicalIndex
from index.query import CollectionLexicon, read
from index.readings.accents import bundled
from index.readings.lattice import Form, posterior
from index.readings.rewriting import ChangeKind
from index.readings.typed import Typing, retype

PASSAGES = [
    "Hội nhập quốc tế (HNQT) là quá trình các nước gắn kết với nhau dựa trên sự chia sẻ lợi ích và luật lệ.",
    "Toàn cầu hóa làm cho kinh tế các nước phụ thuộc lẫn nhau; TCH vừa là cơ hội vừa là thách thức.",
    "Nghị quyết số 22-NQ/TW được ban hành ngày 10 tháng 4 năm 2013.",
    "Việt Nam gia nhập Hiệp hội các quốc gia Đông Nam Á (ASEAN) năm 1995.",
    "Toàn cầu hóa và hội nhập quốc tế: toàn cầu hóa là xu thế khách quan, toàn cầu hóa có hai mặt.",
    "Cristiano Ronaldo là cầu thủ bóng đá người Bồ Đào Nha.",
    "Động Phong Nha nằm ở vườn quốc gia Phong Nha - Kẻ Bàng, tỉnh Quảng Bình.",
]


@pytest.fixture(scope="module")
def lexicon() -> CollectionLexicon:
    return CollectionLexicon(LexicalIndex.build(PASSAGES), Abbreviations(mine_abbreviations(PASSAGES)))


@pytest.mark.parametrize(
    ("typed", "searched"),
    [
        ("hoi nhap quoc te la gi?", "hội nhập quốc tế là gì?"),
        ("HOI NHAP QUOC TE LA GI", "HỘI NHẬP QUỐC TẾ LÀ GÌ"),
        ("Chu tich nuoc la ai?", "Chủ tịch nước là ai?"),
        ("nam 1945 co su kien gi", "năm 1945 có sự kiện gì"),
        ("Ronaldo sinh nam nao?", "Ronaldo sinh năm nào?"),
        ("Thoi tiet Ha Noi hom nay the nao?", "Thời tiết Hà Nội hôm nay thế nào?"),
        ("nghi quyet 22-NQ/TW ban hanh ngay nao", "nghị quyết 22-NQ/TW ban hành ngày nào"),
    ],
)
def test_accents_are_put_back(typed: str, searched: str) -> None:
    reading = read(typed)
    assert reading.searched_as == searched
    assert reading.accents is AccentKind.NONE
    assert {change.kind for change in reading.changes} == {ChangeKind.ACCENTS}


@pytest.mark.parametrize(
    ("typed", "searched"),
    [
        ("toi muốn hỏi ve hội nhap quoc tế", "hội nhập quốc tế"),
        ("nước nao có dân số đông nhat thế giới", "nước nào có dân số đông nhất thế giới"),
        ("hội nhâp quôc tế là gì", "hội nhập quốc tế là gì"),
    ],
)
def test_half_accented_questions_are_completed(typed: str, searched: str) -> None:
    reading = read(typed)
    assert reading.searched_as == searched
    assert reading.accents is AccentKind.HALF


@pytest.mark.parametrize("method", [ChangeKind.TELEX, ChangeKind.VNI])
@pytest.mark.parametrize(
    "question", ["Hội nhập quốc tế là gì?", "Ông nào sáng lập công ty Việt Nam?", "Đường sắt dài bao nhiêu?"]
)
def test_keys_are_decoded(question: str, method: ChangeKind) -> None:
    reading = read(retype(question, method.value))
    assert reading.searched_as == question
    assert [change.kind for change in reading.changes if change.kind is not method] == []


UNTOUCHED = [
    "Hội nhập quốc tế là gì?",
    "Ai là người đứng đầu cơ quan đó?",
    "Anh cho em đi khi nào thi",
    "FIFA World Cup 2018 được tổ chức ở đâu?",
    "Michael Jackson sinh năm bao nhiêu?",
    "What is international integration?",
    "Who is the president of Vietnam and how old is he?",
    "The system does not need a test for this box",
    "Nghị quyết 22-NQ/TW nói gì về hội nhập?",
    "giấy A4, U23, F0, COVID-19, H2O, mp3",
    "Microsoft Windows 11",
    "Donald Trump",
    "???",
    "",
    "  ",
    "1945",
]


@pytest.mark.parametrize("question", UNTOUCHED)
def test_what_needs_nothing_comes_through_untouched(question: str) -> None:
    reading = read(question)
    assert reading.searched_as == question == reading.typed
    assert reading.changes == ()
    assert reading.accents is AccentKind.FULL


def test_english_is_known_as_such() -> None:
    assert read("What is the capital of Vietnam?").is_english
    assert not read("Thu do cua Viet Nam la gi?").is_english
    assert not read("Thủ đô của Việt Nam là gì?").is_english


@given(st.text(max_size=60))
@settings(max_examples=150, deadline=None)
def test_any_text_is_read_and_exact_changes_nothing(question: str) -> None:
    reading = read(question)
    assert reading.typed == question
    assert bool(reading.changes) == (reading.searched_as != question)
    exact = read(question, exact=True)
    assert exact.searched_as == question
    assert exact.changes == exact.expansions == ()


@given(st.lists(st.sampled_from("hội nhập quốc tế là gì năm nước người việt nam kinh".split()), min_size=1, max_size=8))
@settings(max_examples=60, deadline=None)
def test_restoring_only_adds_accents(words: list[str]) -> None:
    typed = strip_accents(" ".join(words))
    assert fold(read(typed).searched_as) == typed


@pytest.mark.parametrize("question", ["hòa bình là gì?", "Thủy lợi ở tỉnh Hòa Bình", "quý một"])
def test_form_and_tone_placement_do_not_change_the_ranking(question: str) -> None:
    index = LexicalIndex.build([*PASSAGES, "Thuỷ lợi tỉnh Hoà Bình trong quý một", "hòa bình ở khu vực"])
    wanted = index.scores(read(question).keys).tolist()
    placed = question.replace("òa", "oà").replace("ủy", "uỷ").replace("quý", "qúy")
    for other in (placed, unicodedata.normalize("NFD", question), question.upper(), question.replace(" ", ",")):
        assert index.scores(read(other).keys).tolist() == pytest.approx(wanted)


def test_an_unaccented_question_finds_what_the_accented_one_does(lexicon: CollectionLexicon) -> None:
    questions = ["Hội nhập quốc tế là gì?", "Việt Nam gia nhập ASEAN năm nào?", "Động Phong Nha nằm ở tỉnh nào?"]
    for question in questions:
        wanted = lexicon.index.search(read(question, lexicon).keys, 1)[0].tolist()
        for how in (Typing.UNACCENTED, Typing.HALF_ACCENTED, Typing.TELEX, Typing.VNI):
            keys = read(retype(question, how), lexicon).keys
            assert lexicon.index.search(keys, 1)[0].tolist() == wanted


def test_doubtful_words_keep_their_alternatives() -> None:
    words = read("ban tay").words
    assert len(words[0].forms) > 1
    assert sum(probability for _, probability in words[0].forms) == pytest.approx(1)
    probabilities = [probability for _, probability in words[0].forms]
    assert probabilities == sorted(probabilities, reverse=True)


def test_the_collection_decides_between_accents(lexicon: CollectionLexicon) -> None:
    assert read("dong Phong Nha Ke Bang o dau", lexicon).searched_as == "động Phong Nha Kẻ Bàng ở đâu"


def test_abbreviations_are_expanded_both_ways(lexicon: CollectionLexicon) -> None:
    short = read("HNQT là gì?", lexicon)
    assert short.searched_as == "hội nhập quốc tế là gì?"
    assert [change.kind for change in short.changes] == [ChangeKind.ABBREVIATION]
    assert lexicon.index.search(short.keys, 1)[0].tolist() == [0]
    assert read("hnqt la gi", lexicon).searched_as == "hội nhập quốc tế là gì"
    long = read("hội nhập quốc tế là gì?", lexicon)
    assert long.searched_as == "hội nhập quốc tế là gì?"
    assert "HNQT" in {expansion.added for expansion in long.expansions}
    asean = read("ASEAN thành lập năm nào?", lexicon)
    assert asean.searched_as == "ASEAN (hiệp hội các quốc gia đông nam á) thành lập năm nào?"


def test_common_abbreviations_serve_collections_that_write_them_out() -> None:
    written_out = LexicalIndex.build(["Ủy ban nhân dân tỉnh ban hành quyết định.", "Bộ Chính trị họp."])
    lexicon = CollectionLexicon(written_out, Abbreviations())
    assert read("UBND tỉnh làm gì?", lexicon).searched_as == "ủy ban nhân dân tỉnh làm gì?"
    assert read("THPT là gì?", lexicon).searched_as == "THPT là gì?"
    assert read("UBND tỉnh làm gì?").searched_as == "UBND tỉnh làm gì?"


def test_common_abbreviations_serve_collections_that_are_full_of_them() -> None:
    lexicon = CollectionLexicon(LexicalIndex.build(["XNK: hơn 480 tỷ USD", "BCH họp.", "DN nhỏ"]), Abbreviations())
    assert read("Kim ngạch xuất nhập khẩu là bao nhiêu?", lexicon).wordings == {"XNK": "xuất nhập khẩu"}
    assert read("Bộ giao thông vận tải làm gì?", lexicon).wordings == {}
    assert read("Doanh nghiệp nhỏ là gì?", lexicon).wordings == {}


def test_an_abbreviation_is_read_with_its_long_form_where_the_question_is(lexicon: CollectionLexicon) -> None:
    long = "ASEAN (hiệp hội các quốc gia đông nam á)"
    assert read("ASEAN thành lập năm nào?", lexicon).wordings["ASEAN"] == long


@pytest.mark.parametrize(
    ("question", "held", "wordings"),
    [
        ("Bốn ủy viên là ai?", "Có 4 ủy viên", {"4 ủy": "bốn ủy"}),
        ("4 ủy viên là ai?", "Bốn ủy viên họp", {"bốn ủy": "4 ủy"}),
        ("bon uy vien la ai", "Có 4 ủy viên", {"4 ủy": "bốn ủy"}),
        ("Bốn ủy viên là ai?", "Có 4 phòng cho ủy viên", {}),
        ("Năm nay có gì?", "Đã mở 5 phòng", {}),
        ("Có bao nhiêu ủy viên, bốn?", "Có 4 ủy viên", {}),
    ],
)
def test_numbers_in_words_and_in_figures_are_one(question: str, held: str, wordings: dict[str, str]) -> None:
    lexicon = CollectionLexicon(LexicalIndex.build([held, "Ủy viên họp."]), Abbreviations())
    reading = read(question, lexicon)
    assert reading.wordings == wordings
    if wordings:
        assert lexicon.index.search(reading.keys, 1)[0].tolist() == [0]
    assert read(question, lexicon, exact=True).wordings == {}


@pytest.mark.parametrize(
    ("question", "held", "searched"),
    [
        ("Đại hội 13 nêu gì?", "Đại hội XIII nêu ba điểm", "Đại hội XIII nêu gì?"),
        ("dai hoi lan thu muoi ba noi gi", "Đại hội XIII nói ba điểm", "đại hội XIII nói gì"),
        ("Đại hội lần thứ 6 nêu gì?", "Đại hội lần thứ VI", "Đại hội lần thứ VI nêu gì?"),
        ("Đại hội XIII nêu gì?", "Đại hội 13 nêu ba điểm", "Đại hội 13 nêu gì?"),
        ("Đại hội 13 nêu gì?", "Đại hội 13 và Đại hội XIII", "Đại hội 13 nêu gì?"),
        ("Đại hội 13 nêu gì?", "Đại hội XII nêu ba điểm", "Đại hội XIII nêu gì?"),
        ("Đại hội 13 nêu gì?", "Đại hội nêu ba điểm", "Đại hội 13 nêu gì?"),
    ],
)
def test_a_congress_is_found_however_its_number_is_written(question: str, held: str, searched: str) -> None:
    lexicon = CollectionLexicon(LexicalIndex.build([held, "Hội nghị họp."]), Abbreviations())
    assert read(question, lexicon).searched_as == searched
    assert read(question, lexicon, exact=True).searched_as == question


def test_a_document_number_is_never_taken_apart(lexicon: CollectionLexicon) -> None:
    reading = read("22-nq/tw ban hanh khi nao", lexicon)
    assert reading.searched_as == "22-nq/tw ban hành khi nào"
    assert lexicon.index.search(reading.keys, 1)[0].tolist() == [2]


def test_names_are_mended_when_the_collection_has_one_like_it(lexicon: CollectionLexicon) -> None:
    reading = read("Cristiano Ronadlo là ai?", lexicon)
    assert reading.searched_as == "Cristiano Ronaldo là ai?"
    assert [change.kind for change in reading.changes] == [ChangeKind.SPELLING]
    assert read("Messi là ai?", lexicon).searched_as == "Messi là ai?"
    assert read("Cristiano Ronadlo là ai?", lexicon, exact=True).searched_as == "Cristiano Ronadlo là ai?"


def test_mining_reads_definitions_and_initials() -> None:
    texts = [
        *PASSAGES,
        "WTO: một tổ chức. Liên minh châu Âu (EU). TCH",
        "UBND (Ủy ban nhân dân) tỉnh; Anh và Tổ chức Hiệp ước Bắc Đại Tây Dương (NATO)",
    ]
    found = mine_abbreviations(texts)
    entries = {(entry.short, entry.long): entry.defined for entry in found}
    assert entries["HNQT", "hội nhập quốc tế"]
    assert entries["ASEAN", "hiệp hội các quốc gia đông nam á"]
    assert entries["EU", "liên minh châu âu"]
    assert entries["NATO", "tổ chức hiệp ước bắc đại tây dương"]
    assert entries["UBND", "ủy ban nhân dân"]
    assert not entries["TCH", "toàn cầu hóa"]
    assert found == mine_abbreviations(texts)


@given(st.lists(st.text(max_size=80), max_size=4))
def test_mining_takes_any_text(some: list[str]) -> None:
    for entry in mine_abbreviations(some):
        assert len(entry.short) > 1
        assert entry.long


def test_abbreviations_look_up() -> None:
    known = Abbreviations([Abbreviation("AN", "an ninh", 3, True), Abbreviation("ĐH", "đại hội", 2, True)])
    assert known.long_forms("AN") == ("an ninh",)
    assert known.long_forms("An") == known.long_forms("an") == ()
    assert known.long_forms("ĐH") == known.long_forms("đh") == known.long_forms("DH", unaccented=True) == ("đại hội",)
    assert known.long_forms("DH") == ()
    assert known.short_forms(["vấn", "đề", "an", "ninh"]) == [("an ninh", "AN")]


def test_the_table_prefers_what_is_said() -> None:
    table = bundled()
    words = "bao nhieu nguoi o Viet Nam".lower().split()
    positions = [tuple(Form(number, 1.0) for number in table.forms(word)) for word in words]
    likely = [table.word(forms[0].number) for forms in posterior(table, positions)]
    assert likely == "bao nhiêu người ở việt nam".split()
    assert posterior(table, []) == ()


@pytest.mark.parametrize("how", list(Typing))
def test_retyping_repeats(how: Typing) -> None:
    question = "Nghị quyết nào nói gì về hội nhập quốc tế?"
    assert retype(question, how, 7) == retype(question, how, 7)
    assert (retype(question, how) == question) == (how is Typing.AS_IS)


def test_retyping_does_what_it_says() -> None:
    question = "Hội nhập quốc tế là gì, thưa ông Đặng?"
    assert retype(question, "unaccented") == "Hoi nhap quoc te la gi, thua ong Dang?"
    half = retype(question, "half-accented", 3)
    assert strip_accents(half) == strip_accents(question)
    assert half not in (question, strip_accents(question))
    assert retype(question, "telex") == "Hooij nhaapj quoocs tees laf gif, thuwa oong Ddawngj?"
    assert retype(question, "vni") == "Ho65i nha65p quo61c te61 la2 gi2, thu7a o6ng D9a85ng?"
    assert len({retype(question, "typos", seed) for seed in range(20)}) > 5
    with pytest.raises(ValueError, match="dvorak"):
        retype(question, "dvorak")


@given(st.text(max_size=40), st.sampled_from(list(Typing)), st.integers(0, 3))
def test_retyping_takes_any_text(question: str, how: Typing, seed: int) -> None:
    assert isinstance(retype(question, how, seed), str)
