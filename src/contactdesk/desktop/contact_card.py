"""The page of one person or organisation: who it is, what can be done, and all that is known."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from operator import attrgetter
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QVBoxLayout,
    QWidget,
)

from contactdesk.desktop import bidi, icons, spacing
from contactdesk.desktop import theme as look
from contactdesk.desktop.boundary import Boundary, lay_out_now
from contactdesk.desktop.buttons import Button
from contactdesk.desktop.card_columns import CardColumn, Part
from contactdesk.desktop.card_custom_parts import custom_parts, offer_files
from contactdesk.desktop.card_frame import frame_of, says_more
from contactdesk.desktop.card_head import CardHead, below
from contactdesk.desktop.card_sections import (
    NoteSection,
    OtherFields,
    Section,
    change_values,
    lines_section,
    values_section,
)
from contactdesk.desktop.card_values import CardValue
from contactdesk.desktop.card_view import CardView
from contactdesk.desktop.cards import Page
from contactdesk.desktop.feedback import Banner
from contactdesk.desktop.flow_layout import FlowLayout
from contactdesk.desktop.follow_focus import FollowFocus
from contactdesk.desktop.habits import tip_with_keys
from contactdesk.desktop.menus import Menu
from contactdesk.desktop.organisation_departments import DepartmentsSection
from contactdesk.desktop.organisation_people import PeopleSection
from contactdesk.desktop.organisation_works import WorksSection
from contactdesk.desktop.related_section import RelatedSection
from contactdesk.desktop.tips import plain_tip
from contactdesk.desktop.value_row import ValueRow, open_link
from contactdesk.i18n import _
from contactdesk.store.presence import Here

if TYPE_CHECKING:
    from contactdesk.desktop.timeline import TimelinePanel

_CALL: Callable[[CardView], CardValue | None] = attrgetter("phone")
_MAIL: Callable[[CardView], CardValue | None] = attrgetter("mail")
TWO_COLUMNS = 720  # px of the pane from which details and the rest stand side by side
DETAILS = 344
ADD = -1  # in place of an item's number: a new one


class ContactCard(Page):
    """A contact's page, made of a `CardView`; what changes of the contact changes in its place."""

    opened = Signal(int)
    edit_wanted = Signal(str, int)  # field and item to start at, "" and 0 for the beginning
    star_wanted = Signal(bool)
    copy_wanted = Signal()
    export_wanted = Signal()
    history_wanted = Signal()
    chart_wanted = Signal()
    appointment_wanted = Signal()  # a new one with this contact
    task_wanted = Signal()  # the same
    deal_wanted = Signal(str)  # its id
    delete_wanted = Signal()
    archive_wanted = Signal(bool)  # into it, or out of it
    categories_wanted = Signal(object)  # QPoint: where a choice is to open
    category_chosen = Signal(str)
    category_dropped = Signal(str)
    restore_wanted = Signal()
    purge_wanted = Signal()
    person_wanted = Signal()  # a new person who works at this organisation
    known_person_wanted = Signal()  # somebody of the book works here
    near_people_wanted = Signal()  # those whose mail is at the organisation's domain
    membership_changes = Signal(object)  # Line: what somebody is here
    extra_adopted = Signal(int)  # a further property (its item) is to be a custom field
    file_wanted = Signal(object)  # FieldDefinition: a custom field of files is to be filled
    organisation_made = Signal(int, str)  # of a membership (its item) that is only a text
    relation_wanted = Signal()  # somebody new who is related
    relation_changes = Signal(object)  # Relation
    relation_ends = Signal(object)
    said = Signal(str)
    view_changed = Signal(object)  # CardView: of the same contact, shown in its place
    note_wanted = Signal(str)  # "journal": write a note, "call": log the call that begins

    def __init__(self, view: CardView, read_only: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.view = view
        self._read_only = read_only  # "" or the sentence why nothing can be changed
        self._rows_and_columns: QBoxLayout | None = None
        self._framed = False  # a value is, since somebody edits it
        self._acts: list[tuple[Button, Callable[[CardView], CardValue | None]]] = []
        self.departments: DepartmentsSection | None = None
        self.people: PeopleSection | None = None
        self.timeline: TimelinePanel | None = None
        outer = QVBoxLayout()
        self._outer = outer
        spacing.see_to_itself(outer)
        outer.setSpacing(12)
        outer.setContentsMargins(28, 20, 28, 28)
        if view.contact.deleted_at:
            outer.addWidget(self._bin_banner())
            outer.addSpacing(6)
        elif view.contact.archived_at:
            outer.addWidget(self._archive_banner())
            outer.addSpacing(6)
        outer.addWidget(self._make_head())
        actions = self._actions()
        if actions is not None:
            outer.addSpacing(7)
            outer.addLayout(actions)
        outer.addSpacing(6)
        outer.addLayout(self._columns())
        outer.addStretch(1)
        self.set_content(outer)
        FollowFocus(self)
        self.setAccessibleName(view.name)

    def add_banner(self, banner: Banner) -> None:
        """Put a banner over everything."""
        self._outer.insertWidget(0, banner)
        self._outer.insertSpacing(1, 6)

    def _make_head(self) -> CardHead:
        self.head = CardHead(self.view, self._read_only)
        self.head.opened.connect(self.opened)
        self.head.edit_wanted.connect(lambda: self.edit_wanted.emit("", 0))
        self.head.star_wanted.connect(self.star_wanted)
        self.head.copy_wanted.connect(self.copy_wanted)
        self.head.export_wanted.connect(self.export_wanted)
        self.head.history_wanted.connect(self.history_wanted)
        self.head.chart_wanted.connect(self.chart_wanted)
        self.head.delete_wanted.connect(self.delete_wanted)
        self.head.archive_wanted.connect(self.archive_wanted)
        self.head.categories_wanted.connect(self.categories_wanted)
        self.head.category_chosen.connect(self.category_chosen)
        self.head.category_dropped.connect(self.category_dropped)
        return self.head

    def show_view(self, view: CardView) -> bool:
        """Show what changed of the same contact in its place; False: make a card anew for it."""
        if frame_of(view) != frame_of(self.view):
            return False
        self.view = view
        columns = ((self._left, self._leading()), (self._right, self._trailing()))
        if not all(column.show_parts(parts) for column, parts in columns):
            return False
        if not self.head.show_view(view):
            return False
        self._name_acts()
        self.setAccessibleName(view.name)
        self.view_changed.emit(view)
        lay_out_now()  # in turns, labels would be painted after each of them
        return True

    def show_editors(self, there: dict[str, Here], me: str) -> None:
        """Frame the values that somebody is editing just now."""
        if not (there or self._framed):
            return
        self._framed = bool(there)
        for row in self.findChildren(ValueRow):
            row.show_editor(there.get(f"{row.value.field} {row.value.item}"), me)

    # what can be done

    def _actions(self) -> FlowLayout | None:
        if self.view.contact.deleted_at:
            return None
        flow = FlowLayout(8, 8)
        for action in (_CALL, _MAIL):
            if action(self.view) is not None:
                words, icon = (_("Call"), "phone") if action is _CALL else (_("Email"), "mail")
                button = Button(words, "secondary", icon)
                button.clicked.connect(partial(self._act, action))
                flow.addWidget(button)
                self._acts.append((button, action))
        self._name_acts()
        if not self._read_only:
            self._add_happenings(flow)
        if self.view.contact.kind == "org" and not self._read_only:
            self.add_person = Button(_("Person"), "secondary", "user-plus")
            self.add_person.setAccessibleName(_("Add a person who works here"))
            self.add_person.setToolTip(_("Add a person who works here"))
            self.add_person.clicked.connect(self.person_wanted)
            flow.addWidget(self.add_person)
        return flow if flow.count() else None

    def _add_happenings(self, flow: FlowLayout) -> None:
        """What may be planned or written down with the contact, each with its key."""
        self.add_appointment = Button(_("Appointment"), "secondary", "calendar-plus")
        self.add_note = Button(_("Note"), "secondary", "notebook-pen")
        self.add_task = Button(_("Task"), "secondary", "circle-plus")
        for button, words, keys in (
            (self.add_appointment, _("New appointment"), "Ctrl+Shift+A"),
            (self.add_note, _("Write a note"), "Ctrl+Shift+N"),
            (self.add_task, _("New task"), "Ctrl+Shift+T"),
        ):
            button.setAccessibleName(words)
            tip_with_keys(button, words, keys)
            flow.addWidget(button)
        self.add_appointment.clicked.connect(self.appointment_wanted)
        self.add_note.clicked.connect(lambda: self.note_wanted.emit("journal"))
        self.add_task.clicked.connect(self.task_wanted)

    def _name_acts(self) -> None:
        for button, action in self._acts:
            value = action(self.view)
            if value is not None and button.accessibleName() != value.verb:
                button.setAccessibleName(value.verb)
                button.setToolTip(plain_tip(bidi.left_to_right(value.shown)))

    def _act(self, action: Callable[[CardView], CardValue | None]) -> None:
        value = action(self.view)
        if value is not None:
            open_link(value.link)
        if value is not None and action is _CALL:
            self.note_wanted.emit("call")

    def _bin_banner(self) -> Banner:
        from contactdesk.desktop.date_texts import moment_text

        since = moment_text(self.view.contact.deleted_at)
        words = _("In the bin since {date}. Restore it to edit it.").format(date=since)
        banner = Banner("slate", words, action=_("Restore"), icon="trash-2")
        banner.acted.connect(self.restore_wanted)
        gone = Button(_("Delete for good…"), "danger", size="row")
        gone.clicked.connect(self.purge_wanted)
        row = banner.layout()
        assert row is not None
        row.addWidget(gone)
        for button in (banner.button, gone):
            button.setEnabled(not self._read_only)
            button.setToolTip(self._read_only)
        return banner

    def _archive_banner(self) -> Banner:
        from contactdesk.desktop.date_texts import moment_text

        since = moment_text(self.view.contact.archived_at)
        words = _("In the archive since {date}: in no other list, and searched only there.")
        banner = Banner(
            "slate", words.format(date=since), action=_("Take out of the archive"), icon="archive"
        )
        banner.acted.connect(lambda: self.archive_wanted.emit(False))
        banner.button.setEnabled(not self._read_only)
        banner.button.setToolTip(self._read_only)
        return banner

    # what happens

    def place_timeline(self, panel: TimelinePanel) -> None:
        """Show what happens with the contact below what stands at the right."""
        self.timeline = panel
        self._below_right.insertWidget(1, Boundary(panel, "page"))
        panel.show()
        if self.departments is not None and self.people is not None:
            self.departments.tree.chosen.connect(self._branch_chosen)
            self.people.filter_ended.connect(self._branch_chosen)
        self._arrange()

    def place_documents(self, section: QWidget) -> None:
        """Show the contact's documents below the details."""
        column = self._left.layout()
        assert isinstance(column, QVBoxLayout)
        column.insertWidget(min(1, column.count() - 1), section)
        self._left.show()

    def _branch_chosen(self, path: tuple[str, ...] = ()) -> None:
        if self.timeline is not None and self.people is not None:
            shown = [p.row.number for p in self.people.chosen() if p.row is not None]
            name = (path[-1] or _("No department")) if path else ""
            self.timeline.show_among(name, tuple(dict.fromkeys(shown)) if path else ())

    def take_timeline(self) -> TimelinePanel | None:
        """Give the timeline away, to the card that comes in this one's place."""
        panel, self.timeline = self.timeline, None
        if panel is not None:
            panel.hide()
            panel.setParent(None)
        return panel

    # the cards

    def _columns(self) -> QBoxLayout:
        self._left, self._right = CardColumn(self._leading()), CardColumn(self._trailing())
        spacing.see_to_itself(self._left)
        for section in (*self._left.sections, *self._right.sections):
            section.copied.connect(self._copied)
            section.edit_wanted.connect(self.edit_wanted)
            section.opened.connect(self.opened)
        for column in (self._left, self._right):
            if not column.sections:
                column.hide()
        self._beside = QWidget()
        self._below_right = QVBoxLayout(self._beside)
        self._below_right.setContentsMargins(0, 0, 0, 0)
        self._below_right.setSpacing(16)
        self._below_right.addWidget(self._right)
        self._below_right.addStretch(1)
        box = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        box.setSpacing(12)
        box.addWidget(self._left)
        box.addWidget(self._beside, 1)
        self._rows_and_columns = box
        return box

    def _leading(self) -> list[Part]:
        view = self.view
        parts: list[Part] = []
        if view.details or self._can_edit:
            details = partial(change_values, values=view.details)
            parts.append(Part("details", view.details, self._details, details))
        if view.departments is not None:
            parts.append(Part("departments", view.people, self._departments))
        if view.works and (view.contact.kind == "org" or says_more(view.works)):
            works = partial(WorksSection.show_works, works=view.works)
            parts.append(Part("works", view.works, self._works, works))
        if view.deals:
            parts.append(Part("deals", view.deals, self._deals))
        if view.related:
            parts.append(Part("related", view.related, self._related))
        parts += custom_parts(view.customs, editable=self._can_edit)
        if note := view.contact.note.strip():
            change = partial(NoteSection.show_note, note=note)
            parts.append(Part("note", note, partial(NoteSection, note), change))
        if view.others:
            parts.append(Part("others", view.others, self._others))
        return parts

    def _others(self) -> OtherFields:
        others = OtherFields(self.view.others, editable=self._can_edit)
        others.adopted.connect(self.extra_adopted)
        return others

    def _deals(self) -> Section:
        from contactdesk.desktop.card_deals import DealsSection

        deals = DealsSection(self.view.deals)
        deals.deal_wanted.connect(self.deal_wanted)
        return deals

    def _details(self) -> Section:
        details = values_section(self._details_title(), self.view.details, editable=self._can_edit)
        if self._can_edit:
            details.add_to_head(self._add_button())
        return details

    def _departments(self) -> Section:
        assert self.view.departments is not None
        self.departments = DepartmentsSection(self.view.departments)
        return self.departments

    def _add_button(self) -> Button:
        add = Button(_("Add"), "ghost", "plus", size="head")
        add.setAccessibleName(_("Add a phone, an address …"))
        add.clicked.connect(lambda: self.add_menu().popup(below(add)))
        return add

    def add_menu(self) -> Menu:
        """What can be added to the details; it deletes itself when closed."""
        menu = Menu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for field, words, icon in (
            ("phones", _("Phone"), "phone"),
            ("emails", _("Email"), "mail"),
            ("urls", _("Web address"), "globe"),
            ("impp", _("Messenger"), "message-square"),
            ("addresses", _("Address"), "map-pin"),
            ("birthday", _("Birthday"), "cake"),
            ("note", _("Note"), "notebook-pen"),
        ):
            if field == "birthday" and self.view.contact.kind == "org":
                continue
            action = menu.addAction(icons.icon(icon), words)
            action.triggered.connect(lambda _on=False, f=field: self.edit_wanted.emit(f, ADD))
        related = menu.addAction(icons.icon("users"), _("Related person…"))
        related.triggered.connect(self.relation_wanted)
        offer_files(menu, self.view.contact, self.file_wanted.emit)
        return menu

    def _details_title(self) -> str:
        return _("Details") if self.view.contact.kind == "org" else _("Contact details")

    def _trailing(self) -> list[Part]:
        view = self.view
        parts: list[Part] = []
        if view.contact.kind == "org":
            parts.append(Part("people", (view.people, view.near), self._people_section))
            if view.branches:
                branches = partial(lines_section, _("Branches"), view.branches)
                parts.append(Part("branches", view.branches, branches))
        return parts

    def _works(self) -> WorksSection:
        title = _("Belongs to") if self.view.contact.kind == "org" else _("Work")
        work = WorksSection(title, self.view.works, editable=self._can_edit)
        work.organisation_made.connect(self.organisation_made)
        return work

    def _people_section(self) -> PeopleSection:
        people = PeopleSection(self.view.people, editable=self._can_edit)
        people.new_wanted.connect(self.person_wanted)
        people.known_wanted.connect(self.known_person_wanted)
        people.chart_wanted.connect(self.chart_wanted)
        people.change_wanted.connect(self.membership_changes)
        people.near_wanted.connect(self.near_people_wanted)
        domain, near = self.view.near
        if near and self._can_edit:
            people.offer_near(domain, len(near))
        if self.departments is not None:
            self.departments.tree.chosen.connect(people.show_branch)
            people.filter_ended.connect(self.departments.tree.end_filter)
        self.people = people
        return people

    def _related(self) -> RelatedSection:
        view = self.view
        title = _("Members") if view.contact.kind == "group" else _("Related")
        section = RelatedSection(title, view.related, editable=self._can_edit)
        section.add_wanted.connect(self.relation_wanted)
        section.change_wanted.connect(self.relation_changes)
        section.remove_wanted.connect(self.relation_ends)
        return section

    @property
    def _can_edit(self) -> bool:
        return not self._read_only and not self.view.contact.deleted_at

    def _copied(self, words: str) -> None:
        self.said.emit(_("Copied {value}").format(value=bidi.isolated(words)))

    # room and focus

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Two columns where there is room for them."""
        super().resizeEvent(event)
        self._arrange()

    def changeEvent(self, event: QEvent) -> None:
        """Mirror the margins with the direction."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LayoutDirectionChange:
            self._arrange()

    def _arrange(self) -> None:
        box = self._rows_and_columns
        if box is None:
            return
        wide = self.width() >= look.px(TWO_COLUMNS)
        margin = look.px(28 if wide else 24)
        self._outer.setContentsMargins(margin, look.px(20), margin, look.px(28))
        box.setDirection(
            QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom
        )
        box.setSpacing(look.px(20 if wide else 12))
        # an empty second column keeps its room: details are in the same place on every card
        self._beside.setVisible(wide or bool(self._right.sections) or self.timeline is not None)
        self._left.setMinimumWidth(look.px(DETAILS) if wide else 0)
        self._left.setMaximumWidth(look.px(DETAILS) if wide else 16_777_215)

    def focused_value(self) -> tuple[str, int] | None:
        """Field and item of the value the keyboard is on."""
        row = next((r for r in self.findChildren(ValueRow) if r.hasFocus()), None)
        return (row.value.field, row.value.item) if row is not None else None

    def focus_first(self) -> None:
        """Give the keyboard the first value, or Edit."""
        row = next(iter(self.findChildren(ValueRow)), None)
        self.take_focus((row.value.field, row.value.item) if row is not None else None)

    def take_focus(self, value: tuple[str, int] | None = None) -> None:
        """Give the keyboard the value named, else Edit, else the first thing that takes it."""
        rows = self.findChildren(ValueRow)
        named = [r for r in rows if value == (r.value.field, r.value.item)]
        edit = [] if self.view.contact.deleted_at else [self.head.edit]
        target = next(iter((*named, *edit, *rows)), None)
        if target is not None:
            target.setFocus(Qt.FocusReason.OtherFocusReason)
