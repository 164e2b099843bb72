"""Deals: whose they are, what happens to them when contacts are merged or purged, their stages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from contactdesk.errors import EditConflict
from contactdesk.model.contact import Contact
from contactdesk.model.deal import Competitor, Deal, FollowUp
from contactdesk.model.event import Event
from contactdesk.operations import deals as of_deals
from contactdesk.operations.merging import merge

pytestmark = pytest.mark.both_databases

TODAY = date(2026, 11, 27)


@pytest.fixture
def book(a_book: Callable[..., Any], a_contact: Callable[..., Contact]) -> Any:
    """Anna, the same Anna once more, and two organisations."""
    return a_book(
        a_contact("Anna Nowak"),
        a_contact("Anna Nowak", emails=["anna@b.example"]),
        a_contact("Baltica", kind="org"),
        a_contact("Paletex", kind="org"),
    )


def add(book: Any, **values: Any) -> Deal:
    with book.write("New deal") as tx:
        ids = {each.number: each.id for each in tx.contacts.get_many([1, 2, 3, 4])}
        deal = Deal(title="Autumn pallets", amount="11200", organisation=ids[3],
                    people=(ids[2],), competitors=(Competitor(ids[4], note="price"),))  # fmt: skip
        return of_deals.add(tx, replace(deal, **values), "PL", TODAY).deal


def titles(book: Any, number: int) -> list[str]:
    with book.read() as tx:
        return [each.title for each in tx.deals.of_contact(number)]


def test_the_first_deal_brings_a_pipeline_and_one_undo_takes_both_away(book: Any) -> None:
    deal = add(book)
    with book.read() as tx:
        (pipeline,) = tx.pipelines.all()
        assert deal.pipeline == pipeline.id
        assert deal.owner == tx.people.me().id
    assert (pipeline.currency, deal.currency) == ("PLN", "PLN")
    assert pipeline.stage(deal.stage).name == "Lead"
    assert [s.outcome for s in pipeline.stages] == ["", "", "", "", "won", "lost"]
    add(book, title="Another")
    with book.read() as tx:
        assert tx.pipelines.all() == [pipeline]
    book.undo()
    book.undo()
    with book.read() as tx:
        assert (tx.pipelines.all(), tx.deals.all()) == ([], [])


def test_a_deal_is_of_its_people_and_its_organisation_not_of_who_competes(book: Any) -> None:
    add(book)
    assert [titles(book, n) for n in (1, 2, 3, 4)] == [
        [], ["Autumn pallets"], ["Autumn pallets"], [],
    ]  # fmt: skip


def test_a_deal_follows_whom_a_contact_became_part_of(book: Any) -> None:
    add(book)
    with book.write("Merge") as tx:
        merge(tx, tx.contacts.get_many([1, 2]))
    assert titles(book, 1) == ["Autumn pallets"]
    book.undo()
    assert titles(book, 1) == []


def test_who_is_deleted_for_good_is_in_no_deal_any_more(book: Any) -> None:
    deal = add(book)
    with book.write("Purge") as tx:
        tx.contacts.delete([2, 3, 4])
        tx.contacts.purge([2, 3, 4])
    with book.read() as tx:
        left = tx.deals.by_id(deal.id)
    assert (left.organisation, left.people, left.competitors) == ("", (), ())
    assert left.title == "Autumn pallets"


def test_what_belongs_to_a_purged_deal_stays_its_peoples(book: Any) -> None:
    deal = add(book)
    with book.write("Task") as tx:
        task = tx.events.add(Event(component="task", summary="Call", deal=deal.id))
    with book.write("Purge") as tx:
        tx.deals.purge([deal.number])
    with book.read() as tx:
        assert tx.events.get(task.number).deal == ""


def move(book: Any, deal: Deal, stage: int, reason: str = "") -> of_deals.Moved:
    with book.write("Move") as tx:
        return of_deals.move(tx, deal, stage, TODAY, reason)


def test_a_move_brings_its_tasks_and_one_undo_takes_them_back(book: Any) -> None:
    deal = add(book)
    with book.write("Edit") as tx:
        (pipeline,) = tx.pipelines.all()
        follow = (FollowUp(3, "Send the offer", 2), FollowUp(4, "Call"))
        tx.pipelines.save(replace(pipeline, follow_ups=follow), base=pipeline)
    there = move(book, deal, 3)
    (task,) = there.tasks
    assert (task.summary, task.ends_at, task.deal) == ("Send the offer", "2026-11-29", deal.id)
    assert set(task.about) == {deal.organisation, *deal.people}
    book.undo()
    with book.read() as tx:
        assert tx.deals.by_id(deal.id).stage == deal.stage
        assert tx.tasks.open() == []


def test_winning_and_losing_close_a_deal_and_moving_it_back_opens_it(book: Any) -> None:
    deal = add(book)
    lost = move(book, replace(deal), 6, "price").deal
    assert (lost.closed_on, lost.lost_reason) == ("2026-11-27", "price")
    again = move(book, lost, 2).deal
    assert (again.closed_on, again.lost_reason) == ("", "")
    with book.write("Won") as tx:
        won = of_deals.decide(tx, again, "won", TODAY).deal
    assert (won.stage, won.closed_on) == (5, "2026-11-27")


def test_two_moves_to_different_stages_ask_and_to_the_same_one_do_not(book: Any) -> None:
    deal = add(book)
    move(book, deal, 3)
    assert move(book, deal, 3).tasks == ()
    with pytest.raises(EditConflict) as told:
        move(book, deal, 4)
    assert told.value.fields == ("stage",)


def test_the_log_tells_through_which_stages_a_deal_went(book: Any) -> None:
    deal = add(book)
    there = move(book, deal, 3).deal
    move(book, there, 4)
    book.undo()
    with book.read() as tx:
        stages = tx.deals.stages_of(deal.id)
    assert [(each.before, each.stage) for each in stages] == [(0, 1), (1, 3), (3, 4), (4, 3)]
    assert all(each.at and each.author for each in stages)


def test_words_of_a_title_find_a_deal(book: Any) -> None:
    add(book, title="Łódź: 標籤 labels")
    add(book, title="Cold chain audit")
    with book.read() as tx:
        for query, found in (("lod lab", 1), ("labels cold", 0), ("", 0), ("標", 1), ("aud", 1)):
            assert len(tx.deals.find(query)) == found, query


WARSAW = ZoneInfo("Europe/Warsaw")
NOW = datetime(2026, 11, 27, 12, tzinfo=WARSAW)


def next_of(book: Any, deal: Deal) -> tuple[str, str]:
    with book.read() as tx:
        (pipeline,) = tx.pipelines.all()
        (row,) = [r for r in tx.deal_rows.of_pipeline(pipeline, NOW) if r.deal.id == deal.id]
    found = row.next
    at = " ".join(str(each) for each in found[3:] if each) if found else ""
    return (found.summary, at) if found else ("", "")


def test_the_next_step_is_the_earliest_of_open_tasks_and_coming_appointments(book: Any) -> None:
    deal, other = add(book), add(book, title="Another")
    assert next_of(book, deal) == ("", "")
    weekly = Event(summary="Weekly", starts_at="2026-11-02T09:00:00", duration_minutes=30,
                   time_zone="Europe/Warsaw", rrule="FREQ=WEEKLY")  # fmt: skip
    steps = (
        Event(component="task", summary="Some day"),
        weekly,
        Event(component="task", summary="Offer", ends_at="2026-11-29"),
        Event(summary="Call", starts_at="2026-11-28T09:00:00Z", duration_minutes=30),
        Event(summary="Over", starts_at="2026-11-27T08:00:00Z", duration_minutes=30),
        Event(component="task", summary="Done", ends_at="2026-11-27", status="COMPLETED"),
        Event(component="journal", description="A note", starts_at="2026-11-28"),
    )
    shown = []
    for step in steps:
        with book.write("Plan") as tx:
            tx.events.add(replace(step, deal=deal.id))
        shown.append(next_of(book, deal))
    assert shown[:4] == [
        ("Some day", ""), ("Weekly", "2026-11-30 09:00:00"), ("Offer", "2026-11-29"),
        ("Call", "2026-11-28 10:00:00"),
    ]  # fmt: skip
    assert shown[4:] == [shown[3]] * 3
    assert next_of(book, other) == ("", "")


def test_a_row_names_whom_a_deal_is_with_also_after_a_merge(book: Any) -> None:
    deal = add(book)
    with book.write("Merge") as tx:
        merge(tx, tx.contacts.get_many([1, 2]))
    with book.read() as tx:
        (row,) = tx.deal_rows.of([deal], tx.pipelines.all(), NOW)
    assert row.chance == 10
    assert (row.organisation.name, row.organisation.number) == ("Baltica", 3)
    assert [(each.number, each.name) for each in row.people] == [(1, "Anna Nowak")]
    with book.read() as tx:
        own = replace(deal, chance=33)
        assert tx.deal_rows.of([own], tx.pipelines.all(), NOW)[0].chance == 33


def test_the_deals_for_which_an_organisation_competes_are_told_apart(book: Any) -> None:
    won = add(book, title="Won")
    add(book, title="Open")
    with book.write("Decide") as tx:
        of_deals.decide(tx, won, "won", TODAY)
    with book.read() as tx:
        assert [each.title for each in tx.deals.against(4)] == ["Open", "Won"]
        assert tx.deals.against(3) == []
    with book.write("Merge") as tx:
        merge(tx, tx.contacts.get_many([3, 4]))
    with book.read() as tx:
        assert [each.title for each in tx.deals.against(3)] == ["Open", "Won"]
