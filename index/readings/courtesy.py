"""The words a person wraps a question in: "Chào bạn, cho em hỏi ... vậy ạ?". They ask nothing, and match nothing.

Heard in the words of a question as they were understood, one token each, in canonical form. Phrases are written as people
say them; a blank stands between tokens, and a comma for whatever stops there.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, NamedTuple

from corpus.vietnamese import canonical, is_accented, strip_accents
from index.keys import word_spans

STOP: Final = ","
_STOPS = re.compile(r"[,.;:?!…\n]")
_OPENING_QUOTE = re.compile(r"[\"'“‘«(\[]+$")
_CLOSING_QUOTE = re.compile(r"[\"'”’»)\]]+")

_ME: Final = "(?:chúng (?:tôi|tớ|mình|em|cháu)|tôi|tớ|mình|em|e|cháu)"
_WHO: Final = (
    "(?:chúng (?:tôi|tớ|mình|em|cháu)|mọi người|cả nhà|quý vị|các (?:bạn|anh chị|anh|chị|em|thầy cô|thầy|cô|bác)|anh chị"
    "|thầy cô|bác sĩ|luật sư|chuyên gia|tôi|tớ|mình|em|anh|chị|cháu|con|bạn|thầy|cô|bác|ad|admin|mod|bot|trợ lý)"
)
_ABOUT: Final = (
    "(?:(?:mọi người|cả nhà|quý vị|admin|ad|thầy cô|bác sĩ|luật sư) (?=tôi |em |mình |cháu |con |là |rằng |, ))?"
    "(?:(?:một|1) (?:chút|tí|xíu|câu|điều|vấn đề) )?(?:thêm |rõ |chút |tí |xíu |nhanh )*(?:với )?(?:ạ |nhé |nha )?(?:, )?"
    "(?:là |rằng )?(?:về (?:việc )?)?"
)
_FROM: Final = "(?:các )?(?:tài liệu|văn bản|bài viết|bài|đoạn văn|đoạn|nội dung|thông tin)"
_OPENINGS: Final = (
    f"(?:xin |kính )*chào (?:{_WHO} (?:ạ |nhé |nha |ơi )*|(?:ạ )?, )",
    "(?:dạ|vâng|alo) (?:, |(?=thưa |cho |xin ))",
    f"(?:kính )?thưa {_WHO} (?:, |(?=cho |xin |em |cháu |con |tôi ))",
    f"{_WHO} (?:ơi |(?:à|ạ) , )",
    f"(?:{_WHO} )?(?:làm ơn |vui lòng |xin |hãy |có thể )*(?:cho|giúp|bảo|nói cho|chỉ) {_ME} (?:xin )?(?:được )?"
    f"(?:hỏi|biết) {_ABOUT}",
    f"(?:{_WHO} )?(?:làm ơn |vui lòng |xin |hãy |có thể )+cho biết {_ABOUT}",
    f"(?:{_WHO} )?(?:xin phép |xin |cho )(?:được )?hỏi {_ABOUT}",
    f"{_ME} (?:đang |cũng |rất |thực sự )*(?:xin|muốn|cần|định) (?:được )?(?:hỏi|biết|tìm hiểu) {_ABOUT}",
    f"{_ME} (?:có |đang |rất )?(?:thắc mắc|băn khoăn|không biết|chưa biết|chưa rõ|không rõ) {_ABOUT}",
    f"(?:{_WHO} có|có ai|có bạn nào) biết (?:là |rằng )?",
    f"(?:theo|trong|dựa vào|dựa trên|căn cứ vào|căn cứ) {_FROM} (?:(?:này|trên|đó|đã cho|ở trên) (?:thì )?|thì |(?=, ))",
    f"(?:hi|hello|hey) (?:(?:{_WHO}|there|all|everyone) |, )",
    "(?:please |kindly )?(?:can|could|would|will) you (?:please |kindly )?(?:tell|show|inform|help) (?:me|us) (?:about |if )?",
    "(?:please )?(?:tell|let) me (?:know )?(?:about )?",
    "please (?=explain |describe |list |show |give |name |define |how |what |when |who |why |which )",
    "(?:i|we) (?:want|would like|d like|need|wish) to (?:know|ask|find out) (?:about )?",
    "(?:according to|based on) (?:the|these|this) (?:documents?|texts?|passages?|articles?) ",
)
# Particles that are words of their own elsewhere close a question only behind an asking word, or what it ends with.
_BEHIND_ASKING: Final = "(?:(?<=gì |ai |ra |ào |âu |ao |ấy |êu |iờ |ậy |hế )|(?<=không )|(?<=chưa ))"
_PARTICLES: Final = (
    "(?:vậy |thế |đấy )?(?:ạ|nhỉ|nhé|hả|nhá)|(?:vậy|thế) a",
    f"{_BEHIND_ASKING}(?:vậy|thế|đấy|zậy|dzậy|a)",
)
_BARE_PARTICLES: Final = (
    "(?:vậy|thế|đấy) (?:ạ|nhỉ)",
    f"{_BEHIND_ASKING}(?:vậy|thế|đấy|zậy|dzậy|ạ|nhỉ|nhé)",
)
_ENDINGS: Final = (
    f"(?:, |(?<=ạ ))(?:{_ME} )?(?:xin )?(?:chân thành )?(?:cảm|cám) ơn(?: {_WHO})?(?: rất)?(?: nhiều)?(?: trước)?",
    f"(?:, )?thưa {_WHO}",
    "(?:, )?please",
    f"(?:, |(?<=ạ ))(?:thanks|thank you|tks)(?: {_WHO})?(?: very much| so much| a lot| in advance| nhiều)?",
    STOP,
)
_REQUEST: Final = (
    "(?P<polite>(?:hãy|xin|vui lòng|làm ơn) )?"
    "(?:nêu(?! gương)|trình bày|(?P<list>liệt kê|kể tên|kể ra|kể(?= các | những | về | lại ))"
    "|giải thích(?! từ ngữ| thuật ngữ)|phân tích|mô tả"
    "|tóm tắt|nói(?= về | rõ | ngắn )) "
    "(?:rõ |ra |về |lại |ngắn gọn |chi tiết |cụ thể |khái quát |đầy đủ |tóm tắt |sơ lược |sơ qua )*"
)
_ASKING: Final = (
    "(?:bao nhiêu|bao lâu|bao xa|bao giờ|khi nào|thế nào|ra sao|vì sao|tại sao|gì|nào|ai|đâu|mấy|sao|không|chưa"
    "|what|which|who|whom|whose|when|where|why|how)"
)
_MANY: Final = "các"


MOST: Final = 200
"""Words of a question at most: a longer one is a pasted page, with which nobody greets."""


class Cut(NamedTuple):
    """Words ``first`` up to ``last``, the stretch ``[start, end)`` of the text, give way to ``put``."""

    first: int
    last: int
    start: int
    end: int
    put: str


@dataclass(frozen=True, slots=True)
class _Patterns:
    opening: re.Pattern[str]
    inside: re.Pattern[str]
    asks_back: re.Pattern[str]
    asked_back: re.Pattern[str]
    closing: re.Pattern[str] | None
    ending: re.Pattern[str]
    request: re.Pattern[str]
    asking: re.Pattern[str]
    asks_first: re.Pattern[str]
    counted: re.Pattern[str]
    telling: re.Pattern[str]


@lru_cache(maxsize=2)
def _patterns(bare: bool) -> _Patterns:
    """All patterns, without accents where ``bare``."""

    def made(pattern: str) -> re.Pattern[str]:
        found = canonical(pattern).replace("(?p<", "(?P<")
        return re.compile(strip_accents(found) if bare else found)

    openings = "|".join(_OPENINGS)
    return _Patterns(
        opening=made(f"(?:{openings})(?:thì |là )?(?:, )?"),
        inside=made(f"(?<=, )(?:{openings})(?:, )?"),
        asks_back=made("(?:có thể|có biết|có ai|có bạn nào|can|could|would|will) "),
        closing=None
        if bare
        else made(
            f"(?<= )(?:{_not_behind('vị ưu lợi thay thân địa xu tư tình như vì')}thế"
            f"|{_not_behind('như vì do tuy vừa đúng')}vậy|z|v) $"
        ),
        asked_back=made("(?<= )(?:được )?(?:không|ko|hông|hong|k|chưa) $"),
        ending=made(f"(?<= )(?:{'|'.join((*(_BARE_PARTICLES if bare else _PARTICLES), *_ENDINGS))}) $"),
        request=made(_REQUEST),
        asking=made(f"(?:^|(?<= )){_ASKING} "),
        asks_first=made(
            "(?:vì sao|tại sao|thế nào|như thế nào|lý do|ý nghĩa|khái niệm|nguyên nhân|định nghĩa|why|how) "
        ),
        counted=made("(?:[0-9]+|các|những|mọi|tất cả|toàn bộ|một số|một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười|về) "),
        telling=made(f"(?:^|(?<= ))(?!(?:{_ASKING}|là|{_WHO}|có|biết|ạ|,) )[^ ]"),
    )


def _not_behind(words: str) -> str:
    return "".join(f"(?<!{word} )" for word in words.split())


def without_courtesy(text: str) -> str:
    """``text`` (NFC) as far as it asks."""
    spans = word_spans(text)
    words = [canonical(text[start:end]) for start, end in spans]
    for cut in reversed(courtesies(text, spans, words, bare=not is_accented(text))):
        text = text[: cut.start] + cut.put + text[cut.end :]
    return text


def courtesies(text: str, spans: Sequence[tuple[int, int]], words: Sequence[str], *, bare: bool = False) -> list[Cut]:
    """What to leave out of a question so that the question itself is left; in order, apart.

    ``words`` are those of ``spans`` in canonical form, as they are understood; ``bare`` compares without accents. Nothing
    is left out where nothing would be left that tells. The stops and blanks around what is left out go with it, but for
    the question mark.
    """
    if len(spans) > MOST:
        return []
    ends = [0, *(end for _, end in spans)]
    stops = [_STOPS.search(text, end, start) is not None for end, (start, _) in zip(ends, spans, strict=False)]
    found = []
    for first, last, put in _left_out(words, stops, _patterns(bare)):
        if last < len(spans):
            start, end = spans[first][0] if first else 0, spans[last][0]
            quote = _OPENING_QUOTE.search(text, spans[last - 1][1], end)
            found.append(Cut(first, last, start, quote.start() if quote else end, f"{put} " if put else ""))
        else:
            start = spans[first - 1][1]
            quote = _CLOSING_QUOTE.match(text, start)
            start = quote.end() if quote else start
            found.append(Cut(first, last, start, len(text), "?" if "?" in text[start:] else ""))
    return found


def _left_out(words: Sequence[str], stops: Sequence[bool], heard: _Patterns) -> list[tuple[int, int, str]]:
    """Runs of words to leave out, and what is put in their place. ``stops`` says whether a stop stands before each."""
    text = ""
    starts: list[int] = []
    for word, stop in zip(words, stops, strict=True):
        text += f"{STOP} " if stop and starts else ""
        starts.append(len(text))
        text += f"{word} "
    at, asks_back = 0, False
    while (found := heard.opening.match(text, at)) and found.end() > at:
        asks_back = asks_back or heard.asks_back.search(found[0]) is not None
        at = found.end()
    end = _ended(heard, text, at, asks_back=asks_back)
    if at and heard.closing and heard.asking.search(text, at, end):
        closing = heard.closing.search(text, at, end)
        end = closing.start() if closing else end
    inner = [found.span() for found in heard.inside.finditer(text, at, end)]
    put = ""
    request = heard.request.match(text, at, end)
    if request is not None and request.end() < end:
        rest = text[request.end() : end]
        if request["polite"] or heard.asks_first.match(rest) or not heard.asking.search(rest):
            at = request.end()
            put = _MANY if request["list"] and not heard.counted.match(rest) else ""
    if not heard.telling.search(text[at:end]):
        return []
    runs = [(0, at, put), *((start, stop, "") for start, stop in inner if start >= at), (end, len(text), "")]
    numbered = [(bisect_left(starts, start), bisect_left(starts, stop), put) for start, stop, put in runs]
    return [run for run in numbered if run[1] > run[0]]


def _ended(heard: _Patterns, text: str, at: int, *, asks_back: bool) -> int:
    """Where the question ends in ``text`` once its closing words are left out."""
    end = len(text)
    while True:
        found = heard.ending.search(text, at, end)
        if found is None and asks_back:
            found, asks_back = heard.asked_back.search(text, at, end), False
        if found is None or found.start() == end:
            return end
        end = found.start()
