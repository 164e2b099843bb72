"""Cards edited in one field going out as vCard: from the book to the whole file.

Every contact came from a card and had its job title changed since, so each is traced to its
original, of which all other lines stay. The floor is `serialize` of vobject alone, for the same
cards parsed and edited before the clock starts, and written nowhere; a higher ratio is better.
Ours and the floor run in turns, each in a process of its own; speeds are those of the medians.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import generator
from measure import child, figure, folder, median

CONTACTS, SERIALIZED, RUNS = 10_000, 2_000, 5


def figures(large: bool) -> Iterator[dict[str, Any]]:
    """Speed at 10,000 contacts."""
    del large
    with folder() as place:
        cards, book = place / "cards.vcf", place / "book.cdk"
        generator.write(cards, CONTACTS)
        child("export_vcard:edited_book", book, cards)
        ours, theirs = [], []
        for _turn in range(RUNS):
            ours.append(child("export_vcard:export_all", book, place / "out.vcf"))
            theirs.append(child("export_vcard:serialize_only", cards))
    speed = CONTACTS / median([run["seconds"] for run in ours])
    floor = SERIALIZED / median([run["seconds"] for run in theirs])
    more = {"contacts": CONTACTS, "n": RUNS}
    yield figure("export_vcard", speed, "cards/s", floor, "vobject serialize", **more)


def edited_book(book_path: str, cards: str) -> dict[str, Any]:
    """A book of those cards, each edited in one field; not timed."""
    from dataclasses import replace

    from contactdesk.operations.importing import import_files
    from contactdesk.store.book import Book
    from contactdesk.store.listing import ListQuery

    with Book.open(book_path) as book:
        import_files(book, [Path(cards)])
        with book.write("Edit everybody") as tx:
            for number in tx.contacts.listing(ListQuery()).numbers:
                contact = tx.contacts.get(number)
                first, *rest = contact.memberships
                jobs = (replace(first, job_title="Retired"), *rest)
                tx.contacts.save(replace(contact, memberships=jobs), base=contact)
    return {}


def export_all(book_path: str, to: str) -> dict[str, Any]:
    """The ordinary export into a file; the clock runs from the call to its return."""
    from contactdesk.operations.exporting import export
    from contactdesk.store.book import Book

    with Book.open(book_path) as book:
        started = time.perf_counter()
        report = export(book, Path(to))
        took = time.perf_counter() - started
    if Path(to).read_bytes().count(b"TITLE:Retired\r\n") != report.contacts:
        raise RuntimeError("not every card says the edit")
    return {"seconds": took, "contacts": report.contacts}


def serialize_only(cards: str) -> dict[str, Any]:
    """The floor: vobject's own words for cards that it holds already."""
    import vobject

    with open(cards, encoding="utf-8", newline="") as file:
        held = [card for card, _n in zip(vobject.readComponents(file), range(SERIALIZED))]  # noqa: B905
    for card in held:
        card.title.value = "Retired"
    started = time.perf_counter()
    size = sum(len(card.serialize()) for card in held)
    return {"seconds": time.perf_counter() - started, "size": size}
