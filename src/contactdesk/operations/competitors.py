"""Who else offers: organisations of the book in the role of a competitor, or names alone."""

from __future__ import annotations

from dataclasses import replace

from contactdesk.errors import NotFound
from contactdesk.i18n import _
from contactdesk.model.contact import Contact, Membership
from contactdesk.model.deal import Competitor, Deal
from contactdesk.store.book import Transaction


def named(tx: Transaction, deal: Deal) -> tuple[tuple[Competitor, str], ...]:
    """The competitors of a deal with their names; without those whose contact is gone."""
    ids = [each.organisation for each in deal.competitors if each.organisation]
    names = {uuid: party.name for uuid, party in tx.deal_rows.named(ids).items()}
    found = ((each, names.get(each.organisation, each.name)) for each in deal.competitors)
    return tuple((each, name) for each, name in found if name)


def in_book(tx: Transaction, competitor: Competitor) -> Competitor:
    """Who is called as an organisation of the book is that one."""
    if competitor.organisation:
        return replace(competitor, name="")
    row = tx.contacts.organisation_of(Membership(organisation=competitor.name))
    return replace(competitor, organisation=row.id, name="") if row is not None else competitor


def add(tx: Transaction, deal: Deal, name: str, note: str = "") -> Deal:
    """Somebody else offers too; of one who is known to, only what is said of them changes."""
    wanted = in_book(tx, Competitor(name=name, note=note))
    known = [in_book(tx, each) for each in deal.competitors]
    others = tuple(each for each in known if not _same(each, wanted))
    before = next((each for each in known if _same(each, wanted)), wanted)
    now = replace(before, note=note or before.note)
    return tx.deals.save(replace(deal, competitors=(*others, now)), base=deal)


def drop(tx: Transaction, deal: Deal, name: str) -> Deal:
    """Somebody does not offer any more; raises `NotFound` where they never did."""
    wanted = in_book(tx, Competitor(name=name))
    others = tuple(each for each in deal.competitors if not _same(each, wanted))
    if len(others) == len(deal.competitors):
        raise NotFound(_("{name} is no competitor of this deal.").format(name=name))
    return tx.deals.save(replace(deal, competitors=others), base=deal)


def _same(one: Competitor, other: Competitor) -> bool:
    if one.organisation or other.organisation:
        return one.organisation == other.organisation
    return _is_called(one, other.name)


def keep(tx: Transaction, name: str) -> Contact:
    """Make a competitor that was only a name an organisation of the book, in every deal that
    names it."""
    firm = tx.contacts.add(Contact(kind="org", formatted_name=name))
    for deal in tx.deals.all():
        if any(_is_called(each, name) for each in deal.competitors):
            now = (
                replace(each, organisation=firm.id, name="") if _is_called(each, name) else each
                for each in deal.competitors
            )
            tx.deals.save(replace(deal, competitors=tuple(now)), base=deal)
    return firm


def _is_called(competitor: Competitor, name: str) -> bool:
    return not competitor.organisation and competitor.name.casefold() == name.casefold()
