"""The command line as a contract: exit statuses, JSON, one-line errors, the sample when there is nothing else."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import pytest
from toys import write_stories

from ui.cli import main


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    return write_stories(tmp_path / "docs")


def run(capsys: pytest.CaptureFixture[str], *argv: str) -> tuple[int, str, str]:
    """Exit status, standard output and standard error of one command."""
    try:
        status = main(list(argv))
    except SystemExit as stop:
        status = stop.code if isinstance(stop.code, int) else 1
    said = capsys.readouterr()
    return status, said.out, said.err


def test_from_files_to_a_cited_answer(capsys: pytest.CaptureFixture[str], docs: Path) -> None:
    status, out, err = run(capsys, "index", str(docs))
    assert (status, err) == (0, "")
    assert "3 thêm" in out
    status, out, _ = run(capsys, "ask", "Thư viện mở cửa năm nào?", "--json")
    answer = json.loads(out)
    assert status == 0
    assert answer["outcome"] == "answered"
    text = (docs / "thu-vien.md").read_text(encoding="utf-8")
    for citation in answer["citations"]:
        copied = answer["answer"][citation["answer_start"] : citation["answer_end"]]
        assert copied == citation["quote"]
        assert copied in text
    assert "1998" in answer["answer"]
    assert set(answer) == {"question", "searched_as", "outcome", "confidence", "answer", "citations", "hits"}
    assert set(answer["citations"][0]) == {
        "marker", "answer_start", "answer_end", "passage", "document", "source", "title", "section", "page", "start",
        "end", "quote", "likely",
    }  # fmt: skip


def test_search_json_is_the_contract(capsys: pytest.CaptureFixture[str], docs: Path) -> None:
    run(capsys, "index", str(docs))
    _, out, _ = run(capsys, "search", "hoa hong no mua xuan", "-k", "2", "--json")
    result = json.loads(out)
    assert set(result) == {"question", "searched_as", "hits"}
    assert result["searched_as"] == "hoa hồng nở mùa xuân"
    first = result["hits"][0]
    assert set(first) == {"rank", "score", "passage", "also_in"}
    assert set(first["passage"]) == {
        "id", "document", "source", "title", "section", "page", "start", "end", "text",
    }  # fmt: skip
    assert first["passage"]["title"] == "Vườn hoa"
    scores = [hit["score"] for hit in result["hits"]]
    assert scores == sorted(scores, reverse=True)
    assert len(set(scores)) == len(scores)


@pytest.mark.parametrize(
    ("lang", "phrase", "accents"),
    [
        ("vi", "có nguyên cụm “giống hoa hồng”", "thêm dấu"),
        ("en", "it has the very phrase “giống hoa hồng”", "accents put back"),
    ],
)
def test_reasons_are_told_in_the_language_asked_for(
    capsys: pytest.CaptureFixture[str], docs: Path, lang: str, phrase: str, accents: str
) -> None:
    run(capsys, "index", str(docs))
    for command in ("search", "ask"):
        _, out, err = run(capsys, command, "giong hoa hong no mua xuan", "--explain", "--lang", lang)
        assert phrase in out
        assert f"({accents})" in err
    _, out, _ = run(capsys, "search", "hoa hong no mua xuan", "--explain", "--json", "--lang", lang)
    hit = json.loads(out)["hits"][0]
    assert set(hit) == {"rank", "score", "passage", "also_in", "reasons"}
    assert all(isinstance(reason, str) for reason in hit["reasons"])


def test_global_options_stand_before_or_after_the_command(
    capsys: pytest.CaptureFixture[str], docs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("HOIDAP_HOME")
    home = str(tmp_path / "nha")
    assert run(capsys, "--home", home, "--collection", "rieng", "index", str(docs))[0] == 0
    monkeypatch.delenv("HOIDAP_HOME")
    status, out, _ = run(capsys, "list", "--json", "--collection", "rieng", "--home", home)
    assert status == 0
    assert len(json.loads(out)) == 3


def test_no_evidence_is_an_answer_not_a_failure(capsys: pytest.CaptureFixture[str], docs: Path) -> None:
    run(capsys, "index", str(docs))
    status, out, _ = run(capsys, "ask", "Giá vé máy bay đi Đà Nẵng bao nhiêu?", "--json")
    assert status == 0
    answer = json.loads(out)
    assert (answer["outcome"], answer["citations"]) == ("no_evidence", [])


def test_index_without_paths_reads_what_is_new_and_what_has_changed(
    capsys: pytest.CaptureFixture[str], docs: Path
) -> None:
    run(capsys, "index", str(docs))
    assert "3 không đổi" in run(capsys, "index")[1]
    (docs / "be-boi.md").write_text("# Bể bơi\n\nBể bơi mở cửa mùa hè.\n", encoding="utf-8")
    (docs / "vuon-hoa.md").write_text("# Vườn hoa\n\nVườn hoa nay có hoa cúc.\n", encoding="utf-8")
    status, out, _ = run(capsys, "index")
    assert status == 0
    assert "1 thêm, 1 cập nhật, 2 không đổi" in out
    assert run(capsys, "index", "--prune")[0] == 2, "what is gone is removed below a path that is named"


def test_managing_documents(capsys: pytest.CaptureFixture[str], docs: Path) -> None:
    run(capsys, "index", str(docs))
    assert "Vườn hoa" in run(capsys, "list")[1]
    assert "hoa hồng" in run(capsys, "show", "Vườn hoa")[1]
    assert run(capsys, "show", "vuon-hoa.md", "--outline")[0] == 0
    status, out, _ = run(capsys, "info", "--check", "--json")
    assert status == 0
    assert json.loads(out)["documents"] == 3
    assert run(capsys, "remove", "Vườn hoa")[0] == 0
    assert json.loads(run(capsys, "info", "--json")[1])["documents"] == 2
    status, _, err = run(capsys, "remove", "Vườn hoa")
    assert status == 1
    assert err.count("\n") == 1


def test_bad_files_are_one_line_each_and_the_rest_is_indexed(
    capsys: pytest.CaptureFixture[str], docs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (docs / "trong.txt").write_bytes(b"")
    (docs / "nhi-phan.txt").write_bytes(bytes(range(256)) * 16)
    (docs / "ma-la.txt").write_bytes("Быстрый пароход идёт по реке".encode("koi8-r") * 4)
    (docs / "to.txt").write_text("chữ " * 400_000, encoding="utf-8")
    (docs / "hong.html").write_text("<h1>Bến xe</h1><p>Xe chạy lúc <b>6 giờ<p>mỗi ngày", encoding="utf-8")
    (docs / "anh.png").write_bytes(b"\x89PNG\r\n")
    monkeypatch.setenv("HOIDAP_MAX_MB", "1")
    if sys.platform != "win32":
        os.symlink(docs, docs / "vong")
    status, out, err = run(capsys, "index", str(docs))
    assert status == 1
    lines = err.splitlines()
    for name in ("trong.txt", "nhi-phan.txt", "ma-la.txt", "to.txt"):
        assert len([line for line in lines if name in line]) == 1, name
    assert ".png" in out
    found = {Path(one["source"]).name for one in json.loads(run(capsys, "list", "--json")[1])}
    assert found == {"thu-vien.md", "vuon-hoa.md", "quan-ca-phe.txt", "hong.html"}
    assert "6 giờ" in run(capsys, "show", "hong.html")[1]


@pytest.mark.skipif(sys.platform == "win32" or not hasattr(os, "geteuid"), reason="rights are POSIX rights here")
def test_an_unreadable_folder_is_named(capsys: pytest.CaptureFixture[str], docs: Path) -> None:
    closed = docs / "khoa"
    closed.mkdir()
    closed.chmod(0)
    try:
        if os.access(closed, os.R_OK):
            pytest.skip("this user may read everything")
        status, _, err = run(capsys, "index", str(docs))
        assert status == 1
        assert "khoa" in err
    finally:
        closed.chmod(0o755)


def test_a_format_no_reader_takes_is_refused_by_name(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "anh.png"
    path.write_bytes(b"\x89PNG")
    status, _, err = run(capsys, "index", str(path))
    assert status == 1
    assert "anh.png" in err
    assert ".png" in err


@pytest.mark.parametrize(
    "argv",
    [
        ["index"],
        ["khong-co-lenh"],
        ["search", ""],
        ["search", "x", "-k", "0"],
        ["search", "x", "--retriever", "y"],
        ["search", "x", "--retriever", "bm25", "--reranker", "x"],
        ["ask", "x", "--retriever", "fusion", "--reranker", "x"],
        ["eval", "corpus/sample/questions.jsonl", "--retriever", "dense", "--reranker", "x"],
        ["--collection", "../x", "list"],
        ["--collection", "con", "list"],
        ["chat", "--port", "abc"],
    ],
)
def test_wrong_use_is_status_two_and_one_line(capsys: pytest.CaptureFixture[str], argv: list[str]) -> None:
    status, _, err = run(capsys, *argv)
    assert status == 2
    assert err.count("\n") == 1


@pytest.mark.parametrize(
    "command", [["search", "x"], ["ask", "x"], ["chat"], ["eval", "corpus/sample/questions.jsonl"]]
)
def test_a_reranker_that_is_not_there_is_one_line(capsys: pytest.CaptureFixture[str], command: list[str]) -> None:
    for lang, said in (("vi", "không có mô hình xếp lại"), ("en", "there is no reranking model")):
        status, out, err = run(capsys, *command, "--reranker", "./khong-co", "--lang", lang)
        assert (status, out) == (1, "")
        assert said in err
        assert err.count("\n") == 1


def test_a_missing_collection_and_a_missing_document_are_status_one(capsys: pytest.CaptureFixture[str]) -> None:
    for argv in (["--collection", "khong-co", "list"], ["ask", "x", "--in", "khong-co"]):
        status, _, err = run(capsys, *argv)
        assert status == 1
        assert err.count("\n") == 1
    status, _, err = run(capsys, "--lang", "en", "--collection", "khong-co", "list")
    assert "there is no collection" in err


def test_a_broken_pipe_and_odd_names_do_no_harm(capsys: pytest.CaptureFixture[str], docs: Path) -> None:
    (docs / "tên \u202egnp.txt").write_text("Chợ họp ngày rằm.\n", encoding="utf-8")
    assert run(capsys, "index", str(docs))[0] == 0
    out = run(capsys, "list")[1]
    assert "\u202e" not in out
