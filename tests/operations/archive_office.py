"""Fills a book with something of every type, for the tests of archives."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from contactdesk.custom_screens import fill_fields
from contactdesk.model.deal import Deal, ExchangeRate
from contactdesk.model.happenings import a_note
from contactdesk.model.smart_group import SmartGroup
from contactdesk.model.table_view import TableView
from contactdesk.operations.deals import first_pipeline
from contactdesk.operations.documents import add, bring
from contactdesk.progress import Progress
from contactdesk.store.book import Book


def fill(book: Book, folder: Path) -> None:
    """A note, a deal, documents with versions, fields, groups, tables, a picture, a bin."""
    with book.write("Office") as tx:
        anna = tx.contacts.get(1)
        tx.events.add(a_note((anna.id,), "Asked for the new price list", datetime.now(UTC)))
        pipeline = first_pipeline(tx, "PL")
        tx.deals.add(Deal(title="Racks", pipeline=pipeline.id, stage=pipeline.stages[0].item,
                          people=(anna.id,), amount="1200", currency="EUR"))  # fmt: skip
        tx.rates.add(ExchangeRate(currency="SEK", base="EUR", rate="0.087", valid_on="2026-11-01"))
        tx.smart_groups.add(SmartGroup(name="Baltica", rules="name:baltica"))
        tx.table_views.add(TableView(name="By phone", sorted_by="phones"))
        fill_fields(tx)
    with book.write("Photo") as tx:
        base = tx.contacts.get(1)
        photo = tx.contacts.keep_photo(b"\x89PNG picture" * 40_000, "image/png")
        tx.contacts.save(replace(base, photo=photo, categories=("Customer",)), base)
        tx.contacts.star([1], True)
        tx.contacts.delete([2])
        tx.contacts.restore([2])
    _add_documents(book, folder, anna.id)


def add_file(book: Book, path: Path, about: str = "") -> None:
    """Keep a file as a document."""
    brought = bring(book, path, Progress())
    with book.write("Document") as tx:
        add(tx, brought, (about,) if about else ())


def _add_documents(book: Book, folder: Path, about: str) -> None:
    offer = folder / "offer.txt"
    for text in (b"An offer.\n" * 60_000, b"An offer.\n" * 60_000 + b"Another price.\n"):
        offer.write_bytes(text)
        add_file(book, offer, about)
    other = folder / "../odd name?.txt".replace("../", "")
    other.write_bytes(b"")
    add_file(book, other)
