"""Import stopped, killed, or fed with what is no address book: nothing is lost or half done."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from contactdesk import i18n
from contactdesk.errors import BookReadOnly, Cancelled, ContactDeskError
from contactdesk.model.contact import Contact
from contactdesk.operations.importing import ImportReport, import_files
from contactdesk.progress import Progress
from contactdesk.store.book import Book
from contactdesk.store.listing import ListQuery

pytestmark = pytest.mark.both_databases

OFFICE = Path(__file__).parents[2] / "resources" / "samples" / "office.vcf"


def everybody(book: Book) -> list[Contact]:
    with book.read() as tx:
        found: list[Contact] = tx.contacts.get_many(tx.contacts.listing(ListQuery()).numbers)
        return found


def names(book: Book) -> list[str]:
    return [c.formatted_name for c in everybody(book)]


def counts(report: ImportReport) -> tuple[int, int, int, int, int]:
    return report.added, report.updated, report.unchanged, report.skipped, report.failed


# stopping


class StopAt(Progress):
    """Somebody presses Stop at the given report."""

    def __init__(self, moment: int) -> None:
        super().__init__()
        self._left = moment

    def report(self, done: int, total: int = 0, what: str = "") -> None:
        self._left -= 1
        if self._left < 0:
            self.stop()
        super().report(done, total, what)


def test_stopped_at_any_moment_nothing_of_an_import_stays(
    a_book: Callable[..., Any], a_file: Callable[..., Path], anna: str, consistent: Any
) -> None:
    book = a_book()
    import_files(book, [a_file(anna)])
    before = everybody(book)
    cards = [f"FN:Ola Nr{n}\nTEL:+4860010{n:04d}" for n in range(700)]
    path = a_file(anna + "\nNOTE:New", *cards, name="more.vcf")
    reports: list[tuple[int, int, str]] = []
    import_files(book, [path], progress=Progress(lambda *r: reports.append(r)))
    assert len(reports) > 6
    book.undo()
    book.poll()
    for moment in range(len(reports)):
        with pytest.raises(Cancelled):
            import_files(book, [path], progress=StopAt(moment))
    assert [replace(c, revision=0) for c in everybody(book)] == [
        replace(c, revision=0) for c in before
    ]
    assert book.poll() == []
    assert book.check() == []
    consistent(book, ("ola", "anna"))


def test_a_file_that_gives_nothing_can_be_stopped(
    a_book: Callable[..., Any], tmp_path: Path
) -> None:
    """A drive that hangs: here a pipe into which nobody writes."""
    if not hasattr(os, "mkfifo"):
        pytest.skip("no named pipes here")
    pipe = tmp_path / "hangs.vcf"
    os.mkfifo(pipe)
    progress = Progress()
    timer = threading.Timer(1.0, progress.stop)
    timer.start()
    started = time.monotonic()
    with pytest.raises(Cancelled):
        import_files(a_book(), [pipe], progress=progress)
    assert time.monotonic() - started < 20


def test_a_reading_process_that_dies_leaves_nothing_and_says_so(
    a_book: Callable[..., Any], a_file: Callable[..., Path], anna: str
) -> None:
    book = a_book()
    path = a_file(*(f"FN:Ola Nr{n}\nNOTE:{'x' * 500}" for n in range(6_000)), name="big.vcf")

    def kill_child(_done: int, _total: int, _what: str) -> None:
        for child in children():
            os.kill(child, signal.SIGKILL)

    with pytest.raises(ContactDeskError, match="ended unexpectedly"):
        import_files(book, [path], progress=Progress(kill_child))
    assert names(book) == []
    assert book.check() == []
    assert counts(import_files(book, [a_file(anna)])) == (1, 0, 0, 0, 0)


def children() -> list[int]:
    """The reading processes of this one."""
    listed = Path(f"/proc/self/task/{threading.get_native_id()}/children")
    if not listed.exists():
        pytest.skip("this computer does not list a process's children")
    return [int(pid) for pid in listed.read_text().split()]


def test_no_reading_process_is_left_behind(
    a_book: Callable[..., Any], a_file: Callable[..., Path], anna: str
) -> None:
    import_files(a_book(), [a_file(anna)])
    assert children() == []


# bad input


def test_a_card_that_cannot_be_read_fails_alone_with_its_line_and_reason(
    a_book: Callable[..., Any], tmp_path: Path
) -> None:
    path = tmp_path / "mixed.vcf"
    nested = "BEGIN:VCARD\r\n" * 40 + "END:VCARD\r\n" * 40
    good = "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:{}\r\nEND:VCARD\r\n"
    path.write_text(good.format("Anna") + nested + good.format("Jan"), newline="")
    book = a_book()
    report = import_files(book, [path])
    assert report.added == 2
    assert names(book) == ["Anna", "Jan"]
    failed = [r for r in report.rows if r.outcome == "failed"]
    assert report.failed == len(failed) == 1
    line, code, message = failed[0].problems[0]
    assert 5 <= line <= 84
    assert code
    assert message.endswith(".")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"%PDF-1.7\n%\xe2\xe3", "PDF"),
        (b"\x89PNG\r\n\x1a\n" + bytes(50), "picture"),
        (b"PK\x03\x04" + bytes(50), ""),
        (b"SQLite format 3\0" + bytes(100), ""),
        (b"Dear Anna,\n\nhow are you?\n", "plain text"),
        (b"", "empty"),
        (os.urandom(5_000), ""),
    ],
)
def test_a_file_that_holds_no_cards_says_what_it_looks_like(
    a_book: Callable[..., Any], tmp_path: Path, content: bytes, words: str
) -> None:
    path = tmp_path / "people.vcf"
    path.write_bytes(content)
    book = a_book()
    report = import_files(book, [path])
    ((name, why),) = report.unread
    assert name == str(path)
    assert words.lower() in why.lower()
    assert why.endswith((".", "?"))
    assert counts(report) == (0, 0, 0, 0, 1)
    assert book.poll() == []


def test_a_file_that_is_not_there_does_not_stop_the_others(
    a_book: Callable[..., Any], a_file: Callable[..., Path], anna: str, tmp_path: Path
) -> None:
    book = a_book()
    report = import_files(book, [tmp_path / "gone.vcf", a_file(anna), tmp_path])
    assert names(book) == ["Anna Nowak"]
    assert [Path(name).name for name, _why in report.unread] == ["gone.vcf", tmp_path.name]
    assert all("cannot be read" in why for _name, why in report.unread)
    assert report.failed == 2


def test_a_book_that_may_only_be_read_takes_nothing_in(
    a_book: Callable[..., Any], a_file: Callable[..., Path], anna: str
) -> None:
    book = a_book()
    with book.write("Newer program") as tx:
        tx.connection.exec_driver_sql("UPDATE setting SET value = '99' WHERE name = 'min_writer'")
    with pytest.raises(BookReadOnly):
        import_files(book, [a_file(anna)])


def test_what_is_said_of_a_file_is_said_in_the_persons_language(
    a_book: Callable[..., Any], tmp_path: Path
) -> None:
    path = tmp_path / "people.vcf"
    path.touch()
    english = import_files(a_book(), [path]).unread[0][1]
    if i18n.use_language("pl") != "pl":
        pytest.skip("the catalogues are not compiled here")
    assert i18n.language() == "pl"
    told = import_files(a_book(), [path]).unread[0][1]
    assert told == i18n._(english) != english
