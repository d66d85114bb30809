"""What people say to a chat that is no question: a greeting, thanks, "bạn là ai?". It is answered with words of ours.

Heard only where it is all that was said, so that nothing a document might answer is taken for it.
"""

from __future__ import annotations

from typing import Final

from rag.naming import FILES
from rag.phrases import Reply
from rag.wording import Spoken, said_in

_YOU: Final = (
    "(?:bạn|anh chị|anh|chị|em|cô|thầy|bác|ad|admin|bot|trợ lý|hỏi đáp|mọi người|cả nhà|quý vị|buổi sáng|buổi chiều|buổi tối"
    "|nhé|ạ|nha|nhiều|rất nhiều|lắm|nhá|có|there|you|all|everyone|so much|very much|a lot|again)"
)
_HERE: Final = (
    "(?:ở đây|trong này|trong đây|(?:trong |ở )?(?:bộ|kho|thư viện|bộ sưu tập)(?: tài liệu)?(?: này| của tôi| mẫu)?)"
)
# In canonical form, as ``said_in`` gives it: "hi" is "hy" there.
_SAID: Final = {
    Reply.GREETING: (
        f"(?:xin |em |kính |mình |tôi )*chào(?: {_YOU})*",
        f"(?:hy|hello|hey|alo|a lô|good (?:morning|afternoon|evening))(?: {_YOU})*",
    ),
    Reply.THANKS: (
        f"(?:xin |chân thành |rất |em |mình |tôi |ok |vâng |dạ |hay quá |tốt lắm |tuyệt )*(?:cảm|cám) ơn(?: {_YOU})*",
        f"(?:thanks|thank|tks|thank you)(?: {_YOU})*",
    ),
    Reply.FAREWELL: (f"(?:tạm biệt|bye|bye bye|goodbye|hẹn gặp lại|chào tạm biệt)(?: {_YOU})*",),
    Reply.ABOUT: (
        "(?:xin hỏi |cho hỏi )?(?:bạn|em|bot|trợ lý|đây|mày) (?:là (?:ai|gì|cái gì|chương trình gì)|tên (?:là )?gì)"
        "(?: vậy| thế| ạ)*",
        "(?:bạn|em|bot|trợ lý) (?:có thể |biết )?(?:làm|giúp|trả lời) (?:được )?(?:những )?(?:việc )?(?:gì|được gì)"
        "(?: cho (?:tôi|mình|em))?(?: vậy| thế| ạ)*",
        "(?:bạn|em) giúp (?:được )?gì (?:được )?cho (?:tôi|mình|em)(?: ạ)*",
        "(?:cách|hướng dẫn) (?:sử dụng|dùng|hỏi)|dùng (?:thế nào|ra sao|như thế nào)|trợ giúp|giúp đỡ"
        "|giúp (?:tôi|mình|em)(?: với)?",
        "who are you|what are you|what can you do|how does this work|help(?: me)?",
    ),
    Reply.DOCUMENTS: (
        f"(?:{_HERE} |bạn |hiện |hiện nay )*(?:đang )?(?:có|biết|đọc|giữ|gồm|chứa) (?:những |các |bao nhiêu |mấy )?{FILES}"
        f"(?: nào| gì)?(?: {_HERE})?(?: vậy| thế| ạ)*",
        f"(?:cho (?:tôi|mình|em) )?(?:liệt kê|kể tên|danh sách|cho xem|xem)(?: các| những| toàn bộ| tất cả)*(?: {FILES})"
        f"(?: đang có| hiện có| {_HERE})*",
        "(?:what|which) documents(?: are there| do you have)?|list (?:the |all )?documents",
    ),
}
_PATTERNS: Final = {reply: Spoken("|".join(said)) for reply, said in _SAID.items()}
_LONGEST: Final = 12
"""Words; more is no mere greeting."""


def heard(question: str) -> Reply | None:
    """What is to be replied to a question that is none; None where something is asked. Accents count where any are typed."""
    said, bare = said_in(question, _LONGEST)
    return next((reply for reply, pattern in _PATTERNS.items() if pattern.form(bare=bare).fullmatch(said)), None)
