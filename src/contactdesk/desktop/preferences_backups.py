"""The preferences' page "Backups": the last good one, thirty days, the list, when and where."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from contactdesk.desktop import backup_words as words_of
from contactdesk.desktop.backup_rows import BackupRows
from contactdesk.desktop.backup_strip import BackupStrip
from contactdesk.desktop.backup_work import BackupWork
from contactdesk.desktop.buttons import Button
from contactdesk.desktop.cards import Card, Page
from contactdesk.desktop.feedback import Banner, IconMark, announce
from contactdesk.desktop.labels import Label
from contactdesk.desktop.setting_row import Choice, Control, SettingRow
from contactdesk.desktop.settings_index import SETTINGS, Setting
from contactdesk.desktop.work_line import WorkLine
from contactdesk.i18n import _

if TYPE_CHECKING:
    from contactdesk.desktop.desk import Desk
    from contactdesk.errors import ContactDeskError
    from contactdesk.operations.archiving import Archived
    from contactdesk.operations.backup_overview import Day, Overview
    from contactdesk.progress import Progress
    from contactdesk.settings import Settings
    from contactdesk.store.backups import Backup
    from contactdesk.store.book import Book


class BackupsPage(Page):
    """Says how it stands with backups, and makes, opens and brings back."""

    key = "backups"
    chosen = Signal(object, object)  # Setting, value
    look_wanted = Signal(object)  # Backup
    back_wanted = Signal(object)  # Backup
    archived = Signal(object)  # Archived

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(widest=740, parent=parent)
        self._desk = desk
        self.found: Overview | None = None
        self.rows: dict[str, SettingRow] = {}
        self.work = BackupWork(desk, self)
        self.looking = BackupWork(desk, self)
        self._build()
        self.work.progressed.connect(self.line.show_progress)
        self.work.ended.connect(self._over)
        desk.settings_changed.connect(self._settings_changed)
        desk.facts_changed.connect(self._allow)
        self._show_settings()
        self._allow()

    # ── what there is ───────────────────────────────────────────────────────────────────

    def _build(self) -> None:
        self.near = Banner("warn", _(
            "Backups lie on the same disk as the book: what happens to the disk happens to both. "
            "Choose a folder on another disk, or copy them elsewhere now and then."
        ))  # fmt: skip
        self.near.hide()
        self.failed = Banner("bad", "")
        self.failed.hide()
        self.line = WorkLine()
        column = QVBoxLayout()
        column.setContentsMargins(28, 22, 28, 16)
        column.setSpacing(10)
        column.addWidget(Label(_("Backups"), "title"))
        column.addWidget(self.failed)
        column.addWidget(self._build_state())
        column.addWidget(self.near)
        column.addWidget(self._build_list())
        column.addWidget(self._build_choices())
        column.addStretch(1)
        column.addWidget(Label(_("Changes are applied at once."), "caption", "text2"))
        self.set_content(column)

    def _build_state(self) -> Card:
        self.mark = IconMark("shield-check", "ok", 20, side=40, ground="ok_soft", round_=True)
        self.headline = Label(_("Looking at the backups…"), "strong", wrap=True)
        self.checked = Label("", "caption", "text2", wrap=True)
        self.now = Button(_("Back up now"), "primary", "database-backup")
        self.now.clicked.connect(self.back_up)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self.headline)
        words.addWidget(self.checked)
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self.mark, 0, Qt.AlignmentFlag.AlignTop)
        head.addLayout(words, 1)
        head.addWidget(self.now, 0, Qt.AlignmentFlag.AlignTop)
        self.strip = BackupStrip()
        self.strip.chosen.connect(self._read_day)
        self.day = Label("", "caption", "text2", wrap=True)
        self.covered = Label("", "caption", "text2")
        foot = QHBoxLayout()
        foot.setSpacing(12)
        foot.addWidget(self.day, 1)
        foot.addWidget(self.covered, 0, Qt.AlignmentFlag.AlignTop)
        card = Card()
        card.body.setSpacing(12)
        card.body.addLayout(head)
        card.body.addWidget(self.line)
        card.body.addWidget(self.strip)
        card.body.addLayout(foot)
        return card

    def _build_list(self) -> Card:
        self.list = BackupRows()
        self.list.look_wanted.connect(self.look_wanted)
        self.list.back_wanted.connect(self.back_wanted)
        self.list_card = Card()
        self.list_card.body.setContentsMargins(-8, -2, -4, -4)
        self.list_card.body.addWidget(self.list)
        self.list_card.hide()
        return self.list_card

    def _build_choices(self) -> Card:
        when = Choice([
            (_("Once a day and at closing"), "day_and_closing"),
            (_("Once a day"), "day"),
            (_("Only when asked"), "never"),
        ])  # fmt: skip
        keep = Choice([
            (_("A year"), "year"), (_("Three months"), "quarter"), (_("A month"), "weeks"),
            (_("All"), "all"),
        ])  # fmt: skip
        self.change = Button(_("Change…"), size="row")
        self.change.clicked.connect(self._ask_folder)
        card = Card()
        card.body.setContentsMargins(-10, -5, -10, -7)
        self._add(card, "backup_when", _(
            "Only when something changed; also before an import or a merge of many."
        ), when)  # fmt: skip
        card.add_line()
        self._add(card, "backup_folder", " ", self.change)
        card.add_line()
        self._add(card, "backup_keep", _(
            "The ten newest, one of each day for two weeks, then one a week, then one a month."
        ), keep)  # fmt: skip
        card.add_line()
        self._add_archive(card)
        for key, control in (("backup_when", when), ("backup_keep", keep)):
            control.chosen.connect(lambda value, k=key: self.chosen.emit(_setting(k), value))
        return card

    def _add_archive(self, card: Card) -> None:
        self.archive = Button(_("Write archive…"), size="row")
        self.archive.clicked.connect(self._ask_archive)
        self._add(card, "archive", _(
            "Everything in a folder that any browser shows, with files for other programs. A book "
            "can be made of it again."
        ), self.archive)  # fmt: skip

    def _add(self, card: Card, key: str, text: str, widget: QWidget) -> None:
        row = SettingRow(_setting(key), text, cast(Control, widget))
        self.rows[key] = row
        card.body.addWidget(row)

    # ── showing ─────────────────────────────────────────────────────────────────────────

    def showEvent(self, event: QShowEvent) -> None:
        """Look anew each time the page is opened."""
        super().showEvent(event)
        self.read()

    def read(self) -> None:
        """Look at the backups, on another thread."""
        if self._desk.facts is None or self.looking.is_busy:
            return
        path, settings = self._desk.path, self._desk.settings

        def job(progress: Progress) -> Overview:
            from contactdesk.operations.backup_overview import overview

            return overview(path, settings, progress)

        self.looking.start(job, self._show, self._say_failed)

    def _show(self, found: Overview) -> None:
        self.found = found
        good = found.last_good is not None
        self.mark.show_icon(*(("shield-check", "ok", "ok_soft") if good
                              else ("triangle-alert", "warn", "warn_soft")))  # fmt: skip
        self.headline.setText(words_of.headline(found))
        self.checked.setText(words_of.checked_words(found))
        self.strip.show_days(found.days)
        self._show_day_of_note(found)
        self.covered.setText(words_of.covered_words(found))
        self.near.setVisible(found.same_disk)
        self.rows["backup_folder"].text.setText(words_of.place_words(found))
        self.list_card.setVisible(bool(found.backups))
        self.list.show_found(found)

    def _show_day_of_note(self, found: Overview) -> None:
        """What went wrong last is said without being asked; else the day that is read."""
        wrong = next((day for day in reversed(found.days) if day.wrong), None)
        self._read_day(wrong or self.strip.day)

    def _read_day(self, day: Day | None) -> None:
        if day is not None:
            self.day.setText(words_of.day_words(day))
            self.day.set_tone("bad" if day.wrong else "text2")

    def _settings_changed(self, _settings: Settings) -> None:
        self._show_settings()
        if self.isVisible():
            self.read()

    def _show_settings(self) -> None:
        settings = self._desk.settings
        for key in ("backup_when", "backup_keep"):
            cast(Choice, self.rows[key].control).choose(getattr(settings, key))

    def _allow(self, _facts: object = None) -> None:
        facts = self._desk.facts
        self.now.setEnabled(facts is not None and not self.work.is_busy)
        self.archive.setEnabled(self.now.isEnabled())
        self.now.setToolTip("" if facts is not None else _("There is no open book."))

    # ── doing ───────────────────────────────────────────────────────────────────────────

    def back_up(self) -> None:
        """Make a backup now."""
        self.back_up_then("asked", lambda made: announce(self, words_of.when_made(made)))

    def back_up_then(self, reason: str, then: Callable[[Backup], None]) -> None:
        """Make one, show it, and go on."""
        if self.work.is_busy:
            return
        settings = self._desk.settings
        self.failed.hide()
        self.line.begin(_("Making a backup"))
        self.line.show_progress(0, 0, "")

        def job(book: Book, progress: Progress) -> Backup:
            from contactdesk.operations.backing_up import back_up

            return back_up(book, settings, reason, progress=progress)

        def done(made: Backup) -> None:
            self.read()
            then(made)

        self.line.follow(self.work.on_book(job, done, self._not_made))
        self._allow()

    def _over(self) -> None:
        self.line.end()
        self._allow()

    def _not_made(self, error: ContactDeskError) -> None:
        self._say_failed(error)
        self.read()

    def _say_failed(self, error: ContactDeskError) -> None:
        self.failed.say(error.message)
        self.failed.show()
        announce(self, error.message)

    def _ask_folder(self) -> None:
        from contactdesk.desktop.file_dialogs import ask_folder

        beside = self._desk.settings.backup_folder or str(Path.home())
        ask_folder(self, _("Where backups are kept"), beside, self.take_folder)

    def _ask_archive(self) -> None:
        from contactdesk.desktop.file_dialogs import ask_folder

        ask_folder(self, _("Where the archive shall lie"), str(Path.home()), self.write_archive)

    def write_archive(self, within: str) -> None:
        """Write everything into a new folder within this one."""
        if self.work.is_busy:
            return
        self.failed.hide()
        self.line.begin(_("Writing the archive"))
        self.line.show_progress(0, 0, "")

        def job(book: Book, progress: Progress) -> Archived:
            from contactdesk.operations.archiving import archive
            from contactdesk.operations.exporting_each import free_folder

            return archive(book, free_folder(Path(within), book.facts.name), progress)

        self.line.follow(self.work.on_book(job, self.archived.emit, self._say_failed))
        self._allow()

    def take_folder(self, folder: str) -> None:
        """Keep backups there from now on; those that are elsewhere stay where they are."""
        self.chosen.emit(_setting("backup_folder"), folder)


def _setting(key: str) -> Setting:
    return next(each for each in SETTINGS if each.key == key)
