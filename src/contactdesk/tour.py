"""The tour: the whole journey of an address book with an invented office, in a few seconds.

A new book is opened, the sample office imported through the ordinary import, people are found,
somebody is edited and the edit undone, the book exported and the export compared with the
import; then the main windows are drawn off screen. Nothing of the person's own is read or
written. It says what it did, and ends with 1 when anything did not hold.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from importlib import resources
from pathlib import Path

from contactdesk import __version__
from contactdesk.errors import ContactDeskError
from contactdesk.formats.vcard import read_cards
from contactdesk.i18n import _, ngettext
from contactdesk.model.contact import Contact, Entry
from contactdesk.operations.exporting import export
from contactdesk.operations.importing import ImportReport, import_files
from contactdesk.store.book import Book
from contactdesk.store.listing import ListQuery

REGION = "PL"  # where the office is: 0600 … is a Polish number
SOMEBODY = "Agnieszka Baran"
# what is typed, and somebody who has to be found by it
SEARCHES = (
    ("lodz", "Iga Dąbrowska"),
    ("baltica proc", SOMEBODY),
    ("0600 000-214", SOMEBODY),
    ("joyce@", "陳怡君"),
    ("怡", "陳怡君"),
    ("chen yi", "陳怡君"),
    ("ابراهيمي", "رضا ابراهیمی"),
    ("gross", "Kaffeerösterei Größenwahn"),
)


class DidNotHold(Exception):
    """Something that the tour promises was not so."""


def tour(to: str | Path) -> int:
    """Take the tour; the pictures go to the folder `to`. 0 when everything held, else 1."""
    started = time.perf_counter()
    print(_("Tour of ContactDesk {version}").format(version=__version__))
    with tempfile.TemporaryDirectory(prefix="contactdesk-tour-") as place:
        try:
            path = journey(Path(place))
            drawn = draw(path, Path(to))
        except (DidNotHold, ContactDeskError) as problem:
            print(_("This did not hold: {what}").format(what=problem))
            return 1
    print(_("The pictures are in {folder}").format(folder=Path(to).resolve()))
    took = time.perf_counter() - started
    text = _("Everything held: {pictures} pictures, {seconds:.1f} seconds in all.")
    print(text.format(pictures=drawn, seconds=took))
    return 0


def sample_office() -> Path:
    """The invented office: packed into the wheel, or beside the sources."""
    packed = Path(str(resources.files("contactdesk"))) / "resources"
    beside = Path(__file__).resolve().parents[2] / "resources"
    found = (folder / "samples" / "office.vcf" for folder in (packed, beside))
    office = next((path for path in found if path.is_file()), None)
    if office is None:
        raise DidNotHold(_("the sample office is missing from this installation"))
    return office


def journey(place: Path) -> Path:
    """In, found, edited, undone, out again; returns the book that it leaves."""
    path = place / "office.cdk"
    with step(_("new book")) as say, Book.open(path) as book:
        book.configure(region=REGION)
        say(_("an empty book of its own, region {region}").format(region=REGION))
    with Book.open(path) as book:
        bring_in(book)
        find(book)
        edit_and_undo(book)
        take_out(book, place)
        star(book)
        hold(not book.check(), _("the book's file is sound"))
    return path


def bring_in(book: Book) -> None:
    """Import the office, and once more: the second time changes nothing."""
    office = sample_office()
    with step(_("import")) as say:
        report = import_files(book, [office])
        say(told(report))
        hold(report.failed == 0 and report.added == report.cards, _("every card came in"))
    with step(_("the same again")) as say:
        again = import_files(book, [office])
        say(told(again))
        hold(again.added == again.updated == 0, _("the same file again changes nothing"))
    with book.read() as tx:
        hold(tx.contacts.counts().all == report.cards, _("the list counts every card"))


def told(report: ImportReport) -> str:
    """The counts of an import as a line."""
    cards = ngettext("{n} card", "{n} cards", report.cards).format(n=report.cards)
    text = _("{cards}: {added} added, {updated} updated, {unchanged} unchanged, {failed} failed")
    return text.format(
        cards=cards,
        added=report.added,
        updated=report.updated,
        unchanged=report.unchanged,
        failed=report.failed,
    )


def find(book: Book) -> None:
    """Search as people type."""
    with step(_("find")) as say, book.read() as tx:
        for text, wanted in SEARCHES:
            found = tx.contacts.search(text)
            names = [row.name for row in tx.contacts.rows(found.numbers)]
            hold(wanted in names, _("“{text}” finds {name}").format(text=text, name=wanted))
        say(ngettext("{n} search", "{n} searches", len(SEARCHES)).format(n=len(SEARCHES)))


def somebody(book: Book) -> Contact:
    """The contact that is edited."""
    with book.read() as tx:
        return tx.contacts.get(tx.contacts.search(SOMEBODY).numbers[0])


def edit_and_undo(book: Book) -> None:
    """Another phone and a note; then Undo, and all is as it was."""
    base = somebody(book)
    mine = replace(
        base,
        phones=(*base.phones, Entry("+48 600 000 999", ("home",))),
        note=base.note + "\n" + _("Calls back after the holidays."),
    )
    with step(_("edit")) as say:
        with book.write(_("Edit {name}").format(name=SOMEBODY)) as tx:
            saved = tx.contacts.save(mine, base=base)
        hold(len(saved.phones) == len(base.phones) + 1, _("the new phone is there"))
        say(_("{name}: a phone and a line of the note").format(name=SOMEBODY))
    with step(_("undo")) as say:
        undone = book.undo()
        hold(undone is not None and not undone.kept, _("the edit can be undone"))
        hold(alike(somebody(book), base), _("after Undo everything is as it was"))
        say(_("as it was"))


def take_out(book: Book, place: Path) -> None:
    """Export, and compare what the file holds with what was imported."""
    with step(_("export")) as say:
        out = place / "export.vcf"
        report = export(book, out)
        contacts = ngettext("{n} contact", "{n} contacts", report.contacts)
        text = _("{contacts}, {size:,} bytes")
        say(text.format(contacts=contacts.format(n=report.contacts), size=out.stat().st_size))
    with step(_("compare")) as say:
        before, after = records(sample_office()), records(out)
        different = [c.formatted_name for uid, c in before.items() if not alike(after.get(uid), c)]
        hold(not different and len(before) == len(after), _("what went out equals what came in"))
        text = ngettext("{n} record equal", "{n} records equal", len(before))
        say(text.format(n=len(before)))


def records(path: Path) -> dict[str, Contact]:
    """The cards of a file as contacts, by their identifiers."""
    with path.open("rb") as file:
        return {p.uid: p.contact for p in read_cards(file, REGION) if p.contact is not None}


def alike(one: Contact | None, other: Contact) -> bool:
    """Equal but for the bookkeeping: the revision counts edits, and an undo is one."""
    return one is not None and replace(one, revision=0) == replace(other, revision=0)


def star(book: Book) -> None:
    """A few stars, as a list in use has them."""
    with book.write(_("Star")) as tx:
        people = tx.contacts.listing(ListQuery("people")).numbers
        tx.contacts.star(people[3:60:11], True)


def draw(book: Path, to: Path) -> int:
    """Draw the main windows; how many pictures there are."""
    from contactdesk.pictures import draw_windows

    with step(_("draw")) as say:
        drawn = draw_windows(book, sample_office(), to)
        sizes = sum(path.stat().st_size for path in drawn)
        hold(bool(drawn) and all(path.stat().st_size > 5_000 for path in drawn), _("pictures"))
        text = ngettext("{n} picture, {size:,} bytes", "{n} pictures, {size:,} bytes", len(drawn))
        say(text.format(n=len(drawn), size=sizes))
    return len(drawn)


def readme_pictures(to: str | Path) -> int:
    """Draw the README's pictures: the same windows, the same office."""
    with tempfile.TemporaryDirectory(prefix="contactdesk-tour-") as place:
        try:
            draw(journey(Path(place)), Path(to))
        except (DidNotHold, ContactDeskError) as problem:
            print(_("This did not hold: {what}").format(what=problem))
            return 1
    return 0


def hold(so: bool, what: str) -> None:
    """Go on when `so`."""
    if not so:
        raise DidNotHold(what)


@contextmanager
def step(name: str) -> Iterator[Callable[[str], None]]:
    """One line of the tour's output: what, how long, and what `say` was told."""
    said: list[str] = []
    started = time.perf_counter()
    yield said.append
    took = (time.perf_counter() - started) * 1_000
    print(f"  {name:<16}{took:>8,.0f} ms   {'; '.join(said)}", flush=True)
