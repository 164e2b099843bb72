"""What happens when: an appointment, a task or a journal entry, as iCalendar has them (RFC 5545),
and a call, which it does not have. A note on a contact is a journal entry about them.

Three kinds of time, each written as text: a date ("2026-11-22") is a whole day,
"2026-11-22T10:00:00" is that wall time in `time_zone`, or wherever one is when there is none
(floating), and a trailing "Z" says UTC. Ends are exclusive.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from contactdesk.i18n import N_
from contactdesk.model.contact import Extra, labelled

Component = Literal["event", "task", "journal", "call"]
KINDS: tuple[Component, ...] = ("event", "task", "journal", "call")
DIRECTIONS = ("out", "in", "missed")
"""Which way a call went; a missed one came in, and nobody was there."""
OUTCOMES = ("reached", "no-answer", "voicemail", "busy")
"""How a call went; others, from elsewhere, are kept as they are."""
CHANNELS = ("phone", "video", "sms")


@dataclass(frozen=True, slots=True)
class Attendee:
    """Somebody invited, or who invites; `role` and `participation` in the standard's words."""

    email: str = ""
    name: str = ""
    role: str = ""
    participation: str = ""
    kind: str = ""
    item: int = 0


@dataclass(frozen=True, slots=True)
class Alarm:
    """A reminder: so many minutes before the start (or the end), or at a time of its own.

    `minutes_before` is negative after the start, and None where only `at` is known.
    """

    action: str = "DISPLAY"
    minutes_before: int | None = None
    at: str = ""
    from_end: bool = False
    description: str = ""
    item: int = 0


@dataclass(frozen=True, slots=True)
class Step:
    """One of the steps of a task, and whether it is done."""

    text: str = ""
    done: bool = False
    item: int = 0


@dataclass(frozen=True, slots=True)
class Event:
    """An appointment (the window's word for an event), a task, a journal entry or a call.

    `rrule` holds the rules as the standard writes them, one a line (there is one, as a rule);
    `rdates` and `exdates` are times like `starts_at`, a period of `rdates` is "start/end".
    `recurrence_id` names the occurrence of the series `uid` that this is instead of. `calendar` is
    the id of the calendar it is in, "" of the first one; `about` has the ids of the contacts it is
    about, beside those who are found by an attendee's address. `outcome` is a
    call's alone, as are `direction` and `channel`, but that a journal entry by "mail" is a mail; a
    call's length is `duration_minutes`. `deal` is the id of the deal that it belongs to. `owner` is
    the id of the colleague whose it is, "" of nobody in particular: of a task the one who does it,
    and `given_by` the one who asked for it. `colleagues` are those who take part, by their ids;
    `private_to` is the id of the only one who sees it, "" where everybody does.
    """

    id: str = ""
    number: int = 0
    revision: int = 0
    component: Component = labelled(N_("Kind"), "event")
    uid: str = labelled(N_("Identifier from elsewhere"))
    recurrence_id: str = labelled(N_("Instead of"))
    and_later: bool = labelled(N_("And all later ones"), False)
    summary: str = labelled(N_("Subject"))
    description: str = labelled(N_("Description"))
    location: str = labelled(N_("Place"))
    starts_at: str = labelled(N_("Begins"))
    ends_at: str = labelled(N_("Ends"))
    time_zone: str = labelled(N_("Time zone"))
    duration_minutes: int | None = labelled(N_("Duration"), None)
    rrule: str = labelled(N_("Repeats"))
    rdates: tuple[str, ...] = labelled(N_("Also on"), ())
    exdates: tuple[str, ...] = labelled(N_("But not on"), ())
    status: str = labelled(N_("Status"))
    priority: int = labelled(N_("Priority"), 0)
    percent: int = labelled(N_("Done, in percent"), 0)
    completed_at: str = labelled(N_("Done on"))
    transparency: str = labelled(N_("Shown as"))
    classification: str = labelled(N_("Visible to"))
    categories: tuple[str, ...] = labelled(N_("Categories"), ())
    organizer: Attendee | None = labelled(N_("Organiser"), None)
    attendees: tuple[Attendee, ...] = labelled(N_("Attendees"), ())
    alarms: tuple[Alarm, ...] = labelled(N_("Reminders"), ())
    url: str = labelled(N_("Web address"))
    sequence: int = labelled(N_("Version of the invitation"), 0)
    revised_at: str = labelled(N_("Changed elsewhere"))
    extra: tuple[Extra, ...] = labelled(N_("Other fields"), ())
    calendar: str = labelled(N_("Calendar it is in"))
    about: tuple[str, ...] = labelled(N_("About"), ())
    direction: str = labelled(N_("Direction"))
    outcome: str = labelled(N_("Outcome"))
    channel: str = labelled(N_("Called by"))
    deal: str = labelled(N_("Deal"))
    owner: str = labelled(N_("Who does it"))
    given_by: str = labelled(N_("Given by"))
    steps: tuple[Step, ...] = labelled(N_("Steps"), ())
    colleagues: tuple[str, ...] = labelled(N_("Colleagues"), ())
    private_to: str = labelled(N_("Private to"))
    deleted_at: str = labelled(N_("Moved to the bin"))

    @property
    def is_all_day(self) -> bool:
        """Whether it lasts whole days."""
        return len(self.starts_at) == 10
