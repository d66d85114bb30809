"""Files and folders: what is loaded, what is refused by name, what is counted."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from corpus.document import document_id
from corpus.errors import UnreadableFile
from corpus.loading import find_files, load_file

TEXT = "Chợ quê họp từ sáng sớm.\n\nNgười bán rau ngồi hai bên đường.\n"


def write(path: Path, content: str | bytes = TEXT) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def test_a_loaded_file_holds_together(tmp_path: Path) -> None:
    path = write(tmp_path / "cho-que.txt")
    loaded = load_file(path)
    assert loaded.document.text == TEXT.strip()
    assert loaded.document.source == str(path.absolute())
    assert loaded.document.id == document_id(str(path.absolute()))
    assert loaded.digest == hashlib.sha256(TEXT.encode()).hexdigest()
    assert (loaded.sections[0].start, loaded.sections[-1].end) == (0, len(loaded.document.text))
    assert loaded.page_starts == ()
    for run in loaded.runs:
        kept = loaded.document.text[run.text_start : run.text_start + run.length]
        assert kept == loaded.decoded[run.decoded_start : run.decoded_start + run.length]


def test_an_upload_has_the_source_it_is_given(tmp_path: Path) -> None:
    loaded = load_file(write(tmp_path / "x.md", "# Chợ\n\nHọp sớm."), source="upload:chợ.md")
    assert loaded.document.source == "upload:chợ.md"
    assert loaded.document.id == document_id("upload:chợ.md")
    assert loaded.document.title == "Chợ"


@pytest.mark.parametrize(
    ("name", "content", "title"),
    [
        ("a.md", "---\ntitle: Sổ tay làm vườn\nauthor: Cây\n---\nĐất tốt.", "Sổ tay làm vườn"),
        ("b.txt", "Cây lúa nước là cây lương thực chính của nhiều vùng và được trồng ở khắp nơi.", "Cây lúa nước"),
        ("c.txt", "NGHỊ QUYẾT\n\nVề trồng rau\n\nĐất tốt thì rau tốt.", "Nghị quyết về trồng rau"),
        ("d.txt", "từ " * 200, None),
    ],
)
def test_titles(tmp_path: Path, name: str, content: str, title: str | None) -> None:
    found = load_file(write(tmp_path / name, content)).document.title
    if title is None:
        assert 0 < len(found) <= 121
        assert found.endswith("…")
    else:
        assert found == title


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("empty.txt", b""),
        ("blank.md", b"\n \n"),
        ("markup.html", b"<html><body><script>x</script></body></html>"),
        ("binary.txt", bytes(range(256)) * 10),
        ("picture.txt", b"\x89PNG\r\n\x1a\n...."),
        ("unknown.txt", "Быстрый пароход идёт".encode("koi8-r")),
        ("sheet.xlsx", b"PK"),
        ("noending", b"abc"),
        ("absent.txt", None),
    ],
)
def test_a_file_is_refused_by_name_in_both_languages(tmp_path: Path, name: str, content: bytes | None) -> None:
    path = tmp_path / name
    if content is not None:
        write(path, content)
    with pytest.raises(UnreadableFile) as refused:
        load_file(path)
    for lang in ("vi", "en"):
        line = refused.value.message(lang)
        assert name in line
        assert "\n" not in line
    assert refused.value.source == str(path)


def test_a_file_over_the_limit_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(tmp_path / "a.txt", "chữ " * 600)
    with pytest.raises(UnreadableFile, match="HOIDAP_MAX_MB"):
        load_file(path, max_megabytes=0.001)
    monkeypatch.setenv("HOIDAP_MAX_MB", "0.001")
    with pytest.raises(UnreadableFile, match=r"0\.001 MB"):
        load_file(path)
    monkeypatch.setenv("HOIDAP_MAX_MB", "not a number")
    assert load_file(path).document.text


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    (tmp_path / "a.txt").mkdir()
    with pytest.raises(UnreadableFile):
        load_file(tmp_path / "a.txt")


def test_folders_are_walked_in_a_fixed_order_and_other_formats_counted(tmp_path: Path) -> None:
    for name in (
        "b/2.txt",
        "b/1.md",
        "a.html",
        "c.PNG",
        "b/d.png",
        "e.zip",
        "noending",
        ".hidden.txt",
        ".git/x.txt",
        "~$e.docx",
    ):
        write(tmp_path / name)
    found = find_files([tmp_path])
    assert [path.relative_to(tmp_path).as_posix() for path in found.files] == ["a.html", "b/1.md", "b/2.txt"]
    assert found.skipped == {"": 1, ".png": 2, ".zip": 1}
    assert found.problems == ()
    assert find_files([tmp_path]) == found


def test_named_paths_keep_their_order_and_count_once(tmp_path: Path) -> None:
    b, a = write(tmp_path / "b.txt"), write(tmp_path / "a.txt")
    assert find_files([b, a, tmp_path, b]).files == (b, a)


def test_what_is_named_is_refused_in_words(tmp_path: Path) -> None:
    too_long = tmp_path / ("x" * 3000)
    found = find_files([write(tmp_path / "a.zip"), tmp_path / "absent", too_long, write(tmp_path / "b.txt")])
    assert [path.name for path in found.files] == ["b.txt"]
    assert [Path(problem.source).name for problem in found.problems] == ["a.zip", "absent", too_long.name]
    assert ".zip" in found.problems[0].vi
    assert found.skipped == {}


def links(tmp_path: Path) -> None:
    try:
        (tmp_path / "probe").symlink_to(tmp_path)
    except OSError:
        pytest.skip("symbolic links cannot be made here")
    (tmp_path / "probe").unlink()


def test_links_in_a_circle_are_reported_and_the_rest_found(tmp_path: Path) -> None:
    links(tmp_path)
    write(tmp_path / "a" / "1.txt")
    (tmp_path / "a" / "up").symlink_to(tmp_path)
    (tmp_path / "self.txt").symlink_to(tmp_path / "self.txt")
    (tmp_path / "dangling.txt").symlink_to(tmp_path / "gone.txt")
    found = find_files([tmp_path])
    assert [path.name for path in found.files] == ["1.txt"]
    assert sorted(Path(problem.source).name for problem in found.problems) == ["dangling.txt", "self.txt", "up"]


def test_a_folder_reached_twice_is_read_once(tmp_path: Path) -> None:
    links(tmp_path)
    write(tmp_path / "real" / "1.txt")
    (tmp_path / "link").symlink_to(tmp_path / "real")
    found = find_files([tmp_path])
    assert len(found.files) == 1
    assert found.problems == ()


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="rights mean nothing to this user")
def test_an_unreadable_folder_is_reported_by_name(tmp_path: Path) -> None:
    write(tmp_path / "closed" / "1.txt")
    write(tmp_path / "open.txt")
    (tmp_path / "closed").chmod(0)
    try:
        found = find_files([tmp_path])
    finally:
        (tmp_path / "closed").chmod(0o700)
    assert [path.name for path in found.files] == ["open.txt"]
    assert [Path(problem.source).name for problem in found.problems] == ["closed"]


def test_folders_may_lie_deep(tmp_path: Path) -> None:
    path = tmp_path
    for _ in range(300):
        path /= "d"
    try:
        write(path / "1.txt")
    except OSError:
        pytest.skip("the file system takes no such path")
    assert len(find_files([tmp_path]).files) == 1
