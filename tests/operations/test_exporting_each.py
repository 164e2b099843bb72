"""One file a contact: named so that every system takes it, none twice, nothing overwritten."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from contactdesk.errors import Cancelled, ContactDeskError
from contactdesk.operations.exporting_each import export_each, free_folder
from contactdesk.operations.file_names import UniqueNames, safe_file_name
from contactdesk.operations.importing import import_files
from contactdesk.progress import Progress
from contactdesk.store.book import Book

NAMES = ("Anna Baran", "anna baran", "Anna Baran (2)", "ANNA BARAN", "CON", "com¹", "a/b:c*?",
         "陳怡君", "رضا نیک‌ساز", "Ä" * 300, "Jan.")  # fmt: skip


@pytest.fixture
def book(a_book: Callable[[], Book], a_file: Callable[..., Path]) -> Book:
    made = a_book()
    import_files(made, [a_file(*(f"FN:{name}\nNOTE:{name}" for name in NAMES))], on_match="add")
    return made


def test_every_contact_has_a_file_and_all_of_them_come_back(
    book: Book, tmp_path: Path, a_book: Callable[[], Book]
) -> None:
    to = tmp_path / "out"
    report = export_each(book, to, "vcard40")
    files = sorted(to.iterdir())
    assert report.contacts == len(files) == len(NAMES)
    assert report.size == sum(path.stat().st_size for path in files)
    assert report.checked is not None
    assert report.checked.is_same
    assert not list(tmp_path.glob(".*"))
    assert all(path.read_bytes().count(b"BEGIN:VCARD") == 1 for path in files)
    other = a_book()
    assert import_files(other, files, on_match="add").added == len(NAMES)


def test_no_two_names_are_one_to_a_system_without_capitals(book: Book, tmp_path: Path) -> None:
    export_each(book, tmp_path / "out")
    names = [path.name for path in (tmp_path / "out").iterdir()]
    assert len({name.casefold() for name in names}) == len(NAMES)
    assert all(len(name.encode()) <= 255 for name in names)
    assert {"CON_.vcf", "a b c.vcf", "Jan.vcf"} <= set(names)


def test_a_name_is_counted_on_from_what_is_taken() -> None:
    names = UniqueNames()
    made = [names.name(each, "contact", "vcf") for each in ("Eva", "EVA", "Eva (2)", "eva", "", "")]
    assert made == [
        "Eva.vcf", "EVA (2).vcf", "Eva (2) (2).vcf", "eva (3).vcf",
        "contact.vcf", "contact (2).vcf",
    ]  # fmt: skip
    assert safe_file_name("com¹", "contact") == "com¹_"


def test_a_folder_that_is_not_empty_is_left_alone(book: Book, tmp_path: Path) -> None:
    (tmp_path / "Anna Baran.vcf").write_text("mine")
    with pytest.raises(ContactDeskError, match="Nothing was written"):
        export_each(book, tmp_path)
    assert (tmp_path / "Anna Baran.vcf").read_text() == "mine"
    empty = tmp_path / "empty"
    empty.mkdir()
    assert export_each(book, empty).contacts == len(NAMES)
    assert free_folder(tmp_path, "empty") == tmp_path / "empty (2)"


def test_one_that_is_stopped_leaves_no_folder(book: Book, tmp_path: Path) -> None:
    progress = Progress()
    progress.stop()
    with pytest.raises(Cancelled):
        export_each(book, tmp_path / "out", progress=progress)
    assert not list(tmp_path.glob("*out*"))


def test_only_vcards_are_written_so(book: Book, tmp_path: Path) -> None:
    with pytest.raises(ContactDeskError, match="Only vCards"):
        export_each(book, tmp_path / "out", "csv")
