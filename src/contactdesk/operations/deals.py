"""Deals made, moved through the stages of their pipeline and decided: each one step of undo."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import NamedTuple

from contactdesk.errors import NotFound
from contactdesk.i18n import _
from contactdesk.model.contact import Contact
from contactdesk.model.currencies import currency_of
from contactdesk.model.deal import Deal, Pipeline, Stage
from contactdesk.model.event import Event
from contactdesk.operations.competitors import in_book
from contactdesk.operations.tasks import with_owner
from contactdesk.store.book import Transaction

STUCK = 14  # days in one stage that are many, as a new pipeline has it


class Moved(NamedTuple):
    """A deal where it is now, and the tasks that follow from its coming there."""

    deal: Deal
    stage: Stage
    tasks: tuple[Event, ...] = ()


def usual_pipeline(currency: str) -> Pipeline:
    """The pipeline of an office that has made none: the usual stages, in its own language."""
    stages = (
        Stage(_("Lead"), 10, "", STUCK, 1),
        Stage(_("Contacted"), 25, "", STUCK, 2),
        Stage(_("Proposal"), 50, "", STUCK, 3),
        Stage(_("Negotiation"), 70, "", STUCK, 4),
        Stage(_("Won"), 100, "won", 0, 5),
        Stage(_("Lost"), 0, "lost", 0, 6),
    )
    return Pipeline(name=_("Sales"), stages=stages, currency=currency)


def first_pipeline(tx: Transaction, region: str) -> Pipeline:
    """The first pipeline of the book, which is made where there is none yet."""
    known = tx.pipelines.all()
    return known[0] if known else tx.pipelines.add(usual_pipeline(currency_of(region)))


def pipeline_of(tx: Transaction, deal: Deal) -> Pipeline:
    """The pipeline that a deal is in; raises `NotFound` when it is gone."""
    found = tx.pipelines.by_id(deal.pipeline)
    if found is None:
        raise NotFound(_("The pipeline of this deal is no longer in the book."))
    return found


def deal_for(tx: Transaction, contact: Contact) -> Deal:
    """A new deal with somebody, with what their card says already; it is not in the book yet."""
    if contact.kind == "org":
        return Deal(title=contact.formatted_name, organisation=contact.id)
    firm = next((m for m in contact.memberships if not m.ends_on), None)
    found = tx.contacts.organisation_of(firm) if firm else None
    title = (firm.organisation if firm else "") or contact.formatted_name
    return Deal(title=title, organisation=found.id if found else "", people=(contact.id,))


def add(tx: Transaction, deal: Deal, region: str, today: date) -> Moved:
    """Put a deal into the book: in the first stage of the first pipeline and mine, where it does
    not say otherwise."""
    pipeline = pipeline_of(tx, deal) if deal.pipeline else first_pipeline(tx, region)
    stage = pipeline.stage(deal.stage) or pipeline.first_open or Stage()
    made = replace(
        deal,
        pipeline=pipeline.id,
        stage=stage.item,
        stage_since=deal.stage_since or today.isoformat(),
        currency=deal.currency or pipeline.currency,
        owner=deal.owner or tx.people.me().id,
        closed_on=deal.closed_on or (today.isoformat() if stage.outcome else ""),
    )
    stored = tx.deals.add(made)
    return Moved(stored, stage, _follow(tx, pipeline, stored, today))


def save(tx: Transaction, mine: Deal, base: Deal) -> Deal:
    """Save an edit of a deal; a competitor who is called as an organisation of the book is that
    one."""
    found = (c if c in base.competitors else in_book(tx, c) for c in mine.competitors)
    return tx.deals.save(replace(mine, competitors=tuple(found)), base=base)


def move(tx: Transaction, deal: Deal, stage: int, today: date, reason: str = "") -> Moved:
    """Move a deal to a stage of its pipeline, with the tasks that follow; `reason` is why it was
    lost.

    A deal that somebody else moved there meanwhile stays as it is. Raises `EditConflict` where
    they moved it elsewhere, `NotFound` when it or the stage is gone.
    """
    pipeline = pipeline_of(tx, deal)
    to = pipeline.stage(stage)
    if to is None:
        raise NotFound(_("This stage is no longer in the pipeline."))
    current = tx.deals.by_id(deal.id)
    if current is not None and current.stage == stage and not current.deleted_at:
        return Moved(current, to)
    stored = tx.deals.save(moved(deal, to, today, reason), base=deal)
    return Moved(stored, to, _follow(tx, pipeline, stored, today))


def moved(deal: Deal, to: Stage, today: date, reason: str = "") -> Deal:
    """A deal in another stage since today, decided or open again as that stage is."""
    return replace(
        deal,
        stage=to.item,
        stage_since=today.isoformat(),
        chance=None,
        closed_on=today.isoformat() if to.outcome else "",
        lost_reason=reason if to.outcome == "lost" else "",
    )


def _follow(tx: Transaction, pipeline: Pipeline, deal: Deal, today: date) -> tuple[Event, ...]:
    """Make the tasks that follow from a deal's coming to its stage."""
    about = tuple(each for each in (*deal.people, deal.organisation) if each)
    made = (
        Event(
            component="task",
            summary=each.summary,
            ends_at=(today + timedelta(days=each.days)).isoformat(),
            about=about,
            deal=deal.id,
        )
        for each in pipeline.follow_ups
        if each.stage == deal.stage and each.summary
    )
    return tuple(tx.events.add(with_owner(tx, task, deal.owner)) for task in made)


def decide(tx: Transaction, deal: Deal, outcome: str, today: date, reason: str = "") -> Moved:
    """Mark a deal as won or lost: move it to the stage of its pipeline that says so."""
    pipeline = pipeline_of(tx, deal)
    stage = next((s for s in pipeline.stages if s.outcome == outcome), None)
    if stage is None:
        raise NotFound(_("This pipeline has no stage for that. Add one to it first."))
    return move(tx, deal, stage.item, today, reason)
