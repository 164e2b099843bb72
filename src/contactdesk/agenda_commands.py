"""What the verb `agenda` of the command line does."""

from __future__ import annotations

import argparse
import json
import sys
from datetime import date, timedelta

from contactdesk.commands import open_book
from contactdesk.errors import ContactDeskError
from contactdesk.i18n import _
from contactdesk.model.agenda import Agenda, Occurrence, span_of
from contactdesk.model.zones import home_zone
from contactdesk.operations.agenda import read_agenda

MOST_STEPS = 2_000_000  # whoever asks for fifty years waits for them


def agenda(options: argparse.Namespace) -> int:
    """List what the book, or calendar files, hold for some days; status 1 when something could not
    be read.
    """
    first, until = _day(options.first), _day(options.until)
    if until <= first:
        raise ContactDeskError(_("The last day must be after the first one."))
    span = span_of(first, until, home_zone())
    if not options.files:
        with open_book(options) as book, book.read() as tx:
            print_agenda(tx.events.agenda(span, MOST_STEPS), options.format)
        return 0
    found = read_agenda(options.files, span, MOST_STEPS)
    for file, problem in found.problems:
        print(f"{file}:{problem.line}: {problem.message}", file=sys.stderr)
    print_agenda(found.agenda, options.format)
    return 1 if found.failed else 0


def _day(text: str) -> date:
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
