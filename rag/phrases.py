"""The only words of ours that may stand in an answer: markers, bullets, the ellipsis and these phrases.

Everything else in an answer is copied from a passage; a test holds answers against this list.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final

NO_EVIDENCE: Final = {
    "vi": "Tài liệu không nói đến điều này.",
    "en": "The documents do not say.",
}
"""The whole text of an answer without evidence."""


class Reply(StrEnum):
    """What is said to somebody whose question is none, or not clear."""

    GREETING = "greeting"
    THANKS = "thanks"
    FAREWELL = "farewell"
    ABOUT = "about"
    DOCUMENTS = "documents"
    WHICH = "which"


REPLIES: Final = {
    Reply.GREETING: {
        "vi": "Chào bạn! Hãy hỏi một điều về các tài liệu trong bộ này.",
        "en": "Hello! Ask something about the documents of this collection.",
    },
    Reply.THANKS: {"vi": "Không có gì! Bạn cứ hỏi tiếp.", "en": "You are welcome. Ask on."},
    Reply.FAREWELL: {"vi": "Tạm biệt! Hẹn gặp lại.", "en": "Goodbye!"},
    Reply.ABOUT: {
        "vi": "Đây là Hỏi Đáp. Bạn hỏi, Hỏi Đáp tìm trong tài liệu của bạn rồi trích nguyên văn những câu trả lời, kèm nguồn"
        " để mở ra kiểm tra. Cũng có thể bảo “Tóm tắt …” kèm tên một tài liệu.",
        "en": "This is Hỏi Đáp. Ask, and it finds the sentences of your documents that answer and quotes them with their"
        " sources. “Summarise …” with the name of a document works too.",
    },
    Reply.WHICH: {
        "vi": "Trong tài liệu nào? Hãy ghi cả tên tài liệu, hay đánh dấu nó trong danh sách rồi hỏi lại.",
        "en": "In which document? Name it as well, or tick it in the list and ask again.",
    },
    Reply.DOCUMENTS: {
        "vi": "Danh sách nằm ở phần Bộ tài liệu của trang; ở dòng lệnh là: hoidap list.",
        "en": "They are listed on the page under Collection; on the command line: hoidap list.",
    },
}
"""The whole text of what is said then."""

_REPLIED: Final = tuple(text for said in REPLIES.values() for text in said.values())

ELLIPSIS: Final = "…"
BULLET: Final = "- "

PHRASES: Final = (
    *NO_EVIDENCE.values(),
    *_REPLIED,
    ELLIPSIS,
    BULLET.strip(),
)


def is_reply(text: str) -> bool:
    """Whether an answer is one of ``REPLIES``."""
    return text in _REPLIED


def marker(number: int) -> str:
    """The marker of source card ``number``, from 1."""
    return f"[{number}]"
