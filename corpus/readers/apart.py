"""Files whose readers are large foreign programs are read by a process of its own.

One that crashes, hangs or eats the memory takes nothing with it.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any, Final

from corpus.decoding import DecodingError

PROGRAM: Final = ("-m", "corpus.extracting")
SECONDS: Final = 300.0
_NO_WINDOW: Final = getattr(subprocess, "CREATE_NO_WINDOW", 0)
_ROOT: Final = str(Path(__file__).parents[2])
_NAMES: Final = {
    "pdf": "PDF",
    "scan": "PDF",
    "docx": "Word",
    "legacy.word": "Word",
    "rtf": "RTF",
    "slides": "PowerPoint",
    "legacy.powerpoint": "PowerPoint",
    "sheets": "Excel",
    "legacy.excel": "Excel",
    "opendocument": "OpenDocument",
}
OLE: Final = b"\xd0\xcf\x11\xe0"
ZIP: Final = b"PK"
"""How files of the office programs begin that are of before XML, and those after."""


def extract(kind: str, data: bytes, seconds: float = SECONDS) -> dict[str, Any]:
    """What ``corpus.extracting`` makes of ``data``, which is of one of its kinds, such as "docx". Raises ``DecodingError``."""
    name = _NAMES[kind]
    path = os.pathsep.join(filter(None, (_ROOT, os.environ.get("PYTHONPATH"))))
    try:
        done = subprocess.run(  # noqa: S603 - our own program; the file goes in as its input
            [sys.executable, "-P", *PROGRAM, kind],
            input=data,
            capture_output=True,
            timeout=seconds,
            check=True,
            creationflags=_NO_WINDOW,
            env={**os.environ, "PYTHONPATH": path},
        )
        found: dict[str, Any] = json.loads(done.stdout)
    except subprocess.TimeoutExpired as error:
        raise DecodingError(
            f"đọc tệp {name} quá {seconds:g} giây mà chưa xong; hãy chia nhỏ tệp rồi thử lại",
            f"the {name} file was not read within {seconds:g} seconds; split it and try again",
        ) from error
    except (subprocess.CalledProcessError, ValueError) as error:
        raise _refused("damaged", name) from error
    if "error" in found:
        raise _refused(found["error"], name)
    return found


_REASONS: Final = {
    "encrypted": (
        "có mật khẩu; hãy mở, lưu một bản không có mật khẩu rồi thử lại",
        "has a password; open it, save a copy without one and try again",
    ),
    "large": (
        "phình ra quá lớn khi giải nén; hãy chia nhỏ tệp rồi thử lại",
        "is too large when unpacked; split it and try again",
    ),
    "old": (
        "được lưu từ trước năm 1997; hãy mở bằng ứng dụng của nó, lưu sang kiểu mới (.docx, .xlsx, .pptx) rồi thử lại",
        "was written before 1997; open it in its application, save it as .docx, .xlsx or .pptx and try again",
    ),
    "damaged": (
        "bị hỏng hoặc không đúng định dạng; hãy mở bằng ứng dụng của nó, lưu lại rồi thử lại",
        "is damaged or of another kind; open it in its application, save it again and try again",
    ),
}


def _refused(reason: str, name: str) -> DecodingError:
    vi, en = _REASONS.get(reason, _REASONS["damaged"])
    return DecodingError(f"tệp {name} {vi}", f"the {name} file {en}")
