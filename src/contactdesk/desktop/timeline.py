"""Everything that happens with one contact, under the line in which one writes it down."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from contactdesk.desktop import known_timelines, spacing
from contactdesk.desktop.background import alive
from contactdesk.desktop.buttons import IconButton
from contactdesk.desktop.composer import Composer, minutes_of
from contactdesk.desktop.desk import Desk
from contactdesk.desktop.known_timelines import with_waiting
from contactdesk.desktop.labels import Label, LinkLabel
from contactdesk.desktop.next_banner import NextBanner
from contactdesk.desktop.next_up import NextUp
from contactdesk.desktop.note_drafts import EDIT, NoteDraft, NoteDrafts
from contactdesk.desktop.pills import Pills
from contactdesk.desktop.search_field import SearchField
from contactdesk.desktop.timeline_list import TimelineList
from contactdesk.desktop.timeline_view import TimelineView, read_timeline
from contactdesk.desktop.timeline_words import deletion_words
from contactdesk.errors import BookUnreachable, ContactDeskError
from contactdesk.i18n import _, counted, ngettext
from contactdesk.model.deed import Deed
from contactdesk.model.event import Event
from contactdesk.model.happenings import KIND_WORDS, a_call, a_note
from contactdesk.model.record import new_id
from contactdesk.store.listing import ChangeSet
from contactdesk.store.timeline import PAGE, Asked

READ = "timeline"  # only the newest question for a timeline is answered


class Subject(NamedTuple):
    """Whose timeline it is."""

    number: int
    id: str
    name: str
    called: str  # as one calls them: the given name, where there is one
    is_organisation: bool = False


class TimelinePanel(QWidget):
    """Composer, filters and items of one contact; it asks the book itself."""

    opened = Signal(int)
    event_wanted = Signal(object)  # Event or Occurrence, to be shown in the calendar
    document_wanted = Signal(str)  # the id of an event: a file is to belong to it

    def __init__(
        self, desk: Desk, drafts: NoteDrafts, who: Subject, editable: bool,
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self.desk, self.drafts, self.who = desk, drafts, who
        self._asked = Asked()
        self._branch = ""  # the department that is meant alone
        self._writing = False
        self._fresh = True  # the draft was not looked for yet
        self._known: TimelineView | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(12)
        self.composer: Composer | None = None
        if editable:
            self._add_composer()
        self.items: TimelineList | None = None
        self._next: NextBanner | None = None
        self._read: TimelineView | None = None
        desk.changed.connect(self._changed)
        desk.outbox.changed.connect(self._waits_otherwise)
        self.refresh()

    # writing

    def _add_composer(self) -> None:
        self.composer = Composer(self.who.called)
        self.composer.changed.connect(self._keep_draft)
        self.composer.wanted_kept.connect(self._keep)
        self.composer.thrown_away.connect(self._thrown_away)
        self._column.addWidget(self.composer)

    def begin(self, kind: str) -> None:
        """Write a note ("journal") or log a call ("call")."""
        if self.composer is not None:
            self.composer.begin(kind)

    def _keep_draft(self, draft: NoteDraft) -> None:
        if draft.says_anything:
            self.drafts.keep(self.who.id, draft)
        else:
            self.drafts.drop(self.who.id)

    def _keep(self, draft: NoteDraft) -> None:
        """Put what was written into the book; until it is there, it stays a draft."""
        if self._writing:
            return
        self._writing = True
        event, drafts, who = event_of(draft, self.who.id), self.drafts, self.who
        event = replace(event, id=new_id())
        self._keep_draft(draft)
        is_call = event.component == "call"

        def done(_event: Event) -> None:
            if drafts.now(who.id) in (draft, None):
                drafts.drop(who.id)
            if alive(self._kept):
                self._writing = False
                self._kept(draft)
            words = _("Call with {name} kept") if is_call else _("Note about {name} kept")
            self.desk.toast.emit(words.format(name=who.called), _("Undo"), self.desk.undo)

        label = _("Call with {name}") if is_call else _("Note about {name}")
        label = label.format(name=who.name)
        deed = Deed(new_id(), label, "event", "add", None, event)
        self.desk.outbox.write(
            deed, lambda tx: tx.events.add(event), done, event, failed=self._not_kept
        )

    def _not_kept(self, error: ContactDeskError) -> None:
        self._writing = False
        self.desk.failed.emit(error)

    def _kept(self, draft: NoteDraft) -> None:
        composer = self.composer
        if composer is not None and composer.draft.text == draft.text:
            had = composer.form is not None and composer.form.isAncestorOf(
                composer.form.window().focusWidget() or self
            )
            composer.clear()
            if had:
                composer.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def _thrown_away(self, draft: NoteDraft) -> None:
        self.drafts.drop(self.who.id)
        if draft.says_anything:
            self.desk.toast.emit(
                _("Draft thrown away"), _("Bring back"), lambda: self._bring_back(draft)
            )

    def _bring_back(self, draft: NoteDraft) -> None:
        self.drafts.keep(self.who.id, draft)
        if alive(self._kept) and self.composer is not None:
            self.composer.show_draft(draft)
            self.composer.begin()

    # what is there

    def show_among(self, branch: str, people: tuple[int, ...]) -> None:
        """Of an organisation: what happened with some of its people alone, those of a branch."""
        self._branch = branch
        self._ask(self._asked._replace(among=people, limit=PAGE))

    def refresh(self) -> None:
        """Read it anew."""
        who, asked = self.who, self._asked
        drafts = self.drafts if self._fresh and self.composer is not None else None
        self.desk.read(
            lambda tx: read_timeline(tx, who.number, who.id, asked, drafts),
            self._take,
            key=READ,
            failed=self._not_read,
        )
        if self.desk.away.is_away:
            self._show_known()

    def _take(self, view: TimelineView) -> None:
        self._read = view._replace(draft=None, edit=None)
        if self._asked == Asked():
            known_timelines.remember(self.desk, self.who.id, self._read)
        self._show(with_waiting(view, self.desk.outbox.waiting, self.who.id, self._asked))

    def _not_read(self, error: ContactDeskError) -> None:
        if isinstance(error, BookUnreachable):
            self._show_known()
        else:
            self.desk.failed.emit(error)

    def _show_known(self) -> None:
        """While the book is away: what was read before, with what waits."""
        view = self._read or known_timelines.of(self.desk, self.who.id) or TimelineView()
        fresh = self._fresh
        self._show(with_waiting(view, self.desk.outbox.waiting, self.who.id, self._asked))
        self._fresh = fresh  # a draft is found when the book is read

    def _waits_otherwise(self) -> None:
        """Other edits wait for the book than before; what came into it is read there."""
        if not self.desk.away.is_away:
            self.refresh()
        elif self._read is not None:
            self._show_known()

    def _changed(self, change: ChangeSet) -> None:
        if change.events is None or change.events:
            self.refresh()

    def _show(self, view: TimelineView) -> None:
        self._take_draft(view.draft)
        if view == self._known:
            return
        self._known = view
        self._show_next(view.next_up)
        if view.kinds and self.items is None:
            self._build().expect(len(view.rows))
        if self.items is None:
            return
        there = bool(view.kinds or self._asked.among)
        self._head.setVisible(there)
        self.search.setVisible(there and (self._searches or bool(self._asked.words)))
        self.tabs.offer(tabs_of(view, self.who, self._branch))
        if self.tabs.value() != "".join(self._asked.kinds):  # there are no more of that kind
            self._choose_kind(self.tabs.value())
            return
        self.items.show_rows(view.rows)
        self._edit_again(view.edit)
        self.items.setVisible(bool(view.rows))
        self._none.setVisible(there and not view.rows)
        self._more.setText(_("Show {n} more").format(n=counted(min(view.more, PAGE))))
        self._more.setVisible(view.more > 0)

    def _show_next(self, found: NextUp | None) -> None:
        """The next appointment, of which most contacts have none."""
        if found is not None and self._next is None:
            self._next = NextBanner()
            self._next.wanted.connect(self.event_wanted)
            self._column.insertWidget(0, self._next)
        if self._next is not None:
            self._next.show_next(found)

    def _take_draft(self, draft: NoteDraft | None) -> None:
        """What was typed here before, unless something is typed already."""
        composer, fresh = self.composer, self._fresh
        self._fresh = False
        if not fresh or draft is None or composer is None:
            return
        if not composer.draft.says_anything:
            composer.show_draft(draft)

    def _edit_again(self, edit: NoteDraft | None) -> None:
        """Go on where the editing of a note was interrupted; of one that is gone keep the text."""
        items, composer = self.items, self.composer
        if edit is None or items is None or composer is None or items.area is not None:
            return
        if not items.edit_again(edit.event, edit.text):
            self._add_to_draft(edit.text)

    def _keep_edit(self, event: Event, text: str) -> None:
        if text:
            self.drafts.keep(self.who.id + EDIT, NoteDraft(text, event=event.id))
        else:
            self.drafts.drop(self.who.id + EDIT)

    def _add_to_draft(self, text: str) -> None:
        """What was typed elsewhere is not lost: it stands in the composer, as a draft."""
        kept = self.drafts.now(self.who.id) or NoteDraft()
        joined = replace(kept, text="\n\n".join(t for t in (kept.text, text.strip()) if t))
        self.drafts.keep(self.who.id, joined)
        self.drafts.drop(self.who.id + EDIT)
        if alive(self._kept) and self.composer is not None:
            self.composer.show_draft(joined)

    def _build(self) -> TimelineList:
        """Filters and items, of which most contacts have none."""
        self._searches = False
        self.tabs = Pills(_("Show"))
        self.tabs.chosen.connect(self._choose_kind)
        self.lens = IconButton("search", _("Search in what happened"), side=28)
        self.lens.clicked.connect(self._toggle_search)
        self._head = QWidget()
        row = QHBoxLayout(self._head)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.tabs, 1)
        row.addWidget(self.lens, 0, Qt.AlignmentFlag.AlignTop)
        self.search = SearchField(_("Search in what happened"))
        self.search.hide()
        self.search.textChanged.connect(self._look_for)
        self._none = Label(_("Nothing here fits what you look for."), "body", "text2")
        self.items = TimelineList()
        self.items.editable = self.composer is not None
        self.items.saved.connect(self._save)
        self.items.typed.connect(self._keep_edit)
        self.items.delete_wanted.connect(self._delete)
        self.items.opened.connect(self.opened)
        self.items.event_wanted.connect(self.event_wanted)
        self.items.document_wanted.connect(self.document_wanted)
        self.items.turned.connect(self.tabs.turn)
        self._more = LinkLabel("", "body", weight=500)
        self._more.activated.connect(self._show_more)
        for widget in (self._head, self.search, self._none, self.items, self._more):
            self._column.addWidget(widget)
            spacing.fit(widget)
        return self.items

    def _choose_kind(self, kind: object) -> None:
        kinds = (str(kind),) if kind else ()
        self._ask(self._asked._replace(kinds=kinds, limit=PAGE))

    def _toggle_search(self) -> None:
        self._searches = self.search.isHidden()
        self.search.setVisible(self._searches)
        if self._searches:
            self.search.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.search.clear()

    def _look_for(self, words: str) -> None:
        self._ask(self._asked._replace(words=words.strip(), limit=PAGE))

    def _show_more(self) -> None:
        self._ask(self._asked._replace(limit=self._asked.limit + PAGE))

    def _ask(self, asked: Asked) -> None:
        if asked != self._asked:
            self._asked = asked
            self.refresh()

    # changing

    def _save(self, event: Event, text: str) -> None:
        mine = replace(event, description=text.strip())
        drafts, kept_under = self.drafts, self.who.id + EDIT

        def done(_event: Event) -> None:
            drafts.drop(kept_under)

        def failed(error: ContactDeskError) -> None:
            self._add_to_draft(text)
            self.desk.failed.emit(error)

        label = _("Edit a call") if event.component == "call" else _("Edit a note")
        deed = Deed(new_id(), label, "event", "save", event, mine)
        self.desk.outbox.write(
            deed, lambda tx: tx.events.save(mine, event), done, mine, failed=failed
        )

    def _delete(self, event: Event) -> None:
        label, words = deletion_words(event)

        def done(_answer: object) -> None:
            self.desk.toast.emit(words, _("Undo"), self.desk.undo)

        deed = Deed(new_id(), label, "event", "delete", event, None)
        self.desk.outbox.write(deed, lambda tx: tx.events.delete([event.number]), done, None)


def event_of(draft: NoteDraft, contact_id: str) -> Event:
    """What a draft becomes in the book."""
    now = datetime.now(UTC)
    if draft.kind != "call":
        return a_note((contact_id,), draft.text, now)
    return a_call(
        (contact_id,),
        draft.text,
        datetime.fromisoformat(draft.began) if draft.began else now - timedelta(seconds=1),
        direction=draft.direction,
        outcome="" if draft.direction == "missed" else draft.outcome,
        minutes=minutes_of(draft),
    )


def tabs_of(view: TimelineView, who: Subject, branch: str = "") -> list[tuple[str, str]]:
    """The filters: everything, and the kinds that there are."""
    words = _("All")
    if who.is_organisation and view.people:
        words = ngettext("Its {n} person", "All {n} people", view.people)
        words = words.format(n=counted(view.people))
    if branch:
        words = _("{department} ({n})").format(department=branch, n=counted(view.people))
    there = dict(view.kinds)
    return [(words, ""), *((_(w), kind) for kind, w in KIND_WORDS.items() if kind in there)]
