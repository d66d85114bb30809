"""Every word of the web chat's interface, in Vietnamese and in English."""

from __future__ import annotations

from typing import Final

from ui.panels.strings import STRINGS as _PANELS

LANGUAGES: Final = ("vi", "en")

_STRINGS: Final[dict[str, tuple[str, str]]] = {
    **_PANELS,
    "title": ("Hỏi Đáp", "Hỏi Đáp"),
    "tagline": ("tài liệu của bạn, trên máy của bạn", "your documents, on your machine"),
    "new": ("+ Cuộc hỏi mới", "+ New conversation"),
    "menu": ("Danh mục", "Menu"),
    "name_sample": ("Tài liệu mẫu", "Sample documents"),
    "name_default": ("Tài liệu của tôi", "My documents"),
    "example_summary": ("Tóm tắt {title}", "Summarise {title}"),
    "example_question": ("Tài liệu nói gì về {topic}?", "What do the documents say about {topic}?"),
    "collection": ("Bộ tài liệu", "Collection"),
    "collections": ("Đổi sang bộ khác hoặc tạo bộ mới", "Turn to another collection, or begin one"),
    "create": ("+ Bộ mới…", "+ New collection…"),
    "create_label": ("Tên bộ mới", "Name of the new collection"),
    "create_placeholder": ("Ví dụ: Hợp đồng", "Such as: Contracts"),
    "create_do": ("Tạo", "Create"),
    "created": ("Đã tạo bộ “{name}”. Hãy thêm tài liệu vào.", "Created “{name}”. Now add documents to it."),
    "characters": ("{n} ký tự", "{n} characters"),
    "day_format": ("%d/%m/%Y", "%Y-%m-%d"),
    "choose_named": ("Chỉ hỏi trong tài liệu đã đánh dấu: {title}", "Ask only within marked documents: {title}"),
    "chosen": ("Đang hỏi trong {n} tài liệu:", "Asking within {n} documents:"),
    "chosen_more": ("và {n} tài liệu nữa", "and {n} more"),
    "chosen_clear": ("hỏi tất cả", "ask all"),
    "collection_size": ("{documents} tài liệu · {passages} đoạn", "{documents} documents · {passages} passages"),
    "collection_empty": (
        "Chưa có tài liệu nào. Thêm tệp để bắt đầu hỏi.",
        "No documents yet. Add files to start asking.",
    ),
    "passages": ("{n} đoạn", "{n} passages"),
    "add_files": ("Thêm tệp…", "Add files…"),
    "add_folder": ("Thư mục…", "Folder…"),
    "adding": ("Đang thêm {done}/{total}: {name}", "Adding {done}/{total}: {name}"),
    "adding_soon": ("Đang chuẩn bị thêm tệp…", "About to add files…"),
    "add_again": ("Thử lại", "Try again"),
    "add_waiting": ("{n} tệp đã gửi vẫn được giữ.", "The {n} files that were sent are kept."),
    "added": ("Đã thêm {n} tệp.", "Added {n} files."),
    "replaced": ("Đã cập nhật {n} tệp.", "Updated {n} files."),
    "unchanged": ("{n} tệp đã có sẵn, không đổi.", "{n} files were there already, unchanged."),
    "added_none": ("Không thêm được tệp nào.", "No file was added."),
    "refused": ("{n} tệp không nhận:", "{n} files refused:"),
    "more_refused": ("… và {n} tệp nữa", "… and {n} more"),
    "refresh": ("Cập nhật", "Refresh"),
    "refresh_none": ("Không có tệp nào mới hay thay đổi.", "No file is new or has changed."),
    "files_changed": ("{n} tệp đã đổi từ lúc được thêm.", "{n} files have changed since they were added."),
    "files_new": ("{n} tệp mới trong thư mục đã thêm.", "{n} new files in the folders that were added."),
    "files_gone": (
        "{n} tệp gốc không còn ở chỗ cũ; chữ đã lưu vẫn hỏi được.",
        "{n} files are no longer where they were; their stored text can still be asked.",
    ),
    "file_changed": ("đã đổi", "changed"),
    "file_gone": ("tệp gốc không còn", "file is gone"),
    "remove": ("Bỏ", "Remove"),
    "remove_named": ("Bỏ khỏi bộ tài liệu: {title}", "Remove from the collection: {title}"),
    "remove_sure": ("Bỏ thật?", "Sure?"),
    "removed": ("Đã bỏ “{title}” khỏi bộ tài liệu. Tệp gốc còn nguyên.", "Removed “{title}”. The file itself is kept."),
    "drop": ("Thả tệp vào đây để thêm vào bộ tài liệu", "Drop files here to add them"),
    "talk": ("Cuộc hỏi đáp", "Conversation"),
    "welcome": ("Hỏi tài liệu của bạn", "Ask your documents"),
    "welcome_text": (
        "Mỗi câu trả lời được chép nguyên văn từ tài liệu, kèm số nguồn để bạn mở ra kiểm tra.",
        "Every answer is copied word for word from the documents, with numbered sources that you can open and check.",
    ),
    "next": ("Hỏi tiếp", "Ask next"),
    "examples": ("Thử hỏi", "Try asking"),
    "box_label": ("Câu hỏi", "Question"),
    "placeholder": (
        "Hỏi bất cứ điều gì trong tài liệu… gõ không dấu cũng được",
        "Ask anything in the documents…",
    ),
    "ask": ("Hỏi", "Ask"),
    "stop": ("Dừng", "Stop"),
    "hint": (
        "Enter để hỏi · Shift+Enter xuống dòng · / để quay lại ô hỏi",
        "Enter to ask · Shift+Enter for a new line · / to return to the question box",
    ),
    "searching": ("Đang tìm trong tài liệu…", "Searching the documents…"),
    "reading": ("Đang đọc {n} đoạn gần nhất…", "Reading the {n} nearest passages…"),
    "stopped": ("Đã dừng.", "Stopped."),
    "you": ("Bạn hỏi", "You asked"),
    "answer": ("Trả lời", "Answer"),
    "read_as": ("Đã hiểu là:", "Understood as:"),
    "exact": ("tìm đúng như đã gõ", "search exactly as typed"),
    "exact_done": ("Đã tìm đúng như đã gõ.", "Searched exactly as typed."),
    "copy": ("Chép", "Copy"),
    "copied": ("Đã chép", "Copied"),
    "retry": ("Hỏi lại", "Ask again"),
    "edit": ("Sửa câu hỏi", "Edit the question"),
    "meta": ("{n} đoạn · {ms} ms", "{n} passages · {ms} ms"),
    "no_evidence": ("Tài liệu không nói đến điều này.", "The documents do not say."),
    "besides": ("Có thể liên quan", "Perhaps related"),
    "no_evidence_more": (
        "Những đoạn gần nhất được nêu ở phần nguồn; chúng không trả lời câu hỏi.",
        "The nearest passages are listed as sources; they do not answer the question.",
    ),
    "no_evidence_bare": (
        "Không có đoạn nào gần với câu hỏi. Thử hỏi bằng từ khác, hoặc thêm tài liệu.",
        "No passage is near the question. Try other words, or add documents.",
    ),
    "sources": ("Nguồn của câu trả lời", "Sources of the answer"),
    "sources_none": (
        "Nguồn của mỗi câu trả lời hiện ở đây, với đúng những chữ đã được trích.",
        "The sources of each answer appear here, with the very words that were quoted.",
    ),
    "sources_empty": (
        "Câu này không có nguồn: không tìm thấy đoạn nào gần với nó.",
        "This question has no sources: no passage was found near it.",
    ),
    "nearest": ("Đoạn gần nhất, không trả lời câu hỏi", "Nearest passages, not an answer"),
    "others": ("Đoạn khác gần với câu hỏi", "Other passages near the question"),
    "source_n": ("Nguồn {n}", "Source {n}"),
    "page": ("trang {n}", "page {n}"),
    "score": ("điểm {score}", "score {score}"),
    "matched": ("khớp: {words}", "matches: {words}"),
    "near_in_meaning": ("gần nghĩa", "near in meaning"),
    "also_in": ("cũng có trong:", "also in:"),
    "open": ("mở tại chỗ ↗", "open in place ↗"),
    "open_named": ("mở tại chỗ ↗ {title}", "open in place ↗ {title}"),
    "wider": ("xem rộng hơn", "show more around"),
    "narrower": ("thu gọn", "show less"),
    "back": ("↑ về câu trả lời", "↑ back to the answer"),
    "cite": ("chép dẫn nguồn", "copy reference"),
    "viewer": ("Đọc tài liệu", "Read the document"),
    "viewer_close": ("Đóng", "Close"),
    "viewer_outline": ("Mục lục", "Outline"),
    "viewer_previous": ("Chỗ trước", "Previous place"),
    "viewer_next": ("Chỗ sau", "Next place"),
    "viewer_scan": (
        "Chữ nhận dạng từ bản quét, có thể sai; hãy đối chiếu tệp gốc.",
        "Recognised from a scan, mistakes are possible: compare the original file.",
    ),
    "viewer_note": ("Văn bản đã làm sạch; trích dẫn lấy từ đây.", "Cleaned text; quotes are taken from it."),
    "viewer_original": ("Tệp gốc ↗", "Original file ↗"),
    "viewer_no_original": ("Tệp gốc không còn ở chỗ cũ.", "The original file is no longer there."),
    "viewer_part": (
        "Tài liệu dài: đang hiện phần {start}–{end} trên {total} ký tự. Chọn mục ở bên để đọc phần khác.",
        "A long document: showing characters {start}–{end} of {total}. Pick a section beside it to read on.",
    ),
    "viewer_beginning": ("(mở đầu)", "(beginning)"),
    "error": ("Chưa trả lời được.", "Could not answer."),
    "too_long": (
        "Câu hỏi dài quá {n} ký tự: hãy hỏi ngắn hơn.",
        "The question is longer than {n} characters: please ask a shorter one.",
    ),
    "lost": ("Mất kết nối", "Connection lost"),
    "lost_more": (
        "Chương trình Hỏi Đáp không còn trả lời. Đang thử nối lại…",
        "Hỏi Đáp no longer answers. Trying to reconnect…",
    ),
    "failed": ("Có lỗi", "Error"),
    "sign_in": ("Hỏi Đáp: mời đăng nhập.", "Hỏi Đáp: please sign in."),
    "serving": ("Hỏi Đáp đang chạy tại {url} (Ctrl+C để dừng)", "Hỏi Đáp runs at {url} (Ctrl+C to stop)"),
}

KEYS: Final = tuple(_STRINGS)


class Words:
    """The interface's words in one language: ``Words("vi")("passages", n=3)``."""

    __slots__ = ("lang",)

    def __init__(self, lang: str = "vi") -> None:
        self.lang = lang if lang in LANGUAGES else "vi"

    def __call__(self, key: str, **values: object) -> str:
        """The string ``key`` with its places filled. The result is text, not markup."""
        vi, en = _STRINGS[key]
        text = en if self.lang == "en" else vi
        return text.format(**values) if values else text

    def number(self, value: float, digits: int = 0) -> str:
        """A number as it is written in this language: 1.234,5 in Vietnamese, 1,234.5 in English."""
        text = f"{value:,.{digits}f}"
        return text if self.lang == "en" else text.translate(str.maketrans(",.", ".,"))
