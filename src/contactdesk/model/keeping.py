"""Keeping in touch: how often, since when, and with whom it is high time.

How often stands in days, written out, with the contact; "0" says that it is of no matter here,
whatever the contact's categories say, and "" leaves it to them. What counts is that two people
really met or spoke: a call that reached somebody, and an appointment that took place. A missed
call, a message left, a note and an invitation that was declined do not.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta
from typing import NamedTuple

from contactdesk.i18n import _, counted, ngettext
from contactdesk.model.event import Event

CHOICES = (7, 14, 30, 61, 91, 183, 365)
"""The intervals that are offered, in days."""
NEVER = "0"
MOST = 3_660


class Kept(NamedTuple):
    """Somebody whom it is high time to call: by which interval, and when one was in touch last
    (None: never, as far as the book knows). `category` is where the interval comes from, "" for
    the contact itself."""

    number: int
    name: str
    days: int
    last: date | None
    category: str = ""

    def late(self, today: date) -> int:
        """How many days over it is; of one who was never called, the whole interval."""
        return self.days if self.last is None else (today - self.last).days - self.days


def days_of(text: str) -> int:
    """How many days an interval has; 0 for none, and for what is no number of days."""
    digits = text.strip()
    found = int(digits) if digits.isdecimal() and len(digits) <= len(str(MOST)) else 0
    return found if found <= MOST else 0


def declined(event: Event, links: Collection[str]) -> bool:
    """Whether somebody who is linked to an event by these (addresses among them) declined to
    come."""
    answers = [guest.participation.upper() for guest in event.attendees
               if guest.email.strip().lower() in links]  # fmt: skip
    return bool(answers) and all(answer == "DECLINED" for answer in answers)


def interval_text(text: str) -> str:
    """An interval in words: "Every month", "Every 45 days"; what is none, as it stands."""
    if text.strip() == NEVER:
        return _("Not needed")
    days = days_of(text)
    named = {
        7: _("Every week"),
        30: _("Every month"),
        365: _("Every year"),
        **{n: _months(m) for n, m in ((61, 2), (91, 3), (183, 6))},
        **{7 * n: _weeks(n) for n in (2, 3, 4)},
    }
    if days in named:
        return named[days]
    words = ngettext("Every {n} day", "Every {n} days", days)
    return words.format(n=counted(days)) if days else text


def _weeks(count: int) -> str:
    return ngettext("Every {n} week", "Every {n} weeks", count).format(n=counted(count))


def _months(count: int) -> str:
    return ngettext("Every {n} month", "Every {n} months", count).format(n=counted(count))


def due_on(days: int, last: date) -> date:
    """The day from which on it is time again."""
    return last + timedelta(days=days)
