"""Writes the small book that later programs must still open: python tests/data/books/make_book.py

Run it once for a new schema, before the first release that has it, and commit the file.
"""

from __future__ import annotations

from pathlib import Path

from contactdesk.model.contact import Address, Contact, Entry, Membership
from contactdesk.store.book import Book
from contactdesk.store.opening import SCHEMA

PEOPLE = (
    Contact(
        formatted_name="Anna Nowak",
        given="Anna",
        family="Nowak",
        phones=(Entry("501 234 567", ("cell",)),),
        emails=(Entry("anna@baltica.example"),),
        addresses=(Address(street="Piotrkowska 5", locality="Łódź"),),
        memberships=(Membership("Baltica", job_title="Buyer"),),
        categories=("VIP",),
    ),
    Contact(formatted_name="陳怡君", given="怡君", family="陳", note="Line one\nline two"),
    Contact(kind="org", formatted_name="Baltica"),
)


def make(path: Path) -> None:
    """Three contacts, one archived, with photo, original and star; an edit and its undo."""
    with Book.open(path) as book:
        book.configure(region="PL", language="pl")
        with book.write("Fill the book") as tx:
            for contact in PEOPLE:
                tx.contacts.add(contact)
            tx.contacts.keep_photo(b"picture", "image/png")
            tx.contacts.keep_originals([(1, "3.0", "a.vcf", b"x")])
            tx.contacts.star([1], True)
        with book.write("Delete") as tx:
            tx.contacts.delete([2])
        book.undo()
        with book.write("Archive") as tx:
            tx.contacts.archive([3])
        with book.write("Colour") as tx:
            tx.categories.recolour("VIP", "plum")


if __name__ == "__main__":
    make(Path(__file__).with_name(f"schema-{SCHEMA}.cdk"))
