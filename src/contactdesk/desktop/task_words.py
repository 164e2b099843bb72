"""What a list says of tasks: which group one is in, when it is due, whom it is about."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta, tzinfo

from contactdesk.desktop import bidi, month_days
from contactdesk.desktop.event_texts import repeats_text, whole_date
from contactdesk.i18n import N_, _, counted, ngettext
from contactdesk.model.event import Event, Step
from contactdesk.model.series import repeats
from contactdesk.model.tasks import Due, done_at, is_done, is_high
from contactdesk.store.people import Team
from contactdesk.store.tasks import TaskRow

GROUPS = {
    "overdue": N_("Overdue"),
    "today": N_("Today"),
    "week": N_("This week"),
    "later": N_("Later"),
    "none": N_("No date"),
    "done": N_("Done today"),
}
"""The groups of the list and what they are called, in their order."""
_WEEK = 7


def group_of(due: Due | None, today: date, week_ends: date | None = None) -> str:
    """In which group a task is that is to be done; who asks for many says when the week ends."""
    if due is None:
        return "none"
    if due.day <= today:
        return "today" if due.day == today else "overdue"
    return "week" if due.day < (week_ends or next_week(today)) else "later"


def next_week(today: date) -> date:
    """The first day of the next week, as the person's language counts weeks."""
    ahead = (month_days.first_weekday() - today.weekday()) % _WEEK or _WEEK
    return _later(today, ahead)


def next_month(today: date) -> date:
    """The first day of the next month of the person's calendar."""
    return _later(month_days.month_of(today)[1], 1)


def _later(day: date, days: int) -> date:
    return day + timedelta(days=days) if (date.max - day).days >= days else date.max


def title_of(task: Event) -> str:
    """What is to be done, on one line."""
    return " ".join(task.summary.split()) or _("Without a subject")


def day_words(day: date, today: date) -> str:
    """ "Fri 27 Nov", or the whole date where that is far away."""
    if abs((day - today).days) < 300:
        return f"{month_days.weekday_name(day, short=True)} {month_days.short_day(day)}"
    return whole_date(day)


def due_words(due: Due | None, now: datetime) -> tuple[str, str]:
    """When something is due, and the tone to say it in: "2 days late", "by 15:00"."""
    if due is None:
        return "", "text2"
    today, clock = now.date(), _clock(due)
    late = (today - due.day).days
    if late == 1:
        return _("Yesterday"), "bad"
    if late > 1:
        return ngettext("{n} day late", "{n} days late", late).format(n=counted(late)), "bad"
    if late == 0:
        passed = due.at is not None and due.at < now.time()
        words = _("by {time}").format(time=clock) if clock else _("Today")
        return words, "bad" if passed else "warn"
    if late == -1:
        return _joined(_("Tomorrow"), clock), "text2"
    return _joined(day_words(due.day, today), clock), "text2"


def _clock(due: Due) -> str:
    return month_days.clock_text(due.at.hour, due.at.minute) if due.at is not None else ""


def _joined(day: str, clock: str) -> str:
    return _("{date}, {time}").format(date=day, time=clock) if clock else day


def moment_words(due: Due | None, today: date) -> str:
    """A due time on a chip or in a toast: "Wed 25 Nov, 9:00"."""
    return _joined(day_words(due.day, today), _clock(due)) if due is not None else _("No date")


def repeats_words(task: Event) -> str:
    """How it repeats, inside a line: "every 2 weeks"; "" of what is done once."""
    words = repeats_text(task) if repeats(task) else ""
    return words[:1].lower() + words[1:]


def done_words(task: Event, home: tzinfo) -> str:
    """ "done at 9:24"."""
    at = done_at(task)
    if at is None:
        return _("Done")
    here = at.astimezone(home)
    return _("done at {time}").format(time=month_days.clock_text(here.hour, here.minute))


def under_words(row: TaskRow, home: tzinfo) -> str:
    """The second line: whom it is about, where they work, and when it was done."""
    people = row.people
    parts = [bidi.isolated(person.name) for person in people[:2]]
    if len(people) > 2:
        parts.append(_("{n} more").format(n=counted(len(people) - 2)))
    elif len(people) == 1 and people[0].organisation:
        parts.append(bidi.isolated(people[0].organisation))
    if is_done(row.event):
        parts.append(done_words(row.event, home))
    elif not parts and not row.event.steps:
        parts.append(bidi.isolated(" ".join(row.event.description.split())[:200]))
    if row.event.steps:
        parts.append(steps_words(row.event.steps))
    return " · ".join(part for part in parts if part)


def steps_words(steps: Sequence[Step]) -> str:
    """ "1 of 3 steps"."""
    done = sum(step.done for step in steps)
    words = ngettext("{done} of {n} step", "{done} of {n} steps", len(steps))
    return words.format(done=counted(done), n=counted(len(steps)))


def other_words(task: Event, team: Team) -> str:
    """Which colleague has to do with a task: "Done by Marta", "Given by Marta"; "" for none."""
    person = team.other(task) if team.is_several else None
    if person is None:
        return ""
    words = _("Given by {name}") if team.is_mine(task) else _("Done by {name}")
    return words.format(name=bidi.isolated(person.name))


def spoken_row(row: TaskRow, now: datetime, home: tzinfo, team: Team, waits: bool = False) -> str:
    """What a screen reader says of a task; `waits` while an edit of it waits for the book."""
    task = row.event
    state = _("done") if is_done(task) else due_words(row.due, now)[0]
    flag = _("high priority") if is_high(task) else ""
    other = other_words(task, team)
    parts = (title_of(task), flag, repeats_words(task), under_words(row, home), other, state,
             _("waits") if waits else "")  # fmt: skip
    return bidi.without_marks(", ".join(part for part in parts if part))


def now_at(home: tzinfo) -> datetime:
    """The present moment by the person's clock."""
    return datetime.now(UTC).astimezone(home).replace(tzinfo=None)


def count_words(opened: int, late: int) -> str:
    """ "12 open, 4 overdue"."""
    if not opened:
        return _("Nothing to do")
    words = ngettext("{n} open", "{n} open", opened).format(n=counted(opened))
    if late:
        words = _("{words}, {n} overdue").format(words=words, n=counted(late))
    return words
