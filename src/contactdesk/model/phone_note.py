"""What is written down of a call in the phone panel: the call, and a call to return."""

from __future__ import annotations

from datetime import date, datetime

from contactdesk.i18n import _
from contactdesk.model.event import Event
from contactdesk.model.happenings import a_call

AGAIN = "again"
"""The result that asks for another call; the call itself was one that reached somebody."""


def call_of(
    about: str, text: str, began: datetime, *, direction: str, outcome: str,
    minutes: int | None, number: str,
) -> Event:  # fmt: skip
    """The call with somebody (an id), or "" with nobody but a number."""
    reached = "reached" if outcome == AGAIN else outcome
    return a_call(
        (about,) if about else (), text, began, direction=direction,
        outcome="" if direction == "missed" else reached, minutes=minutes, number=number,
    )  # fmt: skip


def call_to_return(about: str, name: str, number: str, today: date) -> Event:
    """A task for today: call them again, or a number that nobody has."""
    return Event(
        component="task",
        summary=_("Call {name} back").format(name=name or number),
        description=number if name else "",
        ends_at=today.isoformat(),
        status="NEEDS-ACTION",
        about=(about,) if about else (),
    )
