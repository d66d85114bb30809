"""Signing in: who is in the file gets in with the right password, nobody else does, and no password can be read there."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import os
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from apart import run_apart
from conftest import ROOT
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import HoidapError, UsageError
from ui.auth import check_user, hash_password, load_auth, load_sign_in, read_users, set_user
from ui.cli import main


def cheap(password: str, salt: bytes = b"12345678") -> str:
    """A hash made apart from our own code, at the lowest cost that is taken."""
    key = hashlib.scrypt(password.encode(), salt=salt, n=2**14, r=8, p=1, dklen=32)
    return f"scrypt$16384$8$1${base64.b64encode(salt).decode()}${base64.b64encode(key).decode()}"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "dang-nhap"
    lines = ["# nhóm pháp chế", "", f"Lan Anh:{cheap('mật khẩu của Lan')}", f"minh:{cheap('12345678', b'87654321')}"]
    path.write_text("\ufeff" + "\r\n".join(lines), encoding="utf-8")
    return path


def test_who_is_in_the_file_gets_in_and_nobody_else(file: Path) -> None:
    check = load_auth(file)
    assert check("Lan Anh", "mật khẩu của Lan")
    assert check("minh", "12345678")
    assert not check("minh", "mật khẩu của Lan")
    assert not check("minh", "")
    assert not check("lan anh", "mật khẩu của Lan")
    assert not check("", "12345678")
    assert not check("# nhóm pháp chế", "")
    assert not check("ai đó", "12345678")
    assert not check("minh", "1234567\ud800")
    assert not check("minh", "x" * 10**6)


def test_a_web_server_goes_on_while_a_password_is_checked(file: Path) -> None:
    async def serve() -> tuple[list[bool], int]:
        sign_in, beats = load_sign_in(file), 0
        tries = [asyncio.ensure_future(sign_in("minh", word)) for word in ("12345678", "87654321")]
        while not all(one.done() for one in tries):
            await asyncio.sleep(0)
            beats += 1
        return [one.result() for one in tries], beats

    said, beats = run_apart(serve)
    assert said == [True, False]
    assert beats > 50


def test_decomposed_letters_are_the_same_password(file: Path) -> None:
    import unicodedata

    assert load_auth(file)(unicodedata.normalize("NFD", "Lan Anh"), unicodedata.normalize("NFD", "mật khẩu của Lan"))


def test_many_threads_may_ask(file: Path) -> None:
    check = load_auth(file)
    with ThreadPoolExecutor(8) as pool:
        said = list(pool.map(lambda n: check("minh", "12345678" if n % 2 else "87654321"), range(8)))
    assert said == [False, True] * 4


def test_adding_changing_and_removing_counts_at_the_next_sign_in(file: Path) -> None:
    check = load_auth(file)
    assert set_user(file, "hoa", "hoa hồng bạch") is False
    assert set_user(file, "hoa", "hoa hồng nhung") is True
    assert not check("hoa", "hoa hồng bạch")
    assert check("hoa", "hoa hồng nhung")
    assert set_user(file, "hoa", None) is True
    assert set_user(file, "hoa", None) is False
    assert not check("hoa", "hoa hồng nhung")
    text = file.read_text(encoding="utf-8")
    assert text.startswith("# nhóm pháp chế\n\nLan Anh:scrypt$")
    assert "hoa" not in text
    assert [path.name for path in file.parent.iterdir() if "part" in path.name] == []


def test_the_file_holds_no_password_and_salts_differ(tmp_path: Path) -> None:
    path = tmp_path / "moi" / "dang-nhap"
    set_user(path, "a", "cùng một mật khẩu")
    set_user(path, "b", "cùng một mật khẩu")
    text = path.read_text(encoding="utf-8")
    assert "mật khẩu" not in text
    users = read_users(path)
    assert users["a"].salt != users["b"].salt
    assert users["a"].key != users["b"].key
    assert users["a"].n * users["a"].r * users["a"].p >= 2**15 * 8 * 3
    if os.name == "posix":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_file_that_goes_bad_lets_nobody_in(file: Path) -> None:
    check = load_auth(file)
    file.write_text("minh:12345678\n", encoding="utf-8")
    assert not check("minh", "12345678")
    file.unlink()
    assert not check("minh", "12345678")


GOOD = cheap("12345678")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "chưa có ai"),
        ("# không ai\n", "chưa có ai"),
        ("minh\n", "dòng 1"),
        ("minh:\n", "dòng 1"),
        ("minh:12345678\n", "dòng 1"),
        (f"# x\n:{GOOD}\n", "dòng 2"),
        (f"minh:{GOOD}\nminh:{GOOD}\n", "dòng 2"),
        (f"minh:{GOOD[:-4]}\n", "dòng 1"),
        (f"minh:{GOOD}$\n", "dòng 1"),
        (f"minh:{GOOD.replace('16384', '1024')}\n", "dòng 1"),
        (f"minh:{GOOD.replace('16384', '16385')}\n", "dòng 1"),
        (f"minh:{GOOD.replace('16384', '99999999999999999999')}\n", "dòng 1"),
        (f"minh:{GOOD.replace('16384', '²')}\n", "dòng 1"),
        (f"minh:{GOOD.replace('$8$1$', '$8$0$')}\n", "dòng 1"),
        (f"minh:{GOOD.replace('scrypt', 'md5')}\n", "dòng 1"),
    ],
)
def test_bad_files_are_refused_with_the_line(tmp_path: Path, text: str, says: str) -> None:
    path = tmp_path / "f"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(HoidapError, match=says):
        load_auth(path)


def test_files_that_are_none_are_refused(tmp_path: Path) -> None:
    (tmp_path / "latin").write_bytes("đ".encode("utf-16"))
    for name in ("khong-co", "latin", "."):
        with pytest.raises(HoidapError, match="không đọc được"):
            load_auth(tmp_path / name)


@pytest.mark.parametrize("name", ["", "  ", "a:b", "#a", "a\nb", "a\x00", "\u202eabc", "x" * 65])
def test_names_that_would_break_a_line_are_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(UsageError):
        set_user(tmp_path / "f", name, "đủ dài rồi đấy")
    assert not (tmp_path / "f").exists()


@given(st.text(max_size=70))
def test_a_name_that_is_taken_survives_its_line(name: str) -> None:
    try:
        kept = check_user(name)
    except UsageError:
        return
    assert kept == check_user(kept)
    assert f"{kept}:x".partition(":")[0] == kept
    assert len(f"{kept}:x\n".splitlines()) == 1


def test_weak_passwords_are_refused() -> None:
    for password in ("", "1234567", "x" * 1025, "ế" * 500):
        with pytest.raises(UsageError):
            hash_password(password)


def run(*arguments: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "ui.cli", *arguments]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run(command, input=stdin, capture_output=True, encoding="utf-8", env=environment, cwd=ROOT)


def test_the_command_adds_and_removes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = str(tmp_path / "f")
    done = run("user", path, "Minh", stdin="mật khẩu dài\n")
    assert (done.returncode, done.stdout, done.stderr) == (0, "đã thêm: Minh\n", "")
    assert load_auth(Path(path))("Minh", "mật khẩu dài")
    assert main(["user", path, "Minh", "--remove"]) == 0
    assert main(["--lang", "en", "user", path, "Minh", "--remove"]) == 2
    assert "nobody" in capsys.readouterr().err
    short = run("user", path, "Minh", stdin="ngắn\n")
    assert (short.returncode, short.stdout) == (2, "")
    assert short.stderr.count("\n") == 1
