"""Files whose readers are large foreign programs are read by a process of its own: one that crashes, hangs or eats the memory
takes nothing with it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any, Final

from corpus.decoding import DecodingError

_PROGRAM: Final = Path(__file__).parent.parent / "extracting.py"
SECONDS: Final = 300.0
_NO_WINDOW: Final = getattr(subprocess, "CREATE_NO_WINDOW", 0)


def extract(kind: str, data: bytes, seconds: float = SECONDS) -> dict[str, Any]:
    """What ``corpus/extracting.py`` makes of ``data``, a file of the kind ``pdf`` or ``docx``. Raises ``DecodingError``."""
    name = kind.upper()
    try:
        done = subprocess.run(  # noqa: S603 - our own program; the file goes in as its input
            [sys.executable, "-P", str(_PROGRAM), kind],
            input=data,
            capture_output=True,
            timeout=seconds,
            check=True,
            creationflags=_NO_WINDOW,
        )
        found: dict[str, Any] = json.loads(done.stdout)
    except subprocess.TimeoutExpired as error:
        raise DecodingError(
            f"đọc tệp {name} quá {seconds:g} giây mà chưa xong; hãy chia nhỏ tệp rồi thử lại",
            f"the {name} file was not read within {seconds:g} seconds; split it and try again",
        ) from error
    except (subprocess.CalledProcessError, ValueError) as error:
        raise _damaged(name) from error
    if found.get("error") == "encrypted":
        raise DecodingError(
            f"tệp {name} có mật khẩu; hãy mở, lưu một bản không có mật khẩu rồi thử lại",
            f"the {name} file has a password; open it, save a copy without one and try again",
        )
    if found.get("error") == "large":
        raise DecodingError(
            f"tệp {name} phình ra quá lớn khi giải nén; hãy chia nhỏ tệp rồi thử lại",
            f"the {name} file is too large when unpacked; split it and try again",
        )
    if "error" in found:
        raise _damaged(name)
    return found


def _damaged(name: str) -> DecodingError:
    return DecodingError(
        f"tệp {name} bị hỏng hoặc không đúng định dạng; hãy mở bằng ứng dụng của nó, lưu lại rồi thử lại",
        f"the {name} file is damaged or of another kind; open it in its application, save it again and try again",
    )
