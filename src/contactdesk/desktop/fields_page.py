"""The page of custom fields: the types, the list of sections and fields, and one of them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from contactdesk.desktop import spacing
from contactdesk.desktop import theme as look
from contactdesk.desktop.buttons import Button
from contactdesk.desktop.custom_texts import concerns
from contactdesk.desktop.feedback import EmptyState, IconMark
from contactdesk.desktop.fields import Segmented
from contactdesk.desktop.fields_deeds import FieldDeeds
from contactdesk.desktop.fields_inspector import Asked, FieldInspector
from contactdesk.desktop.fields_list import FieldsList
from contactdesk.desktop.fields_menu import show_menu
from contactdesk.desktop.fields_palette import FieldsPalette
from contactdesk.desktop.fields_preview import Sample, read_sample
from contactdesk.desktop.fields_questions import FieldQuestions
from contactdesk.desktop.fields_rows import Fields, Row, read_fields, rows_of
from contactdesk.desktop.labels import ElidedLabel, Hairline, Label
from contactdesk.desktop.menus import Menu
from contactdesk.desktop.reading_order import stops_in, takes_tab
from contactdesk.desktop.surfaces import on_surface
from contactdesk.desktop.unread import Unread
from contactdesk.desktop.wide_page import WidePage
from contactdesk.i18n import N_, _, counted, ngettext
from contactdesk.model.custom import FieldDefinition

if TYPE_CHECKING:
    from contactdesk.desktop.desk import Desk
    from contactdesk.store.listing import ChangeSet, ContactRow

PALETTE, MOST_PALETTE = 186, 0.22  # px, and of the page's width
OFFERED = 8  # contacts that what is typed may mean
INSPECTOR, MOST_INSPECTOR = 360, 0.38
# By whose fields are shown: what is said where there are none, and how that is changed.
_NONE = {
    "": (
        N_("No custom fields yet"),
        N_("Click a type at the side: text, number, date, choice … Every contact has it then."),
    ),
    "individual": (
        N_("No fields for people yet"),
        N_("Click a type at the side: text, number, date, choice … Every person has it then."),
    ),
    "org": (
        N_("No fields for organisations yet"),
        N_(
            "Click a type at the side: text, number, date, choice … Every organisation has it then."
        ),
    ),
}


class CustomFieldsPage(WidePage):
    """Takes the place of list and card; `left` asks for what was there before.

    Everything is saved at once and is one step of undo; colleagues have it a moment later.
    """

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent=parent)
        self._wanted = ""  # the key of a line that is to be chosen when it is there, and named
        self._as = 0  # the contact as which fields are shown, 0 for somebody who has one
        self.fields = Fields()
        self.sample = Sample()
        self._build()
        self.deeds = FieldDeeds(desk, self)
        self.deeds.said.connect(self._say)
        self.deeds.made.connect(self._made)
        self.questions = FieldQuestions(self, desk)
        self._connect()
        self.unread = Unread(self, desk, below=self.summary.parentWidget())
        desk.changed.connect(self._changed)
        desk.facts_changed.connect(self._allow)
        look.announcer().changed.connect(self._fit)
        self._allow()

    # ── what there is ───────────────────────────────────────────────────────────────────

    def _build(self) -> None:
        self.palette_ = FieldsPalette()
        self.away = Button(_("Put away"), "ghost", "archive", size="row")
        self.away.clicked.connect(self._offer_away)
        self.palette_.column.addWidget(self.away)
        self.inspector = FieldInspector(Asked(self._categories, self._people))
        for beside in (self.palette_, self.inspector):
            spacing.see_to_itself(beside)
        body = QHBoxLayout()
        body.setSpacing(0)
        body.addWidget(self.palette_)
        body.addWidget(Hairline("border", upright=True))
        body.addLayout(self._build_middle(), 1)
        body.addWidget(Hairline("border", upright=True))
        body.addWidget(self.inspector)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._build_head())
        column.addWidget(Hairline("border"))
        column.addLayout(body, 1)

    def _build_middle(self) -> QVBoxLayout:
        self.list = FieldsList()
        self.empty = EmptyState("text-cursor-input", *map(_, _NONE[""]))
        self.stack = QStackedWidget()
        self.stack.addWidget(self.list)
        self.stack.addWidget(self.empty)
        foot = QHBoxLayout()
        foot.setContentsMargins(20, 8, 20, 10)
        foot.setSpacing(8)
        foot.addWidget(IconMark("info", "text2", 14))
        words = _(
            "A field with values is never deleted, only put away. Its values come back with it."
        )
        foot.addWidget(Label(words, "caption", "text2", wrap=True), 1)
        middle = QVBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self.stack, 1)
        middle.addLayout(foot)
        return middle

    def _build_head(self) -> QWidget:
        self.summary = ElidedLabel("", "caption", "text2")
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(ElidedLabel(_("Custom fields"), "title"))
        words.addWidget(self.summary)
        self.section = Button(_("Section"), "secondary", "plus")
        self.section.setAccessibleName(_("Add a section"))
        self.done_ = Button(_("Done"), "primary", "check")
        self.done_.clicked.connect(self.left)
        self.whose = Segmented(
            [(_("All"), ""), (_("People"), "individual"), (_("Organisations"), "org")], ""
        )
        self.whose.setAccessibleName(_("Whose fields"))
        self.whose.chosen.connect(lambda _kind: self._show(self.fields))
        row = QHBoxLayout()
        row.setContentsMargins(22, 10, 16, 10)
        row.setSpacing(10)
        row.addLayout(words, 1)
        row.addWidget(self.whose)
        row.addWidget(self.section)
        row.addWidget(self.done_)
        return on_surface("list", row)

    def _connect(self) -> None:
        self.palette_.wanted.connect(self._add)
        self.section.clicked.connect(self.deeds.add_section)
        self.list.chosen.connect(self._chosen)
        self.list.move_wanted.connect(self.move_line)
        self.list.away_wanted.connect(self.put_away)
        self.list.edit_wanted.connect(lambda _row: self.inspector.start_naming())
        self.list.menu_wanted.connect(partial(show_menu, self))
        self.list.type_dropped.connect(lambda t, at: self.deeds.add(t, at, self.rows, self.kind))
        self.list.row_dropped.connect(lambda key, at: self.deeds.move_to(key, at, self.rows))
        self.inspector.changed.connect(self._change)
        self.inspector.section_named.connect(self._rename_section)
        self.inspector.sample_wanted.connect(self._show_as)
        self.inspector.limited.connect(self._limit_section)
        self.inspector.type_wanted.connect(self.questions.ask_type)
        self.inspector.choice_gone.connect(self.questions.ask_choice)

    @property
    def rows(self) -> list[Row]:
        """The lines of the list."""
        return self.list.lines.rows

    @property
    def kind(self) -> str:
        """Whose fields are shown: "individual" or "org", "" for all of them."""
        return str(self.whose.value())

    def stops(self) -> list[QWidget]:
        """Tab goes through the types, the list and what is beside it, and then the head."""
        wanted = [*self.palette_.buttons.values(), self.away, self.list]
        wanted += stops_in(self.inspector)
        return [w for w in [*wanted, self.whose, self.section, self.done_] if takes_tab(w)]

    # ── coming, room and keys ───────────────────────────────────────────────────────────

    def come(self) -> None:
        """The page is shown: the keyboard is on its list, in an empty one on the first type."""
        self._first().setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.read()

    def _first(self) -> QWidget:
        return next(iter(self.palette_.buttons.values())) if not self.rows else self.list

    def resizeEvent(self, event: QResizeEvent) -> None:
        """What is beside the list takes no more than its share."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        for beside, wide, most in (
            (self.palette_, PALETTE, MOST_PALETTE),
            (self.inspector, INSPECTOR, MOST_INSPECTOR),
        ):
            beside.setFixedWidth(min(look.px(wide), round(self.width() * most)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back to where one was."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    # ── reading ─────────────────────────────────────────────────────────────────────────

    def _changed(self, change: ChangeSet) -> None:
        if change.contacts != () or concerns(change):
            self.went_stale()

    def read(self) -> None:
        """Read the fields anew."""
        self._is_stale = False
        self.unread.read("fields", read_fields, self._show, key="fields page")

    def _show(self, fields: Fields) -> None:
        self.fields = self.deeds.fields = fields
        rows = rows_of(fields, self.kind)
        if self._wanted and all(row.key != self._wanted for row in rows):
            self.whose.choose("")  # what was made or came back is no field of these
            rows = rows_of(fields)
        had_first = self._first().hasFocus()
        self.stack.setCurrentIndex(0 if rows else 1)
        title, text = _NONE[self.kind if fields.known.fields else ""]
        self.empty.title.setText(_(title))
        self.empty.text.setText(_(text))
        self.list.show_rows(rows, self._wanted)
        if had_first and not self._first().hasFocus():
            self._first().setFocus(Qt.FocusReason.ShortcutFocusReason)
        count = sum(row.field is not None for row in rows)
        words = ngettext("{n} field", "{n} fields", count).format(n=counted(count))
        book = self.desk.facts.name if self.desk.facts is not None else ""
        self.summary.setText(
            _("Shared by everyone in {book} · {fields}").format(book=book, fields=words)
        )
        self.away.setVisible(bool(fields.away))
        self.away.setText(_("Put away ({n})").format(n=counted(len(fields.away))))
        self._chosen(self.list.row())

    def _chosen(self, row: Row | None) -> None:
        field, wanted, kind = row.field if row is not None else None, self._as, self.kind
        self.desk.read(
            lambda tx: read_sample(tx, field, wanted, kind),
            partial(self._inspect, row),
            key="field sample",
        )

    def _show_as(self, number: int) -> None:
        """Show fields as another contact has them."""
        self._as = number
        self._chosen(self.list.row())

    def _inspect(self, row: Row | None, sample: Sample) -> None:
        now = self.list.row()
        if row is None or now is None or row.key != now.key:
            if now is None:
                self.inspector.show_row(None, self.fields.known, {}, "", sample)
            return
        self.sample = sample
        me = self.desk.presence.me.person
        self.inspector.show_row(now, self.fields.known, dict(sample.uses), me, sample)
        if self._wanted == now.key:
            self._wanted = ""
            self.inspector.start_naming()

    def _made(self, key: str) -> None:
        """A line was made here: choose it, and let its name be typed."""
        self._wanted = key
        self.read()

    # ── doing ───────────────────────────────────────────────────────────────────────────

    def _add(self, type_: str) -> None:
        """Below the chosen line, else at the end."""
        index = self.list.currentIndex()
        place = index.row() + 1 if index.isValid() else len(self.rows)
        self.deeds.add(type_, place, self.rows, self.kind)

    def field(self) -> FieldDefinition | None:
        """The field that is chosen."""
        return self.inspector.row.field if self.inspector.row is not None else None

    def _change(self, name: str, value: object) -> None:
        field = self.field()
        if field is not None:
            self.deeds.change(field, **{name: value})

    def _rename_section(self, name: str) -> None:
        row = self.inspector.row
        if row is not None and row.section is not None:
            self.deeds.rename_section(row.section, name)

    def _limit_section(self, name: str, value: object) -> None:
        row = self.inspector.row
        if row is not None and row.section is not None:
            self.deeds.limit_section(row.section, **{name: value})

    def put_away(self, row: Row) -> None:
        """A field, with its values, or a section without its fields."""
        if self.able:
            self.deeds.put_away(row)

    def move_line(self, row: Row, step: int) -> None:
        """A field or a section up (-1) or down (1)."""
        if self.able:
            self.deeds.move(row, step, self.rows)

    def _say(self, words: str) -> None:
        self.desk.toast.emit(words, _("Undo"), self.desk.undo)

    def _offer_away(self) -> None:
        menu = Menu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for field in self.fields.away:
            action = menu.addAction(_("Bring back {name}").format(name=field.label))
            action.triggered.connect(lambda _on=False, f=field: self.deeds.bring_back(f))
        menu.popup(self.away.mapToGlobal(self.away.rect().topLeft()))

    # ── what it needs ───────────────────────────────────────────────────────────────────

    def _people(self, typed: str, answer: Any) -> None:
        def find(tx: Any) -> list[ContactRow]:
            found = tx.contacts.search(typed, limit=OFFERED).numbers
            return list(tx.contacts.rows(found[:OFFERED]))

        self.desk.read(find, answer, key="field people")

    def _categories(self, answer: Any) -> None:
        self.desk.read(lambda tx: tx.categories.names(), answer)

    @property
    def why_not(self) -> str:
        """Why nothing may be changed, "" where it may."""
        facts = self.desk.facts
        return (facts.read_only or facts.not_a_manager) if facts is not None else ""

    @property
    def able(self) -> bool:
        """Whether anything may be changed; `why_not` says why it may not."""
        return not self.desk.read_only and not self.why_not

    def _allow(self, _facts: object = None) -> None:
        """A book that may only be read is looked at alone."""
        why, able = self.why_not, self.able
        for widget in (self.palette_, self.section, self.inspector):
            widget.setEnabled(able)
            widget.setToolTip(why)
        self.list.setDragEnabled(able)
        self.list.setAcceptDrops(able)
