"""What the command line does with tasks: `tasks`, `task` and `done`."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from contactdesk.commands import contact_key, open_book, say
from contactdesk.errors import ContactDeskError, NotFound
from contactdesk.i18n import _
from contactdesk.model.event import Event
from contactdesk.model.fold import fold
from contactdesk.model.recurrence import parse_rule
from contactdesk.model.tasks import Due, due_of, is_done, is_high, is_open, with_due
from contactdesk.model.zones import home_zone
from contactdesk.operations import tasks
from contactdesk.store.book import Transaction
from contactdesk.store.people import Team
from contactdesk.store.tasks import TaskRow

_SHORT = 8  # last characters of an id, as they are listed: the first ones say when
_MOST_DONE = 1000
_HIGH = 1


def list_tasks(options: argparse.Namespace) -> int:
    """List what is to be done, with --all what was done too; status 1 when there is nothing."""
    home = _home()
    with open_book(options) as book, book.read() as tx:
        rows = tx.tasks.open(home)
        if options.all:
            rows += tx.tasks.done(_MOST_DONE, home)
        team = tx.people.team()
    for row in rows:
        print(_json(row, team) if options.json else _line(row, home, team))
    return 0 if rows else 1


def _json(row: TaskRow, team: Team) -> str:
    task, due = row.event, row.due
    owner, giver = team.doer(task), team.giver(task)
    day = due.day.isoformat() if due else ""
    facts = {
        "id": task.id,
        "summary": task.summary,
        "due": f"{day} {due.at:%H:%M}" if due and due.at else day,
        "done": is_done(task),
        "status": task.status,
        "completed_at": task.completed_at,
        "priority": task.priority,
        "repeats": task.rrule,
        "about": [{"id": person.id, "name": person.name} for person in row.people],
        "owner": owner.name if owner is not None else "",
        "given_by": giver.name if giver is not None else "",
        "steps": [{"text": step.text, "done": step.done} for step in task.steps],
    }
    return json.dumps(facts, ensure_ascii=False)


def _line(row: TaskRow, home: tzinfo, team: Team) -> str:
    task = row.event
    mark = "x" if not is_open(task) else "!" if is_high(task) else " "
    people = ", ".join(person.name for person in row.people)
    owner = team.doer(task) if team.is_several else None
    words = [" ".join(task.summary.split()), f"({people})" if people else "",
             f"@{owner.name}" if owner is not None else ""]  # fmt: skip
    if row.due and is_open(task) and row.due.day < datetime.now(home).date():
        words.append(_("overdue"))
    shown = "  ".join(word for word in words if word)
    return f"{task.id[-_SHORT:]}  {mark}  {_due_words(row.due):16}  {shown}"


def _due_words(due: Due | None) -> str:
    if due is None:
        return ""
    return f"{due.day.isoformat()} {due.at:%H:%M}" if due.at else due.day.isoformat()


def add_task(options: argparse.Namespace) -> int:
    """Put a task into the book."""
    text, home = " ".join(options.text).strip(), _home()
    if not text:
        raise ContactDeskError(_("The task is empty. Nothing was written."))
    task = Event(component="task", summary=text, priority=_HIGH if options.high else 0)
    if options.due:
        task = with_due(task, _due(options.due, home), home)
    if options.repeats:
        task = _repeating(task, options.repeats)
    with open_book(options) as book:
        with book.read() as tx:
            about = [tx.contacts.get(contact_key(tx, each)).id for each in options.about]
        with book.write(_("New task: {name}").format(name=text)) as tx:
            made = tasks.add(tx, replace(task, about=tuple(about), owner=tasks.mine(tx)), home)
    say(options, _("Task kept: {name}").format(name=text), id=made.id, summary=text)
    return 0


def _repeating(task: Event, rule: str) -> Event:
    """With the rule, which `parse_rule` refuses with a sentence where it makes none."""
    stated = rule.upper().removeprefix("RRULE:")
    parse_rule(stated)
    if not task.ends_at:
        raise ContactDeskError(_("What repeats needs a day: say --due. Nothing was written."))
    return replace(task, rrule=stated)


def _due(text: str, home: tzinfo) -> Due:
    """A day, with a time of the day if one is said."""
    day, _space, at = text.strip().replace("T", " ").partition(" ")
    today = datetime.now(home).date()
    near = {"today": today, "tomorrow": today + timedelta(days=1)}
    try:
        found = near.get(day.lower()) or date.fromisoformat(day)
        return Due(found, time.fromisoformat(at).replace(tzinfo=None) if at else None)
    except ValueError as error:
        words = _("{text} is no day. Write it like 2026-11-22, or 2026-11-22 15:00.")
        raise ContactDeskError(words.format(text=text)) from error


def do_task(options: argparse.Namespace) -> int:
    """Mark tasks as done, or with --not as not done, each as a step of its own."""
    home, now = _home(), datetime.now(UTC)
    with open_book(options) as book:
        with book.read() as tx:
            chosen = [_named(tx, words, not options.reopen, home) for words in options.tasks]
        for task in chosen:
            words = _("Not done: {name}") if options.reopen else _("Done: {name}")
            label = words.format(name=task.summary)
            following: Event | None = None
            with book.write(label) as tx:
                if options.reopen:
                    tasks.untick(tx, task)
                else:
                    following = tasks.tick(tx, task, now, home)
            _tell(options, task, label, following, home)
    return 0


def _tell(
    options: argparse.Namespace, task: Event, words: str, following: Event | None, home: tzinfo
) -> None:
    due = due_of(following, home) if following is not None else None
    if due is not None:
        words = _("{words}. Next on {date}").format(words=words, date=_due_words(due))
    say(options, words, id=task.id, next=following.id if following is not None else "")


def _named(tx: Transaction, words: str, opened: bool, home: tzinfo) -> Event:
    """The one task that an id, the end of one, or the words of its subject mean."""
    rows = tx.tasks.open(home) if opened else tx.tasks.done(_MOST_DONE, home)
    known = [row.event for row in rows]
    by_id = [t for t in known if t.id == words or (len(words) >= 4 and t.id.endswith(words))]
    wanted = fold(words)
    found = by_id or [t for t in known if fold(t.summary) == wanted] or [
        t for t in known if wanted in fold(t.summary)
    ]  # fmt: skip
    if not found:
        raise NotFound(_("There is no such task: {name}").format(name=words))
    if len(found) > 1:
        raise ContactDeskError(_several(words, found))
    return found[0]


def _several(words: str, found: Sequence[Event]) -> str:
    ids = ", ".join(task.id[-_SHORT:] for task in found[:5])
    sentence = _("“{name}” may be several tasks ({ids}). Say which by its id.")
    return sentence.format(name=words, ids=ids)


def _home() -> tzinfo:
    return home_zone() or UTC
