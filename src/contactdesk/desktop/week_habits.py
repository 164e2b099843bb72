"""How a person wants their weeks: the day they begin on, how wide days off are, when one works."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

if TYPE_CHECKING:
    from contactdesk.desktop.desk import Desk
    from contactdesk.settings import Settings

NARROW = 0.58  # the width of a day off, to that of another day
_LEAST_HOURS = 4  # that fill the height
_DAYS = 7


class _State:
    begins: int | None = None
    day_off = NARROW
    hours = (8, 18)


def first_weekday() -> int | None:
    """The day that the person's weeks begin on, 0 = Monday; None: as where they live."""
    return _State.begins


def day_off_share() -> float:
    """The width of a day off, to that of another day."""
    return _State.day_off


def working_hours() -> tuple[int, int]:
    """The hours that are seen first: from and to."""
    return _State.hours


class WeekHabits(QObject):
    """Follows the settings of a desk."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        desk.settings_changed.connect(self.use)
        self.use(desk.settings)

    def use(self, settings: Settings) -> None:
        """Weeks are so from now on; what cannot be meant counts as the default."""
        day = settings.week_begins
        _State.begins = int(day) if day.isdecimal() and int(day) < _DAYS else None
        _State.day_off = 1.0 if settings.weekend_width == "same" else NARROW
        begins = settings.work_begins if 0 <= settings.work_begins <= 24 - _LEAST_HOURS else 8
        ends = settings.work_ends if settings.work_ends <= 24 else 24
        _State.hours = (begins, max(ends, begins + _LEAST_HOURS))


def of_weeks(settings: Settings) -> tuple[str, str, int, int]:
    """What of the settings a calendar has to be drawn anew for."""
    return (settings.week_begins, settings.weekend_width, settings.work_begins,
            settings.work_ends)  # fmt: skip
