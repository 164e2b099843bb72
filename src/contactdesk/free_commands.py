"""What the command line says of colleagues' time: `free`, and `agenda --of`."""

from __future__ import annotations

import argparse
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta, tzinfo
from typing import TYPE_CHECKING

from contactdesk.errors import ContactDeskError
from contactdesk.i18n import _
from contactdesk.model.ownership import is_hidden

if TYPE_CHECKING:
    from contactdesk.model.agenda import Agenda, Occurrence, Span
    from contactdesk.operations.free_busy import Stretch
    from contactdesk.store.book import Transaction


def words() -> str:
    """What `free` is for."""
    return _("say when colleagues are all free in working hours, and who is busy when")


def add_verb(verb: argparse.ArgumentParser) -> None:
    """The options of `free`."""
    verb.add_argument(
        "--of", required=True, metavar=_("NAMES"), help=_("colleagues, with commas between; or me")
    )
    verb.add_argument(
        "--from", dest="first", default="today", metavar=_("DAY"), help=_("the first day")
    )
    verb.add_argument(
        "--to", dest="until", required=True, metavar=_("DAY"), help=_("the day after the last")
    )
    verb.add_argument(
        "--minutes", type=int, default=30, metavar=_("N"), help=_("free for at least so long")
    )


def names_of(text: str) -> list[str]:
    """The names that stand in an option."""
    return [name for part in text.split(",") if (name := part.strip())]


def free(options: argparse.Namespace) -> int:
    """List when all of some colleagues are free, or with --json also when each is busy."""
    from contactdesk.agenda_commands import day_of
    from contactdesk.commands import open_book
    from contactdesk.model.agenda import span_of
    from contactdesk.model.zones import home_zone
    from contactdesk.operations.free_busy import (
        busy_times,
        colleagues_named,
        free_times,
        joined,
    )

    first, until = day_of(options.first), day_of(options.until)
    if until <= first or options.minutes < 1:
        raise ContactDeskError(_("The last day must be after the first one."))
    home = home_zone() or UTC
    span = span_of(first, until, home)
    with open_book(options) as book, book.read() as tx:
        people = colleagues_named(tx, names_of(options.of))
        times = busy_times(tx, [each.id for each in people], span)
    every = joined(stretch for each in times.values() for stretch in each)
    found: list[Stretch] = list(free_times(every, span, timedelta(minutes=options.minutes), home))
    if options.json:
        busy = {each.name: [_plain(s, home) for s in joined(times[each.id])] for each in people}
        print(json.dumps({"free": [_plain(s, home) for s in found], "busy": busy},
                         ensure_ascii=False))  # fmt: skip
    else:
        for stretch in found:
            print(_line(stretch, home))
    return 0


def agenda_of(tx: Transaction, of: str, span: Span, most: int) -> Agenda:
    """What happens, of some colleagues alone; what is private to others is mere time."""
    from contactdesk.operations.free_busy import (
        colleagues_named,
        happening,
        whose,
    )

    found = tx.events.agenda(span, most)
    people = {each.id for each in colleagues_named(tx, names_of(of))}
    some = [each for each in happening(tx, span) if whose(each.event) & people]
    return found._replace(
        occurrences=[_as_busy(each) if is_hidden(each.event) else each for each in some]
    )


def _as_busy(each: Occurrence) -> Occurrence:
    return each._replace(event=replace(each.event, summary=_("Busy"), id="", uid=""))


def _at(moment: datetime, home: tzinfo) -> datetime:
    return moment.replace(tzinfo=UTC).astimezone(home)


def _plain(stretch: Stretch, home: tzinfo) -> dict[str, str]:
    return {name: _at(moment, home).isoformat(timespec="minutes")
            for name, moment in (("from", stretch.begins), ("to", stretch.ends))}  # fmt: skip


def _line(stretch: Stretch, home: tzinfo) -> str:
    begins, ends = _at(stretch.begins, home), _at(stretch.ends, home)
    return f"{begins:%Y-%m-%d %H:%M}–{ends:%H:%M}"
