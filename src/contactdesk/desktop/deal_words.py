"""What the board says of deals: their next step, and what is wrong with one."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from contactdesk.desktop import bidi, month_days
from contactdesk.desktop.money_texts import money_text
from contactdesk.desktop.task_words import day_words
from contactdesk.i18n import _, counted, ngettext
from contactdesk.model.deal import Deal, Pipeline, Stage
from contactdesk.store.deal_rows import DealRow, NextStep

_OPEN_DOTS = ("slate", "teal", "accent", "violet", "warn")
_LAST = {"won": "ok", "lost": "bad"}


class Mark(NamedTuple):
    """The last line of a card: an icon, words and their tone."""

    icon: str
    words: str
    tone: str = "text2"


def stage_tone(pipeline: Pipeline, stage: Stage) -> str:
    """The colour of a stage: its own of a few, green for won and red for lost."""
    if stage.outcome:
        return _LAST[stage.outcome]
    place = [each.item for each in pipeline.stages if not each.outcome].index(stage.item)
    return _OPEN_DOTS[place % len(_OPEN_DOTS)]


def title_of(deal: Deal) -> str:
    """What a deal is called, on one line."""
    return " ".join(deal.title.split()) or _("Without a title")


def day_of(text: str) -> date | None:
    """The day that a deal names, None for none."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None


def days_in_stage(deal: Deal, today: date) -> int:
    """How many days it is where it is."""
    since = day_of(deal.stage_since)
    return max(0, (today - since).days) if since else 0


def days_words(days: int) -> str:
    """ "18 days"."""
    return ngettext("{n} day", "{n} days", days).format(n=counted(days))


def mark_of(row: DealRow, stage: Stage, today: date) -> Mark:
    """What a card says last: too long here, late, nothing to do next, or the next step."""
    deal = row.deal
    if stage.outcome:
        return _closed(deal, stage, today)
    days = days_in_stage(deal, today)
    if stage.stuck_after and days > stage.stuck_after:
        words = ngettext("{n} day in stage", "{n} days in stage", days)
        return Mark("hourglass", words.format(n=counted(days)), "bad")
    expected = day_of(deal.expected_on)
    if expected and expected < today:
        words = _("Was to close {date}").format(date=day_words(expected, today))
        return Mark("triangle-alert", words, "warn")
    if row.next is None:
        return Mark("triangle-alert", _("No next step"), "warn")
    return Mark(step_icon(row.next), step_words(row.next, today))


def _closed(deal: Deal, stage: Stage, today: date) -> Mark:
    day = day_of(deal.closed_on)
    words = _("Closed {date}").format(date=day_words(day, today)) if day else _("Closed")
    if stage.outcome == "lost" and deal.lost_reason:
        words = _("{words}: {reason}").format(words=words, reason=bidi.isolated(deal.lost_reason))
    return Mark("check" if stage.outcome == "won" else "circle-x", words)


def step_icon(step: NextStep) -> str:
    """A task goes on, an appointment is in the calendar."""
    return "arrow-right" if step.component == "task" else "calendar"


def step_words(step: NextStep, today: date) -> str:
    """ "Send catalogue · Tue 1 Dec"; the time first, where there is room for little."""
    subject = " ".join(step.summary.split()) or _("Without a subject")
    when = when_words(step, today)
    return f"{bidi.isolated(subject)} · {when}" if when else bidi.isolated(subject)


def when_words(step: NextStep, today: date) -> str:
    """When it is: "Today, 13:00", "Tue 1 Dec"; "" for no date."""
    if step.day is None:
        return ""
    day = {0: _("Today"), 1: _("Tomorrow")}.get((step.day - today).days)
    words = day or day_words(step.day, today)
    if step.at is None:
        return words
    clock = month_days.clock_text(step.at.hour, step.at.minute)
    return _("{date}, {time}").format(date=words, time=clock)


def spoken_deal(row: DealRow, stage: Stage, today: date) -> str:
    """What a screen reader says of a card."""
    with_whom = row.organisation or next(iter(row.people), None)
    parts = (
        title_of(row.deal),
        with_whom.name if with_whom else "",
        money_text(row.deal.amount, row.deal.currency),
        mark_of(row, stage, today).words,
        _("waits") if row.waits else "",
    )
    return bidi.without_marks(", ".join(part for part in parts if part))


def moved_words(deal: Deal, stage: Stage) -> str:
    """What a toast says of a move."""
    name, where = bidi.isolated(title_of(deal)), bidi.isolated(stage.name)
    if stage.outcome == "won":
        return _("Won: {name}").format(name=name)
    if stage.outcome == "lost":
        return _("Lost: {name}").format(name=name)
    return _("{name} is in {stage} now").format(name=name, stage=where)


def move_label(deal: Deal, stage: Stage) -> str:
    """What undo and the history call a move."""
    words = _("Move {name} to {stage}")
    return words.format(name=bidi.isolated(title_of(deal)), stage=bidi.isolated(stage.name))


def drop_words(stage: Stage) -> str:
    """What a drop on a column will do."""
    if stage.outcome == "won":
        return _("Drop to mark as won")
    if stage.outcome == "lost":
        return _("Drop to mark as lost")
    return _("Drop to move to {stage}").format(stage=bidi.isolated(stage.name))
