"""Putting a task off by a word: in an hour, this afternoon, tomorrow, next week."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from functools import partial

from contactdesk.desktop import icons
from contactdesk.desktop.menus import Menu
from contactdesk.desktop.task_words import next_month, next_week
from contactdesk.i18n import _
from contactdesk.model.tasks import Due

AFTERNOON = time(15)
_STEP = 5  # minutes that "in 1 hour" is rounded up to
When = Due | date


def in_an_hour(now: datetime) -> Due:
    """An hour from now, at a time that people say."""
    late = (now + timedelta(hours=1)).replace(second=0, microsecond=0)
    late += timedelta(minutes=-late.minute % _STEP)
    return Due(late.date(), late.time())


def snoozes(now: datetime) -> list[tuple[str, str, When]]:
    """Words, icon, and until when; this afternoon only where it is still to come."""
    today = now.date()
    found: list[tuple[str, str, When]] = [(_("In 1 hour"), "clock", in_an_hour(now))]
    if now.time() < AFTERNOON:
        found.append((_("This afternoon"), "sun", Due(today, AFTERNOON)))
    found.append((_("Tomorrow"), "calendar", today + timedelta(days=1)))
    found.append((_("Next week"), "calendar", next_week(today)))
    found.append((_("Next month"), "calendar", next_month(today)))
    return found


def fill(menu: Menu, now: datetime, do: Callable[[When], object], enabled: bool = True) -> None:
    """Offer them in a menu."""
    for words, icon, when in snoozes(now):
        action = menu.addAction(icons.icon(icon), words)
        action.setProperty("lucide", icon)
        action.setEnabled(enabled)
        action.triggered.connect(partial(_done, do, when))


def _done(do: Callable[[When], object], when: When, _on: bool = False) -> None:
    do(when)
