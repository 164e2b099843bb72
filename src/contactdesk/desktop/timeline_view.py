"""What the timeline shows, made of a book's events on the reading thread."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from contactdesk.desktop import bidi, month_days
from contactdesk.desktop.date_texts import date_text
from contactdesk.desktop.next_up import NextUp, read_next
from contactdesk.desktop.note_drafts import EDIT
from contactdesk.i18n import _
from contactdesk.model.dates import PartialDate
from contactdesk.model.event import Event
from contactdesk.model.happenings import is_mail, kind_of, text_of, title_of
from contactdesk.model.shown import shortened
from contactdesk.model.zones import zone_of
from contactdesk.store.timeline import Asked, Item

if TYPE_CHECKING:
    from contactdesk.desktop.note_drafts import NoteDraft, NoteDrafts
    from contactdesk.store.book import Transaction

BY_DAY = 20  # more items than that are grouped by day
LONGEST = 20_000  # characters of one text that are shown
_ICONS = {"journal": "notebook-pen", "event": "calendar-check", "task": "circle-check"}
_CALLS = {"in": "phone-incoming", "missed": "phone-missed"}
_TONES = {"journal": "warn", "call": "ok", "event": "accent", "task": "slate"}


@dataclass(frozen=True, slots=True)
class Row:
    """One item as it is painted, or with no event the head of a day."""

    title: str
    when: str = ""
    text: str = ""
    event: Event | None = None
    by: str = ""  # who wrote it
    person: int = 0  # contact number: of an organisation's timeline, through whom
    person_name: str = ""
    person_id: str = ""
    icon: str = ""
    tone: str = ""
    last: bool = False  # nothing of the same group follows: no line leads on

    @property
    def is_own(self) -> bool:
        """Whether it can be deleted here: a note, a call or a mail."""
        return self.event is not None and self.event.component in ("journal", "call")

    @property
    def is_written(self) -> bool:
        """Whether its text can be changed: a mail stays as it was sent."""
        return self.is_own and self.event is not None and not is_mail(self.event)

    def spoken(self) -> str:
        """The row as it is read out: type, title, time, author, text."""
        # a move of a deal is no event
        kind = kind_of(self.event) if self.event is not None and self.event.id else ""
        words = (kind, self.title, self.when, self.person_name or self.by, self.text)
        return ", ".join(dict.fromkeys(w for w in words if w))


class TimelineView(NamedTuple):
    """A page of a timeline, ready to be shown."""

    rows: tuple[Row, ...] = ()
    kinds: tuple[tuple[str, int], ...] = ()
    more: int = 0
    people: int = 0
    draft: NoteDraft | None = None
    edit: NoteDraft | None = None  # of a note whose editing was interrupted
    next_up: NextUp | None = None

    @property
    def items(self) -> int:
        """How many items are on the page."""
        return sum(row.event is not None for row in self.rows)


def read_timeline(
    tx: Transaction, number: int, contact_id: str, asked: Asked, drafts: NoteDrafts | None
) -> TimelineView:
    """Read a contact's timeline, and what was typed there and not kept yet."""
    found = tx.timelines.of(number, asked)
    rows = rows_of(found.items, date.today())
    ends = ("", EDIT)
    note, edit = (drafts.read(contact_id + end) if drafts is not None else None for end in ends)
    next_up = read_next(tx, number) if "event" in dict(found.kinds) else None
    return TimelineView(rows, found.kinds, found.more, found.people, note, edit, next_up)


def rows_of(items: tuple[Item, ...], today: date) -> tuple[Row, ...]:
    """Items as they are painted; many of them under the heads of their days."""
    grouped = len(items) > BY_DAY
    rows: list[Row] = []
    days = [moment_of(item.event) for item in items]
    for at, item in enumerate(items):
        day, clock = days[at]
        head = day_text(day, today)
        begins = at == 0 or days[at - 1][0] != day
        if grouped and begins:
            rows.append(Row(head or _("Without a date")))
        ends = at + 1 == len(items) or (grouped and days[at + 1][0] != day)
        rows.append(_row(item, clock if grouped else _when(head, clock, day, today), ends))
    return tuple(rows)


def _row(item: Item, when: str, last: bool) -> Row:
    event = item.event
    missed = event.component == "call" and event.direction == "missed"
    icon = _ICONS.get(event.component) or _CALLS.get(event.direction, "phone-outgoing")
    tone = "bad" if missed else _TONES[event.component]
    if is_mail(event):
        icon, tone = ("send" if event.direction == "out" else "mail"), "violet"
    return Row(
        title_of(event),
        when,
        shortened(text_of(event), LONGEST),
        event,
        item.author,
        item.person,
        item.person_name,
        item.person_id,
        icon,
        tone,
        last,
    )


def _when(head: str, clock: str, day: date | None, today: date) -> str:
    """Of the days around today the time too; of others the day is enough."""
    if day is None or not clock or abs((day - today).days) > 1:
        return head
    return _("{day}, {time}").format(day=head, time=clock)


def day_text(day: date | None, today: date) -> str:
    """A day as it is called today: "Yesterday", "Fri, 20 Nov", "12 March 2025"."""
    if day is None:
        return ""
    near = {0: _("Today"), -1: _("Yesterday"), 1: _("Tomorrow")}.get((day - today).days)
    if near:
        return near
    if day.year != today.year:
        return date_text(PartialDate(day.year, day.month, day.day))
    shown = month_days.short_day(day)
    if today - timedelta(days=7) < day < today + timedelta(days=7):
        name = month_days.weekday_name(day, short=True)
        return _("{weekday}, {day}").format(weekday=name, day=shown)
    return shown


def moment_of(event: Event) -> tuple[date | None, str]:
    """The day and the time of day by the clock here; no time of what is on a whole day."""
    at = event.starts_at or event.ends_at
    try:
        if len(at) == len("2026-11-24"):
            return date.fromisoformat(at), ""
        moment = datetime.fromisoformat(at)
        zone = zone_of(event.time_zone) if moment.tzinfo is None and event.time_zone else None
        if zone is not None:
            moment = moment.replace(tzinfo=zone)
        if moment.tzinfo is not None:
            moment = moment.astimezone()
    except (ValueError, OverflowError):
        return None, ""
    return moment.date(), month_days.clock_text(moment.hour, moment.minute)


def tip_of(row: Row) -> str:
    """When exactly, and who wrote it."""
    if row.event is None:
        return ""
    day, clock = moment_of(row.event)
    whole = date_text(PartialDate(day.year, day.month, day.day)) if day else ""
    when = ", ".join(p for p in (whole, clock) if p)
    return "\n".join(p for p in (when, bidi.isolated(row.by)) if p)
