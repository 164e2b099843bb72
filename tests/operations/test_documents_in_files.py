"""Documents go out with a list and their files, and come into another book."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from contactdesk.errors import Cancelled
from contactdesk.model.contact import Contact, Entry
from contactdesk.model.deal import Deal
from contactdesk.model.event import Event
from contactdesk.operations import documents
from contactdesk.operations.deals import first_pipeline
from contactdesk.operations.exporting import export
from contactdesk.operations.importing import ImportReport, import_files
from contactdesk.operations.saving_documents import save_all
from contactdesk.progress import Progress
from contactdesk.store.contents import PIECE

pytestmark = pytest.mark.both_databases

LARGE = os.urandom(PIECE * 18 + 5)


@pytest.fixture
def office(a_book: Callable[..., Any], a_contact: Callable[..., Contact], tmp_path: Path) -> Any:
    """Two people of one name, a deal and two appointments; four documents, one with three
    versions of which two are the same, one linked."""
    mail = (Entry("anna@baltica.example"),)
    book = a_book(
        a_contact("Anna Nowak", emails=mail), a_contact("Bo Berg", uid="urn:uuid:bo-of-berg"),
        a_contact("Anna Nowak", uid="another-anna-nowak"),
    )  # fmt: skip
    with book.write("Arrange") as tx:
        anna, bo, other = (tx.contacts.get(n).id for n in (1, 2, 3))
        deal = tx.deals.add(Deal(title="Pallets", pipeline=first_pipeline(tx, "").id, people=(bo,)))
        visit = tx.events.add(Event(summary="Visit", starts_at="2026-11-20T10:00:00", uid="series"))
        moved = tx.events.add(
            Event(
                summary="Visit, moved", starts_at="2026-11-27T12:00:00", uid="series",
                recurrence_id="2026-11-27T10:00:00",
            )
        )  # fmt: skip
    for name, data, about in (
        ("Offer “۱”.txt", b"first", [anna, deal.id]), ("Offer “۱”.txt", b"", [anna, deal.id]),
        ("Offer “۱”.txt", b"first", [anna, deal.id]), ("film.bin", LARGE, [other, moved.id]),
        ("minutes.txt", b"second", [visit.id]),
    ):  # fmt: skip
        path = tmp_path / name
        path.write_bytes(data)
        brought = documents.bring(book, path, Progress(), texts=False)
        with book.write("Add") as tx:
            documents.add(tx, brought, about, "Offer", "why")
    with book.write("Link") as tx:
        documents.link(tx, tmp_path / "elsewhere.txt", [bo])
        film = next(d for d in tx.documents.all() if d.name == "film.bin")
        tx.documents.save(tx.documents.type.with_values(film, {"note": "Keep\nit"}), film)
    return book


def written(book: Any, folder: Path) -> list[Path]:
    """Export all; the files to import."""
    folder.mkdir()
    export(book, folder / "all.jsonl", "jsonl")
    with book.read() as tx:
        chosen = tx.documents.all()
    save_all(book, chosen, folder / "documents", Progress())
    return [folder / "all.jsonl", folder / "documents" / "documents.jsonl"]


def told(book: Any) -> list[Any]:
    """What a book says of its documents, with what they belong to by names."""
    with book.read() as tx:
        found = tx.documents.all()
        linked = tx.documents.linked_to(found)
        return [
            (
                d.id, d.name, d.kind, d.note, d.media_type, d.path, d.added_at,
                [(v.sha256, v.size, v.at, v.reason) for v in d.versions],
                [(linked[i].name, linked[i].kind, uid_of(tx, linked[i])) for i in d.about],
            )
            for d in found
        ]  # fmt: skip


def uid_of(tx: Any, linked: Any) -> str:
    """What tells one contact of a name from the other."""
    return str(tx.contacts.get(linked.number).uid) if linked.kind == "individual" else ""


def counts(report: ImportReport) -> tuple[int, ...]:
    c = report.documents
    return c.added, c.updated, c.unchanged, c.failed, c.missing


def parts(book: Any) -> list[int]:
    with book.read() as tx:
        sql = tx.connection.exec_driver_sql
        return [
            sql(f"SELECT count(*) FROM {t}").scalar() for t in ("document", "blob", "blob_part")
        ]


def test_a_whole_office_comes_into_another_book(
    office: Any, a_book: Callable[..., Any], tmp_path: Path
) -> None:
    files = written(office, tmp_path / "out")
    other = a_book(name="other")
    rows: list[Any] = []
    report = import_files(other, files, on_row=rows.append)
    assert (report.added, report.deals, report.failed) == (5, 1, 0)
    assert counts(report) == (4, 0, 0, 0, 0)
    assert report.documents.told == []
    assert told(other) == told(office)
    assert [r.place for r in rows if r.file == str(files[1])] == [0, 1, 2, 3]
    with other.read() as tx:
        film = next(d for d in tx.documents.all() if d.name == "film.bin")
        assert b"".join(tx.documents.contents.pieces(film.current.sha256)) == LARGE
        assert tx.documents.in_file() == len(LARGE) + 11
        assert len(tx.documents.of_contact(3)) == 1
    before = parts(other)
    again = import_files(other, files)
    assert (counts(again), again.set_id) == ((0, 0, 4, 0, 0), None)
    assert parts(other) == before
    other.undo()
    assert told(other) == []
    assert counts(import_files(other, files)) == (4, 0, 0, 0, 0)
    assert told(other) == told(office)


def test_into_its_own_book_nothing_comes_and_newer_versions_do(office: Any, tmp_path: Path) -> None:
    files = written(office, tmp_path / "out")
    before = told(office)
    assert counts(import_files(office, files)) == (0, 0, 4, 0, 0)
    with office.read() as tx:
        minutes = next(d for d in tx.documents.all() if d.name == "minutes.txt")
    (tmp_path / "minutes.txt").write_bytes(b"third")
    brought = documents.bring(office, tmp_path / "minutes.txt", Progress(), texts=False)
    with office.write("Add") as tx:
        documents.add_version(tx, minutes, brought)
    newer = written(office, tmp_path / "newer")
    office.undo()
    assert told(office) == before
    report = import_files(office, newer)
    assert counts(report) == (0, 1, 3, 0, 0)
    with office.read() as tx:
        found = tx.documents.by_id(minutes.id)
        assert [v.size for v in found.versions] == [6, 5]
        assert b"".join(tx.documents.contents.pieces(found.current.sha256)) == b"third"
    assert counts(import_files(office, files)) == (0, 0, 4, 0, 0)  # an older list takes nothing


def test_what_is_missing_or_another_is_told_and_the_rest_comes_in(
    office: Any, a_book: Callable[..., Any], tmp_path: Path
) -> None:
    files = written(office, tmp_path / "out")
    folder = files[1].parent / "files"
    (folder / "film.bin").write_bytes(LARGE[:-1] + b"x")
    (folder / "minutes.txt").unlink()
    (folder / "minutes.txt").mkdir()
    other = a_book(name="other")
    blobs = parts(other)
    report = import_files(other, files)
    assert counts(report) == (2, 0, 0, 2, 2)
    assert [words.split(":")[0] for _name, words in report.documents.told] == [
        "files/film.bin is not the file that the list speaks of, or is damaged.",
        "files/minutes.txt could not be read",
    ]
    assert len(report.left_out.cards) == 2
    assert parts(other)[1:] == [blobs[1] + 2, 2]
    (folder / "film.bin").write_bytes(LARGE)
    assert counts(import_files(other, files)) == (1, 0, 2, 1, 1)


def test_of_a_document_the_versions_come_in_that_there_are(
    office: Any, a_book: Callable[..., Any], tmp_path: Path
) -> None:
    files = written(office, tmp_path / "out")
    offer = next(
        line for line in map(json.loads, files[1].read_text("utf-8").splitlines())
        if line["name"].startswith("Offer")
    )  # fmt: skip
    first = files[1].parent / offer["versions"][0]["file"]
    first.unlink()
    other = a_book(name="other")
    report = import_files(other, files)
    assert counts(report) == (4, 0, 0, 0, 2)
    assert [name for name, _words in report.documents.told] == [offer["name"]] * 2
    first.write_bytes(b"first")
    assert counts(import_files(other, files)) == (0, 1, 3, 0, 0)
    assert told(other) == told(office)


def a_list(folder: Path, *lines: dict[str, Any]) -> Path:
    """A list of documents that somebody wrote by hand."""
    folder.mkdir(exist_ok=True)
    path = folder / "documents.jsonl"
    plain = ({"type": "document", **line} for line in lines)
    path.write_text("".join(json.dumps(line) + "\n" for line in plain), "utf-8")
    return path


def test_nothing_outside_the_folder_is_read(a_book: Callable[..., Any], tmp_path: Path) -> None:
    book, folder = a_book(), tmp_path / "in"
    secret = tmp_path / "secret.txt"
    secret.write_text("secret")
    folder.mkdir()
    (folder / "link.txt").symlink_to(secret)
    (folder / "up").symlink_to(tmp_path)
    (folder / "loop").symlink_to("loop")
    (folder / "gone").symlink_to("nothing")
    os.mkfifo(folder / "pipe")
    (folder / "own.txt").write_text("own")
    names = [
        "../secret.txt", str(secret), "a/../../secret.txt", "..\\secret.txt", "C:secret.txt",
        "up/secret.txt", "link.txt", "loop", "gone", "pipe", "", "\x00", "nul", "own.txt",
        "./own.txt", "x" * 5000, "\ud800",
    ]  # fmt: skip
    lines = [{"name": f"{n}.txt", "versions": [{"file": name}]} for n, name in enumerate(names)]
    report = import_files(book, [a_list(folder, *lines)])
    assert counts(report) == (2, 0, 0, 15, 15)
    with book.read() as tx:
        assert [d.name for d in tx.documents.all()] == ["13.txt", "14.txt"]
        assert tx.documents.in_file() == 3
    assert not any("secret" in words and "secret.txt" not in words for _n, words in
                   report.documents.told)  # fmt: skip


def test_a_list_of_nonsense_fails_line_by_line(a_book: Callable[..., Any], tmp_path: Path) -> None:
    book, folder = a_book(), tmp_path / "in"
    folder.mkdir()
    (folder / "a.txt").write_text("a")
    good = {"file": "a.txt", "size": 1, "at": "yesterday", "author": ["x"], "reason": 7}
    path = a_list(
        folder,
        {"name": "a.txt", "versions": [good], "about": [{"name": "Nobody Here"}, 5]},
        {"name": "../..", "versions": [good]},
        {"name": "b.txt"},
        {"name": "c.txt", "versions": [{**good, "size": 2}]},
        {"name": "d.txt", "versions": [{**good, "sha256": "0" * 64}]},
        {"name": "e.txt", "versions": "x", "path": 5},
        {"name": "f.txt", "versions": [{**good, "size": -5, "sha256": "zz"}], "media_type": "<x>"},
    )
    with path.open("ab") as out:
        out.write(b'{"type": "document", "name"\n' + b'{"type": "document", "a": ' + b"[" * 99999)
    report = import_files(book, [path])
    assert counts(report) == (2, 0, 0, 7, 2)
    assert report.cards == 0
    assert [words for name, words in report.documents.told if name == "a.txt"] == [
        "“Nobody Here”, to whom it belongs, is not in this book."
    ]
    again = import_files(book, [path])
    assert (counts(again), again.set_id) == ((0, 0, 2, 7, 2), None)


class _StopsAt(Progress):
    def __init__(self, word: str) -> None:
        super().__init__()
        self._word = word

    def report(self, done: int, total: int = 0, what: str = "") -> None:
        if self._word in what:
            self.stop()
        super().report(done, total, what)


@pytest.mark.parametrize("word", ["Copying documents", "Putting names in order"])
def test_a_stop_leaves_nothing(
    office: Any, a_book: Callable[..., Any], tmp_path: Path, word: str
) -> None:
    files = written(office, tmp_path / "out")
    other = a_book(name="other")
    before = parts(other)
    with pytest.raises(Cancelled):
        import_files(other, files, progress=_StopsAt(word))
    assert parts(other) == before
    with other.read() as tx:
        assert tx.contacts.counts().all == 0


def test_what_is_in_the_bin_stays_there(office: Any, tmp_path: Path) -> None:
    files = written(office, tmp_path / "out")
    with office.write("Delete") as tx:
        tx.documents.delete([d.number for d in tx.documents.all() if d.name == "film.bin"])
    report = import_files(office, files)
    assert counts(report) == (0, 0, 4, 0, 0)
    assert [name for name, _words in report.documents.told] == ["film.bin"]
    with office.read() as tx:
        assert len(tx.documents.all()) == 3
