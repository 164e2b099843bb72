"""A task as people type it: "Call Nuno tomorrow 9:00 every week"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from contactdesk.desktop.date_texts import latin_digits
from contactdesk.desktop.spoken_times import Spoken, spoken, weekday_of
from contactdesk.i18n import _
from contactdesk.model import fold
from contactdesk.model.event import Event
from contactdesk.model.rule_texts import DAY_NAMES, WORKING_DAYS
from contactdesk.model.tasks import Due
from contactdesk.store.people import Colleague
from contactdesk.store.tasks import TaskPerson

_LONGEST_PHRASE = 4  # words
_MOST_LOOKED_UP = 8
_LEAST_NAME = 2
_LONGEST_NAME = 4  # words after an @
_NAMESAKES = 9
_WEEK = 7


class Understood(NamedTuple):
    """What a line says: the subject without the words that were taken, when, how often, and which
    colleague is to do it."""

    subject: str = ""
    due: Due | None = None
    rule: str = ""
    owner: Colleague | None = None


def understood(
    line: str,
    now: datetime,
    *,
    times: bool = True,
    rules: bool = True,
    colleagues: Iterable[Colleague] = (),
) -> Understood:
    """Take a line apart; `times` and `rules` say what of it is looked for, `colleagues` who may be
    named by "@name"."""
    words, owner = _without_owner(" ".join(line.split()), list(colleagues))
    rule = ""
    found: Spoken | None = None
    for _turn in range(2):  # how often may stand before or after when
        if rules and not rule:
            words, rule = _without_rule(words)
        if times and found is None:
            found = spoken(words, now.date())
            words = found.subject if found is not None else words
    if found is not None and rules and not rule:  # "every monday 8:00": the day came off first
        words, rule = _every_such_day(words, found, now)
    due = _due_of(found, rule, now)
    return Understood(words, due, _on_its_day(rule, due), owner)


def _without_owner(
    line: str, colleagues: Sequence[Colleague]
) -> tuple[str, Colleague | None]:  # fmt: skip
    """The line without "@name", and the one colleague who is called so."""
    words = line.split()
    for at, word in enumerate(words):
        if not word.startswith("@") or len(word) == 1:
            continue
        for many in range(min(_LONGEST_NAME, len(words) - at), 0, -1):
            said = " ".join(words[at : at + many])[1:].rstrip(".,;:!?")
            found = [each for each in colleagues if _begins(each.name, said)]
            if len(found) == 1 and len(words) > many:
                return " ".join(words[:at] + words[at + many :]), found[0]
    return line, None


def _begins(name: str, said: str) -> bool:
    """Whether somebody is called so: words of the name, of each its beginning at least."""
    known, wanted = fold.fold(name).split(), fold.fold(said).split()
    places = range(len(known) - len(wanted) + 1)
    return bool(wanted) and any(
        all(known[at + n].startswith(word) for n, word in enumerate(wanted)) for at in places
    )


def _every_such_day(words: str, found: Spoken, now: datetime) -> tuple[str, str]:
    before, _space, last = words.rpartition(" ")
    day = found.day
    near = day is not None and 0 <= (day - now.date()).days < _WEEK
    if day is None or not near or not before or last.casefold() not in _every():
        return words, ""
    return before, f"FREQ=WEEKLY;BYDAY={DAY_NAMES[day.weekday()]}"


def _every() -> set[str]:
    return {"every", *_split(_("every"))}


def _due_of(found: Spoken | None, rule: str, now: datetime) -> Due | None:
    if found is None and not rule:
        return None
    day, at = (found.day, found.at) if found is not None else (None, None)
    if day is None and rule.startswith("FREQ=WEEKLY;BYDAY=") and rule[-2:] in DAY_NAMES:
        ahead = (DAY_NAMES.index(rule[-2:]) - now.weekday()) % 7 if "," not in rule else 0
        day = now.date() + timedelta(days=ahead)
    if day is None:  # a time alone is today's, or tomorrow's where that is over
        over = at is not None and at <= now.time()
        day = now.date() + timedelta(days=int(over))
    return Due(day, at)


def _on_its_day(rule: str, due: Due | None) -> str:
    """The rule with the day of the first time, as the editor's list has them."""
    if not rule or due is None or "BYDAY" in rule:
        return rule
    if rule.startswith("FREQ=WEEKLY"):
        return f"{rule};BYDAY={DAY_NAMES[due.day.weekday()]}"
    return f"{rule};BYMONTHDAY={due.day.day}" if rule.startswith("FREQ=MONTHLY") else rule


def _without_rule(line: str) -> tuple[str, str]:
    """The line without the words at its end that say how often, and the rule that they say."""
    words = line.split()
    for many in range(min(_LONGEST_PHRASE, len(words) - 1), 0, -1):
        rule = rule_said(" ".join(words[-many:]))
        if rule:
            return " ".join(words[:-many]), rule
    return line, ""


def rule_said(text: str) -> str:
    """The rule that some words say, in the person's language or in English; "" for none."""
    said = latin_digits(text).casefold()
    for phrases, rule in _phrases():
        if said in phrases:
            return rule
    for pattern, freq in _counted():
        found = pattern.fullmatch(said)
        if found and 1 <= int(found[1]) <= 99:
            return f"FREQ={freq};INTERVAL={int(found[1])}".removesuffix(";INTERVAL=1")
    for every in _every():
        day = weekday_of(said.removeprefix(f"{every} ")) if said.startswith(f"{every} ") else None
        if day is not None:
            return f"FREQ=WEEKLY;BYDAY={DAY_NAMES[day]}"
    return ""


def _phrases() -> Sequence[tuple[set[str], str]]:
    return (
        ({"every day", "daily", *_split(_("every day,daily"))}, "FREQ=DAILY"),
        ({"every working day", "every weekday", *_split(_("every working day"))},
         f"FREQ=WEEKLY;BYDAY={WORKING_DAYS}"),
        ({"every week", "weekly", *_split(_("every week,weekly"))}, "FREQ=WEEKLY"),
        ({"every other week", *_split(_("every other week"))}, "FREQ=WEEKLY;INTERVAL=2"),
        ({"every month", "monthly", *_split(_("every month,monthly"))}, "FREQ=MONTHLY"),
        ({"every year", "yearly", *_split(_("every year,yearly"))}, "FREQ=YEARLY"),
    )  # fmt: skip


def _counted() -> Sequence[tuple[re.Pattern[str], str]]:
    known = (
        ("DAILY", "every {n} days", _("every {n} days")),
        ("WEEKLY", "every {n} weeks", _("every {n} weeks")),
        ("MONTHLY", "every {n} months", _("every {n} months")),
    )
    return [
        (re.compile(re.escape(words.casefold()).replace(r"\{n\}", r"(\d{1,2})")), freq)
        for freq, *forms in known
        for form in forms
        for words in _split(form)
    ]


def _split(phrases: str) -> list[str]:
    """The forms that a translation gives, with commas between them."""
    return [phrase.strip().casefold() for phrase in phrases.split(",") if phrase.strip()]


# ── whom it is about ────────────────────────────────────────────────────────────────────


def people_in(tx: Any, subject: str, without: Sequence[str] = ()) -> list[TaskPerson]:
    """Who of the book is named in a subject, by one whole word or more of the name.

    Nobody is taken where several are called so; `without` are the ids of who is not meant.
    """
    words = subject.split()
    found: dict[str, TaskPerson] = {}
    taken: set[int] = set()
    looked_up = 0
    for many in (3, 2, 1):
        for first in range(len(words) - many + 1):
            places = set(range(first, first + many))
            said = [word.strip(".,;:!?()„”\"'") for word in words[first : first + many]]
            if places & taken or looked_up >= _MOST_LOOKED_UP or not all(map(_may_name, said)):
                continue
            looked_up += 1
            person = _only_one(tx, said)
            if person is not None:
                taken |= places
                if person.id not in without:
                    found[person.id] = person
    return list(found.values())


def _may_name(word: str) -> bool:
    """Whether a word may be part of a name: with a capital, or of a script that has none."""
    return len(word) >= _LEAST_NAME and word[0].isalpha() and not word[0].islower()


def _only_one(tx: Any, said: Sequence[str]) -> TaskPerson | None:
    numbers = tx.contacts.search(" ".join(said), limit=_NAMESAKES).numbers
    wanted = [fold.fold(word) for word in said]
    rows = [row for row in tx.contacts.rows(numbers) if _is_called(row.name, wanted)]
    if len(rows) != 1:
        return None
    row = rows[0]
    return TaskPerson(row.number, row.id, row.kind, row.name)


def _is_called(name: str, wanted: Sequence[str]) -> bool:
    known = fold.fold(name).replace(",", " ").split()
    return all(word in known for word in wanted)


def as_task(found: Understood, about: Sequence[str], home_key: str) -> Event:
    """The task that a line says."""
    due = found.due
    ends = "" if due is None else _text(due)
    timed = due is not None and due.at is not None
    return Event(
        component="task", summary=found.subject, ends_at=ends, rrule=found.rule,
        time_zone=home_key if timed else "", about=tuple(about),
        owner=found.owner.id if found.owner is not None else "",
    )  # fmt: skip


def _text(due: Due) -> str:
    return due.day.isoformat() if due.at is None else datetime.combine(due.day, due.at).isoformat()
