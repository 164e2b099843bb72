"""The command palette (Ctrl+K): everything in the program by typing a little of its name."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt, QTimer
from PySide6.QtGui import QImage, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from contactdesk.desktop import mirror, palette_entries, palette_people, spacing
from contactdesk.desktop import theme as look
from contactdesk.desktop.feedback import IconMark, announce
from contactdesk.desktop.key_cap import KeyCap
from contactdesk.desktop.overlay import Overlay
from contactdesk.desktop.palette_deals import entries_of, found_deals
from contactdesk.desktop.palette_entries import COMMANDS, EVERYTHING, MOST, PEOPLE, TAGS, Entry
from contactdesk.desktop.palette_foot import PaletteFoot
from contactdesk.desktop.palette_list import PaletteList, spoken
from contactdesk.desktop.palette_match import read_aloud
from contactdesk.desktop.text import Hairline, Label
from contactdesk.desktop.value_row import open_link
from contactdesk.i18n import _
from contactdesk.store.listing import ListQuery

if TYPE_CHECKING:
    from contactdesk.desktop.card_deals import DealOnCard
    from contactdesk.desktop.main_window import MainWindow
    from contactdesk.desktop.palette_people import Person
    from contactdesk.errors import ContactDeskError

WIDE = 680
TOP = 104
LIST_AT_MOST = 460
LATE_MS = 60  # a busy book: everything else is shown without its people
PHOTO = 76  # px, the size the list reads them in
Key = Qt.Key


class Palette(Overlay):
    """Lies over the window until something is run or it is left."""

    lets_keys_through = True  # they lead away from here

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self.window_ = window
        self.entries: list[Entry] = []
        self._people: list[Person] = []
        self._deals: list[DealOnCard] = []
        self._fixed: list[Entry] = []
        self._settings: list[Entry] = []
        self._listed_for: str | None = None  # the text that the entries belong to
        self._is_answered = False  # its people are among them
        self._run_when_shown = -1
        self._was_moved = False  # somebody chose a line: it stays chosen when more is found
        self._late = QTimer(self, singleShot=True, interval=LATE_MS)
        self._late.timeout.connect(self._show_without_people)
        self.setAccessibleName(_("Find anything"))
        self._build()
        for action in window.actions():  # their keys work here too, and lead away
            if action is not window.actions_.find_anything:
                action.triggered.connect(self.leave)

    def _build(self) -> None:
        column = QVBoxLayout(self.sheet)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        self.field = QLineEdit()
        self.field.setProperty("bare", True)
        self.field.setAccessibleName(_("Find anything"))
        self.field.setPlaceholderText(_("Find people, lists, actions and settings"))
        look.dress(self.field, "subtitle", 400)
        self.field.textChanged.connect(self._typed)
        self.field.installEventFilter(self)
        head = QHBoxLayout()
        head.setContentsMargins(*mirror.margins(17, 0, 15, 0))
        head.setSpacing(12)
        head.addWidget(IconMark("search", "text2", 18))
        head.addWidget(self.field, 1)
        head.addWidget(KeyCap(_("Esc")))
        holder = QWidget()
        spacing.keep_tall(holder, 45, "subtitle", room=22)
        holder.setLayout(head)
        self.list = PaletteList()
        self.list.painter_of_lines.photo_of = self._photo_of
        self.list.taken.connect(self._run_row)
        self.list.link_taken.connect(self._open_link)
        self.list.pointed.connect(self._point_at)
        self.nothing = Label("", "body", "text2", wrap=True)
        self.nothing.setContentsMargins(58, 18, 20, 18)
        self.foot = PaletteFoot()
        column.addWidget(holder)
        column.addWidget(Hairline("border"))
        column.addSpacing(6)
        column.addWidget(self.list)
        column.addWidget(self.nothing)
        column.addSpacing(8)
        column.addWidget(Hairline("border"))
        column.addWidget(self.foot)

    # ── coming and going ────────────────────────────────────────────────────────────────

    def open(self) -> None:
        """Show the palette, empty, with the keyboard in it."""
        window = self.window_
        if self.isVisible():
            return
        super().open()
        lists = palette_entries.lists_of(window)
        self._fixed = lists + palette_entries.actions_of(window, self._before)
        self._settings = palette_entries.settings_of(window)
        self._people, self._listed_for, self._run_when_shown = [], None, -1
        titles = [f"{e.title} {e.words}" for e in (*self._fixed, *self._settings)]
        window.desk.read(lambda _tx: read_aloud(titles), _nothing)
        self.field.blockSignals(True)
        self.field.clear()
        self.field.blockSignals(False)
        self._ask()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def leave(self) -> None:
        """Go away and give the keyboard back."""
        self._late.stop()
        super().leave()

    def give_back(self) -> bool:
        """Put the keyboard where it was, or into the list."""
        if not super().give_back():
            self.window_.list_pane.table.setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    # ── finding ─────────────────────────────────────────────────────────────────────────

    def _typed(self, _text: str) -> None:
        if self.isVisible():
            self._run_when_shown = -1
            self._ask()

    def _ask(self) -> None:
        """Ask for people; what else there is is found when they are there, or when it is late."""
        sign, words = palette_entries.parted(self.field.text())
        desk, window = self.window_.desk, self.window_
        if desk.facts is None or sign in (COMMANDS, TAGS):
            self._take_people((self.field.text(), [], []))
            return
        region, family_first = desk.facts.region, desk.settings.name_order == "family"
        most = EVERYTHING if sign == PEOPLE else palette_people.SHOWN
        text = self.field.text()
        if words:
            ask: Callable[[Any], list[Person]] = lambda tx: palette_people.found_people(  # noqa: E731
                tx, words, most, region, family_first
            )
        else:
            numbers = window.recent.numbers[: palette_people.SHOWN]
            ask = lambda tx: palette_people.people(tx, numbers, region, family_first)  # noqa: E731
        self._late.start()
        desk.read(
            lambda tx: (text, ask(tx), found_deals(tx, "" if sign else words)),
            self._take_people,
            key="palette",
            failed=self._not_read,
        )

    def _not_read(self, error: ContactDeskError) -> None:
        self._take_people((self.field.text(), self._known_people(), []))
        self.window_.desk.failed.emit(error)

    def _known_people(self) -> list[Person]:
        """While the book is away: those whose names were read before."""
        window, (sign, words) = self.window_, palette_entries.parted(self.field.text())
        if window.desk.facts is None or not window.desk.away.is_away:
            return []
        known = window.desk.names
        most = EVERYTHING if sign == PEOPLE else palette_people.SHOWN
        rows = (
            known.named(window.recent.numbers) if not words else known.matching(words, ListQuery())
        )
        cards = window.detail.known.contacts() if window.detail is not None else []
        named = [row for row in rows or () if row.id][:most]
        return palette_people.known_people(named, cards, words, window.desk.facts.region)

    def _show_without_people(self) -> None:
        """The book takes its time: what is known without it can be chosen already."""
        self._people, self._deals = [], []
        self._show_found(answered=False)

    def _take_people(self, found: tuple[str, list[Person], list[DealOnCard]]) -> None:
        text, people, deals = found
        if text == self.field.text() and self.isVisible():
            self._people, self._deals = people, deals
            self._show_found(answered=True)

    def _show_found(self, *, answered: bool) -> None:
        self._late.stop()
        text = self.field.text()
        before = self._chosen() if self._listed_for == text and self._was_moved else None
        self._was_moved = before is not None
        self._listed_for, self._is_answered = text, answered
        self.entries = self._gathered(*palette_entries.parted(text))
        self.list.show_entries(self.entries)
        self.nothing.setVisible(answered and not self.entries)
        self.nothing.setText(_nothing_words(text, self.window_.desk.away.is_away))
        self.list.setVisible(bool(self.entries))
        self.fit()
        rows = self.list.lines.entry_rows()
        keys = [entry.key for entry in self.entries]
        place = keys.index(before.key) if before is not None and before.key in keys else 0
        self._choose(rows[place] if rows else -1)
        if answered and self._run_when_shown >= 0:
            place, self._run_when_shown = self._run_when_shown, -1
            self._run_place(place)

    def _gathered(self, sign: str, words: str) -> list[Entry]:
        window = self.window_
        if sign == TAGS:
            tags = palette_entries.lists_of(window, categories_only=True)
            return palette_entries.found(tags, words, EVERYTHING) if words else tags
        people = [self._of_person(person, bool(words)) for person in self._people]
        if sign == PEOPLE:
            return people
        actions = [e for e in self._fixed if e.key.startswith("action")]
        if sign == COMMANDS:
            both = actions + self._settings
            return _together(palette_entries.found(both, words, EVERYTHING)) if words else both
        if not words:
            return people + palette_entries.usual_of(window, actions)
        lists = [e for e in self._fixed if e.key.startswith("list")]
        found = people + entries_of(window, self._deals)
        found += palette_entries.calls_of(window, words)
        found += palette_entries.found(lists, words, MOST["lists"])
        found += palette_entries.found(actions, words, MOST["actions"])
        found += palette_entries.found(self._settings, words, MOST["settings"])
        if self._is_answered:
            found += palette_entries.created_of(window, words)
            found += palette_entries.notes_of(window, words)
        return found

    def _of_person(self, person: Person, searched: bool) -> Entry:
        row = person.row
        links = [
            ("phone", _("Call {name}"), person.call),
            ("mail", _("Write to {name}"), person.mail),
        ]
        return Entry(
            key=f"person {row.number}",
            section=_("People") if searched else _("Recent"),
            title=row.name,
            run=partial(self._go_to, row.number),
            detail=palette_people.detail_of(row),
            marks=person.marks,
            row=row,
            details=partial(self._go_to, row.number, details=True),
            links=tuple((i, w.replace("{name}", row.name), link) for i, w, link in links if link),
        )

    def _photo_of(self, entry: Entry) -> QImage | None:
        desk, row = self.window_.desk, entry.row
        if row is None or not row.photo:
            return None
        found = desk.photo_now(row.photo, PHOTO)
        if found is None:
            desk.photo(row.photo, PHOTO, self._photo_read)
        return found

    def _photo_read(self, _image: QImage) -> None:
        self.list.viewport().update()

    # ── choosing and running ────────────────────────────────────────────────────────────

    def _chosen(self) -> Entry | None:
        return self.list.lines.entry_at(self.list.painter_of_lines.chosen_row)

    def _choose(self, row: int) -> None:
        self.list.choose(row)
        entry = self._chosen()
        self.foot.show_for(entry)
        if entry is not None:
            self.field.setAccessibleDescription(spoken(entry))
            announce(self.field, spoken(entry))

    def _point_at(self, row: int) -> None:
        if self.list.lines.entry_at(row) is not None:
            self._was_moved = True
            self._choose(row)

    def _move(self, step: int) -> None:
        rows = self.list.lines.entry_rows()
        if not rows:
            return
        self._was_moved = True
        here = self.list.painter_of_lines.chosen_row
        place = rows.index(here) if here in rows else -1
        if abs(step) == 1:
            self._choose(rows[(place + step) % len(rows)])
        else:
            self._choose(rows[min(max(place + step, 0), len(rows) - 1)])

    def _run_row(self, row: int) -> None:
        entry = self.list.lines.entry_at(row)
        if entry is not None and not entry.why_not:
            self._run(entry.run)

    def _run_place(self, place: int) -> None:
        """Run the n-th entry; while the answer to what was typed is awaited, when it is there."""
        if not self._is_current():
            self._run_when_shown = place
            return
        rows = self.list.lines.entry_rows()
        if place < len(rows):
            self._run_row(rows[place])

    def _run_chosen(self) -> None:
        moved = self._listed_for == self.field.text() and self._was_moved
        if moved or self._is_current():
            self._run_row(self.list.painter_of_lines.chosen_row)
        else:
            self._run_when_shown = 0

    def _is_current(self) -> bool:
        return self._listed_for == self.field.text() and self._is_answered

    def _run(self, do: Callable[[], object]) -> None:
        self.leave()
        do()

    def _open_link(self, link: str) -> None:
        self._run(partial(open_link, link))

    def _go_to(self, number: int, *, details: bool = False) -> None:
        window = self.window_
        window.recent.visited(number)
        window.go_to_contact(number)
        if details and window.detail is not None:
            window.detail.setFocus(Qt.FocusReason.ShortcutFocusReason)
            window.detail.take_focus()
        else:
            window.list_pane.table.setFocus(Qt.FocusReason.ShortcutFocusReason)

    # ── the keyboard ────────────────────────────────────────────────────────────────────

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys of the field, and the size of the window."""
        if watched is not self.field:
            return super().eventFilter(watched, event)
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            if self._verb_of(event) is not None:
                event.accept()
                return True
        elif event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            verb = self._verb_of(event)
            if verb is not None:
                verb()
                return True
        return super().eventFilter(watched, event)

    def _verb_of(self, event: QKeyEvent) -> Callable[[], object] | None:
        """What a key does here; None leaves it to the field and the window."""
        key = Key(event.key())
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        enter = key in (Key.Key_Return, Key.Key_Enter)
        if held == Qt.KeyboardModifier.ControlModifier:
            if enter:
                return partial(self._run_place, 1)
            if Key.Key_1 <= key <= Key.Key_9:
                return partial(self._run_place, key.value - Key.Key_1.value)
            return None
        if held == Qt.KeyboardModifier.ShiftModifier and key == Key.Key_Backtab:
            return lambda: None
        if held:
            return None
        a_page = max(1, self.list.height() // 42 - 1)
        verbs: dict[Key, Callable[[], object]] = {
            Key.Key_Down: partial(self._move, 1),
            Key.Key_Up: partial(self._move, -1),
            Key.Key_PageDown: partial(self._move, max(2, a_page)),
            Key.Key_PageUp: partial(self._move, -max(2, a_page)),
            Key.Key_Return: self._run_chosen,
            Key.Key_Enter: self._run_chosen,
            Key.Key_Tab: self._show_details,
            Key.Key_Escape: self.leave,
        }
        return verbs.get(key)

    def _show_details(self) -> None:
        entry = self._chosen()
        if entry is not None and entry.details is not None:
            self._run(entry.details)

    # ── how it lies ─────────────────────────────────────────────────────────────────────

    def place(self, size: QSize) -> QPoint:
        """Its upper edge stays where it is, however much was found."""
        return QPoint((self.width() - size.width()) // 2, min(TOP, self.height() // 8))

    def fit(self) -> None:
        """As high as what was found, as wide as the window allows."""
        room = self.height() - min(TOP, self.height() // 8) - look.px(150)
        high = min(self.list.wanted_height(), look.px(LIST_AT_MOST), max(120, room))
        for each in (self.list, self.sheet):
            spacing.see_to_itself(each)
        self.list.setFixedHeight(max(1, high))
        self.foot.setFixedWidth(max(1, min(WIDE, self.width() - 48) - 2))
        super().fit()


def _together(entries: list[Entry]) -> list[Entry]:
    """Sections one after the other, that of the best entry first."""
    sections = list(dict.fromkeys(entry.section for entry in entries))
    return sorted(entries, key=lambda entry: sections.index(entry.section))


def _nothing_words(text: str, is_away: bool) -> str:
    sign, words = palette_entries.parted(text)
    if sign == TAGS and not words:
        return _("There are no categories yet.")
    if words and is_away:
        return _("The book is away, and nothing that was read before is called “{text}”.").replace(
            "{text}", words
        )
    if not words:
        return _("Type the beginning of a name, a number, an action or a setting.")
    return _("Nothing is called “{text}”. Fewer letters find more.").replace("{text}", words)


def _nothing(_answer: object) -> None:
    """What was read is kept where it is looked for."""


def open_palette(window: MainWindow) -> Palette:
    """Show the window's palette, made when it is first wanted; leave it when it is shown."""
    palette = window.palette_
    if palette is None:
        palette = window.palette_ = Palette(window)
    if palette.isVisible():
        palette.leave()
    else:
        palette.open()
    return palette
