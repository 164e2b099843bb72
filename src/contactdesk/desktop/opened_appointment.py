"""An appointment that an editor is to show, made before the editor itself is there."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, tzinfo
from typing import NamedTuple

from contactdesk.desktop.event_drafts import NEW, draft_key
from contactdesk.model.agenda import Occurrence
from contactdesk.model.event import Event
from contactdesk.model.event_calendar import Calendar
from contactdesk.store.people import Team


class Opened(NamedTuple):
    """What is edited: the event as it is to be shown, and where it comes from.

    `occurrence` is None for a new one; `about` are ids and names of the contacts it is about.
    """

    event: Event
    home: tzinfo
    calendars: Sequence[Calendar]
    occurrence: Occurrence | None = None
    about: Sequence[tuple[str, str]] = ()
    team: Team = Team()

    @property
    def key(self) -> str:
        """What a draft of it is kept under."""
        if self.occurrence is None:
            return NEW
        return draft_key(self.event.id, self.occurrence.starts_at)


def now_here(home: tzinfo) -> datetime:
    """The present moment by the person's clock."""
    return datetime.now(home).replace(tzinfo=None)
