"""Runs of indexing: what happens to files, uploads and repeated text, and what is told about it."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from office import column, docx, pdf, pptx, xlsx
from toys import STORIES, ToyEncoder, write_stories

from index.collection import Collection
from index.ingest import Step, documents_at_once, text_item
from index.mining import SMALL
from index.sample import open_sample, sample_files
from index.uploads import FILES, sweep


@pytest.fixture
def collection(tmp_path: Path) -> Collection:
    return Collection(tmp_path / "bo", create=True, encoder=ToyEncoder())


def copies(collection: Collection) -> list[Path]:
    folder = collection.store.folder / FILES
    return sorted(folder.iterdir()) if folder.is_dir() else []


def test_the_same_text_in_two_files_is_two_documents_encoded_once(tmp_path: Path) -> None:
    encoder = ToyEncoder()
    collection = Collection(tmp_path / "bo", create=True, encoder=encoder)
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "x.md").write_text(STORIES["vuon-hoa.md"], encoding="utf-8")
    report = collection.ingest([tmp_path / "a", tmp_path / "b"])
    assert len(set(report.added)) == 2
    assert len(encoder.encoded) == 1
    assert report.passages == 2


def test_a_file_given_twice_is_one_document(collection: Collection, tmp_path: Path) -> None:
    folder = write_stories(tmp_path / "docs")
    report = collection.ingest([folder, folder / "vuon-hoa.md", folder / ".." / "docs"])
    assert len(report.added) == 3
    assert report.replaced == ()


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="needs rights that can be taken away")
def test_pruning_spares_what_cannot_be_looked_at(collection: Collection, tmp_path: Path) -> None:
    folder = write_stories(tmp_path / "docs" / "trong")
    collection.ingest([tmp_path / "docs"])
    folder.chmod(0)
    try:
        report = collection.ingest([tmp_path / "docs"], prune=True)
    finally:
        folder.chmod(0o700)
    assert report.removed == ()
    assert report.problems


def test_pruning_a_folder_that_is_gone(collection: Collection, tmp_path: Path) -> None:
    folder = write_stories(tmp_path / "docs")
    collection.ingest([folder])
    for path in folder.iterdir():
        path.unlink()
    folder.rmdir()
    report = collection.ingest([folder], prune=True)
    assert len(report.removed) == 3
    assert len(report.problems) == 1
    assert collection.documents() == []
    assert collection.search("vườn hoa").hits == ()


def test_a_folder_whose_name_begins_alike_is_not_pruned(collection: Collection, tmp_path: Path) -> None:
    one, two = write_stories(tmp_path / "docs"), write_stories(tmp_path / "docs-2")
    collection.ingest([one, two])
    (two / "vuon-hoa.md").unlink()
    assert collection.ingest([one], prune=True).removed == ()


def test_every_file_is_announced_and_every_problem_told(collection: Collection, tmp_path: Path) -> None:
    folder = write_stories(tmp_path / "docs")
    (folder / "rong.txt").write_bytes(b"")
    steps: list[Step] = []
    report = collection.ingest([folder], progress=steps.append)
    assert [step.problem for step in steps if step.problem] == list(report.problems)
    assert sorted(Path(step.source).name for step in steps if step.source and not step.problem) == sorted(
        [*STORIES, "rong.txt"]
    )
    assert steps[-1] == Step(4, 4)
    assert report.seconds > 0


def test_stopping_a_run_leaves_everything_as_it_was(collection: Collection, tmp_path: Path) -> None:
    def stop(step: Step) -> None:
        if step.done == 2:
            raise KeyboardInterrupt

    before = collection.store.counter()
    with pytest.raises(KeyboardInterrupt):
        collection.ingest([write_stories(tmp_path / "docs")], progress=stop)
    assert collection.documents() == []
    assert collection.store.counter() == before
    assert collection.store.model() is None


def test_nothing_readable_leaves_an_empty_collection_without_a_model(collection: Collection, tmp_path: Path) -> None:
    (tmp_path / "rong.txt").write_bytes(b"")
    assert len(collection.ingest([tmp_path / "rong.txt", tmp_path / "khong-co"]).problems) == 2
    assert collection.store.model() is None


def test_an_emptied_collection_takes_another_model(tmp_path: Path) -> None:
    first = Collection(tmp_path / "bo", create=True, encoder=ToyEncoder())
    first.ingest([write_stories(tmp_path / "docs")])
    first.remove([info.id for info in first.documents()])
    second = Collection(tmp_path / "bo", encoder=ToyEncoder("khac", 32))
    second.ingest([tmp_path / "docs"])
    assert second.search("hoa hồng nở").hits[0].title == "Vườn hoa"
    assert second.check() == []


def test_hostile_text_and_titles_are_data(collection: Collection) -> None:
    hostile = "'; DROP TABLE passages; -- \x00 <script>alert(1)</script> {0} %s ${x}"
    collection.add([text_item(f"x:{hostile}", hostile, hostile + " hoa", cut=False)])
    (hit,) = collection.search(hostile).hits
    assert hit.passage.text == hostile + " hoa"
    assert hit.title == hostile
    assert collection.find_document(hostile).source == f"x:{hostile}"
    assert collection.check() == []


def test_printed_and_office_files_lie_beside_others(collection: Collection, tmp_path: Path) -> None:
    folder = tmp_path / "giay-to"
    folder.mkdir()
    story = STORIES["vuon-hoa.md"].split()
    (folder / "a.pdf").write_bytes(pdf([column(["Trang đầu nói về kho sách."]), column([" ".join(story[2:12])])]))
    (folder / "b.pdf").write_bytes(pdf([column(["khóa"])], locked=True))
    (folder / "c.docx").write_bytes(docx([("Title", "Ao cá"), ("", "Ao cá đào năm 1960.")]))
    (folder / "d.md").write_text(STORIES["vuon-hoa.md"], encoding="utf-8")
    (folder / "e.pptx").write_bytes(pptx([("Chợ nổi", []), ("Giờ họp", ["Chợ nổi họp lúc ba giờ sáng."])]))
    (folder / "f.xlsx").write_bytes(xlsx({"Thuyền": [["Tên", "Số chỗ"], ["Sóng", 12], ["Gió", 30]]}))
    report = collection.ingest([folder])
    assert len(report.added) == 5
    assert {info.title for info in collection.documents()} >= {"Ao cá", "Chợ nổi", "f"}
    assert [Path(problem.source).name for problem in report.problems] == ["b.pdf"]
    (printed,) = [hit.passage for hit in collection.search(" ".join(story[2:12])).hits if hit.source.endswith(".pdf")]
    begins, ends = (collection.page_at(printed.document_id, at) for at in (printed.start, printed.end - 1))
    assert (printed.page, begins, ends) == (1, 1, 2)
    assert collection.ingest([folder]).added == ()
    assert collection.check() == []


def test_an_upload_is_called_what_its_file_was_called(collection: Collection, tmp_path: Path) -> None:
    sent = tmp_path / "tmp1234"
    sent.write_bytes(xlsx({"Thuyền": [["Tên", "Số chỗ"], ["Sóng", 12]]}))
    collection.upload([(sent, "Đội thuyền 2031.xlsx")])
    assert [info.title for info in collection.documents()] == ["Đội thuyền 2031"]


def test_an_upload_that_is_refused_leaves_no_copy_and_the_earlier_one(collection: Collection, tmp_path: Path) -> None:
    good, bad = tmp_path / "1", tmp_path / "2"
    good.write_text(STORIES["vuon-hoa.md"], encoding="utf-8")
    bad.write_bytes(bytes(range(256)) * 16)
    assert len(collection.upload([(good, "vuon.md")]).added) == 1
    report = collection.upload([(bad, "vuon.md"), (bad, "khac.txt"), (good, "anh.png"), (tmp_path / "3", "mat.md")])
    assert [problem.source for problem in report.problems] == [
        "upload:vuon.md", "upload:khac.txt", "upload:anh.png", "upload:mat.md",
    ]  # fmt: skip
    assert [copy.read_bytes() for copy in copies(collection)] == [good.read_bytes()]
    assert [info.title for info in collection.documents()] == ["Vườn hoa"]


def test_a_new_version_of_an_upload_replaces_document_and_copy(collection: Collection, tmp_path: Path) -> None:
    sent = tmp_path / "gui"
    for version in ("hoa hồng", "hoa lan"):
        sent.write_text(f"# Vườn\n\nVườn trồng {version}.\n", encoding="utf-8")
        collection.upload([(sent, "vuon.md")])
    assert "hoa lan" in collection.loaded(collection.documents()[0].id).document.text
    assert [copy.read_text(encoding="utf-8") for copy in copies(collection)] == [sent.read_text(encoding="utf-8")]


def test_what_a_crash_left_of_an_upload_is_swept(collection: Collection, tmp_path: Path) -> None:
    sent = tmp_path / "gui"
    sent.write_text(STORIES["vuon-hoa.md"], encoding="utf-8")
    collection.upload([(sent, "vuon.md")])
    (copy,) = copies(collection)
    for name in ("0" * 16 + "-" + "1" * 16 + ".md", copy.name + ".part"):
        (copy.parent / name).write_text("x", encoding="utf-8")
    sweep(collection.store)
    assert copies(collection) == [copy]


def test_groups_hold_everything_in_order() -> None:
    sizes = [1, 600, 3, 511, 1, 1] + [0] * 600
    groups = list(documents_at_once(sizes, lambda size: size))
    assert [size for group in groups for size in group] == sizes
    assert all(group for group in groups)
    assert max(len(group) for group in groups) <= 256


def test_abbreviations_follow_the_documents(collection: Collection) -> None:
    text = "Hiệp hội các nước Đông Nam Á (ASEAN) họp. Ủy ban nhân dân (UBND) xã họp."
    collection.add([text_item("a", "Họp", text, cut=True)])
    assert "UBND" in {one.short for one in collection.store.abbreviations()}
    collection.remove([collection.documents()[0].id])
    assert collection.store.abbreviations() == []


def test_a_large_collection_learns_a_new_abbreviation_at_once(collection: Collection) -> None:
    items = [text_item(f"n:{n}", "", f"Chuyện số {n} kể về con mèo.", cut=False) for n in range(SMALL + 1)]
    collection.add([*items, text_item("u", "", "Ủy ban nhân dân (UBND) xã.", cut=False)])
    collection.add([text_item("h", "", "Hội đồng nhân dân (HĐND) huyện.", cut=False)])
    known = {one.short: one.long for one in collection.store.abbreviations()}
    assert known["UBND"] == "ủy ban nhân dân"
    assert known["HĐND"] == "hội đồng nhân dân"


def test_the_sample_is_built_once_and_kept_up(home: Path) -> None:
    encoder = ToyEncoder()
    sample = open_sample(encoder=encoder)
    assert len(sample.documents()) == len(sample_files()) >= 8
    assert sample.read_only
    assert sample.check() == []
    counter, encoded = sample.store.counter(), len(encoder.encoded)
    sample.close()
    again = open_sample(encoder=encoder)
    assert (again.store.counter(), len(encoder.encoded)) == (counter, encoded)
    with again.store.writing() as writer:  # as if it were of an earlier version of the sample
        writer.set("sample", "an earlier one")
        writer.remove(again.documents()[0].id)
    again.close()
    repaired = open_sample(encoder=encoder)
    assert len(repaired.documents()) == len(sample_files())
    assert repaired.read_only


def test_an_earlier_sample_serves_while_another_process_builds(home: Path) -> None:
    sample = open_sample(encoder=ToyEncoder())
    with sample.store.writing() as writer:
        writer.set("sample", "an earlier one")
    with sample.store.writing():
        assert open_sample(encoder=ToyEncoder()).documents()
