"""The words of history, thumbs, settings and privacy, in Vietnamese and in English; ``ui.strings`` holds them all."""

from __future__ import annotations

from typing import Final

STRINGS: Final[dict[str, tuple[str, str]]] = {
    "past": ("Gần đây", "Recent"),
    "past_none": ("Câu hỏi của bạn sẽ được giữ ở đây.", "Your questions will be kept here."),
    "past_find": ("Tìm câu đã hỏi", "Search past questions"),
    "past_found_none": ("Không có cuộc hỏi đáp nào chứa những chữ ấy.", "No conversation holds these words."),
    "past_today": ("Hôm nay", "Today"),
    "past_yesterday": ("Hôm qua", "Yesterday"),
    "past_week": ("7 ngày qua", "Last 7 days"),
    "past_month": ("30 ngày qua", "Last 30 days"),
    "past_older": ("Cũ hơn", "Older"),
    "past_more": ("Xem thêm", "Show more"),
    "past_menu": ("Đổi tên, tải về, xóa: {title}", "Rename, download, delete: {title}"),
    "past_title": ("Tên cuộc hỏi đáp", "Name of the conversation"),
    "past_rename": ("Lưu tên", "Save name"),
    "past_export": ("Tải về (.md)", "Download (.md)"),
    "past_delete": ("Xóa", "Delete"),
    "past_delete_sure": ("Xóa thật?", "Really delete?"),
    "past_renamed": ("Đã đổi tên.", "Renamed."),
    "past_deleted": ("Đã xóa cuộc hỏi đáp.", "The conversation was deleted."),
    "not_kept": ("Câu trả lời này chưa lưu được: {reason}", "This answer could not be kept: {reason}"),
    "thumb_up": ("Trả lời đúng", "Good answer"),
    "thumb_down": ("Trả lời chưa đúng", "Bad answer"),
    "word": ("Nói thêm về câu trả lời (không bắt buộc)", "Say more about the answer (optional)"),
    "word_send": ("Gửi", "Send"),
    "word_kept": ("Đã ghi: {word}", "Noted: {word}"),
    "thumb_kept": (
        "Đã ghi nhận trên máy này. Bấm lần nữa để rút lại.",
        "Noted on this machine. Press again to take it back.",
    ),
}
