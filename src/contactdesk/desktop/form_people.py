"""The editor's part for the people of an organisation: who, as what, where, from and until when.

Nothing is written here: `changes()` is saved with the organisation, as one step.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date

from PySide6.QtCore import QStringListModel, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QCompleter, QHBoxLayout, QSizePolicy, QWidget

from contactdesk.desktop import theme as look
from contactdesk.desktop.buttons import Button, IconButton
from contactdesk.desktop.contact_picker import Ask, ContactPicker
from contactdesk.desktop.date_texts import is_over
from contactdesk.desktop.fields import Field, FieldBox
from contactdesk.desktop.form_rows import GAP, SLOT, chain_before
from contactdesk.desktop.form_section import FormSection
from contactdesk.desktop.form_values import departments_text, read_departments
from contactdesk.desktop.form_words import DateField
from contactdesk.desktop.labels import Label
from contactdesk.desktop.membership_dates import advise_on_span, day_of, plain_day
from contactdesk.desktop.organisation_field import OrganisationContext
from contactdesk.desktop.tips import plain_tip
from contactdesk.i18n import _, counted
from contactdesk.model.contact import Contact, Membership
from contactdesk.model.dates import PartialDate
from contactdesk.model.work import WorkChange
from contactdesk.store.listing import ContactRow, Person

AT_ONCE = 12  # rows; more are a click away
BESIDE = 768  # px, in a pane of 820: below it the rows stand under their heading
ONE_LINE = 540  # px of a row: below it its fields stand in two lines
SHARES = (14, 13, 11, 11, 10)  # how a row's width is divided

Key = tuple[int, int]  # the person's number, the membership's item


class PersonRow(QWidget):
    """One person's work. `before` is None for somebody who comes in only now."""

    edited = Signal()
    remove_wanted = Signal()

    def __init__(
        self,
        departments: QStringListModel,
        ask: Ask,
        row: ContactRow | None = None,
        name: str = "",
        before: Membership | None = None,
        shown: Membership | None = None,
    ) -> None:
        super().__init__()
        self.before, self._first = before, False
        work = self._shown = shown or before or Membership()
        self.person = ContactPicker(ask, name, row, icon="" if before else "user")
        self.title = Field(work.job_title)
        self.department = Field(departments_text(work.departments))
        completer = QCompleter(departments, self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.department.setCompleter(completer)
        self.starts = DateField(day_of(work.starts_on), example=PartialDate(2021))
        self.ends = DateField(day_of(work.ends_on), example=PartialDate(2025, 5))
        self.ends.setPlaceholderText(_("today"))
        self.remove = IconButton("x", "", side=SLOT)
        self._loaded = (self.title.text(), self.department.text())
        if before is not None:
            self.person.setReadOnly(True)
            self.person.setToolTip(plain_tip(self.person.text()))
            self.person.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._lay_out()
        self._name_parts()
        self._connect()

    def _lay_out(self) -> None:
        captions = (_("Person"), _("Job title"), _("Department"), _("From"), _("Until"))
        self.boxes = [FieldBox(c, f) for c, f in zip(captions, self.fields(), strict=True)]
        self._lines = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._lines.setSpacing(GAP)
        for part in (range(2), range(2, 5)):
            line = QHBoxLayout()
            line.setSpacing(GAP)
            for at in part:
                box = self.boxes[at]
                box.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
                line.addWidget(box, SHARES[at], Qt.AlignmentFlag.AlignTop)
            self._lines.addLayout(line, sum(SHARES[at] for at in part))
        self._end = FieldBox("", self.remove)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP)
        row.addLayout(self._lines, 1)
        row.addWidget(self._end, 0, Qt.AlignmentFlag.AlignTop)

    def _connect(self) -> None:
        for field in self.fields():
            field.textEdited.connect(self._typed)
        self.person.picked.connect(self._typed)
        self.person.left.connect(self._advise)
        for day in (self.starts, self.ends):
            day.left.connect(lambda: advise_on_span(self.starts, self.ends))
        self.remove.clicked.connect(self.remove_wanted)

    def fields(self) -> tuple[Field, ...]:
        """From the person to the end, as they are read."""
        return (self.person, self.title, self.department, self.starts, self.ends)

    def stops(self) -> tuple[QWidget, ...]:
        """What Tab stops at, in its order."""
        known = self.before is not None
        return (*self.fields()[1 if known else 0 :], self.remove)

    def head_column(self, on: bool) -> None:
        """Whether this is the first row, which has the captions of all."""
        self._first = on
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """One line of fields, or two with captions of their own."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        wide = self.width() >= look.px(ONE_LINE)
        ways = QBoxLayout.Direction
        self._lines.setDirection(ways.LeftToRight if wide else ways.TopToBottom)
        for box in (*self.boxes, self._end):
            box.caption.setVisible(self._first or not wide)

    # what is typed

    def _typed(self) -> None:
        self._name_parts()
        self.edited.emit()

    def _name_parts(self) -> None:
        name = self.person.text().strip() or _("person")
        self.remove.name_it(_("Remove {name}").format(name=name))
        for box in self.boxes[1:]:
            box.field.setAccessibleName(f"{box.caption.text()}, {name}")

    def _advise(self) -> None:
        """Say what becomes of a name that was not chosen in the list."""
        state, words = "", ""
        if self.before is None and self.person.row is None and not self.is_empty():
            state, words = "advice", _("A new person is made with this name.")
            if not self.person.text().strip():
                words = _("Whose work is this? A row without a person is not saved.")
            elif self.person.namesakes():
                state = "warn"
                words = _("Choose this person in the list, or a second one is made.")
        self.person.set_state(state, words)

    def is_empty(self) -> bool:
        """Whether nothing is typed."""
        return not any(field.text().strip() for field in self.fields())

    def work(self) -> Membership:
        """The membership as it stands; a text nobody touched is kept as it came."""
        shown, (title, departments) = self._shown, self._loaded
        same = self.department.text() == departments
        return Membership(
            departments=shown.departments if same else read_departments(self.department.text()),
            job_title=shown.job_title if self.title.text() == title else self.title.text().strip(),
            starts_on=plain_day(self.starts),
            ends_on=plain_day(self.ends),
            item=shown.item,
        )

    def change(self) -> WorkChange | None:
        """What became of this person's work; None when nothing did."""
        row, name, work = self.person.row, self.person.text().strip(), self.work()
        if self.before is None:
            known = row.number if row is not None else 0
            return WorkChange(known, name, after=work) if name else None
        assert row is not None
        made = WorkChange(row.number, row.name, work.item, self.before, work)
        return made if made.touched else None

    def removal(self) -> WorkChange | None:
        """That this person no longer works here at all; None for one who never did."""
        row = self.person.row
        if self.before is None or row is None:
            return None
        return WorkChange(row.number, row.name, self.before.item, self.before)


class PeopleSection(FormSection):
    """The people in rows; `kept` are changes of a draft."""

    edited = Signal()

    def __init__(
        self, contact: Contact, context: OrganisationContext, kept: Sequence[WorkChange] = ()
    ) -> None:
        hint = _("A person can work in several organisations")
        super().__init__(_("People"), hint, captioned=True, narrow=BESIDE)
        self._context, self._contact = context, contact
        self.rows: list[PersonRow] = []
        self._people: list[Person] = []
        self._gone: list[WorkChange] = []  # removed, or changed of somebody who is not shown
        self._kept, self._loaded, self._limit = tuple(kept), False, AT_ONCE
        self._anew = False  # what was typed is to be compared with what is read next
        self._departments = QStringListModel(self)
        self._build_foot()
        if contact.kind == "org":
            context.people(contact, self._take)
        else:
            self._take([])

    def _build_foot(self) -> None:
        self.add_button = Button(_("Add person"), "link", "plus", size="row")
        self.add_button.clicked.connect(self.add)
        self.more = Button(_("Show more"), "link", "chevron-down", size="row")
        self.more.clicked.connect(self.show_more)
        self.count = Label("", "caption", "text2")
        foot = QHBoxLayout()
        foot.addWidget(self.add_button)
        foot.addWidget(self.more)
        foot.addStretch(1)
        foot.addWidget(self.count)
        foot.addSpacing(SLOT + GAP)
        self.body.addLayout(foot)

    # who is there

    def begin(self, contact: Contact, saved: Iterable[WorkChange]) -> None:
        """It was saved while somebody typed on: what was saved is no change any more."""
        self._kept = tuple(c for c in self.changes() if c not in tuple(saved))
        self._contact, self._loaded = contact, False
        self._context.people(contact, self._take)

    def look_again(self) -> None:
        """Others changed something: read who is there now; what was typed stays."""
        self._kept, self._loaded, self._anew = self.changes(), False, True
        self._context.people(self._contact, self._take)

    def _take(self, people: list[Person]) -> None:
        if self._anew:
            self._kept, self._anew = tuple(_compared(self._kept, people)), False
        today = date.today()
        self._people = sorted(people, key=lambda p: is_over(p.ends_on, today))
        names = dict.fromkeys(departments_text(p.departments) for p in self._people)
        self._departments.setStringList([name for name in names if name])
        self._fill(self._kept)
        self._kept, self._loaded = (), True

    def _fill(self, changes: Sequence[WorkChange]) -> None:
        for row in self.rows:
            self._drop(row)
        by_key = {_key(c): c for c in changes if c.before is not None}
        self.rows, self._gone = [], []
        for at, person in enumerate(self._people):
            change = by_key.pop(_key_of(person), None)
            if change is not None and change.after is None:
                self._gone.append(change)
            elif at < self._limit or change is not None:
                before = change.before if change else _work_of(person)
                after = change.after if change else None
                self._append(person.row, person.row.name, before, after)
        self._gone += by_key.values()
        for change in changes:
            if change.before is None:
                self._append(_row_of(change), change.name, None, change.after)
        self._show_foot()

    def show_more(self) -> None:
        """Some more of a large organisation's people."""
        changes, last = self.changes(), len(self.rows)
        self._limit += AT_ONCE
        self._fill(changes)
        if last < len(self.rows):
            self.rows[last].title.setFocus(Qt.FocusReason.TabFocusReason)

    def _append(
        self,
        contact: ContactRow | None = None,
        name: str = "",
        before: Membership | None = None,
        shown: Membership | None = None,
    ) -> PersonRow:
        ask = self._context.somebody
        row = PersonRow(self._departments, ask, contact, name, before, shown)
        self.rows.append(row)
        self.body.insertWidget(len(self.rows) - 1, row)
        chain_before(self.add_button, *row.stops())
        row.edited.connect(self.edited)
        row.remove_wanted.connect(lambda: self._remove(row))
        return row

    # what is done

    def add(self) -> None:
        """Go to an empty row, making one if there is none."""
        empty = next((r for r in self.rows if r.is_empty()), None)
        row = empty or self._append()
        self._show_foot()
        row.person.setFocus(Qt.FocusReason.TabFocusReason)

    def _remove(self, row: PersonRow) -> None:
        at = self.rows.index(row)
        removal = row.removal()
        if removal is not None:
            self._gone.append(removal)
        self.rows.remove(row)
        self._drop(row)
        self._show_foot()
        stays = self.rows[min(at, len(self.rows) - 1)].title if self.rows else self.add_button
        stays.setFocus(Qt.FocusReason.TabFocusReason)
        self.edited.emit()

    def _drop(self, row: PersonRow) -> None:
        self.body.removeWidget(row)
        row.hide()
        row.deleteLater()

    def changes(self) -> tuple[WorkChange, ...]:
        """What is to be saved of it."""
        if not self._loaded:
            return self._kept
        made = (row.change() for row in self.rows)
        return (*(change for change in made if change is not None), *self._gone)

    # how it looks

    def _show_foot(self) -> None:
        known = sum(row.before is not None for row in self.rows)
        removed = {_key(c) for c in self._gone if c.after is None}
        there = sum(_key_of(p) not in removed for p in self._people)
        self.more.setVisible(known < there)
        words = _("showing {n} of {count}")
        self.count.setText(words.format(n=counted(known), count=counted(there)))
        self.count.setVisible(known < there)
        for at, row in enumerate(self.rows):
            row.head_column(at == 0)


def _compared(changes: Iterable[WorkChange], people: Iterable[Person]) -> Iterator[WorkChange]:
    """The same changes, of what is there now; of those who are gone there are none."""
    now = {_key_of(person): _work_of(person) for person in people}
    for change in changes:
        work = now.get(_key(change))
        if change.before is None:
            yield change
        elif work is not None:
            yield replace(change, before=work, after=change.after and change.applied(work))


def _row_of(change: WorkChange) -> ContactRow | None:
    """Somebody who was chosen, as a draft knows them."""
    if not change.person:
        return None
    return ContactRow(change.person, "", "individual", change.name, "", "", False, "")


def _key(change: WorkChange) -> Key:
    return change.person, change.item


def _key_of(person: Person) -> Key:
    return person.row.number, person.item


def _work_of(person: Person) -> Membership:
    return Membership(
        departments=person.departments,
        job_title=person.job_title,
        starts_on=person.starts_on,
        ends_on=person.ends_on,
        item=person.item,
    )
