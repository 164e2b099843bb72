"""A note or a deal that waited and meets what a colleague did to the same: mine or theirs."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from tests.desktop.window.test_appointments_away import asked
from tests.desktop.window.test_away import Share, away, back, share

from contactdesk.model.deal import Deal, Pipeline, Stage
from contactdesk.model.deed import Deed
from contactdesk.model.event import Event
from contactdesk.model.happenings import a_note
from contactdesk.model.record import new_id

__all__ = ["share"]  # fixture
NOTE = ("event", "description")
DEAL = ("deal", "title")
BOTH = [pytest.param(NOTE, id="note"), pytest.param(DEAL, id="deal")]


class Waiting:
    """A note or deal that is "mine" in a window without its book."""

    def __init__(self, share: Share, kind: tuple[str, str]) -> None:
        self.share, (self.type, self.field) = share, kind
        self.stored = share.by_a_colleague(self._add)
        self.opened = share.open()
        self.opened.shows("Jan Kowal", "Anna Nowak")
        share.take_away()
        away(self.opened)
        mine = replace(self.stored, **{self.field: "mine"})
        deed = Deed(new_id(), "Edit", self.type, "save", self.stored, mine)
        self.opened.desk.outbox.write(deed, lambda _tx: None, lambda _saved: None, None)
        self.opened.until(lambda: len(self.opened.desk.outbox.waiting) == 1)

    def _add(self, tx: Any) -> Event | Deal:
        anna = tx.contacts.get(1).id
        if self.type == "event":
            note: Event = tx.events.add(a_note([anna], "before", datetime.now(UTC)))
            return note
        pipeline = tx.pipelines.add(Pipeline(name="Sales", stages=(Stage("First", item=1),)))
        deal = Deal(title="before", people=(anna,), pipeline=pipeline.id, stage=1)
        added: Deal = tx.deals.add(deal)
        return added

    def records(self, tx: Any) -> Any:
        return tx.events if self.type == "event" else tx.deals

    def by_a_colleague(self, change: Any) -> None:
        self.share.by_a_colleague(lambda tx: change(self.records(tx)))

    def comes_back(self, answer: str) -> None:
        """The book is there again, and what it asks is answered."""
        self.share.give_back()
        back(self.opened)
        question = asked(self.opened)
        self.said = question.title.text()
        getattr(question, answer).click()
        self.opened.until(lambda: not self.opened.desk.outbox.deeds)

    def in_book(self) -> list[str]:
        def texts(tx: Any) -> list[str]:
            each = self.records(tx).all()
            return [getattr(found, self.field) for found in each if not found.deleted_at]

        found: list[str] = self.share.by_a_colleague(texts)
        return found


@pytest.mark.parametrize("kind", BOTH)
@pytest.mark.parametrize("mine", [True, False], ids=["mine", "theirs"])
def test_the_same_field_is_as_it_was_answered(
    share: Share, kind: tuple[str, str], mine: bool
) -> None:
    waiting = Waiting(share, kind)
    theirs = replace(waiting.stored, **{waiting.field: "theirs"})
    waiting.by_a_colleague(lambda records: records.save(theirs, waiting.stored))
    waiting.comes_back("go_on" if mine else "keep")
    assert "somebody else changed the same meanwhile" in waiting.said
    assert waiting.in_book() == ["mine" if mine else "theirs"]


@pytest.mark.parametrize("kind", BOTH)
@pytest.mark.parametrize("mine", [True, False], ids=["mine", "theirs"])
def test_what_a_colleague_deleted_comes_back_or_stays_in_the_bin(
    share: Share, kind: tuple[str, str], mine: bool
) -> None:
    waiting = Waiting(share, kind)
    waiting.by_a_colleague(lambda records: records.delete([waiting.stored.number]))
    waiting.comes_back("go_on" if mine else "keep")
    assert "somebody else deleted this meanwhile" in waiting.said
    assert waiting.in_book() == (["mine"] if mine else [])


@pytest.mark.parametrize("kind", BOTH)
def test_what_a_colleague_deleted_for_good_is_made_anew(
    share: Share, kind: tuple[str, str]
) -> None:
    waiting = Waiting(share, kind)

    def away_for_good(records: Any) -> None:
        records.delete([waiting.stored.number])
        records.purge([waiting.stored.number])

    waiting.by_a_colleague(away_for_good)
    waiting.comes_back("go_on")
    assert waiting.in_book() == ["mine"]
