"""The editor of a contact, in place of its card: every field typed into, nothing refused."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from contactdesk.desktop import spacing
from contactdesk.desktop import theme as look
from contactdesk.desktop.avatars import FaceOf
from contactdesk.desktop.buttons import Button
from contactdesk.desktop.cards import Page
from contactdesk.desktop.face_picker import FacePicker
from contactdesk.desktop.feedback import Banner, announce
from contactdesk.desktop.fields import Field, FieldBox, Segmented, TextArea
from contactdesk.desktop.follow_focus import FollowFocus
from contactdesk.desktop.form_address import AddressBlock, AddressRows
from contactdesk.desktop.form_belongs import BelongsSection
from contactdesk.desktop.form_custom import CustomForm
from contactdesk.desktop.form_keeping import KeepingSection
from contactdesk.desktop.form_name import NameSection
from contactdesk.desktop.form_people import PeopleSection
from contactdesk.desktop.form_rows import KINDS, EntryLine, EntryRows
from contactdesk.desktop.form_section import NARROW, FormSection, Slots, field_line
from contactdesk.desktop.form_values import title_of, with_kind
from contactdesk.desktop.form_words import DateField, WordChips
from contactdesk.desktop.form_work import WorkSection
from contactdesk.desktop.habits import tip_with_keys
from contactdesk.desktop.labels import ElidedLabel, Hairline
from contactdesk.desktop.organisation_field import OrganisationContext
from contactdesk.desktop.presence_fields import editing_words
from contactdesk.desktop.reading_order import ReadingOrder, stops_in, takes_tab
from contactdesk.desktop.type_choice import LEAST
from contactdesk.i18n import _
from contactdesk.model.contact import Contact, Photo
from contactdesk.model.custom import id_of
from contactdesk.model.work import WorkChange
from contactdesk.store.presence import Here

ENDLESS = 5_000  # characters
Answer = Callable[[list[str]], None]


class FormContext:
    """What the form needs from the book: its country, and names to complete with."""

    def __init__(
        self,
        region: str,
        organisations: OrganisationContext,
        categories: Callable[[Answer], None],
    ) -> None:
        self.region, self.organisations, self.categories = region, organisations, categories


class ContactForm(ReadingOrder, QWidget):
    """Shows `mine` and gives back what it became by `value()`; fields not shown survive."""

    edited = Signal()
    save_wanted = Signal()
    save_new_wanted = Signal()  # and then another of the same kind
    cancel_wanted = Signal()
    leave_wanted = Signal()

    def __init__(
        self,
        mine: Contact,
        context: FormContext,
        picture: QImage | None = None,
        work: Sequence[WorkChange] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._start = mine
        self._context = context
        self._photo: Photo | None = mine.photo
        self._building = True
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._head(picture))
        column.addWidget(Hairline("border"))
        self._banner_area = QWidget()
        self._banners = QVBoxLayout(self._banner_area)
        self._banners.setContentsMargins(*self._margins(14, 0))
        self._banners.setSpacing(8)
        self._banner_area.hide()
        column.addWidget(self._banner_area)
        self._page = Page()
        FollowFocus(self._page)
        column.addWidget(self._page, 1)
        self._fill_page(work)
        self._say_title()
        self._building = False
        self._fit_types()

    # the head

    def _head(self, picture: QImage | None) -> QWidget:
        head = QWidget()
        head.setProperty("surface", "list")
        head.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._head_lines = QVBoxLayout(head)
        self._head_lines.setContentsMargins(*self._margins(13, 13))
        self._head_lines.setSpacing(10)
        row = self._head_row = QHBoxLayout()
        row.setSpacing(12)
        self._head_lines.addLayout(row)
        self.face = FacePicker(44)
        self.face.remove_wanted.connect(self.remove_photo)
        self.face.show_face(self._face(), picture)
        words = QVBoxLayout()
        words.setSpacing(1)
        self._title = ElidedLabel("", "subtitle")
        words.addWidget(self._title)
        promise = _("Saved as one step – Ctrl+Z brings everything back")
        if not self._start.number:
            promise = _("Saved as one step – Ctrl+Z takes it back")
        words.addWidget(ElidedLabel(promise, "caption", "text2"))
        self.kind = Segmented(
            [(_("Person"), "individual"), (_("Organisation"), "org")], self._start.kind
        )
        self.kind.setAccessibleName(_("Kind of contact"))
        self.kind.chosen.connect(self._switch_kind)
        self.cancel = Button(_("Cancel"), "secondary")
        self.cancel.setToolTip(_("Throw the changes away"))
        self.save = Button(_("Save"), "primary", "check")
        tip_with_keys(self.save, _("Save"), "Ctrl+S")
        self.cancel.clicked.connect(self.cancel_wanted)
        self.save.clicked.connect(self.save_wanted)
        row.addWidget(self.face)
        row.addLayout(words, 1)
        if not self._start.number:  # it is changed rarely later: then it stands at the end
            row.addWidget(self.kind)
        row.addWidget(self.cancel)
        row.addWidget(self.save)
        return head

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a narrow pane the kind stands in a line of its own."""
        super().resizeEvent(event)
        wide = self.width() >= NARROW
        if wide and self._head_lines.indexOf(self.kind) >= 0:
            self._head_row.insertWidget(2, self.kind)
        elif not wide and self._head_row.indexOf(self.kind) >= 0:
            self._head_lines.addWidget(self.kind, 0, Qt.AlignmentFlag.AlignLeading)

    def _margins(self, top: int, bottom: int) -> tuple[int, int, int, int]:
        """Left, top, right, bottom; Qt does not mirror the margins of layouts."""
        before, after = 28, 24
        if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            before, after = after, before
        return before, top, after, bottom

    def _face(self) -> FaceOf:
        return FaceOf(self._start.id, self._start.kind, title_of(self._start))

    def _say_title(self) -> None:
        organisation = self._start.kind == "org"
        if self._start.number:
            words = _("Edit organisation") if organisation else _("Edit contact")
        else:
            words = _("New organisation") if organisation else _("New contact")
        self._title.setText(words)
        self.setAccessibleName(words)

    # the page

    def _fill_page(self, work: Sequence[WorkChange]) -> None:
        mine = self._start
        outer = QVBoxLayout()
        outer.setContentsMargins(*self._margins(14, 28))
        outer.setSpacing(14)
        self.name = NameSection(mine)
        self.work = WorkSection(mine.memberships, self._context.organisations)
        self.belongs = BelongsSection(mine, self._context.organisations)
        self.rows = {
            field: EntryRows(
                kind, getattr(mine, field), self._context.region, business=mine.kind == "org"
            )
            for field, kind in KINDS.items()
        }
        self.addresses = AddressRows(mine.addresses)
        first = (self.name, self.work, self.belongs, Hairline("border"))
        for section in (*first, *self._value_sections()):
            outer.addWidget(section)
        self.people = PeopleSection(mine, self._context.organisations, work)
        self._people_line = Hairline("border")
        outer.addWidget(self._people_line)
        outer.addWidget(self.people)
        outer.addWidget(Hairline("border"))
        for section in self._plain_sections():
            outer.addWidget(section)
        outer.addStretch(1)
        self._page.set_content(outer)
        self.work.looked.connect(self._offer_place)
        for source in (self.name, self.work, self.belongs, self.addresses, self.people, self.words):
            source.edited.connect(self._typed)
        for rows in self.rows.values():
            rows.edited.connect(self._typed)
        self._show_kind()

    def _value_sections(self) -> list[QWidget]:
        sections: list[QWidget] = []
        for field, kind in KINDS.items():
            sections.append(_section(_(kind.title), self.rows[field]))
            self.rows[field].resized.connect(self._fit_types)
        sections.append(_section(_("Address"), self.addresses))
        self.addresses.resized.connect(self._fit_types)
        return sections

    def _plain_sections(self) -> list[QWidget]:
        mine = self._start
        self.birthday = DateField(mine.birthday)
        self.anniversary = DateField(mine.anniversary)
        self.dates = FormSection(_("Dates"), captioned=True)
        self.dates.body.addLayout(
            field_line(
                [
                    FieldBox(_("Birthday"), self.birthday),
                    FieldBox(_("Anniversary"), self.anniversary),
                ]
            )
        )
        for field in (self.birthday, self.anniversary):
            field.textEdited.connect(self._typed)
        self.words = WordChips(mine.categories, self._context.categories)
        categories = _section(_("Categories"), self.words, slots=True)
        self.keeping = KeepingSection(mine.keep_in_touch)
        self.keeping.edited.connect(self._typed)
        self.note = TextArea(lines=3)
        if _has_endless_word(mine.note):  # breaking it anew at every width takes many seconds
            self.note.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.note.setPlainText(mine.note)
        self._note_shown = self.note.toPlainText()
        self.note.setAccessibleName(_("Note"))
        self.note.textChanged.connect(self._typed)
        self.custom = CustomForm(mine, self._context.organisations)
        self.custom.edited.connect(self._typed)
        self.words.edited.connect(self._show_custom)
        sections: list[QWidget] = [
            self.dates,
            categories,
            self.custom,
            self.keeping,
            _section(_("Note"), self.note, slots=True),
        ]
        if mine.number and mine.kind in ("individual", "org"):
            sections.append(self._kind_section())
        return sections

    def _kind_section(self) -> FormSection:
        section = FormSection(_("Kind"))
        row = QHBoxLayout()
        row.addWidget(self.kind)
        row.addStretch(1)
        section.body.addLayout(row)
        return section

    def _show_kind(self) -> None:
        """Organisations neither work somewhere nor have birthdays, unless a card says so."""
        mine = self._start
        person = mine.kind == "individual"
        self.work.setVisible(person)
        self.belongs.setVisible(mine.kind == "org")
        self.people.setVisible(mine.kind == "org")
        self._people_line.setVisible(mine.kind == "org")
        self._show_custom()
        self.dates.setVisible(person or bool(mine.birthday or mine.anniversary))

    def _show_custom(self) -> None:
        """Some custom fields are there for a kind or a category alone."""
        self.custom.show_for(self._start.kind, self.words.value())

    def _fit_types(self) -> None:
        """The type combos of all rows are as wide as the widest of them."""
        if self._building:
            return
        types = [line.type for rows in self.rows.values() for line in rows.lines]
        types += [line.type for line in self.addresses.lines]
        wide = max((t.wanted_width() for t in types), default=look.px(LEAST))
        for each in types:
            spacing.see_to_itself(each)
            each.setFixedWidth(wide)

    # values

    def value(self) -> Contact:
        """The contact as it stands in the form."""
        mine = self.name.applied(self._start)
        if mine.kind == "individual":
            mine = replace(mine, memberships=self.work.value())
        elif mine.kind == "org":
            mine = self.belongs.applied(mine)
        note = self.note.toPlainText()
        typed = replace(
            mine,
            phones=self.rows["phones"].value(),
            emails=self.rows["emails"].value(),
            urls=self.rows["urls"].value(),
            impp=self.rows["impp"].value(),
            addresses=self.addresses.value(),
            birthday=self.birthday.value(),
            anniversary=self.anniversary.value(),
            categories=self.words.value(),
            keep_in_touch=self.keeping.value(),
            note=mine.note if note == self._note_shown else note,
            photo=self._photo,
        )
        return self.custom.applied(typed)

    def work_changes(self) -> tuple[WorkChange, ...]:
        """What became of an organisation's people; it is saved with the contact."""
        return self.people.changes() if self._start.kind == "org" else ()

    def _offer_place(self) -> None:
        """An organisation's address may be used without typing it."""
        answers = [p.organisation.answer for p in self.work.places]
        found = next((a for a in answers if a.known and a.address), None)
        name = found.known.name if found and found.known else ""
        self.addresses.offer_place(name, found.address if found else None)

    def settle(self) -> None:
        """What leaving the last field would do: numbers are written out before they are saved."""
        self.rows["phones"].settle()

    def show_photo(self, photo: Photo | None, picture: QImage | None) -> None:
        """Another picture was chosen."""
        self._photo = photo
        self.face.show_face(self._face(), picture)
        self._typed()

    def show_picture(self, picture: QImage | None) -> None:
        """The picture the contact has already was read."""
        if self._photo is not None:
            self.face.show_face(self._face(), picture)

    def remove_photo(self) -> None:
        """No picture any more."""
        self.show_photo(None, None)

    def _switch_kind(self, kind: object) -> None:
        self._start = with_kind(self.value(), str(kind))
        self.name.show_name(self._start)
        self.name.show_kind(self._start.kind)
        self._show_kind()
        self.face.show_face(self._face(), None if self._photo is None else self.face.picture)
        self._say_title()
        self._typed()
        self.focus_first()

    def _typed(self) -> None:
        if not self._building:
            self.edited.emit()

    def stops(self) -> list[QWidget]:
        """Tab goes from the first name to the note, then to Save and Cancel."""
        page = self._page.widget()
        inside = stops_in(page, by_place=True) if page is not None else []
        kind = [] if self.kind in inside or not self.kind.isVisible() else [self.kind]
        ends = [widget for widget in (self.save, self.cancel, self.face) if takes_tab(widget)]
        return [*kind, *stops_in(self._banner_area, by_place=True), *inside, *ends]

    # where somebody is

    def _rows_of_items(self) -> list[tuple[str, EntryLine | AddressBlock]]:
        """The rows that stand for an item of the contact, with their places: "phones 3"."""
        rows = [(f, line, line.row.source) for f, r in self.rows.items() for line in r.lines]
        found = [(f"{f} {source.item}", line) for f, line, source in rows if source is not None]
        blocks = self.addresses.lines
        return [*found, *((f"addresses {b.source.item}", b) for b in blocks if b.source)]

    def place_of(self, widget: QWidget) -> str:
        """The place that a widget of the form is for, "" where there is none."""
        single = {self.birthday: "birthday 0", self.anniversary: "anniversary 0"}
        rows = (place for place, row in self._rows_of_items() if row.isAncestorOf(widget))
        return next(rows, next((p for w, p in single.items() if w is widget), ""))

    def show_editors(self, there: dict[str, Here], me: str) -> None:
        """Mark the rows that somebody else is in just now."""
        for place, row in self._rows_of_items():
            here = there.get(place)
            row.editor.show_words(editing_words(here, me) if here is not None else "")

    # what is said above the fields

    def add_banner(self, banner: Banner, below: Iterable[Banner] = ()) -> Banner:
        """Put a banner over the fields, where it stays in sight however far they are scrolled; it
        stands after those it is to stand `below`, whichever of them came first."""
        place = max((self._banners.indexOf(each) for each in below), default=-1)
        self._banners.insertWidget(place + 1, banner)
        self._banner_area.show()
        banner.closed.connect(lambda: self.drop_banner(banner))
        announce(banner, banner.words.text())
        return banner

    def drop_banner(self, banner: Banner) -> None:
        """Take a banner away."""
        if self._banners.indexOf(banner) < 0:
            return
        self._banners.removeWidget(banner)
        banner.hide()
        banner.deleteLater()
        self._banner_area.setVisible(self._banners.count() > 0)

    # focus and keys

    def focus_first(self) -> None:
        """The first empty field of the name, or its first field."""
        person = self._start.kind == "individual"
        names = ("given", "family") if person else ("organisation",)
        fields = [self.name.fields[n] for n in names]
        if person:
            fields += [self.work.places[0].organisation, self.work.places[0].title]
        for rows in (self.rows["phones"], self.rows["emails"]):
            fields += [line.field for line in rows.lines]
        target = next((f for f in fields if not f.text()), fields[0])
        self._go_to(target)

    def focus_value(self, field: str, item: int) -> None:
        """The field that shows a certain value; an empty one for item -1."""
        target: QWidget | None = None
        if item < 0 and field in self.rows:
            self.rows[field].add()
            return
        if item < 0 and field == "addresses":
            self.addresses.add()
            return
        if field in self.rows:
            line = self.rows[field].line_of(item)
            target = line.field if line else None
        elif field == "addresses":
            block = self.addresses.line_of(item)
            target = block.fields["street"] if block else None
        elif field in ("birthday", "anniversary"):
            target = self.birthday if field == "birthday" else self.anniversary
        elif field == "note":
            target = self.note
        elif field == "keep_in_touch":
            target = self.keeping.combo
        elif id_of(field):
            target = self.custom.focus_field(id_of(field))
        if target is None:
            self.focus_first()
        else:
            self._go_to(target)

    def _go_to(self, target: QWidget) -> None:
        target.setFocus(Qt.FocusReason.OtherFocusReason)
        if isinstance(target, Field):
            target.end(False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+S and Ctrl+Enter save (with Shift: and begin another), Esc leaves with a draft."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if enter and control and shift:
            self.save_new_wanted.emit()
        elif event.matches(QKeySequence.StandardKey.Save) or (enter and control):
            self.save_wanted.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.leave_wanted.emit()
        else:
            super().keyPressEvent(event)


def _has_endless_word(text: str) -> bool:
    return len(text) > ENDLESS and any(len(word) > ENDLESS for word in text.split())


def _section(title: str, body: QWidget, *, slots: bool = False) -> FormSection:
    section = FormSection(title)
    section.title.setBuddy(body)
    if not slots:
        section.body.addWidget(body)
        return section
    row = QHBoxLayout()
    row.setSpacing(6)
    row.addWidget(body, 1)
    row.addWidget(Slots())
    section.body.addLayout(row)
    return section
