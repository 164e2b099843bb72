"""What the window does while the book is away and when it is back: banner, list, foot, rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QGuiApplication

from contactdesk.desktop import bidi
from contactdesk.desktop.away_banner import AwayBanner
from contactdesk.desktop.away_words import (
    away_words,
    back_words,
    changes_words,
    waiting_here_words,
    waiting_words,
)
from contactdesk.i18n import _

if TYPE_CHECKING:
    from contactdesk.desktop.away_queue import AwayQueue
    from contactdesk.desktop.main_window import MainWindow
    from contactdesk.errors import ContactDeskError

SAVED_MS = 4_000  # so long the banner says that all is saved


class AwayFlow(QObject):
    """Keeps the window up to date with whether the book answers and what waits for it."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window, self._desk = window, window.desk
        self._trouble: ContactDeskError | None = None
        self._about: frozenset[str] = frozenset()
        self.banner: AwayBanner | None = None
        self.queue: AwayQueue | None = None
        self._done = QTimer(self, singleShot=True, interval=SAVED_MS)
        self._done.timeout.connect(self.refresh)
        desk = window.desk
        desk.away.changed.connect(self.refresh)
        desk.away.back.connect(self._back)
        desk.outbox.changed.connect(self.refresh)
        desk.outbox.sent.connect(self._sent)
        desk.outbox.troubled.connect(self._troubled)
        self.may_close = False  # it was said that edits wait
        window.installEventFilter(self)
        rows = window.list_pane.table.painter_of_rows
        rows.waits = self.waits

    def waits(self, contact_id: str) -> bool:
        """Whether something of a contact waits for the book."""
        return contact_id in self._about

    # ── what is said ────────────────────────────────────────────────────────────────────

    def refresh(self) -> None:
        """Say how it stands."""
        desk, count = self._desk, len(self._desk.outbox.waiting)
        if desk.away.is_away:
            self._trouble = None
            self._done.stop()
            self._say_away(count)
        elif desk.facts is None:
            self._say_closed(count)
        elif self._trouble is not None and count:
            self._own_banner().offer(
                again=True, trying=False, choose=False, changes=changes_words(count)
            )
            self._own_banner().say("bad", self._trouble.message)
        elif desk.outbox.needy:
            self._say_back(0)
        elif self.banner is not None and not self._done.isActive():
            self.banner.go()
        self._show_foot(count)
        self._mark_rows()

    def _say_away(self, count: int) -> None:
        away, facts = self._desk.away, self._desk.facts
        assert away.since is not None
        title, words = away_words(facts.name if facts else "", away.since.isoformat())
        if away.other is not None:
            title, words = away.other.message, ""
        banner = self._own_banner()
        changes = changes_words(count) if count else ""
        banner.offer(again=True, trying=away.is_trying, choose=False, changes=changes)
        banner.say("warn", title, words)

    def _say_closed(self, count: int) -> None:
        """The book did not even open: what waits from last time is still there."""
        if count:
            banner = self._own_banner()
            banner.offer(again=False, trying=False, choose=False, changes=changes_words(count))
            words = _("They are saved as soon as the book can be opened again.")
            banner.say("warn", f"{waiting_here_words(count)}.", words)

    def _say_back(self, saved: int) -> None:
        needy = len(self._desk.outbox.needy)
        banner = self._own_banner()
        banner.offer(again=False, trying=False, choose=bool(needy), changes="")
        banner.say("warn" if needy and not saved else "ok", back_words(saved, needy))

    def _own_banner(self) -> AwayBanner:
        if self.banner is None:
            self.banner = AwayBanner(self._window)
            self.banner.try_wanted.connect(self.try_now)
            self.banner.choose_wanted.connect(self.choose)
            self.banner.list_wanted.connect(self.open_queue)
        return self.banner

    def _show_foot(self, count: int) -> None:
        words = waiting_words(count) if count else ""
        if self._desk.away.is_away and not count:
            words = _("Away just now")
        self._window.sidebar.show_waiting(words)

    def _mark_rows(self) -> None:
        about = self._desk.outbox.about()
        if about != self._about:
            self._about = about
            self._window.list_pane.table.viewport().update()

    # ── what happens ────────────────────────────────────────────────────────────────────

    def _back(self) -> None:
        self._trouble = None
        if not self._desk.outbox.waiting:
            self._sent(0)

    def _sent(self, saved: int) -> None:
        self._trouble = None
        if self._desk.away.is_away:
            return
        if saved or (self.banner is not None and self.banner.isVisible()):
            self._say_back(saved)
            self._done.start()
        self._show_foot(len(self._desk.outbox.waiting))
        self._mark_rows()

    def _troubled(self, error: ContactDeskError) -> None:
        self._trouble = error
        if self._desk.outbox.waiting or self._desk.away.is_away:
            self.refresh()
        else:
            self._desk.failed.emit(error)

    def try_now(self) -> None:
        """Look whether the book is back, now."""
        self._trouble = None
        self._desk.away.look()
        self._desk.outbox.send()
        self.refresh()

    def open_queue(self) -> None:
        """List what waits."""
        from contactdesk.desktop.away_queue import AwayQueue

        banner = self._own_banner()
        self.queue = AwayQueue(self._desk, self._window)
        self.queue.back_wanted.connect(self._take_back)
        self.queue.open_under(banner.changes)

    def _take_back(self, ids: list[str]) -> None:
        outbox = self._desk.outbox
        labels = [deed.label for deed in outbox.waiting if deed.id in ids]
        outbox.take_back(ids)
        if not labels:
            return
        words = _("Taken back: {label}").format(label=labels[0])
        if len(labels) > 1:
            words = _("All changes that waited were taken back")
        self._desk.toast.emit(words, _("Bring back"), lambda: outbox.bring_back(ids))

    # ── closing ─────────────────────────────────────────────────────────────────────────

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Who closes the window while edits wait hears that they do."""
        waits = event.type() == QEvent.Type.Close and bool(self._desk.outbox.waiting)
        if not waits or self.may_close or _is_logging_out():
            return False
        event.ignore()
        self._ask_to_close()
        return True

    def _ask_to_close(self) -> None:
        from contactdesk.desktop.sheet import Question

        if self._window.findChildren(Question):
            return
        facts = self._desk.facts
        words = _("They are safe here. The next time you open {name} they are saved, as soon as "
                  "it can be reached.")  # fmt: skip
        question = Question(
            self._window,
            "cloud-off",
            waiting_here_words(len(self._desk.outbox.waiting)),
            words.format(name=bidi.isolated(facts.name if facts else self._desk.path)),
            [],
            _("Stay"),
            _("Close the window"),
        )
        question.answered.connect(self._close)
        question.ask()

    def _close(self, go: bool) -> None:
        if go:
            self.may_close = True
            self._window.close()

    # ── deciding ────────────────────────────────────────────────────────────────────────

    def choose(self) -> None:
        """Ask about the first edit that met another."""
        from contactdesk.desktop.away_choice import AwayChoice

        AwayChoice(self._window, self).ask_next()


def _is_logging_out() -> bool:
    """Whether the whole session ends: nobody is to be asked then."""
    app = QGuiApplication.instance()
    return isinstance(app, QGuiApplication) and app.isSavingSession()
