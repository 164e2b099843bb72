"""The right-hand side: the card of the contact chosen in the list, or its editor in place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from contactdesk.desktop.card_place import CardPlace, has_focus
from contactdesk.desktop.desk import Desk
from contactdesk.desktop.feedback import EmptyState
from contactdesk.desktop.known_cards import KnownCards
from contactdesk.desktop.presence_banner import PresenceBanner
from contactdesk.desktop.presence_fields import FieldPresence
from contactdesk.errors import BookUnreachable, ContactDeskError, NotFound
from contactdesk.i18n import _

if TYPE_CHECKING:
    from contactdesk.desktop.card_view import CardView
    from contactdesk.desktop.contact_card import ContactCard
    from contactdesk.desktop.contact_form import ContactForm
    from contactdesk.desktop.drafts import Draft, Drafts
    from contactdesk.desktop.editing import Editing
    from contactdesk.model.contact import Contact
    from contactdesk.store.listing import ChangeSet

HURRY_MS = 90  # between two contacts of somebody who runs through the list
READ = "detail"  # only the newest question for a contact is answered


class DetailPane(QWidget):
    """Shows contacts and edits them. A draft is kept whenever an editor is left."""

    opened = Signal(int)  # please go to that contact
    categories_wanted = Signal(int, object)  # of a contact; where the choice is to open
    category_chosen = Signal(str)
    category_dropped = Signal(int, str)
    drafts_changed = Signal()
    _drafts_read = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self._number = 0
        self._nobody_listed = False
        self._view: CardView | None = None
        self._editing: Editing | None = None
        self._drafts: Drafts | None = None
        self._aside: set[int] = set()  # drafts left with Esc: the card is shown, not the form
        self._anew = False  # settings changed: the next card is made whole
        self._from = 0  # the contact shown before a new one was begun
        self._hurry = QTimer(self, singleShot=True, interval=HURRY_MS)
        self._late = QTimer(self, singleShot=True, interval=HURRY_MS)
        self._late.timeout.connect(self._read_late)
        self.known = KnownCards(desk)
        self._build()
        desk.outbox.changed.connect(self._read_late)
        desk.changed.connect(self._changed)
        desk.opened.connect(self._book_opened)
        desk.facts_changed.connect(self._facts_changed)
        desk.settings_changed.connect(self._facts_changed)
        self._drafts_read.connect(self._take_drafts, Qt.ConnectionType.QueuedConnection)
        if desk.facts is not None:
            self._book_opened(desk.facts)

    def _build(self) -> None:
        self.setMinimumWidth(420)
        self.setProperty("surface", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._stack = QStackedWidget()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self._presence = PresenceBanner(self.desk.presence, self._shown_id)
        column.addWidget(self._presence)
        column.addWidget(self._stack)
        self._blank = QWidget()
        self._nothing = EmptyState(
            "contact",
            _("Nobody is selected"),
            _("Choose somebody in the list to see their card."),
            tone="slate",
        )
        self._stack.addWidget(self._blank)
        self._stack.addWidget(self._nothing)
        self.cards = CardPlace(self.desk, self._stack, self)
        self.cards.opened.connect(self.opened)
        self.cards.edit_wanted.connect(self.edit)
        self.cards.person_wanted.connect(self._add_person)
        self.cards.discarded.connect(self._discard)
        self._stack.currentChanged.connect(self._presence.refresh)
        self._fields = FieldPresence(
            self.desk.presence, self._shown_id, lambda: self.card, self._form_shown, self
        )
        self._stack.currentChanged.connect(self._fields.refresh)
        self.cards.categories_wanted.connect(self.categories_wanted)
        self.cards.category_chosen.connect(self.category_chosen)
        self.cards.category_dropped.connect(self.category_dropped)

    @property
    def card(self) -> ContactCard | None:
        """The card that is shown."""
        return self.cards.card

    # ── asked by the window ─────────────────────────────────────────────────────────────

    def show_contact(self, number: int) -> None:
        """Show a contact; one with a draft shows its editor with the draft."""
        if self._is_shown(number):
            return
        self._put_editor_aside()
        self._number = number
        draft = self._draft_of(number)
        if draft is not None and number not in self._aside and not self.desk.read_only:
            self._begin(draft.base, draft=draft)
        elif self._hurry.isActive():  # somebody holds ↓: only where they stop is shown
            self._late.start()
        else:
            self._read()
        self._hurry.start()

    def show_nothing(self) -> None:
        """Nobody is selected; what is being typed stays, for a contact that others deleted too."""
        editing = self._editing
        if editing is not None and (not editing.number or editing.is_dirty):
            return
        self._put_editor_aside()
        self._number, self._view = 0, None
        self.cards.drop()
        self._stack.setCurrentWidget(self._nobody_chosen())

    def offer_choice(self, nobody: bool) -> None:
        """Ask for a choice only while the list has somebody to choose."""
        self._nobody_listed = nobody
        if self._stack.currentWidget() in (self._blank, self._nothing) and not self._number:
            self._stack.setCurrentWidget(self._nobody_chosen())

    def _nobody_chosen(self) -> QWidget:
        return self._blank if self._nobody_listed else self._nothing

    def edit(self, number: int, field: str = "", item: int = 0) -> None:
        """Open the editor of a contact, at a certain value if one is named."""
        if self.desk.read_only:
            return
        if self._editing is not None and self._editing.number == number:
            self._editing.form.focus_value(field, item)
            return
        self._put_editor_aside()
        self._number = number
        self._aside.discard(number)
        draft = self._draft_of(number)
        if draft is not None:
            self._begin(draft.base, draft=draft)
            self._focus_form(field, item)
        elif self._view is not None and self._view.contact.number == number:
            self._edit_shown(self._view, field, item)
        else:
            self._read(lambda view: self._edit_shown(view, field, item))

    def new_contact(self, kind: str = "individual", name: str = "") -> None:
        """Open the editor for a new contact; an unfinished one is taken up again."""
        if self.desk.read_only:
            return
        from contactdesk.desktop.form_values import named_contact
        from contactdesk.model.contact import Contact
        from contactdesk.model.record import new_id

        self._put_editor_aside()
        self._from, self._number = self._number, 0
        draft = self._drafts.newest_new(kind) if self._drafts is not None and not name else None
        if draft is not None:
            self._begin(draft.base, draft=draft)
        else:
            named = named_contact(kind, name)
            base = Contact(id=new_id(), kind=named.kind)
            self._begin(base, mine=replace(named, id=base.id))
        self._focus_form()

    def _add_person(self) -> None:
        """A new person who works at the organisation shown."""
        from contactdesk.desktop.form_values import new_person_at

        if self._view is None or self.desk.read_only:
            return
        base, mine = new_person_at(self._view.contact.id, self._view.name)
        self._from, self._number = self._number, 0
        self._begin(base, mine=mine)
        self._focus_form()

    def _form_shown(self) -> ContactForm | None:
        return self._editing.form if self._editing is not None else None

    def _shown_id(self) -> str:
        """The id of the contact that is shown or edited, "" for none."""
        if self._editing is not None:
            return self._editing.base.id if self._editing.number else ""
        return self.card.view.contact.id if self.card is not None else ""

    def write_note(self, kind: str) -> None:
        """Write a note ("journal") or log a call ("call") with the chosen contact; its card may
        not be there yet, but another's."""
        if self._editing is not None and self._editing.number:
            self.leave_editor()
        number = self._number if self._editing is None else 0
        if not number or self.cards.write_note(kind, number):
            return
        self._late.stop()

        def then(view: CardView) -> None:
            self._show_view(view)
            self.cards.write_note(kind, number)

        self._read(then)

    def leave_editor(self) -> bool:
        """Leave the editor and keep its draft; False when nothing was being edited."""
        editing = self._editing
        if editing is None:
            return False
        kept = editing.keep_draft()
        number = editing.number
        if kept and number:
            self._aside.add(number)
        self._end_editing()
        self._number = number or self._from
        self._show_again()
        if kept:
            again = (lambda: self.edit(number)) if number else self.new_contact
            self.desk.toast.emit(_("Draft kept"), _("Go on editing"), again)
        return True

    def save(self) -> None:
        """Save what is being edited."""
        if self._editing is not None:
            self._editing.save()

    def current_number(self) -> int:
        """The contact shown or edited; 0 for none and for a new one."""
        return self._number

    def take_focus(self) -> None:
        """Give the keyboard the first empty field, or the card's first value."""
        if self._editing is not None:
            self._editing.form.focus_first()
        elif self.card is not None:
            self.card.focus_first()

    def has_draft(self, number: int) -> bool:
        """Whether a contact has unsaved changes."""
        return self._drafts is not None and self._drafts.has(number)

    @property
    def drafts(self) -> Drafts | None:
        """The drafts of the book, as soon as that is open."""
        return self._drafts

    # ── drafts ──────────────────────────────────────────────────────────────────────────

    def _book_opened(self, _facts: object) -> None:
        from contactdesk.desktop.drafts import Drafts

        facts = self.desk.facts
        if facts is None:
            return
        if self._drafts is not None:
            self._drafts.close()
        self._drafts = Drafts(facts.path, loaded=self._drafts_read.emit)
        self.destroyed.connect(self._drafts.close)

    def _take_drafts(self) -> None:
        self.drafts_changed.emit()
        draft = self._draft_of(self._number)
        if draft is not None and self._editing is None and not self.desk.read_only:
            self._begin(draft.base, draft=draft)

    def _draft_of(self, number: int) -> Draft | None:
        return self._drafts.find(number) if self._drafts is not None else None

    # ── the card ────────────────────────────────────────────────────────────────────────

    def _is_shown(self, number: int) -> bool:
        if self._editing is not None:
            # a list that reloads chooses again what it had before a new contact was begun
            return number == (self._editing.number or self._from)
        return number == self._number and self._view is not None

    def _read(self, then: Callable[[CardView], None] | None = None) -> None:
        from contactdesk.desktop.card_view import read_card

        number, facts = self._number, self.desk.facts
        region = facts.region if facts else ""
        family_first = self.desk.settings.name_order == "family"
        self.desk.read(
            lambda tx: read_card(tx, number, region, family_first),
            then or self._show_view,
            key=READ,
            failed=self._not_read,
        )
        if self.desk.away.is_away:
            self._show_known()

    def _show_known(self) -> None:
        """While the book is away: the card as it was read last, or that there is none."""
        if (known := self.known.of(self._number)) is not None:
            self._show_view(known)
        elif self._number and self._editing is None:
            self._show_no_card(self.known.away_page(self._stack))

    def _read_late(self) -> None:
        if self._editing is None and self._number:
            self._read()

    def _not_read(self, error: ContactDeskError) -> None:
        if isinstance(error, NotFound):
            self._show_no_card(self._nobody_chosen())
        elif isinstance(error, BookUnreachable):
            self._show_known()
        else:
            self.desk.failed.emit(error)

    def _show_view(self, view: CardView) -> None:
        view = self.known.seen(view)
        if view.contact.number != self._number or self._editing is not None:
            return
        shown, self._view = self._view, view
        here = self.card if shown is not None else None
        if here and (view == shown or (not self._anew and here.show_view(view))):
            self._fields.refresh()  # rows may have been made anew
            return
        self._make_card(view)

    def _make_card(self, view: CardView) -> None:
        self._anew = False
        self.cards.show(view, self._draft_of(view.contact.number))

    def _discard(self, draft: Draft) -> None:
        if self._drafts is not None:
            self._drafts.drop(draft.id)
        self.drafts_changed.emit()
        self._offer_back(draft)
        if self._view is not None:
            self._make_card(self._view)

    def _show_again(self) -> None:
        """Back to the card, at once from what is known, then from the book."""
        if self._view is not None and self._view.contact.number == self._number:
            self._make_card(self._view)
            self._read()
        elif self._number:
            self._stack.setCurrentWidget(self._blank)
            self._read()
        else:
            self._show_no_card(self._nobody_chosen())

    def _show_no_card(self, page: QWidget) -> None:
        self._view = None
        self.cards.drop()
        self._stack.setCurrentWidget(page)

    # ── the editor ──────────────────────────────────────────────────────────────────────

    def _edit_shown(self, view: CardView, field: str = "", item: int = 0) -> None:
        if view.contact.number != self._number or view.contact.deleted_at:
            self._show_view(view)
            return
        self._view = view
        self._begin(view.contact)
        self._focus_form(field, item)

    def _begin(
        self, base: Contact, *, mine: Contact | None = None, draft: Draft | None = None
    ) -> None:
        from contactdesk.desktop.editing import Editing

        assert self._drafts is not None, "drafts are there as soon as the book is"
        mine = draft.mine if draft is not None else mine or base
        view = self._view
        known = view is not None and view.contact.photo == mine.photo and mine.photo is not None
        picture = view.picture if known and view is not None else None
        editing = Editing(self.desk, self._drafts, base, mine, picture, draft, parent=self)
        self._editing = editing
        editing.saved.connect(self._saved)
        editing.cancelled.connect(self._cancelled)
        editing.left.connect(self.leave_editor)
        editing.opened.connect(self._go_to)
        editing.drafts_changed.connect(self.drafts_changed)
        self.desk.presence.edit(base.id if base.number else "")
        self.cards.drop()
        self._stack.addWidget(editing.form)
        self._stack.setCurrentWidget(editing.form)
        if picture is None and mine.photo is not None:
            editing.read_picture(mine.photo.sha256)

    def _focus_form(self, field: str = "", item: int = 0) -> None:
        if self._editing is not None:
            self._editing.form.focus_value(field, item)

    def _go_to(self, number: int) -> None:
        """To another contact, even if the list believes that it is shown already."""
        self._put_editor_aside()
        self._number, self._view = number, None
        self._read()
        self.opened.emit(number)

    def _put_editor_aside(self) -> None:
        """Another contact is wanted: keep the draft and close the form."""
        if self._editing is not None:
            self._editing.keep_draft()
            self._end_editing()

    def _end_editing(self) -> None:
        editing, self._editing = self._editing, None
        if editing is not None:
            self.desk.presence.edit("")
            form = editing.form
            if has_focus(form):
                self.setFocus()  # the card takes it from here
            self._stack.removeWidget(form)
            form.hide()
            form.deleteLater()
            editing.deleteLater()

    def _saved(self, contact: Contact, new: bool, kept: str) -> None:
        from contactdesk.desktop.form_values import title_of

        then_new = self._editing is not None and self._editing.then_new
        self._end_editing()
        self._aside.discard(contact.number)
        self._number, self._view = contact.number or self._from, None
        self._stack.setCurrentWidget(self._blank)
        self._read()
        words = _("Added {name}") if new else _("Saved {name}")
        name = title_of(contact) or _("the contact")
        told = ". ".join(p for p in (words.format(name=name), kept) if p)
        self.desk.toast.emit(told, _("Undo"), self.desk.undo)
        if new and contact.number:  # 0 while it waits for the book
            self.opened.emit(contact.number)
        if then_new:
            self.new_contact(contact.kind)

    def _cancelled(self, lost: Draft | None) -> None:
        number = self._editing.number if self._editing is not None else 0
        self._end_editing()
        self._number = number or self._from
        self._aside.discard(number)
        self._show_again()
        if lost is not None:
            self._offer_back(lost)

    def _offer_back(self, lost: Draft) -> None:
        def bring_back() -> None:
            if self._drafts is None:
                return
            self._drafts.keep(lost.base, lost.mine, lost.work)
            self.drafts_changed.emit()
            if lost.mine.number:
                self.edit(lost.mine.number)
            else:
                self.new_contact(lost.mine.kind)

        self.desk.toast.emit(_("Changes thrown away"), _("Bring back"), bring_back)

    # ── change ──────────────────────────────────────────────────────────────────────────

    def _changed(self, change: ChangeSet) -> None:
        """Something in the book changed, here or elsewhere; `desk.changed` says what."""
        editing = self._editing
        if editing is None:
            self._read_late()
            return
        mine = change.contacts is None or editing.number in change.contacts
        if not mine or not editing.number:
            return
        if editing.is_dirty or editing.is_saving:
            editing.changed(change)
        elif change.kind != "star":
            self._read(self._reload_form)

    def _reload_form(self, view: CardView) -> None:
        """A form in which nothing was typed shows what somebody else just changed."""
        editing = self._editing
        if editing is None or view.contact.number != editing.number or editing.is_dirty:
            return
        self._view = view
        if view.contact.revision == editing.base.revision:
            return
        had_focus = has_focus(editing.form)
        self._end_editing()
        if view.contact.deleted_at:
            self._make_card(view)
            return
        self._begin(view.contact)
        if had_focus:
            self._focus_form()

    def _facts_changed(self, _what: object) -> None:
        self._anew = True
        self._read_late()
