"""The phone desk: a number comes, whoever has it is shown, and what is said is written down.

Numbers come from other programs (`ring`: the keyboard stays where it is) and from the person
(`look_up`: the panel takes it).
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import QObject

from contactdesk.desktop import bidi
from contactdesk.desktop.feedback import announce
from contactdesk.desktop.kept_json import KeptJson, file_of
from contactdesk.desktop.note_drafts import NoteDraft, NoteDrafts
from contactdesk.desktop.phone_after import PhoneAfter
from contactdesk.desktop.phone_body import KnownBody, MissedBody
from contactdesk.desktop.phone_note import NoteBody
from contactdesk.desktop.phone_panel import LONGEST, PhonePanel
from contactdesk.desktop.phone_quiet import home_here
from contactdesk.desktop.phone_unknown import UnknownBody
from contactdesk.desktop.phone_view import Known, PhoneView, draft_key, read_phone
from contactdesk.desktop.spoken_promises import Promise, as_event
from contactdesk.i18n import _, counted, ngettext
from contactdesk.model.happenings import a_call
from contactdesk.model.phone_note import AGAIN, call_of, call_to_return
from contactdesk.operations.phone_numbers import add_number
from contactdesk.operations.tasks import with_owner

if TYPE_CHECKING:
    from contactdesk.desktop.main_window import MainWindow
    from contactdesk.errors import ContactDeskError
    from contactdesk.model.agenda import Occurrence
    from contactdesk.store.listing import ChangeSet, ContactRow

NOT_NEEDED = 2_000  # numbers that are remembered as not worth asking about
OFFERED = 8


class _Come(NamedTuple):
    """What was read of a number that came: who has it, the numbers that nothing is asked about,
    whether somebody asked, and the appointment that the person is in."""

    view: PhoneView
    not_needed: list[str]
    by_hand: bool
    busy: Occurrence | None


class PhoneDesk(QObject):
    """Joins the panel with the book."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window, self._desk = window, window.desk
        path = self._desk.facts.path if self._desk.facts else self._desk.path
        self._drafts = NoteDrafts(path)
        self._kept = KeptJson(file_of(path, "numbers-not-needed"))
        self._quiet: list[str] | None = None  # numbers not to be asked about; None: not read yet
        self.view: PhoneView | None = None
        self._who: Known | None = None  # whom the note is about
        self._began: datetime = datetime.now(UTC)
        self._asked_by_hand = self._write_at_once = False
        self.panel = PhonePanel(window, window.list_pane.table)
        self.panel.closed.connect(self._closed)
        self.panel.keep_clear_of(window.toast)
        self.after = PhoneAfter(self._desk, self.panel, self)
        self.destroyed.connect(self._drafts.close)
        self.destroyed.connect(self._kept.close)
        window.closed.connect(self.panel.hide)
        window.closed.connect(self.after.held.close)
        self._desk.changed.connect(self._changed)

    # ── a number comes ──────────────────────────────────────────────────────────────────

    def ring(self, number: str) -> None:
        """Somebody calls: show who, and take no keys away."""
        self._write_at_once = False
        self._read(number, by_hand=False)

    def look_up(self, number: str, *, write: bool = False) -> None:
        """Show who has a number that somebody typed or pasted; with one to `write` about, the
        note of the call is open at once."""
        self._write_at_once = write
        self._read(number, by_hand=True)

    def _read(self, number: str, *, by_hand: bool) -> None:
        region, drafts = self._region(), self._drafts
        kept, after = self._kept, self.after

        def read(tx: Any) -> _Come:
            quiet = kept.found().get("numbers")
            listed = [n for n in quiet if isinstance(n, str)] if isinstance(quiet, list) else []
            busy = None if by_hand else after.busy(tx)
            return _Come(read_phone(tx, number, region, drafts), listed, by_hand, busy)

        self._desk.read(read, self._take, key="phone")

    def _region(self) -> str:
        return self._desk.facts.region if self._desk.facts is not None else ""

    def _take(self, found: _Come) -> None:
        view, quiet, by_hand, busy = found
        if self._quiet is None:
            self._quiet = quiet
        if not by_hand and not view.known and view.number in self._quiet:
            return
        if busy is not None:
            self.after.held.hold(view.typed, busy)
            return
        if isinstance(self.panel.body, NoteBody) and self.panel.isVisible():
            words = _("{name} is calling").format(name=_caller_name(view))
            self._desk.toast.emit(words, _("Show"), lambda: self._come(view, by_hand))
            return
        self._come(view, by_hand)

    def _come(self, view: PhoneView, by_hand: bool) -> None:
        self.view, self._who, self._asked_by_hand = view, None, by_hand
        self._began = datetime.now(UTC)
        reminders = self._window.verbs.calendar.reminders
        if reminders is not None:
            self.panel.keep_clear_of(reminders.panel)
        self.panel.begin(self._began)
        self._show_view(view)
        if self._write_at_once and len(view.known) == 1 and not self._why_not():
            self._write(view.known[0])
        elif by_hand:
            self.panel.focus_it()
        else:
            announce(self.panel, _("{name} is calling").format(name=_caller_name(view)))

    # ── who it is ───────────────────────────────────────────────────────────────────────

    def _show_view(self, view: PhoneView, at: int = 0) -> None:
        number = bidi.left_to_right(view.shown)
        if not view.known:
            self._show_unknown(view, number)
            return
        body = KnownBody(self._desk, view.known, min(at, len(view.known) - 1), self._why_not())
        body.opened.connect(self._open)
        body.note_wanted.connect(self._write)
        body.missed.connect(self._missed)
        icon = "phone" if self._asked_by_hand else "phone-incoming"
        words = [] if self._asked_by_hand else [_("calls you")]
        kind = body.who.kind
        words += [kind if self._asked_by_hand else kind.lower()] if kind else []
        self.panel.show_body(body, "ok", icon, number, " · ".join(words))

    def _show_unknown(self, view: PhoneView, number: str) -> None:
        body = UnknownBody(self._desk, view, self.ask_who, self._why_not())
        body.chosen.connect(self._add_number)
        body.new_wanted.connect(self._new_contact)
        body.note_wanted.connect(lambda: self._write(None))
        body.not_needed.connect(self._not_needed)
        icon = "phone" if self._asked_by_hand else "phone-incoming"
        self.panel.show_body(body, "warn", icon, number, view.place)

    def _why_not(self) -> str:
        return self._desk.facts.read_only if self._desk.facts is not None else ""

    def ask_who(self, typed: str, offer: Any) -> None:
        """Look for somebody by name."""

        def found(tx: Any) -> list[ContactRow]:
            rows: list[ContactRow] = tx.contacts.rows(
                tx.contacts.search(typed, None, OFFERED).numbers
            )
            return rows

        self._desk.read(found, offer, key="phone-who")

    def _changed(self, _change: ChangeSet) -> None:
        """Somebody wrote: what is shown may be another now."""
        view, body = self.view, self.panel.body
        if view is None or self.panel.isHidden() or not isinstance(body, KnownBody):
            return
        region, drafts, typed = self._region(), self._drafts, view.typed
        self._desk.read(lambda tx: read_phone(tx, typed, region, drafts), self._again, key="phone")

    def _again(self, view: PhoneView) -> None:
        body = self.panel.body
        if view != self.view and isinstance(body, KnownBody) and self.panel.isVisible():
            self.view = view
            self._show_view(view, body.at)

    def _open(self, number: int) -> None:
        self._window.go_to_contact(number)

    # ── the note ────────────────────────────────────────────────────────────────────────

    def _write(self, who: Known | None) -> None:
        """Write a note about a call that is on the phone; a draft is taken up again."""
        view = self.view
        if view is None:
            return
        self._who = who
        draft = who.draft if who is not None else view.draft
        key = draft_key(who.row.id) if who is not None else view.key
        draft = self._drafts.now(key) or draft
        if draft is not None and draft.began:
            began = datetime.fromisoformat(draft.began)
            if (datetime.now(UTC) - began).total_seconds() < LONGEST:
                self._began = began
                self.panel.begin(began)
        body = NoteBody(draft or self._fresh(), bidi.isolated(self._name()))
        body.changed.connect(self._keep_draft)
        body.kept.connect(self._keep)
        body.discarded.connect(self._discard)
        body.left.connect(self.panel.leave)
        title = self._name() if who is not None else bidi.left_to_right(view.shown)
        self.panel.show_body(body, "ok", "phone-incoming", title, _("on the phone"))
        self.panel.focus_it()

    def _fresh(self) -> NoteDraft:
        began = self._began.isoformat(timespec="seconds")
        return NoteDraft("", "call", "in", "reached", began)

    def _name(self) -> str:
        assert self.view is not None
        return self._who.name if self._who is not None else self.view.shown

    def _key(self) -> str:
        assert self.view is not None
        return draft_key(self._who.row.id) if self._who is not None else self.view.key

    def _keep_draft(self, draft: NoteDraft) -> None:
        if draft.text.strip():
            self._drafts.keep(self._key(), draft)
        else:
            self._drafts.drop(self._key())

    def _keep(self, draft: NoteDraft, promised: tuple[Promise, ...]) -> None:
        """The call, what was promised on it, and one to return where that was the result: one
        step of undo."""
        view, who, drafts, key = self.view, self._who, self._drafts, self._key()
        assert view is not None
        name = self._name()
        about = who.row.id if who is not None else ""
        call = call_of(
            about, draft.text, self._began, direction=draft.direction, outcome=draft.outcome,
            minutes=self.panel.minutes(), number=view.number,
        )  # fmt: skip
        more = [as_event(p, call.about, "" if about else view.shown, home_here()) for p in promised]
        if draft.outcome == AGAIN:
            more.append(call_to_return(about, name if about else "", view.shown, date.today()))

        def do(tx: Any) -> None:
            for event in (call, *more):
                tx.events.add(with_owner(tx, event))

        def done(_answer: object) -> None:
            drafts.drop(key)
            words = _kept_words(len(promised), draft.outcome == AGAIN)
            self._desk.toast.emit(
                words.format(name=name, n=counted(len(promised))), _("Undo"), self._desk.undo
            )

        def failed(error: ContactDeskError) -> None:
            drafts.keep(key, draft)
            self._desk.failed.emit(error)

        self.panel.end()
        self._desk.write(_("Call with {name}").format(name=name), do, done, failed=failed)

    def _discard(self) -> None:
        body, key = self.panel.body, self._key()
        draft = body.draft if isinstance(body, NoteBody) else NoteDraft()
        self._drafts.drop(key)
        view, who = self.view, self._who
        self.panel.end()

        def bring_back() -> None:
            self._drafts.keep(key, draft)
            self.view = view
            self._write(who)

        if draft.text.strip():
            self._desk.toast.emit(_("Draft thrown away"), _("Bring back"), bring_back)

    def _closed(self) -> None:
        """The panel was closed: a note that was begun waits, and says so."""
        body, view, who = self.panel.body, self.view, self._who
        if isinstance(body, NoteBody) and body.draft.text.strip() and view is not None:

            def go_on() -> None:
                self.view = view
                self._write(who)

            words = _("The note of the call with {name} waits as a draft")
            self._desk.toast.emit(words.format(name=self._name()), _("Go on"), go_on)

    # ── a call that was missed ──────────────────────────────────────────────────────────

    def _missed(self, who: Known) -> None:
        view, began = self.view, self._began
        assert view is not None
        call = a_call((who.row.id,), "", began, direction="missed", number=view.number)
        again = call_to_return(who.row.id, who.name, view.shown, date.today())

        def do(tx: Any) -> None:
            tx.events.add(call)
            tx.events.add(with_owner(tx, again))

        self._desk.write(
            _("Missed call of {name}").format(name=who.name), do, lambda _a: self._tell_missed(who)
        )

    def _tell_missed(self, who: Known) -> None:
        from contactdesk.desktop.links import call_link
        from contactdesk.desktop.month_days import clock_text
        from contactdesk.desktop.value_row import open_link

        assert self.view is not None
        at, link = self._began.astimezone(), call_link(self.view.number)
        self.panel.begin(None)
        body = MissedBody(self._desk, who, clock_text(at.hour, at.minute), bool(link))
        body.call_wanted.connect(lambda: open_link(link))
        body.left.connect(self.panel.leave)
        self.panel.show_body(body, "bad", "phone-missed", "", "")
        words = _("Missed call of {name} kept").format(name=who.name)
        self._desk.toast.emit(words, _("Undo"), self._desk.undo)

    # ── a number that nobody has ────────────────────────────────────────────────────────

    def _add_number(self, row: ContactRow) -> None:
        """The number is theirs from now on; calls that waited under it are on their timeline."""
        view = self.view
        assert view is not None
        earlier = view.earlier.calls

        def done(_answer: object) -> None:
            words = _("Number added to {name}")
            if earlier:
                words = ngettext(
                    "Number added to {name}, with {n} earlier call",
                    "Number added to {name}, with {n} earlier calls",
                    earlier,
                )
            words = words.format(name=row.name, n=counted(earlier))
            self._desk.toast.emit(words, _("Undo"), self._desk.undo)
            self._read_again(view)

        label = _("Number of {name}").format(name=row.name)
        self._desk.write(label, lambda tx: add_number(tx, row.number, view.shown), done)

    def _read_again(self, view: PhoneView) -> None:
        region, drafts, typed = self._region(), self._drafts, view.typed

        def take(now: PhoneView) -> None:
            if self.panel.isVisible() and self.view is view:
                self.view = now
                self._show_view(now)

        self._desk.read(lambda tx: read_phone(tx, typed, region, drafts), take, key="phone")

    def _new_contact(self, name: str) -> None:
        view = self.view
        assert view is not None
        self.panel.hide()
        self._window.verbs.room.leave()
        self._window.verbs.new_contact("individual", f"{name} {view.shown}".strip())

    def _not_needed(self) -> None:
        view = self.view
        assert view is not None
        quiet = [n for n in (self._quiet or []) if n != view.number]
        self._quiet = [*quiet, view.number][-NOT_NEEDED:]
        self._kept.keep({"numbers": self._quiet})
        self.panel.end()

        def ask_again() -> None:
            self._quiet = [n for n in (self._quiet or []) if n != view.number]
            self._kept.keep({"numbers": self._quiet})

        words = _("Nothing is asked about {number} any more")
        self._desk.toast.emit(
            words.format(number=bidi.left_to_right(view.shown)), _("Ask again"), ask_again
        )


def _kept_words(promised: int, again: bool) -> str:
    """What is said of a call that was kept, with what came of it."""
    if again:
        return _("Call with {name} kept, and to be called again today")
    if not promised:
        return _("Call with {name} kept")
    return ngettext(
        "Call with {name} kept, with {n} promise", "Call with {name} kept, with {n} promises",
        promised,
    )  # fmt: skip


def _caller_name(view: PhoneView) -> str:
    """Who it is, or the number."""
    if not view.known:
        return bidi.left_to_right(view.shown)
    return ", ".join(bidi.isolated(k.name) for k in view.known[:3])
