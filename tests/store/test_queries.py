"""Whom rules find in a book, why, and that what is kept in memory is what the book says."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from contactdesk.model.contact import Address, Contact, Membership
from contactdesk.model.custom import FieldDefinition, with_custom
from contactdesk.model.dates import PartialDate
from contactdesk.model.deal import Deal, Pipeline, Stage
from contactdesk.model.event import Attendee, Event
from contactdesk.model.query_reading import parsed
from contactdesk.model.smart_group import SmartGroup
from contactdesk.store.book import Book
from contactdesk.store.listing import ListQuery
from contactdesk.store.queries import Reason

pytestmark = [pytest.mark.both_databases, pytest.mark.encrypted_too]
NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
HOME = ZoneInfo("Europe/Warsaw")


def at(days: float) -> str:
    return f"{NOW + timedelta(days=days):%Y-%m-%dT%H:%M:%SZ}"


def a_call(about: Contact, days: float, **values: Any) -> Event:
    call = Event(component="call", starts_at=at(days), direction="out", outcome="reached",
                 about=(about.id,), summary="Invoice")  # fmt: skip
    return replace(call, **values)


def names(book: Book, text: str, out: tuple[int, ...] = ()) -> list[str]:
    with book.read() as tx:
        found = tx.queries.find(parsed(text, tx.queries.fields()), out, NOW, HOME).numbers
        return [row.name for row in tx.contacts.rows(list(found))]


def why(book: Book, text: str, number: int) -> list[Reason]:
    with book.read() as tx:
        return tx.queries.why(parsed(text, tx.queries.fields()), number, NOW, HOME)


@pytest.fixture
def office(a_book: Callable[..., Book], a_contact: Callable[..., Contact]) -> Book:
    """Four people and an organisation, with some of what happened."""
    lodz = (Address(street="Piotrkowska 12", locality="Łódź", country="Poland"),)
    book = a_book(
        a_contact("Anna Nowak", addresses=lodz, phones=["+48501234567"], emails=["anna@b.example"],
                  organisation="Baltica", job_title="Head of Sales", note="Likes tea.",
                  categories=("Customers/VIP",), birthday=PartialDate(1980, 12, 1)),
        a_contact("Jan Piech", addresses=(Address(locality="Gdańsk", country="Poland"),),
                  categories=("Customers",), birthday=PartialDate(None, 3, 4)),
        a_contact("Karl Voss", addresses=(Address(locality="Lodz", country="Germany"),),
                  categories=("Newsletter only",),
                  memberships=(Membership("Bergmann", ("Print", "Colour")),)),
        a_contact("Zofia Bez"),
        a_contact("Baltica", kind="org"),
    )  # fmt: skip
    with book.write("Happen") as tx:
        anna, jan, karl, zofia, _firm = tx.contacts.get_many([1, 2, 3, 4, 5])
        tx.events.add(a_call(anna, -100))
        tx.events.add(a_call(anna, -10, direction="missed", outcome=""))
        tx.events.add(a_call(jan, -90))
        for days in (-3, -20, -200):
            tx.events.add(a_call(karl, days))
        lunch = Event(summary="Lunch", starts_at=at(-5), ends_at=at(-4.9), about=(zofia.id,),
                      attendees=(Attendee("anna@b.example"),))  # fmt: skip
        tx.events.add(lunch)
        tx.events.add(Event(summary="Visit", starts_at=at(6), about=(zofia.id,)))
        tx.events.add(Event(component="task", summary="Send it", about=(jan.id,)))
        note = Event(component="journal", summary="Note", description="x", starts_at=at(-1))
        tx.events.add(replace(note, about=(jan.id,)))
        tx.contacts.star([2], True)
    return book  # fmt: skip


ANNA, JAN, KARL, ZOFIA, FIRM = "Anna Nowak", "Jan Piech", "Karl Voss", "Zofia Bez", "Baltica"


FINDS = (
    ("nowak", [ANNA]),
    ("name:jan", [JAN]),
    ('name="anna nowak"', [ANNA]),
    ("name=anna", []),
    ("city:łódź", [KARL, ANNA]),
    ("city=Łódź", [KARL, ANNA]),
    ("city=Łód", []),
    ("city:gda,lod", [KARL, ANNA, JAN]),
    ("city:-", [FIRM, ZOFIA]),
    ("country:*", [KARL, ANNA, JAN]),
    ("street:piotr", [ANNA]),
    ("phone:501234567", [ANNA]),
    ("phone:+48501", [ANNA]),
    ('phone="+48 501 234 567"', [ANNA]),
    ("email:b.example", [ANNA]),
    ("note:tea", [ANNA]),
    ("note:*", [ANNA]),
    ("organisation:baltica", [ANNA]),
    ("job:sales", [ANNA]),
    ("department:colour", [KARL]),
    ("category:customers", [ANNA, JAN]),
    ("category=Customers", [JAN]),
    ("category:-", [FIRM, ZOFIA]),
    ("kind:organisation", [FIRM]),
    ("is:starred", [JAN]),
    ("photo:*", []),
    ("birthday:1980", [ANNA]),
    ("birthday:--03", [JAN]),
    ("birthday<30d", [ANNA]),
    ("birthday>30d", [JAN]),
    ("age>40", [ANNA]),
    ("age=46", []),
    ("last-call>90d", [FIRM, ANNA, ZOFIA]),
    ("last-call>=90d", [FIRM, ANNA, JAN, ZOFIA]),
    ("last-call:*", [KARL, ANNA, JAN]),
    ("last-call<30d", [KARL]),
    ("last-call:2026-08", [ANNA, JAN]),
    ("last-contact<30d", [KARL, ANNA, ZOFIA]),
    ("last-contact:-", [FIRM]),
    ("last-meeting:*", [ANNA, ZOFIA]),
    ("last-note:this-month", [JAN]),
    ("next-appointment<14d", [ZOFIA]),
    ("next-appointment>5d kind:person", [KARL, ANNA, JAN, ZOFIA]),
    ("next-appointment:*", [ZOFIA]),
    ("calls>=2", [KARL]),
    ("calls(30d)=2", [KARL]),
    ("calls=0", [FIRM, ZOFIA]),
    ("calls(7d)<1", [FIRM, ANNA, JAN, ZOFIA]),
    ("meetings:*", [ANNA, ZOFIA]),
    ("notes>0", [JAN]),
    ("open-tasks>0", [JAN]),
    ("category:customers or is:organisation", [FIRM, ANNA, JAN]),
    ("country:* -category:newsletter", [ANNA, JAN]),
    ("not (country:poland or kind:organisation)", [KARL, ZOFIA]),
    ("country:* (calls>2 or birthday:*)", [KARL, ANNA, JAN]),
    ("", [FIRM, ANNA, KARL, JAN, ZOFIA]),
)


def test_who_is_found(office: Book) -> None:
    found = {text: sorted(names(office, text)) for text, _names in FINDS}
    assert found == {text: sorted(wanted) for text, wanted in FINDS}


def test_the_books_history_says_since_when_somebody_is_in_it(office: Book) -> None:
    def found(text: str, now: datetime) -> int:
        with office.read() as tx:
            return len(tx.queries.find(parsed(text), (), now, HOME).numbers)

    today = datetime.now(UTC)
    assert found("created<2d changed<2d", today) == 5
    assert found("created>2d", today) == 0
    assert found("created>2d changed>2d", today + timedelta(days=9)) == 5


def test_the_order_is_that_of_names(office: Book) -> None:
    assert names(office, "") == [FIRM, ZOFIA, ANNA, JAN, KARL]
    assert names(office, "kind:person", out=(1, 3)) == [ZOFIA, JAN]


def test_each_part_is_counted_alone(office: Book) -> None:
    with office.read() as tx:
        tree = parsed("country:poland (calls>2 or birthday:*) not name:jan")
        counts = tx.queries.find(tree, (), NOW, HOME).counts
    assert counts == {(): 1, (0,): 2, (1,): 3, (1, 0): 1, (1, 1): 2, (2,): 4, (2, 0): 1, (2, -1): 1}


def test_why_somebody_is_in(office: Book) -> None:
    first, second, third, fourth = why(
        office, "category:customers city:lod,gda last-call>90d calls>3", 1
    )
    assert (first.holds, first.value) == (True, "Customers/VIP")
    assert (second.holds, second.value) == (True, "Łódź")
    assert third.holds
    assert "Invoice" in third.value
    assert third.day is not None
    assert third.day.isoformat() == "2026-08-16"
    assert (fourth.holds, fourth.value) == (False, "1")


def test_the_archive_is_left_aside_until_it_is_asked_for(office: Book) -> None:
    with office.write("Archive") as tx:
        tx.contacts.archive([2])
        tx.contacts.delete([3])
    assert names(office, "country:*") == [ANNA]
    assert names(office, "is:archived") == [JAN]


def test_what_repeats_counts_each_time(office: Book) -> None:
    with office.write("Repeat") as tx:
        who = tx.contacts.get(2)
        tx.events.add(Event(summary="Weekly", starts_at=at(-21), ends_at=at(-20.9),
                            rrule="FREQ=WEEKLY;COUNT=5", about=(who.id,)))  # fmt: skip
    assert names(office, "meetings(10d)=2 name:jan") == [JAN]
    assert names(office, "meetings=4") == [JAN]
    assert JAN in names(office, "last-contact<1d")
    assert JAN in names(office, "next-appointment<8d")
    (reason,) = why(office, "next-appointment:*", 2)
    assert reason.day is not None
    assert reason.day.isoformat() == "2026-12-01"


def test_a_merged_contact_brings_what_happened(office: Book) -> None:
    with office.read() as tx:
        jan, zofia = tx.contacts.get_many([2, 4])
    assert names(office, "next-appointment:*") == [ZOFIA]
    with office.write("Merge") as tx:
        tx.duplicates.merge(jan, jan, [zofia])
    assert names(office, "next-appointment:*") == [JAN]
    assert names(office, "meetings=1 name:jan") == [JAN]
    office.undo()
    assert names(office, "next-appointment:*") == [ZOFIA]


def test_deals_are_counted_for_their_people(office: Book) -> None:
    with office.write("Sell") as tx:
        anna, jan, firm = tx.contacts.get_many([1, 2, 5])
        stages = (Stage("Talk"), Stage("Won", outcome="won"))
        pipeline = tx.pipelines.add(Pipeline(name="Sales", stages=stages))
        talk, won = (stage.item for stage in pipeline.stages)
        tx.deals.add(
            Deal(
                title="A",
                pipeline=pipeline.id,
                stage=talk,
                amount="4800",
                organisation=firm.id,
                people=(anna.id,),
            )
        )
        tx.deals.add(
            Deal(
                title="B",
                pipeline=pipeline.id,
                stage=won,
                amount="900",
                people=(jan.id,),
                closed_on="2026-06-01",
            )
        )
    assert names(office, "open-deals>0") == [FIRM, ANNA]
    assert names(office, "deal-amount>4000 kind:person") == [ANNA]
    assert names(office, "won-deals(12mo)>0") == [JAN]
    assert names(office, "won-deals(1mo)>0") == []
    with office.write("Win") as tx:
        deal = tx.deals.all()[0]
        tx.deals.save(replace(deal, stage=won, closed_on="2026-11-24"), deal)
    assert names(office, "won-deals(1mo)>0") == [FIRM, ANNA]
    (reason,) = why(office, "won-deals>1", 1)
    assert (reason.holds, reason.value) == (False, "1")


def test_an_own_field_is_asked_for_by_its_type(office: Book) -> None:
    with office.write("Field") as tx:
        since = tx.custom_fields.add(FieldDefinition(label="Since", type="date"))
        terms = tx.custom_fields.add(FieldDefinition(label="Terms", type="one_of"))
        anna = tx.contacts.get(1)
        values = {since.id: "2022-03-14", terms.id: "Net 14"}
        tx.contacts.save(with_custom(anna, values), anna)
    assert names(office, f"x-{since.id}<2023") == [ANNA]
    assert names(office, f"x-{since.id}<2y") == []
    assert names(office, f"x-{terms.id}:net kind:person") == [ANNA]
    assert names(office, f"x-{terms.id}:- kind:person") == [ZOFIA, JAN, KARL]
    (reason,) = why(office, f"x-{terms.id}:net", 1)
    assert reason.value == "Net 14"


def test_a_group_is_a_list_like_others(office: Book) -> None:
    with office.read() as tx:
        karl = tx.contacts.get(3)
    with office.write("Group") as tx:
        group = SmartGroup(name="Abroad", rules="country:*", always_out=(karl.id,))
        query = ListQuery("group", group=tx.smart_groups.add(group).id)
    with office.read() as tx:
        assert list(tx.contacts.listing(query).numbers) == [1, 2]
        assert tx.contacts.listing(query).sections == (("N", 0), ("P", 1))
        assert [row.name for row in tx.contacts.top(query, 1)] == [ANNA]
        assert tx.contacts.search("poland", query).numbers == [1, 2]
        assert tx.contacts.search("karl", query).numbers == []
        assert list(tx.contacts.listing(ListQuery("group", group="none")).numbers) == []


def test_a_search_takes_rules_too(office: Book) -> None:
    with office.read() as tx:
        assert tx.contacts.search("city:gda").numbers == [2]
        assert tx.contacts.search("country:* -category:newsletter", limit=1) == (
            [1],
            set(),
            True,
            0,
        )
        assert tx.contacts.search("kind:organisation", ListQuery("people")).numbers == []
        assert tx.contacts.search("kind:person", ListQuery("starred")).numbers == [2]
        assert tx.contacts.search("citty:gda").numbers == []  # words, where no field is called so
        assert tx.contacts.search("kind:person", ListQuery("bin")).numbers == []


WATCHED = (
    "city:lodz", "city:-", "category:customers", "last-contact>90d", "last-contact<30d", "calls>1",
    "calls=0", "open-tasks>0", "next-appointment:*", "birthday:*", "kind:organisation", "nowak",
    "-city:lodz or calls>2", "created>30d", "changed<1d", "email:*", "is:starred",
)  # fmt: skip


@pytest.mark.parametrize("seed", range(3))
def test_what_is_remembered_is_what_the_book_says(
    office: Book, a_book: Callable[..., Book], seed: int
) -> None:
    """Whatever happens, here or at a colleague's: the memory answers as a book just opened."""
    random = Random(seed)
    colleague = a_book()
    for _ in range(14):
        something(random, random.choice((office, colleague)), random)
        fresh = a_book()
        for text in WATCHED:
            assert names(office, text) == names(fresh, text), text
        fresh.close()


def something(random: Random, book: Book, chance: Random) -> None:
    """One thing that somebody may do."""
    with book.read() as tx:
        chosen = tx.contacts.get_many([random.randint(1, 5)])
        events = tx.events.all()
    deed = chance.randrange(8)
    if deed == 0:
        book.undo()
        return
    with book.write("Edit") as tx:
        if deed == 1 and events:
            tx.events.delete([random.choice(events).number])
        elif deed == 2 and events:
            tx.events.purge([random.choice(events).number])
        elif deed == 3 and events and chosen:
            event = random.choice(events)
            tx.events.save(replace(event, about=(chosen[0].id,), attendees=()), event)
        elif not chosen:
            tx.contacts.add(Contact(formatted_name="New Nowak", given="New", family="Nowak"))
        elif chosen[0].deleted_at:
            tx.contacts.restore([chosen[0].number])
        elif deed == 4:
            tx.contacts.delete([chosen[0].number])
        elif deed == 5:
            tx.contacts.save(replace(chosen[0], addresses=(), categories=("Customers",)), chosen[0])
        elif deed == 6:
            tx.events.add(a_call(chosen[0], -random.randint(1, 120)))
        else:
            tx.contacts.star([chosen[0].number], bool(random.randrange(2)))
