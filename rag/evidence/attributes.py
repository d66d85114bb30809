"""What is asked of a thing by a word of its own: where it was born, where it has its seat, how many people live there.

Whoever tells that says so, in that word or in one of few others. Where no passage found has any, none tells it, however
much they say of the thing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from rag.terms import tokens

_BORN: Final = (
    r"sinh (?:ra )?(?:năm|ngày|tháng|ở|tại|vào|trưởng|lúc|khi|trong)|(?:năm|ngày|nơi) sinh|chào đời|quê|con của"
)
_DIED: Final = "mất|qua đời|từ trần|chết|tử|hy sinh|băng hà|tạ thế|viên tịch|ám sát|thọ"
_LIVED: Final = re.compile(r"\([^()]{0,40}\d{3,4}[^()]{0,20}[-–]")
"""Behind a name, in brackets: when somebody was born, and died."""
_ATTRIBUTES: Final = tuple(
    (re.compile(rf"(?<!\S)(?:{asked})(?!\S)"), re.compile(rf"(?<!\S)(?:{told})(?!\S)"), _BORN in told or _DIED in told)
    for asked, told in (
        (
            r"sinh (?:vào )?(?:năm|ngày|tháng|ở đâu|ở nước|tại đâu|khi nào|lúc nào)|(?:năm|ngày|nơi) sinh|quê ở đâu|quê quán",
            _BORN,
        ),
        (r"mất (?:vào )?(?:năm|ngày|khi|ở|tại) (?:nào|mấy)|qua đời|từ trần", _DIED),
        ("trụ sở|trụ sở chính", "trụ sở|đóng tại|đóng ở|đặt tại|đặt ở|văn phòng"),
        ("thủ đô", "thủ đô|kinh đô|thủ phủ"),
        ("diện tích", r"diện tích|rộng|\d*km2?|\d*ha|\d*m2|ki lô mét|kilômét|kilomet|hécta|hecta|vuông|dặm"),
        ("dân số|bao nhiêu dân", "dân|dân số|người"),
        ("(?:bao nhiêu|mấy) tuổi", f"tuổi|{_BORN}"),
        ("(?:bao nhiêu|mấy) trang", "trang"),
        ("(?:bao nhiêu|mấy) phần trăm", "phần trăm|phần|nửa"),
        (
            r"bao nhiêu (?:tiền|đồng|đô|usd|euro)(?! (?:mà|đi))|giá bao nhiêu",
            r"đồng|usd|đô|đôla|dollar|tỷ|triệu|nghìn|ngàn|euro|bảng|yên|tệ|franc|vnd|xu|lượng|quan|rúp|won|mark|miễn phí|"
            r"phần trăm|\d+",
        ),
        (
            r"(?:xếp|đứng)(?: hạng| vị trí| ở vị trí)?(?: thứ)? (?:mấy|bao nhiêu)|hạng mấy|thứ hạng (?:mấy|bao nhiêu|nào)",
            "hạng|đứng|thứ|xếp|đầu|nhất|nhì|top|cuối|vị trí|số|loại|áp chót|bét|quân|dẫn",
        ),
        (
            "họp (?:mấy|bao nhiêu) lần|(?:bao lâu|mấy năm|mấy tháng)(?: thì)?(?: lại)? (?:họp|một lần)",
            r"lần|họp|hằng|hàng|mỗi|định kỳ|thường niên|kỳ|phiên|thường xuyên|chu kỳ|năm|\d+",
        ),
        (
            r"(?:cuốn|quyển) (?:sách|truyện|tiểu thuyết|tự truyện|hồi ký)(?: \S+){0,2} (?:nào|gì)|(?:tên|trong) sách (?:nào|gì)",
            "sách|cuốn|quyển|tác phẩm|tiểu thuyết|truyện|hồi ký|luận|kinh|ký|chí|kỷ|thư|viết|xuất bản|tập|tài liệu",
        ),
        (
            r"(?:đại học|học viện|trường trung học|trường cao đẳng) (?:nào|gì)|"
            r"(?:học|dạy|tốt nghiệp)(?: tại| ở)? trường (?:nào|gì)",
            "trường|đại học|(?:học|nhạc) viện|viện (?:đại học|công nghệ|hàn lâm|mỹ thuật)|cao đẳng|university|college|school|"
            "lyceum|đh|harvard|oxford|cambridge|sorbonne|yale|stanford",
        ),
        (
            r"(?:kết hôn|lấy|cưới)(?: với)? ai|(?:vợ|chồng)(?: của)?(?: \S+){0,5} (?:là|tên) (?:ai|gì)|"
            r"kết hôn(?: \S+){0,3} (?:khi|năm|lúc) nào",
            "vợ|chồng|cưới|lấy|phu nhân|phi|hôn|thê|gả|hoàng|bà|góa|thiếp|người tình|cô dâu|sánh đôi|gia đình",
        ),
        (
            "số điện thoại|hotline|đường dây nóng|địa chỉ email|email nào",
            "điện thoại|hotline|tổng đài|đường dây|gọi|liên hệ|email",
        ),
        (
            "màu (?:gì|nào)|màu sắc (?:gì|nào|ra sao|thế nào|như thế nào)",
            "màu|đỏ|xanh|vàng|trắng|đen|nâu|tím|hồng|xám|cam|sắc|lam|lục|sẫm|bạc|tía|sáng|tối|son|mun",
        ),
    )
)
"""Words that ask for an attribute, and words by which it is told, both in canonical syllables; whether it is about a life.

Those from percentages on: of 1,209 questions of the written and the tuning sets that ask so, two have an answer in a text without
such words."""


def untold(question: str, texts: Iterable[str]) -> bool:
    """Whether a question asks for an attribute that none of the texts has a word for."""
    said = " ".join(tokens(question))
    asked_for = [(told, of_life) for asked, told, of_life in _ATTRIBUTES if asked.search(said)]
    if not asked_for:
        return False
    read = list(texts)
    lived = any(_LIVED.search(text) for text in read)
    words = [" ".join(tokens(text.replace("%", " phần trăm "))) for text in read]
    return any(not (of_life and lived) and not any(map(told.search, words)) for told, of_life in asked_for)
