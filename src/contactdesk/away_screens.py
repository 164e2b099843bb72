"""The screens of a book whose drive is away, for `screens.py`."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from contactdesk import calendar_screens
from contactdesk.i18n import _
from contactdesk.model.contact import Contact
from contactdesk.model.deed import Deed
from contactdesk.model.event import Event
from contactdesk.model.happenings import a_note
from contactdesk.model.record import new_id
from contactdesk.model.series import as_one, is_one_of_several
from contactdesk.operations import appointment_deeds
from contactdesk.pictures import settle, until

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from contactdesk.desktop.main_window import MainWindow
    from contactdesk.screens import Screens

_SAYS = "Proof 3 is fine, print 2 000."


def _card(window: MainWindow) -> Contact:
    detail = window.detail
    assert detail is not None
    until(lambda: detail.card is not None)
    assert detail.card is not None
    return detail.card.view.contact


def _keep(window: MainWindow, deed: Deed) -> None:
    outbox = window.desk.outbox
    before = len(outbox.waiting)
    outbox.write(deed, lambda tx: None, lambda answer: None, None)
    until(lambda: len(outbox.waiting) > before)


def _take_away(at: Screens, window: MainWindow, who: str) -> Path:
    """The folder of the book goes, and two edits wait."""
    at.studio.choose(window, who)
    contact = _card(window)
    settle(0.3)
    away = at.book.parent.with_name(f"{at.book.parent.name}-unplugged")
    at.book.parent.rename(away)
    until(lambda: window.desk.away.is_away)
    works = tuple(replace(m, job_title="Head of Purchasing") for m in contact.memberships[:1])
    mine = replace(contact, memberships=works or contact.memberships, note="Likes chess")
    _keep(window, Deed(new_id(), "Edit", "contact", "save", contact, mine))
    note = replace(a_note((contact.id,), _SAYS, datetime.now(UTC)), id=new_id())
    label = _("Note about {name}").format(name=contact.formatted_name)
    _keep(window, Deed(new_id(), label, "event", "add", None, note))
    settle(0.4)
    return away


def waiting(at: Screens, window: MainWindow, who: str) -> list[QWidget]:
    """Two edits wait, and their list is open."""
    _take_away(at, window, who)
    flow = window.server_away.flow
    flow.open_queue()
    assert flow.queue is not None
    settle(0.3)
    return []


def tasks_wait(at: Screens, window: MainWindow, _who: str) -> list[QWidget]:
    """Tasks that were done, made and put off while the book is away."""
    from contactdesk.task_screens import _filled

    page, flow = _filled(window), window.verbs.tasks.flow
    assert flow is not None
    _unplug(at, window)
    first, second, *_rest = page.list.rows.found.open
    flow.tick(first)
    until(lambda: len(window.desk.outbox.waiting) == 1)
    settle(0.3)
    flow.put_off(second, timedelta(days=1))
    until(lambda: len(window.desk.outbox.waiting) == 2)
    settle(0.4)
    return []


def deals_wait(at: Screens, window: MainWindow, _who: str) -> list[QWidget]:
    """A deal that was moved, and one that was never looked at with a note and a next step."""
    from contactdesk.deal_screens import show_board

    show_board(window)
    flow, page = window.verbs.deals.flow, window.verbs.deals.page()
    assert flow is not None
    assert page is not None
    _unplug(at, window)
    pipeline = page.found.pipeline
    assert pipeline is not None
    first, second = [row for row in page.found.rows if not row.deal.closed_on][:2]
    flow.move(first, pipeline.stages[2])
    until(lambda: len(window.desk.outbox.waiting) == 1)
    flow.open(second)
    until(lambda: flow.panel().is_open())
    flow.panel().panel.note_written.emit(_SAYS)
    until(lambda: len(window.desk.outbox.waiting) == 2)
    settle(0.4)
    return []


def today_waits(at: Screens, window: MainWindow, who: str) -> list[QWidget]:
    """A task of today that was done, and a call that was returned."""
    from contactdesk import today_screens

    today_screens.day(at, window, who)
    page = window.verbs.today.page()
    assert page is not None
    _unplug(at, window)
    for part in (page.follow_ups, page.callbacks):
        page.wanted.emit("done", next(line for line in part.lines if not line.ticked))
    until(lambda: len(window.desk.outbox.waiting) >= 2)
    settle(0.4)
    return []


def _unplug(at: Screens, window: MainWindow) -> None:
    at.book.parent.rename(at.book.parent.with_name(f"{at.book.parent.name}-unplugged"))
    until(lambda: window.desk.away.is_away)


def unread(at: Screens, window: MainWindow, who: str) -> list[QWidget]:
    """The tasks, which were never looked at before the drive says nothing any more."""
    at.studio.choose(window, who)
    _silence(at, window)
    window.actions_.tasks.trigger()
    settle(0.4)
    return []


def searched(at: Screens, window: MainWindow, who: str) -> list[QWidget]:
    """A search among the names that were read before."""
    at.studio.choose(window, who)
    _silence(at, window)
    window.list_pane.search.setText(who.split()[-1][:2])
    until(window.list_pane.away.foot.isVisible)
    settle(0.4)
    return []


def _silence(at: Screens, window: MainWindow) -> None:
    _unplug(at, window)
    window.desk.away.hangs = True


def week_waits(at: Screens, window: MainWindow, who: str) -> list[QWidget]:
    """A week in which one was moved, and one made, and one time of a series is elsewhere."""
    _calendar_waits(at, window, calendar_screens.week(at, window, who))
    return []


def month_waits(at: Screens, window: MainWindow, who: str) -> list[QWidget]:
    """The same in its month."""
    _calendar_waits(at, window, calendar_screens.month(at, window, who))
    return []


def agenda_waits(at: Screens, window: MainWindow, who: str) -> list[QWidget]:
    """The same in the list of what comes."""
    _calendar_waits(at, window, calendar_screens.agenda(at, window, who))
    return []


def _calendar_waits(at: Screens, window: MainWindow, _over: list[QWidget]) -> None:
    page = window.verbs.calendar.page()
    assert page is not None
    found = page.found
    assert found is not None
    _unplug(at, window)
    day = date(2026, 11, 23)
    timed = [o for o in found.agenda.occurrences if "T" in o.starts_at and o.begins.date() >= day]
    moved = next(o for o in timed if not is_one_of_several(o.event))
    mine = replace(
        as_one(moved),
        starts_at=_later(moved.starts_at, timedelta(hours=2)),
        ends_at=_later(moved.ends_at, timedelta(hours=2)),
    )
    _keep(window, appointment_deeds.changing("Move", moved, mine, "all", found.home))
    whole = replace(
        Event(summary="Fair", starts_at="2026-11-25", ends_at="2026-11-27"), id=new_id()
    )
    _keep(window, appointment_deeds.adding("New appointment: Fair", whole))
    for one in [o for o in timed if is_one_of_several(o.event)][:1]:
        mine = replace(as_one(one), location="Room 5")
        _keep(window, appointment_deeds.changing("Change", one, mine, "this", found.home))
    page.choose(date(2026, 11, 24))
    settle(0.4)


def _later(text: str, by: timedelta) -> str:
    return (datetime.fromisoformat(text) + by).isoformat()


def gone(at: Screens, window: MainWindow, who: str) -> list[QWidget]:
    """Nothing waits yet; somebody is chosen whose card was never read."""
    at.studio.choose(window, who)
    _card(window)
    away = at.book.parent.with_name(f"{at.book.parent.name}-unplugged")
    at.book.parent.rename(away)
    until(lambda: window.desk.away.is_away)
    settle(0.4)
    return []


def came_back(at: Screens, window: MainWindow, who: str) -> list[QWidget]:
    """All is saved, as the banner says for a moment."""
    away = _take_away(at, window, who)
    away.rename(at.book.parent)
    window.server_away.flow.try_now()
    until(lambda: not window.desk.outbox.deeds)
    settle(0.5)
    return []
