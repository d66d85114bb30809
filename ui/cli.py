"""The command line ``hoidap``: parse, call, print. Every command lives in a module that is imported when it runs.

Exit status: 0 done, 1 a failure (or a file that was refused), 2 wrong use. Errors are one line on standard error.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from typing import NoReturn

from corpus.errors import HoidapError, UsageError
from ui.commands_eval import add_bench_parser, add_eval_parser, add_reranker_argument

_RUNNERS = {
    "chat": "ui.commands.chat",
    "index": "ui.commands.manage",
    "list": "ui.commands.manage",
    "show": "ui.commands.manage",
    "remove": "ui.commands.manage",
    "info": "ui.commands.manage",
    "search": "ui.commands.ask",
    "ask": "ui.commands.ask",
    "eval": "ui.commands_eval",
    "bench": "ui.commands_eval",
    "feedback": "ui.commands.feedback",
    "mcp": "ui.commands.mcp",
    "user": "ui.commands.user",
    "forget": "ui.commands.forget",
}


class _Parser(argparse.ArgumentParser):
    """Says what was wrong in one line, Vietnamese first, instead of printing the usage."""

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"{self.prog}: dùng sai: {message}. Xem: {self.prog} --help\n")


def _globals(parser: argparse.ArgumentParser, *, suppress: bool) -> None:
    """The global options, accepted before and after the command."""
    default = argparse.SUPPRESS if suppress else None
    parser.add_argument("--home", metavar="DIR", default=default, help="nơi cất dữ liệu (hoặc HOIDAP_HOME)")
    parser.add_argument("--collection", metavar="NAME", default=default, help="bộ tài liệu (mặc định: mac-dinh)")
    parser.add_argument("--lang", choices=("vi", "en"), default=default, help="ngôn ngữ của thông báo")
    parser.add_argument(
        "--debug", action="store_true", default=argparse.SUPPRESS if suppress else False, help="in cả dấu vết lỗi"
    )


def _question_options(parser: argparse.ArgumentParser, k: int) -> None:
    parser.add_argument("question", metavar="QUESTION", help="câu hỏi, có dấu hay không dấu")
    parser.add_argument("-k", type=_positive, default=k, help=f"số đoạn (mặc định {k})")
    parser.add_argument(
        "--retriever",
        choices=("hybrid", "fusion", "bm25", "dense"),
        default="hybrid",
        help="cách tìm: hybrid (đủ mọi thứ), fusion (từ và nghĩa), bm25 (từ), dense (nghĩa)",
    )
    add_reranker_argument(parser)
    parser.add_argument("--exact", action="store_true", help="tìm đúng như đã gõ, không đoán dấu hay viết tắt")
    parser.add_argument("--in", dest="within", nargs="+", metavar="DOCUMENT", help="chỉ tìm trong các tài liệu này")
    parser.add_argument("--explain", action="store_true", help="nói rõ vì sao mỗi đoạn khớp")
    parser.add_argument("--json", action="store_true", help="in JSON")


def _positive(text: str) -> int:
    value = int(text)
    if value < 1:
        raise argparse.ArgumentTypeError("phải là số nguyên từ 1")
    return value


def build_parser() -> argparse.ArgumentParser:
    """The whole grammar of the command line; imports nothing heavy."""
    parser = _Parser(prog="hoidap", description="Hỏi Đáp: hỏi bằng tiếng Việt trên tài liệu của bạn, không cần mạng.")
    _globals(parser, suppress=False)
    parser.add_argument("--version", action="version", version=f"hoidap {_version()}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True, parser_class=_Parser)

    def add(name: str, text: str) -> argparse.ArgumentParser:
        command = commands.add_parser(name, help=text, description=text)
        _globals(command, suppress=True)
        return command

    chat = add("chat", "mở trang trò chuyện trên trình duyệt")
    chat.add_argument("--host", default="127.0.0.1", help="địa chỉ lắng nghe (mặc định 127.0.0.1)")
    chat.add_argument("--port", type=_positive, help="cổng (mặc định 7860 hoặc chín cổng kế tiếp)")
    chat.add_argument("--no-browser", action="store_true", help="không tự mở trình duyệt")
    chat.add_argument("--llm", metavar="URL", help="mô hình ngôn ngữ cục bộ (Ollama, llama.cpp, vLLM, LM Studio)")
    chat.add_argument("--llm-model", metavar="NAME", help="tên mô hình ngôn ngữ ấy")
    add_reranker_argument(chat)
    chat.add_argument(
        "--auth-file", metavar="FILE", help="ai được đăng nhập (xem: user); cần khi --host mở cho máy khác"
    )

    index = add("index", "thêm hoặc cập nhật tệp và thư mục")
    index.add_argument(
        "paths", nargs="*", metavar="PATH", help="tệp hoặc thư mục; không nêu thì đọc những gì mới và đã đổi"
    )
    index.add_argument("--model", metavar="NAME_OR_FOLDER", help="mô hình nhúng khác (tên hoặc thư mục)")
    index.add_argument("--prune", action="store_true", help="bỏ những tài liệu dưới PATH mà tệp gốc không còn")
    index.add_argument("--json", action="store_true", help="in JSON")

    add("list", "liệt kê tài liệu").add_argument("--json", action="store_true", help="in JSON")
    show = add("show", "in một tài liệu đã làm sạch")
    show.add_argument("document", metavar="DOCUMENT", help="id, đường dẫn, tên tệp hoặc tiêu đề")
    show.add_argument("--outline", action="store_true", help="chỉ in dàn mục")
    remove = add("remove", "bỏ tài liệu khỏi bộ (tệp gốc còn nguyên)")
    remove.add_argument("documents", nargs="+", metavar="DOCUMENT", help="id, đường dẫn, tên tệp hoặc tiêu đề")
    info = add("info", "số liệu, mô hình, phiên bản, nơi cất")
    info.add_argument("--check", action="store_true", help="đọc lại và kiểm tra mọi thứ")
    info.add_argument("--json", action="store_true", help="in JSON")

    _question_options(add("search", "tìm các đoạn liên quan nhất"), 10)
    _question_options(add("ask", "trả lời kèm trích dẫn"), 5)
    for added in (add_eval_parser(commands), add_bench_parser(commands)):
        _globals(added, suppress=True)

    feedback = add("feedback", "nhận xét 👍 👎: liệt kê, hoặc xuất thành tệp câu hỏi cho eval")
    feedback.add_argument("action", choices=("list", "export"), help="liệt kê, hoặc xuất câu hỏi (jsonl)")
    feedback.add_argument("--out", metavar="FILE", help="ghi vào tệp này thay vì in ra (export)")
    feedback.add_argument("--json", action="store_true", help="in JSON đầy đủ (list)")
    add("mcp", "cho chương trình khác hỏi tài liệu (Model Context Protocol, qua stdio)")
    user = add("user", "người được đăng nhập khi mở trang trò chuyện cho máy khác (chat --auth-file)")
    user.add_argument("file", metavar="FILE", help="tệp đăng nhập; tạo mới nếu chưa có")
    user.add_argument("name", metavar="NAME", help="tên đăng nhập")
    user.add_argument("--remove", action="store_true", help="bỏ người này")
    forget = add("forget", "những gì đang lưu trên máy, ở đâu; xóa tất cả (tệp gốc còn nguyên)")
    forget.add_argument("--list", action="store_true", help="chỉ xem, không xóa")
    forget.add_argument("--yes", action="store_true", help="xóa mà không hỏi lại")
    return parser


def _version() -> str:
    try:
        return version("hoidap")
    except PackageNotFoundError:  # run from a checkout that was never installed
        return "0"


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one command and returns its exit status."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # Windows consoles and pipes are not always UTF-8
            stream.reconfigure(encoding="utf-8", errors="replace")
    args = build_parser().parse_args(argv)
    args.lang = args.lang or "vi"
    if args.home:
        os.environ["HOIDAP_HOME"] = args.home
    try:
        status: int = getattr(import_module(_RUNNERS[args.command]), f"run_{args.command}")(args)
        return status
    except HoidapError as error:
        if args.debug:
            raise
        print(f"hoidap: {error.message(args.lang)}", file=sys.stderr)  # noqa: T201
        return 2 if isinstance(error, UsageError) else 1
    except BrokenPipeError:  # the reader of our output went away (`| head`)
        sys.stderr.close()
        return 0
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    raise SystemExit(main())
