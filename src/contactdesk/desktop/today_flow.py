"""Coming to Today, leaving it, and doing what its lines ask for."""

from __future__ import annotations

from datetime import UTC, date, datetime, tzinfo
from time import monotonic
from typing import TYPE_CHECKING, Any, cast

from PySide6.QtCore import QTimer, Signal

from contactdesk.desktop.kept_json import KeptJson, file_of
from contactdesk.desktop.known_today import with_waiting
from contactdesk.desktop.page_verbs import PageVerbs
from contactdesk.desktop.sidebar_model import TODAY as PAGE
from contactdesk.desktop.unread import Unread
from contactdesk.model.today import without_put_off
from contactdesk.model.zones import home_zone
from contactdesk.operations.today import DayFound, read_today

if TYPE_CHECKING:
    from collections.abc import Callable

    from contactdesk.desktop.main_window import MainWindow
    from contactdesk.desktop.today_deeds import TodayDeeds
    from contactdesk.desktop.today_page import TodayPage
    from contactdesk.desktop.wide_room import WideRoom
    from contactdesk.store.listing import ChangeSet

SOON_MS, UNSEEN_MS, MINUTE_MS = 150, 1_500, 60_000
LATEST_MS, LATEST_UNSEEN_MS = 2_500, 30_000  # a drive may have held up one reading for minutes
RING = 6  # pixels below a button, for the ring of one that has the keyboard


def utc_now() -> datetime:
    """The present moment in UTC, without saying so."""
    return datetime.now(UTC).replace(tzinfo=None)


class TodayVerbs(PageVerbs):
    """Today in one window: read again whenever the book changes, and at midnight."""

    name = PAGE
    came_in = Signal(object)  # tuple[CameIn, ...]: who is new in smart groups, read anew

    def __init__(
        self, window: MainWindow, room: WideRoom, now: Callable[[], datetime] = utc_now
    ) -> None:
        super().__init__(window, room)
        self.now = now
        self._kept: KeptJson | None = None
        self._seen, self._left_at = 0, ""  # the last step of the time before, and when that ended
        self._put_off: dict[str, str] = {}
        self._whole: DayFound | None = None  # with what is put off
        self._deeds: TodayDeeds | None = None
        self._unread: Unread | None = None
        self._has_come = False  # and waits for the day as it is now
        self._asked_at = self._took = 0.0  # when it was read last, and how long that took, in s
        self._wait = QTimer(self, singleShot=True)
        self._wait.timeout.connect(self._ask)
        self._clock = QTimer(self, interval=MINUTE_MS)
        self._clock.timeout.connect(self.look)
        window.desk.opened.connect(self._begin)
        window.desk.changed.connect(self._changed)
        window.desk.facts_changed.connect(self._show)
        window.desk.outbox.changed.connect(self._waits_otherwise)
        window.closed.connect(self.close)

    # ── what is kept on this computer ───────────────────────────────────────────────────

    def _begin(self, _facts: object = None) -> None:
        if self._kept is None:
            self._kept = kept = KeptJson(file_of(self._window.desk.path, "today"))
            self.destroyed.connect(kept.close)
            self._window.desk.read(lambda _tx: kept.found(), self._begin_after)  # may wait there

    def _begin_after(self, found: dict[str, Any]) -> None:
        left, put_off = found.get("left"), found.get("put_off")
        if isinstance(left, dict) and isinstance(left.get("set"), int):
            self.left_off(left["set"], str(left.get("at", "")))
        if isinstance(put_off, dict):
            self._put_off = {str(key): str(day) for key, day in put_off.items()}
        self._clock.start()
        if self._window.desk.settings.open_with_today and not self._room.shown():
            self.show()
        else:
            self._wait.start(0 if self.is_shown() else UNSEEN_MS)

    def left_off(self, seen: int, at: str) -> None:
        """Tell of what colleagues did after a step, with when that was (ISO 8601)."""
        self._seen, self._left_at = seen, at

    def close(self) -> None:
        """The window goes: from here on colleagues' steps are news."""
        self._clock.stop()
        self._wait.stop()
        if self._kept is not None:
            at = self.now().isoformat(timespec="seconds") + "Z"
            self._keep({"set": self._window.desk.seen, "at": at})
            self._kept.close()
            self._kept = None

    def _keep(self, left: dict[str, Any]) -> None:
        today = self.today().isoformat()
        waiting = {key: day for key, day in self._put_off.items() if day > today}
        if self._kept is not None:
            self._kept.keep({"left": left, "put_off": waiting})

    def put_off(self, key: str, until: date) -> None:
        """Show a line again on a day, and not before; a day that is past brings it back."""
        self._put_off[key] = until.isoformat()
        self._keep({"set": self._seen, "at": self._left_at} if self._seen else {})
        self._show()
        self._ask()

    # ── coming and going ────────────────────────────────────────────────────────────────

    def page(self) -> TodayPage | None:
        """The page, if it was ever wanted."""
        return cast("TodayPage | None", self._window.pages.get(PAGE))

    def _make(self) -> TodayPage:
        from contactdesk.desktop.today_deeds import TodayDeeds
        from contactdesk.desktop.today_page import TodayPage

        page = TodayPage(self._window.actions_)
        self._unread = Unread(page, self._window.desk, below=page.new, gap=RING)
        page.left.connect(self.leave)
        self._deeds = TodayDeeds(self._window, self, page)
        return page

    def _came(self, page: TodayPage) -> None:
        self._show()
        self._ask()
        page.take_focus()
        self._has_come = True

    # ── reading and showing ─────────────────────────────────────────────────────────────

    def home(self) -> tzinfo:
        """Where the person is."""
        return home_zone() or UTC

    def today(self) -> date:
        """The day it is there."""
        return self.now().replace(tzinfo=UTC).astimezone(self.home()).date()

    @property
    def found(self) -> DayFound | None:
        """The day without what was put off, once it was read."""
        whole = self._whole
        if whole is None:
            return None
        whole = with_waiting(whole, self._window.desk.outbox.waiting, self.home())
        return whole._replace(today=without_put_off(whole.today, self._put_off))

    def _changed(self, _change: ChangeSet) -> None:
        if self._kept is not None:
            self._wait.start(self._patience())

    def _waits_otherwise(self) -> None:
        """Other edits wait than before; what came into the book is read there."""
        if self._window.desk.away.is_away:
            self._show()
        elif self._kept is not None:
            self._wait.start(self._patience())

    def _patience(self) -> int:
        """How long to wait for further changes, in ms."""
        return patience(self._took, self.is_shown())

    def look(self) -> None:
        """Another minute: what it says may have changed, at midnight all of it."""
        if self._whole is not None and self._whole.today.day != self.today():
            self._ask()
        elif self.is_shown():
            self._show()

    def _ask(self) -> None:
        desk = self._window.desk
        if desk.facts is None:
            return
        now, home, seen, put_off = self.now(), self.home(), self._seen, dict(self._put_off)
        by_family = desk.settings.name_order == "family"
        self._asked_at = monotonic()
        desk.read(
            lambda tx: read_today(tx, now, home, seen, put_off=put_off, family_first=by_family),
            self._take,
            key="today",
        )

    def _take(self, found: DayFound) -> None:
        page = self.page()
        begins = self._has_come and page is not None and page.is_at_beginning()
        self._has_come = False
        self._took = monotonic() - self._asked_at
        self._whole = found
        self.came_in.emit(found.today.came_in)
        if found.has_any:
            self._window.sidebar.add_page(PAGE)
        self._show()
        if begins and page is not None and self.is_shown():
            page.take_focus()  # what was shown first may have been of a while ago

    def _show(self, _facts: object = None) -> None:
        from contactdesk.desktop.today_page import left_text

        found, desk, page = self.found, self._window.desk, self.page()
        if self._unread is not None:
            self._unread.has("today") if found else self._unread.wants("today")
        if found is None or desk.facts is None:
            return
        self._window.sidebar.model.show_due(found.today.due)
        if page is not None and self.is_shown():
            now, home = self.now(), self.home()
            left = left_text(self._left_at, now, home) if self._left_at else ""
            page.show_day(found, now, home, desk.facts.person, left, desk.facts.read_only)


def patience(took: float, shown: bool) -> int:
    """How many ms to wait for further changes after a reading that took so many seconds.

    What takes long is read seldom; but what is looked at is soon to say what a colleague did.
    """
    least, times, most = (
        (SOON_MS, 3_000, LATEST_MS) if shown else (UNSEEN_MS, 10_000, LATEST_UNSEEN_MS)
    )
    return min(max(least, round(took * times)), most)
