"""Who else offers for a deal: names, and organisations of the book."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest

from contactdesk.errors import NotFound
from contactdesk.model.contact import Contact
from contactdesk.model.deal import Competitor, Deal
from contactdesk.operations import competitors, deals
from contactdesk.operations.documents import keep_bytes
from contactdesk.operations.merging import merge
from contactdesk.store.documents import Linked

pytestmark = pytest.mark.both_databases

TODAY = date(2026, 11, 27)


@pytest.fixture
def book(a_book: Callable[..., Any], a_contact: Callable[..., Contact]) -> Any:
    """A person, their organisation, and one that competes, twice."""
    return a_book(
        a_contact("Anna Nowak"),
        a_contact("Baltica", kind="org"),
        a_contact("Paletex", kind="org"),
        a_contact("Paletex Ltd", kind="org", emails=["office@paletex.example"]),
    )


def add(book: Any, title: str, *names: str) -> Deal:
    with book.write("New deal") as tx:
        anna, baltica = tx.contacts.get_many([1, 2])
        deal = Deal(title=title, organisation=baltica.id, people=(anna.id,),
                    competitors=tuple(Competitor(name=name) for name in names))  # fmt: skip
        return deals.add(tx, deal, "PL", TODAY).deal


def told(book: Any, uuid: str) -> list[tuple[str, str]]:
    with book.read() as tx:
        found = competitors.named(tx, tx.deals.by_id(uuid))
    return [(name, each.note) for each, name in found]


def write(book: Any, do: Callable[[Any], Any]) -> Any:
    with book.write("Edit") as tx:
        return do(tx)


def test_one_is_added_noted_and_taken_away_again(book: Any) -> None:
    deal = add(book, "Pallets")
    deal = write(book, lambda tx: competitors.add(tx, deal, "Holzwerk", "price"))
    deal = write(book, lambda tx: competitors.add(tx, deal, "paletex"))
    assert told(book, deal.id) == [("Holzwerk", "price"), ("Paletex", "")]
    assert [bool(each.organisation) for each in deal.competitors] == [False, True]
    deal = write(book, lambda tx: competitors.add(tx, deal, "holzwerk", "time"))
    assert told(book, deal.id) == [("Paletex", ""), ("Holzwerk", "time")]
    with pytest.raises(NotFound):
        write(book, lambda tx: competitors.drop(tx, deal, "Nobody"))
    write(book, lambda tx: competitors.drop(tx, deal, "Paletex"))
    assert told(book, deal.id) == [("Holzwerk", "time")]
    book.undo()
    assert told(book, deal.id) == [("Paletex", ""), ("Holzwerk", "time")]


def test_a_name_becomes_an_organisation_in_every_deal_in_one_step(book: Any) -> None:
    first, second = add(book, "Pallets", "Holzwerk", "Other"), add(book, "Crates", "HOLZWERK")
    firm = write(book, lambda tx: competitors.keep(tx, "Holzwerk"))
    with book.read() as tx:
        linked = [[c.organisation for c in tx.deals.by_id(d.id).competitors]
                  for d in (first, second)]  # fmt: skip
        rows = tx.deal_rows.of(tx.deals.all(), tx.pipelines.all(), _now())
    assert linked == [[firm.id, ""], [firm.id]]
    assert [[party.name for party in row.competitors] for row in rows] == [["Holzwerk"]] * 2
    book.undo()
    with book.read() as tx:
        assert tx.contacts.get_many_by_id([firm.id])[0].id == firm.id  # withdrawn
        assert [c.name for c in tx.deals.by_id(second.id).competitors] == ["HOLZWERK"]


def test_of_merged_organisations_the_kept_one_competes(book: Any) -> None:
    deal = add(book, "Pallets")
    deal = write(book, lambda tx: competitors.add(tx, deal, "Paletex", "price"))
    with book.write("Merge") as tx:
        paletex, limited = tx.contacts.get_many([3, 4])
        merge(tx, [limited, paletex])
    assert told(book, deal.id) == [("Paletex Ltd", "price")]


def test_documents_of_a_deal_are_those_of_whom_it_is_with_but_not_of_who_competes(
    book: Any,
) -> None:
    deal = add(book, "Pallets", "Paletex")
    deal = write(book, lambda tx: competitors.add(tx, deal, "Paletex"))

    def keep(tx: Any) -> Any:
        return keep_bytes(tx, "Offer.txt", b"pallets", [deal.id])

    offer = write(book, keep)
    names = lambda found: [each.name for each in found]  # noqa: E731 - asked often
    with book.read() as tx:
        rival = deal.competitors[0].organisation
        number = tx.contacts.get_many_by_id([rival])[0].number
        assert names(tx.documents.of_deal(deal.id)) == ["Offer.txt"]
        assert names(tx.documents.of_contact(1)) == ["Offer.txt"]
        assert tx.documents.of_contact(number) == []
        linked = tx.documents.linked_to([offer])
    assert linked == {deal.id: Linked(deal.id, deal.number, "Pallets", "deal")}
    write(book, lambda tx: tx.deals.purge([deal.number]))
    with book.read() as tx:
        (left,) = tx.documents.of_contact(2)
    assert left.about == (deal.organisation, *deal.people)


def _now() -> datetime:
    return datetime(2026, 11, 27, 9, tzinfo=UTC)
