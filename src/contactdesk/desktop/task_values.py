"""What stands in the editor of a task, and the task that it says."""

from __future__ import annotations

from dataclasses import replace

from contactdesk.desktop import bidi, month_days
from contactdesk.desktop.appointment_values import REMINDERS, reminder_text
from contactdesk.desktop.task_views import by_name
from contactdesk.i18n import _, counted, ngettext
from contactdesk.model.event import Alarm, Event
from contactdesk.model.tasks import HIGHEST_HIGH
from contactdesk.store.people import Team

NONE = -100_000  # no reminder
MORNING = 9 * 60  # minutes of a day
_DAY = 1440
OF_A_DAY = (-MORNING, _DAY - MORNING, 2 * _DAY - MORNING, 7 * _DAY - MORNING)
"""Minutes before the beginning of the day when something is due: 9:00 of that day and before."""
HIGH, USUAL, LOW = 1, 5, 9


# reminders


def offered_reminders(timed: bool) -> tuple[int, ...]:
    """Minutes before, for what is due at a time or on a day."""
    return REMINDERS if timed else OF_A_DAY


def usual_reminder(timed: bool) -> int:
    """The one that is meant where one is wanted at all."""
    return offered_reminders(timed)[0]


def reminder_of(task: Event, timed: bool) -> int | None:
    """Minutes before it is due, `NONE` for no reminder, None for what is not one plain one."""
    if not task.alarms:
        return NONE
    alarm = task.alarms[0]
    by_due = alarm.from_end or not task.starts_at or task.starts_at == task.ends_at
    plain = replace(alarm, item=0, description="", minutes_before=None, from_end=False)
    known = alarm.minutes_before in offered_reminders(timed) and plain in (
        Alarm(), Alarm(action="AUDIO"),
    )  # fmt: skip
    return alarm.minutes_before if len(task.alarms) == 1 and known and by_due else None


def with_reminder(task: Event, minutes: int | None, timed: bool) -> Event:
    """The task with another reminder; None leaves what is there."""
    if minutes is None or minutes == reminder_of(task, timed):
        return task
    alarms = () if minutes == NONE else (Alarm(minutes_before=minutes, from_end=True),)
    return replace(task, alarms=alarms)


def reminder_words(minutes: int, timed: bool) -> str:
    """ "15 minutes before", "At 9:00"."""
    if minutes == NONE:
        return _("No reminder")
    if timed:
        return _("When it is due") if minutes == 0 else reminder_text(minutes)
    clock = month_days.clock_text(MORNING // 60, 0)
    days = (minutes + MORNING) // _DAY
    if days == 0:
        return _("At {time}").format(time=clock)
    if days == 1:
        return _("The day before, {time}").format(time=clock)
    words = ngettext("{n} day before, {time}", "{n} days before, {time}", days)
    return words.format(n=counted(days), time=clock)


# priority


def level_of(priority: int) -> int:
    """Which of the levels that are offered a priority is: 0 for none."""
    if not priority:
        return 0
    if priority <= HIGHEST_HIGH:
        return HIGH
    return USUAL if priority == USUAL else LOW


def with_level(task: Event, level: int) -> Event:
    """The task with a level of priority; another program's own number stays where it says that."""
    return task if level_of(task.priority) == level else replace(task, priority=level)


def levels() -> list[tuple[str, int]]:
    """What is offered."""
    return [(_("None"), 0), (_("High"), HIGH), (_("Normal"), USUAL), (_("Low"), LOW)]


# who does it


def owners(team: Team, task: Event) -> list[tuple[str, str]]:
    """Who may do a task: nobody in particular, I, then the others by name."""
    found = [(_("Nobody in particular"), "")]
    me = team.people.get(team.me)
    if me is not None:
        found.append((_("{name} (me)").format(name=bidi.isolated(me.name)), me.id))
    others = [each for each in by_name(team.people.values()) if each.id != team.me]
    found += [(bidi.isolated(each.name), each.id) for each in others]
    if task.owner and task.owner not in team.people:
        found.append((_("Somebody who does not use this book"), task.owner))
    return found


def giver_words(team: Team, task: Event) -> str:
    """Who gave it: "Given by Marta Zając", "You gave it"; "" for nobody."""
    giver = team.giver(task)
    if giver is None or not team.is_several:
        return ""
    if giver.id == team.me:
        return _("You gave it")
    return _("Given by {name}").format(name=bidi.isolated(giver.name))
