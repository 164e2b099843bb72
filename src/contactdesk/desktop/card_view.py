"""Everything a card shows of one contact, read from the book in one go."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtGui import QImage

from contactdesk.desktop import date_texts, photo
from contactdesk.desktop.card_custom import CustomGroup, read_customs
from contactdesk.desktop.card_values import CardValue, details_of, others_of
from contactdesk.desktop.related_words import relation_name, relation_word
from contactdesk.model.contact import Contact, Membership
from contactdesk.model.names import display_name, formatted_name
from contactdesk.model.organisations import Department, department_tree
from contactdesk.store.listing import ContactRow, Person
from contactdesk.store.relations import Relation

if TYPE_CHECKING:
    from contactdesk.desktop.card_deals import DealOnCard
    from contactdesk.store.book import Transaction


@dataclass(frozen=True, slots=True)
class Line:
    """One person or organisation on somebody's card; `row` is None when it is words only."""

    name: str
    second: str
    row: ContactRow | None = None
    middle: str = ""
    trailing: str = ""
    over: bool = False
    kind: str = "individual"
    relation: Relation | None = None
    departments: tuple[str, ...] = ()
    since: str = ""  # as the membership keeps it
    until: str = ""
    item: int = 0  # of the membership


@dataclass(frozen=True, slots=True)
class CardView:
    """A contact and what the book knows around it, ready to be shown."""

    contact: Contact
    name: str
    starred: bool
    details: tuple[CardValue, ...]
    others: tuple[CardValue, ...] = ()
    customs: tuple[CustomGroup, ...] = ()
    works: tuple[Line, ...] = ()
    people: tuple[Line, ...] = ()
    branches: tuple[Line, ...] = ()  # organisations that belong to this one
    departments: Department | None = None  # of those who are there now
    near: tuple[str, tuple[int, ...]] = ("", ())  # whose mail is where the web page is
    related: tuple[Line, ...] = ()
    picture: QImage | None = None
    deals: tuple[DealOnCard, ...] = ()
    owner: str = ""  # of several who use the book, the name of the one whose it is

    @property
    def phone(self) -> CardValue | None:
        """The number that "Call" dials: the preferred one, else the first that can be dialled."""
        return _first(self.details, "phones")

    @property
    def mail(self) -> CardValue | None:
        """The address that "Email" writes to."""
        return _first(self.details, "emails")

    @property
    def organisation(self) -> Line | None:
        """Where somebody works now."""
        return next((w for w in self.works if not w.over), None)


def _first(values: tuple[CardValue, ...], field: str) -> CardValue | None:
    usable = [v for v in values if v.field == field and v.link]
    return next((v for v in usable if v.preferred), usable[0] if usable else None)


def read_card(tx: Transaction, number: int, region: str, family_first: bool = False) -> CardView:
    """Read one contact's card; `region` is the book's country for numbers without one."""
    today = date.today()
    contact: Contact = tx.contacts.get(number)
    works = tuple(_work(tx, contact, m, today) for m in _memberships(contact))
    staff = tx.contacts.people_of(contact) if contact.kind == "org" else []
    people = [p for p in staff if p.row.kind != "org"]
    lines = _lines(people, today)
    related = tx.relations.of(contact, family_first)
    around = [w.row for w in works] + [p.row for p in staff] + [r.row for r in related]
    shared = tx.organisations.shared_among(contact, [r.number for r in around if r])
    names = {r.number: r.name for r in around if r}
    return CardView(
        contact=contact,
        name=display_name(contact, family_first),
        starred=tx.contacts.is_starred(number),
        details=details_of(
            contact, region, today, {i: [names[n] for n in found] for i, found in shared.items()}
        ),
        others=others_of(contact),
        customs=read_customs(tx, contact),
        works=works,
        people=lines,
        branches=_lines([p for p in staff if p.row.kind == "org"], today),
        departments=_departments(tx, people, lines),
        near=_near(tx, contact, bool(people)),
        related=tuple(_related(r) for r in related),
        picture=_picture(tx, contact),
        deals=_deals(tx, number),
        owner=_owner(tx, contact),
    )


def _owner(tx: Transaction, contact: Contact) -> str:
    if not contact.owner:
        return ""
    team = tx.people.team()
    known = team.people.get(contact.owner)
    return known.name if known is not None and team.is_several else ""


def _deals(tx: Transaction, number: int) -> tuple[DealOnCard, ...]:
    from contactdesk.desktop.card_deals import read_deals  # which needs this module

    return read_deals(tx, number)


def _near(tx: Transaction, contact: Contact, has_people: bool) -> tuple[str, tuple[int, ...]]:
    if contact.kind != "org" or has_people:
        return "", ()
    domain, numbers = tx.organisations.at_domain(contact)
    return domain, tuple(numbers)


def _departments(
    tx: Transaction, people: list[Person], lines: tuple[Line, ...]
) -> Department | None:
    """The tree of those who are there now, each part with who leads it; None without any."""
    now = [line for line in lines if not line.over]
    if not any(line.departments for line in now):
        return None
    managers = set(tx.organisations.standing_above(people).managers.values())
    root = department_tree(line.departments for line in now)
    waiting = list(root.parts)
    while waiting:
        part = waiting.pop()
        waiting += part.parts
        own = [now[at] for at in part.people]
        heads = [p for p in own if p.row is not None and p.row.number in managers]
        if len(heads) == 1:
            part.head = heads[0].name
        elif part.count == len(own) == 1:
            part.head = own[0].name
    return root


def _memberships(contact: Contact) -> tuple[Membership, ...]:
    """An organisation's own ORG line is its name, not a place where it works."""
    if contact.kind != "org":
        return contact.memberships
    name = formatted_name(contact)
    return tuple(m for m in contact.memberships if m.organisation not in ("", name))


def _work(tx: Transaction, contact: Contact, membership: Membership, today: date) -> Line:
    row = tx.contacts.organisation_of(membership)
    parts = [membership.job_title, membership.role, " / ".join(membership.departments)]
    span = date_texts.span_text(membership.starts_on, membership.ends_on, today)
    title = " · ".join(dict.fromkeys(p for p in parts if p))
    return Line(
        name=row.name if row else membership.organisation,
        second=title,
        row=row if row is None or row.number != contact.number else None,
        trailing=span,
        middle=membership.job_title,
        over=date_texts.is_over(membership.ends_on, today),
        kind="org",
        item=membership.item,
    )


def _lines(people: list[Person], today: date) -> tuple[Line, ...]:
    """Thousands of people joined in a few years: each span is put into words once."""
    spans: dict[tuple[str, str], tuple[bool, str]] = {}
    for person in people:
        span = (person.starts_on, person.ends_on)
        if span not in spans:
            over = date_texts.is_over(person.ends_on, today)
            words = date_texts.span_text("" if over else span[0], span[1], today)
            spans[span] = (over, words)
    return tuple(_person(p, *spans[p.starts_on, p.ends_on]) for p in people)


def _person(person: Person, over: bool, span: str) -> Line:
    return Line(
        name=person.row.name,
        second=person.job_title,
        row=person.row,
        middle=person.departments[-1] if person.departments else "",
        trailing=span,
        over=over,
        kind=person.row.kind,
        departments=person.departments,
        since=person.starts_on,
        until=person.ends_on,
        item=person.item,
    )


def _related(relation: Relation) -> Line:
    row = relation.row
    return Line(
        name=relation_name(relation),
        second=relation_word(relation),
        row=None if relation.in_bin else row,
        kind=row.kind if row else "individual",
        relation=relation,
    )


def _picture(tx: Transaction, contact: Contact) -> QImage | None:
    if contact.photo is None:
        return None
    data = tx.contacts.photo(contact.photo.sha256)
    return photo.decoded(data) if data else None
