"""What the note of a call promises: "price list by Friday" is a task, "visit on Thursday 14:00" an
appointment. It is offered before the note is kept; nothing is made of it unasked.

What is understood is the person's own language and English, as in `spoken_times`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta, tzinfo
from typing import NamedTuple

from contactdesk.desktop.date_texts import latin_digits
from contactdesk.desktop.spoken_times import (
    Spoken,
    as_moment,
    read_day,
    spoken,
    weekday_names,
    weekday_of,
)
from contactdesk.i18n import _
from contactdesk.model.event import Event
from contactdesk.operations.appointments import zone_name

MOST = 3
_LONGEST_CLAUSE = 40  # words; a note may be very long
_MOST_CLAUSES = 60
_LEAST = 3  # letters of a weekday in a text, where "we" and "so" are words
_CLAUSE = re.compile(r"[\n;!?。；！？，、]+|[.,،؛]+(?=\s|$)")
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
_USUAL_LENGTH = timedelta(hours=1)
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


class Promise(NamedTuple):
    """Something to be done by a day, or an appointment where a time of day is said too; `sure`
    where the words leave little doubt that it is one."""

    subject: str
    day: date
    at: time | None
    sure: bool

    @property
    def key(self) -> str:
        """What it stays known by while more is typed."""
        return self.subject.casefold()


def promises(text: str, today: date) -> list[Promise]:
    """The first few things that a text promises."""
    found: dict[str, Promise] = {}
    for clause in _CLAUSE.split(text)[:_MOST_CLAUSES]:
        promise = _promised(clause, today)
        if promise is not None:
            found.setdefault(promise.key, promise)
    return list(found.values())[:MOST]


def as_event(promise: Promise, about: Sequence[str], words: str, home: tzinfo) -> Event:
    """The task or the appointment; `words` say whom it is with where nobody of the book is."""
    if promise.at is None:
        return Event(
            component="task", summary=promise.subject, ends_at=promise.day.isoformat(),
            status="NEEDS-ACTION", description=words, about=tuple(about),
        )  # fmt: skip
    begins = datetime.combine(promise.day, promise.at)
    return Event(
        summary=promise.subject, starts_at=as_moment(promise.day, promise.at),
        ends_at=(begins + _USUAL_LENGTH).isoformat(), time_zone=zone_name(home),
        description=words, about=tuple(about),
    )  # fmt: skip


def _promised(clause: str, today: date) -> Promise | None:
    words, by = _day_last(_as_understood(clause).split()[:_LONGEST_CLAUSE], today)
    for end in range(len(words), 1, -1):
        found = spoken(" ".join(words[:end]), today)
        if found is None or found.day is None or found.day < today:
            continue
        if not _means_a_day(words[len(found.subject.split()) : end]):
            continue
        return _of(found, by, end == len(words))
    return None


def _of(found: Spoken, by: bool, at_the_end: bool) -> Promise | None:
    """What is left once the words before the day are looked at; None for "since Friday"."""
    assert found.day is not None
    words = found.subject.split()
    named = bool(words) and words[-1].casefold() in _before_words()
    if named:
        words.pop()
    if not words or words[-1].casefold() in _since_words():
        return None
    subject = " ".join(words)
    subject = subject[:1].upper() + subject[1:]
    return Promise(subject, found.day, found.at, found.at is None and (by or named or at_the_end))


def _day_last(words: list[str], today: date) -> tuple[list[str], bool]:
    """The words with a day that stands first ("By Friday send it") at their end, and whether it
    is said that something is to be done before it."""
    before = _before_words()
    by = len(words) > 2 and words[0].casefold() in before
    rest = words[1:] if by else words
    if len(rest) < 2 or not _means_a_day(rest[:1]) or read_day(rest[0], today) is None:
        return words, False
    day, rest = rest[0], rest[1:]
    for mark in sorted(before, key=len, reverse=True):
        if _CJK.search(mark) and rest[0].startswith(mark):  # in Chinese it stands behind the day
            by, rest = True, [rest[0].removeprefix(mark), *rest[1:]]
            break
    rest = [word for word in rest if word]
    return ([*rest, day], by) if rest else (words, False)


def _means_a_day(words: Sequence[str]) -> bool:
    """Whether no word only looks like a day because a day's name begins so."""
    exact = {name for names in weekday_names() for name, _day in names}
    for word in words:
        plain = word.casefold().strip(".,")
        looks = plain.isalpha() and weekday_of(plain) is not None
        if looks and (plain not in exact or (plain.isascii() and len(plain) < _LEAST)):
            return False
    return bool(words)


def _as_understood(clause: str) -> str:
    """The clause with days named as lists of days name them, and apart from words around them."""
    clause = latin_digits(clause)
    for word in clause.split():
        day = _declined().get(word.casefold())
        if day is not None:
            clause = clause.replace(word, _DAYS[day], 1)
    if _CJK.search(clause):
        for name in _cjk_days():
            if name in clause:
                return clause.replace(name, f" {name} ", 1)
    return clause


def _cjk_days() -> Iterator[str]:
    names = {name for each in weekday_names() for name, _day in each if _CJK.search(name)}
    near = {_("today"), _("tomorrow"), _("the day after tomorrow")}
    yield from sorted(names | {n for n in near if _CJK.search(n)}, key=len, reverse=True)


def _declined() -> dict[str, int]:
    """Weekdays as they stand behind a word like "by", in languages where that changes them."""
    said = _("by Monday,Tuesday,Wednesday,Thursday,Friday,Saturday,Sunday").casefold()
    names = said.removeprefix("by ").split(",")
    return {name.strip(): day for day, name in enumerate(names[:7])}


def _before_words() -> set[str]:
    return {"by", "before", "until", "till", *_split(_("by,before,until"))}


def _since_words() -> set[str]:
    return {"from", "since", "after", "was", "last", *_split(_("from,since,after"))}


def _split(words: str) -> list[str]:
    return [word.strip().casefold() for word in words.split(",") if word.strip()]
