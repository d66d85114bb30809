"""Vietnamese-like passages and questions from a seed: equal on every machine, of any number, owed to nobody.

Words are syllables and two-syllable compounds drawn by Zipf's law, the commonest syllables being the commonest of the
language, so that posting lists, vocabulary growth and token lengths behave as with real text. The sentences mean nothing.
"""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterator
from itertools import accumulate
from random import Random

from corpus.vietnamese import compose, is_syllable, spell
from corpus.vietnamese.syllable import ONSETS, RHYMES

PASSAGE_SYLLABLES = (60, 180)
"""Shortest and longest passage; lengths are uniform, so the mean is 120."""

_COMMON = """
và của là có các trong được cho một những với không người này đã về khi để từ ra cũng đến như năm nước nhà ông vào
công làm phải trên sự đó quốc thể việc nhiều tế theo thành tại chính điều hội phát động hợp dân sinh kinh lý nhân đại
gia bộ định đầu sau còn học hành hai hơn cơ quan tổ chức trình thực hiện pháp luật quyền thông tin số văn hóa xã địa
phương triển khai cấp ngày tháng mới nhất thời gian trung bình cao lớn nhỏ rất sẽ đang nếu thì mà nên vì bởi do lại
chỉ đi lên xuống biết thấy nói hỏi đáp bao nhiêu ai đâu nào gì sao đường phố thủ đô tỉnh huyện làng sông núi biển đảo
rừng đất trời mưa nắng gió nông nghiệp thương mại dịch vụ sản xuất nghiệp doanh vốn tiền tài thuế giá trị trường bệnh
viện thuốc bác sĩ giáo dục trẻ em cha mẹ con cháu anh chị bạn
""".split()  # noqa: SIM905 - a table reads better than two hundred quoted strings

_SYLLABLES = 7_000  # about as many as the language uses
_COMPOUNDS = 20_000
_COMPOUND_SHARE = 0.55  # about half of the words of running Vietnamese text have two syllables
_TAILS = (" là gì", " ở đâu", " có bao nhiêu", " như thế nào", " khi nào", "")


def passages(count: int, seed: int = 1) -> Iterator[str]:
    """``count`` passages of ``PASSAGE_SYLLABLES``, sentences with capitals and full stops, now and then a number."""
    random = Random(seed)  # noqa: S311 - a bench, not a secret
    words = _Words()
    shortest, longest = PASSAGE_SYLLABLES
    for _ in range(count):
        wanted = shortest + int(random.random() * (longest - shortest + 1))
        parts: list[str] = []
        length = 0
        while length < wanted:
            sentence, size = _sentence(random, words, min(30, wanted - length))
            parts.append(sentence)
            length += size
        yield " ".join(parts)


def questions(texts: list[str], count: int, seed: int = 2) -> list[str]:
    """Questions made of a few consecutive words of some of ``texts`` and a question's ending."""
    random = Random(seed)  # noqa: S311 - a bench, not a secret
    found = []
    for _ in range(count):
        words = texts[int(random.random() * len(texts))].replace(".", "").replace(",", "").lower().split()
        size = 4 + int(random.random() * 5)
        start = int(random.random() * max(1, len(words) - size))
        found.append(" ".join(words[start : start + size]) + _tail(random))
    return found


def contested_questions(count: int, seed: int = 3) -> list[str]:
    """Questions made of the commonest syllables: many passages hold most of them and none stands ahead, so those that come
    first are read before they are put in order."""
    random = Random(seed)  # noqa: S311 - a bench, not a secret
    return [
        " ".join(_COMMON[int(random.random() * len(_COMMON))] for _ in range(6)) + _tail(random) for _ in range(count)
    ]


def _tail(random: Random) -> str:
    return _TAILS[int(random.random() * len(_TAILS))] + "?"


class _Words:
    """Draws words by rank: the chance of rank r is proportional to 1 / (r + 6) for syllables, 1 / (r + 60) for pairs."""

    def __init__(self) -> None:
        random = Random(0)  # noqa: S311 - a bench, not a secret
        rare = sorted(_inventory() - set(_COMMON))
        for last in range(len(rare) - 1, 0, -1):  # Fisher-Yates by hand: random.shuffle may change between versions
            other = int(random.random() * (last + 1))
            rare[last], rare[other] = rare[other], rare[last]
        self._syllables = [*dict.fromkeys(_COMMON), *rare][:_SYLLABLES]
        self._single = _cumulative(len(self._syllables), 6)
        parts = _cumulative(len(self._syllables), 60)
        pairs = dict.fromkeys(f"{self._draw(random, parts)} {self._draw(random, parts)}" for _ in range(_COMPOUNDS * 2))
        self._compounds = list(pairs)[:_COMPOUNDS]
        self._pair = _cumulative(len(self._compounds), 60)

    def draw(self, random: Random) -> str:
        """One word of one or two syllables."""
        if random.random() < _COMPOUND_SHARE:
            return self._compounds[_rank(random, self._pair)]
        return self._draw(random, self._single)

    def _draw(self, random: Random, weights: list[float]) -> str:
        return self._syllables[_rank(random, weights)]


def _sentence(random: Random, words: _Words, limit: int) -> tuple[str, int]:
    size = min(limit, 8 + int(random.random() * 18))
    parts: list[str] = []
    length = 0
    while length < size:
        if random.random() < 0.02:
            parts.append(str(1 + int(random.random() * 2500)))
            length += 1
            continue
        word = words.draw(random)
        parts.append(word)
        length += 1 + word.count(" ")
        if random.random() < 0.05:
            parts[-1] += ","
    text = " ".join(parts).rstrip(",")
    return text[0].upper() + text[1:] + ".", length


def _inventory() -> set[str]:
    found: set[str] = set()
    for onset in ONSETS:
        for rhyme in sorted(RHYMES):
            for tone in range(6):
                syllable = compose(onset + rhyme, tone)
                if syllable is not None and is_syllable(spell(syllable)):
                    found.add(spell(syllable))
    return found


def _cumulative(count: int, flat: int) -> list[float]:
    return list(accumulate(1 / (rank + flat) for rank in range(count)))


def _rank(random: Random, weights: list[float]) -> int:
    return bisect(weights, random.random() * weights[-1], hi=len(weights) - 1)
