"""What the command line does with the calendar: `agenda`, and export of one."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

from contactdesk.commands import open_book, say
from contactdesk.errors import ContactDeskError
from contactdesk.free_commands import agenda_of
from contactdesk.i18n import _
from contactdesk.model.agenda import Agenda, Occurrence, span_of
from contactdesk.model.event_kinds import kinds_text
from contactdesk.model.event_record import LABELS
from contactdesk.model.zones import home_zone
from contactdesk.operations.agenda import read_agenda
from contactdesk.operations.choosing_events import MOST_STEPS, Choice, calendar_named
from contactdesk.operations.exporting_calendar import (
    CalendarReport,
    difference_text,
    export_calendar,
    losses,
)
from contactdesk.store.book import Book


def agenda(options: argparse.Namespace) -> int:
    """List what the book, or calendar files, hold for some days; status 1 when something could not
    be read.
    """
    first, until = day_of(options.first), day_of(options.until)
    if until <= first:
        raise ContactDeskError(_("The last day must be after the first one."))
    span = span_of(first, until, home_zone())
    if not options.files:
        with open_book(options) as book, book.read() as tx:
            happens = tx.events.agenda(span, MOST_STEPS)
            if options.of:
                happens = agenda_of(tx, options.of, span, MOST_STEPS)
            print_agenda(happens, options.format)
        return 0
    found = read_agenda(options.files, span, MOST_STEPS)
    for file, problem in found.problems:
        print(f"{file}:{problem.line}: {problem.message}", file=sys.stderr)
    print_agenda(found.agenda, options.format)
    return 1 if found.failed else 0


def export_agenda(options: argparse.Namespace, people: Callable[[Book], list[int] | None]) -> int:
    """Write the calendar, or what of it is chosen (`people` gives the contacts of --match), to a
    file or standard output; status 1 where the file reads otherwise.
    """
    if options.each:
        raise ContactDeskError(_("A calendar is one file: leave out --each. Nothing was written."))
    with open_book(options) as book:
        choice = _choice(options, book, people(book))
        lost = losses(book, options.format, choice)
        if options.dry_run:
            print("\n".join(lost) or _("Nothing is lost."))
            return 0
        for sentence in lost:
            print(f"contactdesk: {sentence}", file=sys.stderr)
        to = sys.stdout.buffer if options.to == "-" else Path(options.to)
        report = export_calendar(book, to, format=options.format, choice=choice)
    return 0 if options.to == "-" else _tell_export(options, report)


def _choice(options: argparse.Namespace, book: Book, people: list[int] | None) -> Choice:
    span = None
    if options.first or options.until:
        first = day_of(options.first) if options.first else date.min + timedelta(days=1)
        until = day_of(options.until) if options.until else date.max
        if until <= first:
            raise ContactDeskError(_("The last day must be after the first one."))
        span = span_of(first, until, home_zone())
    calendar = calendar_named(book, options.calendar) if options.calendar else None
    return Choice(span, calendar, people)


def _tell_export(options: argparse.Namespace, report: CalendarReport) -> int:
    checked = report.checked
    same = checked is None or checked.is_same
    things = kinds_text(report.kinds) or _("Nothing")
    words = _("{things} written to {file}").format(things=things, file=options.to)
    say(options, words, events=report.events, bytes=report.size, file=options.to, checked=same)
    if checked is not None and not same:
        print(f"contactdesk: {difference_text(checked, options.to)}", file=sys.stderr)
        for each in checked.differences:
            fields = ", ".join(_(LABELS[name]) for name in each.fields)
            print(f"contactdesk:   {each.name}: {fields}".rstrip(": "), file=sys.stderr)
    return 0 if same else 1


def day_of(text: str) -> date:
    """A day that somebody wrote; a sentence where it is none."""
    if text == "today":
        return date.today()
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ContactDeskError(
            _("{text} is no day. Write it like 2026-11-22.").format(text=text)
        ) from error


def print_agenda(found: Agenda, format: str) -> None:  # noqa: A002 - what people call it
    """Print what happens, an occurrence a line."""
    for each in found.occurrences:
        print(_json(each) if format == "jsonl" else _line(each))
    for event, reason in found.refused:
        print(f"{event.summary or event.uid}: {reason}", file=sys.stderr)


def _json(each: Occurrence) -> str:
    facts = {
        "id": each.event.id,
        "uid": each.event.uid,
        "summary": each.event.summary,
        "starts_at": each.starts_at,
        "ends_at": each.ends_at,
        "all_day": each.event.is_all_day,
    }
    return json.dumps(facts, ensure_ascii=False)


def _line(each: Occurrence) -> str:
    zone = f" {each.event.time_zone}" if each.event.time_zone else ""
    place = f"  ({each.event.location})" if each.event.location else ""
    return f"{_time(each)}{zone}  {each.event.summary}{place}"


def _time(each: Occurrence) -> str:
    if each.event.is_all_day:
        last = (date.fromisoformat(each.ends_at) - timedelta(days=1)).isoformat()
        return each.starts_at if last <= each.starts_at else f"{each.starts_at}–{last}"
    begins, ends = each.starts_at[:16].replace("T", " "), each.ends_at[:16].replace("T", " ")
    if begins[:10] == ends[:10]:
        ends = ends[11:]
    return begins if begins.endswith(ends) else f"{begins}–{ends}"
