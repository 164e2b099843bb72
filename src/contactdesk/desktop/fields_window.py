"""The window of custom fields: the types, the list of sections and fields, and one of them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from contactdesk.desktop import theme as look
from contactdesk.desktop.buttons import Button
from contactdesk.desktop.feedback import Banner, EmptyState, Toast
from contactdesk.desktop.fields_choices import ReplaceSheet
from contactdesk.desktop.fields_deeds import FieldDeeds
from contactdesk.desktop.fields_inspector import FieldInspector, with_type
from contactdesk.desktop.fields_list import FieldsList
from contactdesk.desktop.fields_palette import FieldsPalette
from contactdesk.desktop.fields_preview import Sample, read_sample
from contactdesk.desktop.fields_rows import Fields, Row, read_fields, rows_of
from contactdesk.desktop.fields_type_words import type_notes
from contactdesk.desktop.labels import Hairline, Label
from contactdesk.desktop.menus import Menu
from contactdesk.desktop.sheet import Question
from contactdesk.i18n import _, counted, ngettext
from contactdesk.model.custom import TYPE_WORDS, FieldDefinition
from contactdesk.model.custom_values import Fitting
from contactdesk.operations.custom_fields import what_fits

if TYPE_CHECKING:
    from contactdesk.desktop.desk import Desk

SIZE, LEAST = (1180, 760), (760, 480)


class FieldsWindow(QDialog):
    """Everything is saved at once and is one step of undo; colleagues have it a moment later."""

    def __init__(self, parent: QWidget, desk: Desk) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Custom fields"))
        self._desk = desk
        self._wanted = ""  # the key of a line that is to be chosen when it is there, and named
        self.fields = Fields()
        self.sample = Sample()
        self._fit_to_screen()
        self._build()
        self.deeds = FieldDeeds(desk, self)
        self.deeds.said.connect(self._say)
        self.deeds.made.connect(self._made)
        self._connect()
        desk.changed.connect(self._changed)
        desk.facts_changed.connect(self._allow)
        self._allow()
        self._read()

    def _fit_to_screen(self) -> None:
        room = self.screen().availableGeometry().size() * 0.95
        self.setMinimumSize(*LEAST)
        self.resize(look.px(SIZE[0]), look.px(SIZE[1]))
        self.resize(self.size().boundedTo(room))

    # ── what there is ───────────────────────────────────────────────────────────────────

    def _build(self) -> None:
        self.palette_ = FieldsPalette()
        self.away = Button(_("Put away"), "ghost", "archive", size="row")
        self.away.clicked.connect(self._offer_away)
        self.palette_.column.addWidget(self.away)
        self.list = FieldsList()
        self.empty = EmptyState(
            "text-cursor-input",
            _("No custom fields yet"),
            _("Click a type at the side: text, number, date, choice … Every contact has it then."),
        )
        self.stack = QStackedWidget()
        self.stack.addWidget(self.list)
        self.stack.addWidget(self.empty)
        self.inspector = FieldInspector(self._categories)
        middle = QVBoxLayout()
        middle.setSpacing(0)
        self.banner_area = QVBoxLayout()
        middle.addLayout(self.banner_area)
        middle.addWidget(self.stack, 1)
        foot = Label(
            _("A field with values is never deleted, only put away. Its values come back with it."),
            "caption", "text2", wrap=True,
        )  # fmt: skip
        foot.setContentsMargins(20, 8, 20, 10)
        middle.addWidget(foot)
        body = QHBoxLayout()
        body.setSpacing(0)
        body.addWidget(self.palette_)
        body.addWidget(Hairline("border", upright=True))
        body.addLayout(middle, 1)
        body.addWidget(Hairline("border", upright=True))
        body.addWidget(self.inspector)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._build_head())
        column.addWidget(Hairline("border"))
        column.addLayout(body, 1)
        self.toast = Toast(self.stack)

    def _build_head(self) -> QWidget:
        head = QWidget()
        head.setProperty("surface", "list")
        head.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.summary = Label("", "caption", "text2")
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(Label(_("Custom fields"), "subtitle"))
        words.addWidget(self.summary)
        self.section = Button(_("Section"), "secondary", "plus")
        self.section.setAccessibleName(_("Add a section"))
        self.done_ = Button(_("Done"), "primary", "check")
        self.done_.clicked.connect(self.accept)
        row = QHBoxLayout(head)
        row.setContentsMargins(22, 10, 16, 10)
        row.setSpacing(10)
        row.addLayout(words, 1)
        row.addWidget(self.section)
        row.addWidget(self.done_)
        for button in (self.section, self.done_):
            button.setAutoDefault(False)
        return head

    def _connect(self) -> None:
        self.palette_.wanted.connect(self._add)
        self.section.clicked.connect(self.deeds.add_section)
        self.list.chosen.connect(self._chosen)
        self.list.move_wanted.connect(self._move)
        self.list.away_wanted.connect(self._put_away)
        self.list.edit_wanted.connect(lambda _row: self.inspector.start_naming())
        self.list.type_dropped.connect(lambda t, at: self.deeds.add(t, at, self.rows))
        self.list.row_dropped.connect(lambda key, at: self.deeds.move_to(key, at, self.rows))
        self.inspector.changed.connect(self._change)
        self.inspector.section_named.connect(self._rename_section)
        self.inspector.type_wanted.connect(self._ask_type)
        self.inspector.choice_gone.connect(self._ask_choice)
        for keys, do in (
            (QKeySequence.StandardKey.Undo, self._desk.undo),
            (QKeySequence.StandardKey.Redo, self._desk.redo),
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(do)

    @property
    def rows(self) -> list[Row]:
        """The lines of the list."""
        return self.list.lines.rows

    # ── reading ─────────────────────────────────────────────────────────────────────────

    def _changed(self, _change: object) -> None:
        self._read()

    def _read(self) -> None:
        self._desk.read(read_fields, self._show, key="fields window")

    def _show(self, fields: Fields) -> None:
        self.fields = self.deeds.fields = fields
        rows = rows_of(fields)
        wanted = self._wanted
        self.stack.setCurrentIndex(0 if rows else 1)
        self.list.show_rows(rows, wanted)
        count = len(fields.known.fields)
        words = ngettext("{n} field", "{n} fields", count).format(n=counted(count))
        book = self._desk.facts.name if self._desk.facts is not None else ""
        self.summary.setText(
            _("Shared by everyone in {book} · {fields}").format(book=book, fields=words)
        )
        self.away.setVisible(bool(fields.away))
        self.away.setText(_("Put away ({n})").format(n=counted(len(fields.away))))
        self._chosen(self.list.row())

    def _chosen(self, row: Row | None) -> None:
        field = row.field if row is not None else None
        self._desk.read(
            lambda tx: read_sample(tx, field), partial(self._inspect, row), key="field sample"
        )

    def _inspect(self, row: Row | None, sample: Sample) -> None:
        now = self.list.row()
        if row is None or now is None or row.key != now.key:
            if now is None:
                self.inspector.show_row(None, self.fields.known, {}, "", sample)
            return
        self.sample = sample
        me = self._desk.presence.me.person
        self.inspector.show_row(now, self.fields.known, dict(sample.uses), me, sample)
        if self._wanted == now.key:
            self._wanted = ""
            self.inspector.start_naming()

    def _made(self, key: str) -> None:
        """A line was made here: choose it, and let its name be typed."""
        self._wanted = key
        self._read()

    # ── doing ───────────────────────────────────────────────────────────────────────────

    def _add(self, type_: str) -> None:
        """Below the chosen line, else at the end."""
        index = self.list.currentIndex()
        place = index.row() + 1 if index.isValid() else len(self.rows)
        self.deeds.add(type_, place, self.rows)

    def _field(self) -> FieldDefinition | None:
        return self.inspector.row.field if self.inspector.row is not None else None

    def _change(self, name: str, value: object) -> None:
        field = self._field()
        if field is not None:
            self.deeds.change(field, **{name: value})

    def _rename_section(self, name: str) -> None:
        row = self.inspector.row
        if row is not None and row.section is not None:
            self.deeds.rename_section(row.section, name)

    def _put_away(self, row: Row) -> None:
        if not self._desk.read_only:
            self.deeds.put_away(row)

    def _move(self, row: Row, step: int) -> None:
        if not self._desk.read_only:
            self.deeds.move(row, step, self.rows)

    def _say(self, words: str) -> None:
        self.toast.show_toast(words, action=_("Undo"), keys="Ctrl+Z", act=self._desk.undo)

    def _offer_away(self) -> None:
        menu = Menu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for field in self.fields.away:
            action = menu.addAction(_("Bring back {name}").format(name=field.label))
            action.triggered.connect(lambda _on=False, f=field: self.deeds.bring_back(f))
        menu.popup(self.away.mapToGlobal(self.away.rect().topLeft()))

    # ── another type, a choice less ─────────────────────────────────────────────────────

    def _ask_type(self, type_: str) -> None:
        """Say first what becomes of the values that there are."""
        field = self._field()
        if field is None or field.type == type_:
            return

        def look_at(tx: Any) -> tuple[FieldDefinition, Fitting]:
            values = tx.custom_fields.values(field.id)
            after = with_type(field, type_, list(values.values()))
            return after, what_fits(tx, field, after)

        self._desk.read(look_at, partial(self._tell_type, field), key="field type")

    def _tell_type(self, field: FieldDefinition, found: tuple[FieldDefinition, Fitting]) -> None:
        after, fits = found
        if not fits.fit and not fits.stay:
            self._set_type(field, after, True)
            return
        question = Question(
            self,
            "list",
            _("Make “{name}” a field of the type {type}?").format(
                name=field.label, type=_(TYPE_WORDS[after.type])
            ),
            fits_words(fits),
            type_notes(field, after),
            _("Keep it"),
            _("Change the type"),
        )
        question.answered.connect(partial(self._set_type, field, after))
        question.dismissed.connect(partial(self._set_type, field, after, False))
        question.ask()

    def _set_type(self, field: FieldDefinition, after: FieldDefinition, on: bool) -> None:
        if on:
            self.deeds.change(field, type=after.type, choices=after.choices)
        else:
            self.inspector.types.choose(field.type)

    def _ask_choice(self, name: str) -> None:
        field = self._field()
        if field is None:
            return
        count = dict(self.sample.uses).get(name, 0)
        if not count:
            self.deeds.replace_choice(field, name, None)
            return
        sheet = ReplaceSheet(self, field, name, count)
        sheet.answered.connect(partial(self.deeds.replace_choice, field, name))
        sheet.open_sheet(sheet.combo)

    # ── what it needs ───────────────────────────────────────────────────────────────────

    def _categories(self, answer: Any) -> None:
        self._desk.read(lambda tx: tx.categories.names(), answer)

    def _allow(self, _facts: object = None) -> None:
        """A book that may only be read is looked at alone."""
        why = self._desk.facts.read_only if self._desk.facts is not None else ""
        able = not self._desk.read_only
        for widget in (self.palette_, self.section, self.inspector):
            widget.setEnabled(able)
            widget.setToolTip(why)
        self.list.setDragEnabled(able)
        self.list.setAcceptDrops(able)
        if why and not self.banner_area.count():
            self.banner_area.addWidget(Banner("slate", why, icon="lock"))


def fits_words(fits: Fitting) -> str:
    """What becomes of the values: "318 values: 311 fit, 7 stay as text"."""
    count = fits.fit + fits.stay
    if not fits.stay:
        words = ngettext("{n} value fits.", "All {n} values fit.", count)
        return words.format(n=counted(count))
    words = ngettext("{n} value: ", "{n} values: ", count).format(n=counted(count))
    stay = ngettext("{n} stays as text", "{n} stay as text", fits.stay)
    fit = ngettext("{n} fits", "{n} fit", fits.fit).format(n=counted(fits.fit))
    return f"{words}{fit}, {stay.format(n=counted(fits.stay))}"


def show_fields(parent: QWidget, desk: Desk) -> FieldsWindow:
    """Open the window, or bring the open one to the front."""
    window = next(iter(parent.findChildren(FieldsWindow)), None)
    if window is None:
        window = FieldsWindow(parent, desk)
        window.show()
    else:
        window.raise_()
    window.activateWindow()
    return window
