"""The preview of an import: what it says of each card is what the import then does."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from contactdesk import cli
from contactdesk.errors import Cancelled
from contactdesk.model.contact import Contact
from contactdesk.operations.decisions import ADD, MERGE, SKIP, THEIRS, FileChanged, Plan, stamp
from contactdesk.operations.importing import ImportReport, ImportRow, import_files
from contactdesk.operations.preview_rows import PreviewRow, PreviewRows
from contactdesk.operations.previewing import preview
from contactdesk.store.book import Book
from contactdesk.store.listing import ListQuery

CORPUS = Path(__file__).parents[3] / "shared" / "interop" / "files"
OFFICE = Path(__file__).parents[2] / "resources" / "samples" / "office.vcf"
BECOMES = {
    "new": {"added"},
    "merges": {"updated"},
    "conflict": {"updated", "unchanged"},
    "same": {"unchanged"},
    "unreadable": {"failed"},
}


def looked_at(book: Book, *paths: Path, **words: Any) -> PreviewRows:
    rows = PreviewRows()
    for part in preview(book, paths, **words):
        rows.add(part.rows)
    return rows


def brought_in(
    book: Book, rows: PreviewRows, *paths: Path, decisions: dict[int, str] | None = None
) -> tuple[ImportReport, list[ImportRow]]:
    told: list[ImportRow] = []
    plan = Plan(rows.expected, decisions or {}, stamps=[stamp(str(p)) for p in paths])
    return import_files(book, paths, plan=plan, on_row=told.append), told


def everybody(book: Book) -> dict[str, Contact]:
    with book.read() as tx:
        numbers = tx.contacts.listing(ListQuery()).numbers
        return {c.formatted_name: c for c in tx.contacts.get_many(numbers)}


def edit(book: Book, name: str, **values: Any) -> None:
    base = everybody(book)[name]
    with book.write("Edit") as tx:
        tx.contacts.save(replace(base, **values), base)


def outcomes(rows: PreviewRows) -> list[str]:
    return [row.outcome for row in rows]


@pytest.fixture
def met(a_book: Callable[..., Any], a_file: Callable[..., Path], anna: str) -> tuple[Book, Path]:
    """A book with Anna as Jane of her card would not know her, and a file that says otherwise."""
    book = a_book()
    import_files(book, [a_file(anna + "\nBDAY:1980-05-03\nNOTE:Likes tea", name="first.vcf")])
    changed = anna + "\nBDAY:1981-06-04\nNOTE:Likes coffee\nTEL:+48 22 555 09 09"
    return book, a_file(changed, name="second.vcf")


def test_every_card_has_a_row_with_its_outcome(
    a_book: Callable[..., Any], a_file: Callable[..., Path], anna: str, jan: str
) -> None:
    book = a_book()
    import_files(book, [a_file(anna, jan, "FN:Ola Lis\nEMAIL:ola@lis.example\nBDAY:1990-01-01")])
    file = a_file(
        anna,
        jan + "\nNOTE:new words",
        "FN:Ola Lis\nEMAIL:ola@lis.example\nBDAY:1991-02-02",
        "FN:Nobody Yet",
        "",
        name="next.vcf",
    )
    rows = looked_at(book, file)
    assert outcomes(rows) == ["same", "merges", "conflict", "new", "unreadable"]
    assert rows[1].adds == ("note",)
    assert rows[2].differing == (("birthday", "1990-01-01", "1991-02-02"),)
    assert rows[4].problems[0][0] == rows[4].line
    assert rows.counts() == {"new": 1, "merges": 1, "conflict": 1, "same": 1, "unreadable": 1}


def test_a_preview_writes_nothing_and_nobody_who_writes_waits_for_it(
    a_book: Callable[..., Any], a_file: Callable[..., Path], anna: str, jan: str
) -> None:
    book, other = a_book(), a_book()
    parts = preview(book, [a_file(*[f"FN:Nr {i}" for i in range(250)])])
    next(parts)
    with other.write("Meanwhile") as tx:  # would wait for ever if the preview held the book
        tx.contacts.add(Contact(formatted_name="Meanwhile"))
    assert sum(len(part.rows) for part in parts) == 150
    assert list(everybody(book)) == ["Meanwhile"]


def test_what_differs_stays_and_what_the_file_says_goes_into_the_note(
    met: tuple[Book, Path],
) -> None:
    book, file = met
    _report, told = brought_in(book, looked_at(book, file), file)
    anna = everybody(book)["Anna Nowak"]
    assert str(anna.birthday) == "1980-05-03"
    assert anna.note == "Likes tea\n\nFrom second.vcf:\nBirthday: 1981-06-04\nLikes coffee"
    assert len(anna.phones) == 2
    assert [row.outcome for row in told] == ["updated"]
    assert book.undo() is not None
    assert everybody(book)["Anna Nowak"].note == "Likes tea"


@pytest.mark.parametrize(
    ("decision", "birthday", "note", "people", "count"),
    [
        (MERGE, "1980-05-03", "Likes tea", 1, "updated"),
        (THEIRS, "1981-06-04", "Likes coffee", 1, "updated"),
        (SKIP, "1980-05-03", "Likes tea", 1, "skipped"),
        (ADD, "1980-05-03", "Likes tea", 2, "added"),
    ],
)
def test_a_row_gets_what_was_decided_about_it(
    met: tuple[Book, Path], decision: str, birthday: str, note: str, people: int, count: str
) -> None:
    book, file = met
    before = everybody(book)["Anna Nowak"]
    report, told = brought_in(book, looked_at(book, file), file, decisions={0: decision})
    with book.read() as tx:
        anna = tx.contacts.get(before.number)
        assert len(tx.contacts.listing(ListQuery()).numbers) == people
    assert (str(anna.birthday), anna.note) == (birthday, note)
    assert [row.outcome for row in told] == [count]
    assert getattr(report, count) == report.cards == 1


def test_theirs_takes_the_whole_name(
    a_book: Callable[..., Any], a_file: Callable[..., Path], anna: str
) -> None:
    book = a_book()
    import_files(book, [a_file(anna + "\nUID:7", name="one.vcf")])
    file = a_file(anna.replace("Nowak", "Lis") + "\nUID:7", name="two.vcf")
    rows = looked_at(book, file)
    assert rows[0].differing == (("formatted_name", "Anna Nowak", "Anna Lis"),)
    brought_in(book, rows, file, decisions={0: THEIRS})
    lis = everybody(book)["Anna Lis"]
    assert (lis.given, lis.family) == ("Anna", "Lis")


def test_an_identical_file_again_is_the_same_even_after_an_edit(
    a_book: Callable[..., Any], a_file: Callable[..., Path], anna: str
) -> None:
    book, file = a_book(), a_file(anna)
    import_files(book, [file])
    edit(book, "Anna Nowak", note="edited here")
    rows = looked_at(book, file)
    assert outcomes(rows) == ["same"]
    report, _told = brought_in(book, rows, file)
    assert (report.unchanged, report.matched_anew) == (1, 0)


def test_what_was_changed_meanwhile_is_matched_anew_and_said(met: tuple[Book, Path]) -> None:
    book, file = met
    rows = looked_at(book, file)
    edit(book, "Anna Nowak", note="Likes water")
    report, told = brought_in(book, rows, file, decisions={0: THEIRS})
    assert report.matched_anew == 1
    assert "changed" in [code for _line, code, _words in told[0].problems]
    anna = everybody(book)["Anna Nowak"]
    assert anna.note.startswith("Likes water")  # theirs was chosen over another value
    assert "Likes coffee" in anna.note


def test_who_came_into_the_book_meanwhile_is_met_and_said(
    a_book: Callable[..., Any], a_file: Callable[..., Path], anna: str
) -> None:
    book, file = a_book(), a_file(anna + "\nNOTE:hello", name="later.vcf")
    rows = looked_at(book, file)
    import_files(book, [a_file(anna, name="meanwhile.vcf")])
    report, _told = brought_in(book, rows, file)
    assert (report.updated, report.matched_anew) == (1, 1)


def test_a_file_that_was_changed_since_is_not_imported(
    a_book: Callable[..., Any], a_file: Callable[..., Path], anna: str, jan: str
) -> None:
    book, file = a_book(), a_file(anna)
    rows = looked_at(book, file)
    plan = Plan(rows.expected, {}, stamps=[stamp(str(file))])
    a_file(anna, jan)
    with pytest.raises(FileChanged, match="Nothing was imported"):
        import_files(book, [file], plan=plan)
    assert everybody(book) == {}


def test_a_card_finds_itself_in_an_earlier_file_as_it_will_in_the_book(
    a_book: Callable[..., Any], a_file: Callable[..., Path], anna: str, jan: str
) -> None:
    book = a_book()
    one = a_file(anna, jan, name="one.vcf")
    two = a_file(anna, jan + "\nNOTE:more", anna + "\nBDAY:1980-05-03", name="two.vcf")
    three = a_file(jan + "\nNOTE:more", anna + "\nBDAY:1999-01-01", name="three.vcf")
    rows = looked_at(book, one, two, three)
    assert outcomes(rows) == ["new", "new", "same", "merges", "new", "same", "merges"]
    report, told = brought_in(book, rows, one, two, three)
    assert report.matched_anew == 0
    for row, done in zip(rows, told, strict=True):
        assert done.outcome in BECOMES[row.outcome], (row, done)


def test_a_preview_can_be_stopped(a_book: Callable[..., Any], a_file: Callable[..., Path]) -> None:
    parts = preview(a_book(), [a_file(*["FN:Nr"] * 5000)], stopped=lambda: True)
    with pytest.raises(Cancelled):
        list(parts)


def test_new_contacts_come_into_the_category_asked_for_and_known_ones_do_not(
    a_book: Callable[..., Any], a_file: Callable[..., Path], anna: str, jan: str
) -> None:
    book = a_book()
    import_files(book, [a_file(anna, name="one.vcf")])
    both = a_file(anna + "\nNOTE:x", jan, name="two.vcf")
    import_files(book, [both], choices={"category": "Import 24 Nov"})
    assert everybody(book)["Jan Kowal"].categories == ("Import 24 Nov",)
    assert everybody(book)["Anna Nowak"].categories == ()


@pytest.mark.parametrize(
    ("card", "name"),
    [
        ("ORG:Baltica;Sales", "Baltica"),
        ("EMAIL:info@baltica.example", "info@baltica.example"),
        ("TEL:+48 501 234 567", "+48 501 234 567"),
    ],
)
def test_a_card_without_a_name_is_called_by_what_it_has(
    a_book: Callable[..., Any], a_file: Callable[..., Path], card: str, name: str
) -> None:
    book, file = a_book(), a_file(card)
    assert looked_at(book, file)[0].name == name
    import_files(book, [file])
    assert list(everybody(book)) == [name]


def test_rows_stay_small_however_many_they_are() -> None:
    rows = PreviewRows()
    row = PreviewRow(
        0, 0, 1, "new", "individual", "Anna Nowak", "Baltica", "+48 501 234 567",
        "anna@baltica.example", "", 0, "", 0, (), (), (),
    )  # fmt: skip
    for start in range(0, 50_000, 100):
        rows.add([row._replace(place=start + i, name=f"Anna {start + i}") for i in range(100)])
    assert len(rows) == 50_000
    assert rows[49_999].name == "Anna 49999"
    assert rows.packed_size() < 5 << 20


# the command line


def test_a_dry_run_prints_the_preview_and_makes_no_book(
    tmp_path: Path, a_file: Callable[..., Path], anna: str, capsys: pytest.CaptureFixture[str]
) -> None:
    place = tmp_path / "none.cdk"
    file = a_file(anna, "")
    status = cli.main(["--book", str(place), "import", "--dry-run", "--json", str(file)])
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert status == 1
    assert [(r["index"], r["outcome"], r["name"]) for r in rows] == [
        (0, "new", "Anna Nowak"), (1, "unreadable", ""),
    ]  # fmt: skip
    assert not place.exists()


def test_the_failed_cards_are_saved_as_they_came_with_the_reasons_beside(
    tmp_path: Path, a_file: Callable[..., Path], anna: str
) -> None:
    file, kept = a_file(anna, "", name="mixed.vcf"), tmp_path / "failed.vcf"
    status = cli.main(
        ["--book", str(tmp_path / "b.cdk"), "import", "--failed", str(kept), str(file)]
    )
    assert status == 1
    assert kept.read_bytes() == b"BEGIN:VCARD\r\nVERSION:3.0\r\n\r\nEND:VCARD\r\n"
    reasons = (tmp_path / "failed – reasons.csv").read_text("utf-8-sig").splitlines()
    assert reasons[0] == "File,Line,Reason"
    assert reasons[1].startswith("mixed.vcf,10,")


def test_the_failed_cards_can_be_one_table(tmp_path: Path, a_file: Callable[..., Path]) -> None:
    kept = tmp_path / "failed.csv"
    pdf = tmp_path / "letter.pdf"
    pdf.write_bytes(b"%PDF-1.7\n")
    files = [str(a_file("", name="=mixed.vcf")), str(pdf)]
    cli.main(["--book", str(tmp_path / "b.cdk"), "import", "--failed", str(kept), *files])
    lines = kept.read_text("utf-8-sig")
    assert lines.startswith("File,Line,Reason,Text\n") or "Text" in lines.splitlines()[0]
    assert "'=mixed.vcf" in lines
    assert "BEGIN:VCARD" in lines
    assert "letter.pdf,,This looks like a PDF document." in lines


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus is not here")
def test_real_files_come_in_as_their_preview_says(a_book: Callable[..., Any]) -> None:
    book = a_book()
    import_files(book, [OFFICE])
    files = sorted(CORPUS.rglob("*.vcf"))
    assert files
    for _again in range(2):
        rows = looked_at(book, *files)
        report, told = brought_in(book, rows, *files)
        assert report.matched_anew == 0
        for row, done in zip(rows, told, strict=True):
            assert done.outcome in BECOMES[row.outcome], (files[row.file], row, done)
