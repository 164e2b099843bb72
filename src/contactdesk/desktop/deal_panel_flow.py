"""What is done in the panel of a deal: each value that was typed goes to the book at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, tzinfo
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QPoint, Qt

from contactdesk.desktop import bidi
from contactdesk.desktop.away_words import wait_words
from contactdesk.desktop.deal_opened import Opened, read_opened, with_row
from contactdesk.desktop.deal_panel import DealPanel
from contactdesk.desktop.deal_words import title_of
from contactdesk.desktop.known_deals import named_in, parties_in, row_with
from contactdesk.desktop.known_opened import known_opened
from contactdesk.desktop.timeline_words import deletion_words
from contactdesk.errors import BookUnreachable, ContactDeskError, EditConflict
from contactdesk.i18n import _
from contactdesk.model.deal import Competitor, Deal
from contactdesk.model.deal_record import DEALS
from contactdesk.model.deed import Deed, Doing
from contactdesk.model.event import Event
from contactdesk.model.record import new_id
from contactdesk.operations import tasks
from contactdesk.operations.outbox import event_deed
from contactdesk.store.deal_rows import DealParty

if TYPE_CHECKING:
    from contactdesk.desktop.deal_documents import DealDocuments
    from contactdesk.desktop.deal_flow import DealFlow
    from contactdesk.desktop.deal_found import Found
    from contactdesk.store.deal_rows import NextStep
    from contactdesk.store.listing import ContactRow


class DealPanelFlow(QObject):
    """The panel of one window."""

    def __init__(self, flow: DealFlow) -> None:
        super().__init__(flow)
        self._flow, self._page, self._desk = flow, flow.page, flow.desk
        self._id = ""
        self._asks_reason = False
        self._seen: dict[str, Opened] = {}  # as it was read last, by the id of the deal
        self._parties: dict[str, DealParty] = {}  # who was added here
        panel = self.panel = DealPanel(flow.ask_people)
        panel.changed.connect(self._save)
        panel.competitors_named.connect(self._save_competitors)
        panel.people_wanted.connect(self._save_people)
        panel.people.wanted.connect(self._add_party)
        panel.moved.connect(self._move)
        panel.won.connect(lambda: self._decide("won"))
        panel.lost.connect(lambda: self._decide("lost"))
        panel.reopened.connect(self._open_again)
        panel.closed.connect(self.close)
        panel.menu_wanted.connect(self._show_menu)
        panel.note_written.connect(self._write_note)
        panel.contact_wanted.connect(flow.contact_wanted)
        panel.trouble.connect(self._trouble)
        panel.next.done_wanted.connect(self._tick)
        panel.next.open_wanted.connect(self._open_step)
        panel.next.plan_wanted.connect(self._plan)
        panel.timeline.event_wanted.connect(self._open_event)
        panel.timeline.saved.connect(self._save_text)
        panel.timeline.delete_wanted.connect(self._delete_event)
        self.documents: DealDocuments | None = None
        self._page.shown.connect(self._read_again)

    # ── showing ─────────────────────────────────────────────────────────────────────────

    def is_open(self, but: str = "") -> bool:
        """Whether a deal is shown, another one than `but`."""
        return self._id not in ("", but) and self._page.side.currentWidget() is self.panel

    def shown(self) -> str:
        """The id of the deal that is shown, "" for none."""
        return self._id if self.is_open() else ""

    def open(self, uuid: str, *, focus: bool = True, reason: bool = False) -> None:
        """Show a deal; `focus` gives the panel the keyboard, `reason` asks why it was lost."""
        self._id = uuid
        self._asks_reason = reason
        self._read(lambda opened: self._show(opened, focus=focus), "deal opened")

    def serve_documents(self, documents: DealDocuments) -> None:
        """Show the documents of the deal in its panel."""
        self.documents = documents
        self.panel.documents.addWidget(documents)
        self.panel.timeline.document_wanted.connect(documents.ask_for)

    def _read(self, then: Callable[[Opened | None], None], key: str) -> None:
        uuid, clock = self._id, self._page.clock

        def seen(opened: Opened | None) -> None:
            if opened is not None:
                self._seen[uuid] = opened
            then(opened)

        def failed(error: ContactDeskError) -> None:
            if isinstance(error, BookUnreachable):
                self._take_known(uuid, then)
            else:
                self._desk.failed.emit(error)

        if self._desk.away.is_away:
            self._take_known(uuid, then)
        else:
            self._desk.read(lambda tx: read_opened(tx, uuid, clock), seen, key=key, failed=failed)

    def _take_known(self, uuid: str, then: Callable[[Opened | None], None]) -> None:
        waiting = self._desk.outbox.waiting
        opened = known_opened(self._page.found, uuid, self._seen.get(uuid), waiting)
        if opened is None and uuid not in self._seen:
            self._desk.toast.emit(wait_words(), "", None)
        then(opened)

    def _show(self, opened: Opened | None, *, focus: bool) -> None:
        if opened is None:
            self.went(self._id)
            return
        self.panel.show_opened(opened, read_only=self._desk.read_only)
        if self.documents is not None:
            self.documents.show_of(opened)
        self._page.show_side(self.panel)
        self._page.mark_opened(opened.deal.id)
        if self._asks_reason:
            self._asks_reason = False
            self.panel.facts.edit_reason()
        elif focus:
            self.panel.title.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _read_again(self, _found: Found) -> None:
        if self.is_open():
            self._read(self._refresh, "deal as it is now")

    def _refresh(self, opened: Opened | None) -> None:
        if opened is not None and opened.deal.id == self._id:
            self.panel.show_opened(opened, read_only=self._desk.read_only)
            if self.documents is not None:
                self.documents.show_of(opened)
        elif opened is None:
            self.went(self._id)

    def went(self, uuid: str) -> None:
        """A deal is no longer there."""
        if uuid == self._id:
            self.close()

    def close(self) -> None:
        """The board alone again; the keyboard is on the card."""
        uuid, self._id = self._id, ""
        self._page.mark_opened("")
        self._page.show_side(None)
        self._page.front.choose(uuid)

    # ── writing ─────────────────────────────────────────────────────────────────────────

    def _opened(self) -> Opened | None:
        return self.panel.opened

    def _save(self, mine: Deal) -> None:
        opened = self._opened()
        if opened is None or self._desk.read_only or mine == opened.deal:
            return
        base, mine = opened.deal, DEALS.numbered(mine)
        parties = tuple(self._parties[each] for each in named_in(mine) if each in self._parties)
        # what is typed next begins from this, also while it is being written
        shown = with_row(opened, row_with(opened.row, mine, self._parties))
        self.panel.show_opened(shown, read_only=False)
        self._flow.save(_label(base), base, mine, parties, failed=self._refused(base, mine))

    def _refused(self, base: Deal, mine: Deal) -> Callable[[ContactDeskError], None]:
        def failed(error: ContactDeskError) -> None:
            if isinstance(error, EditConflict):
                self._desk.toast.emit(
                    _("Somebody else changed the same meanwhile."),
                    _("Keep mine"),
                    lambda: self._insist(base, mine),
                )
            else:
                self._desk.failed.emit(error)
            self._page.read()

        return failed

    def _insist(self, base: Deal, mine: Deal) -> None:
        """What I typed, over what somebody else wrote."""

        def do(tx: Any) -> None:
            now = tx.deals.by_id(mine.id)
            changed = {n: getattr(mine, n) for n in DEALS.changed_fields(base, mine)}
            if now is not None:
                tx.deals.save(replace(now, **changed), base=now)

        self._desk.write(_label(mine), do)

    def _save_competitors(self, named: tuple[Competitor, ...]) -> None:
        opened = self._opened()
        if opened is not None:
            self._save(replace(opened.deal, competitors=named))

    def _save_people(self, about: tuple[str, ...]) -> None:
        opened = self._opened()
        if opened is None:
            return
        known = self._parties | parties_in([opened.row])
        firms = [each for each in about if each in known and known[each].kind == "org"]
        before = opened.deal.organisation
        firm = before if before in about else next(iter(firms), "")
        people = tuple(each for each in about if each != firm)
        self._save(replace(opened.deal, organisation=firm, people=people))

    def _add_party(self, row: ContactRow) -> None:
        self._parties[row.id] = DealParty(row.number, row.id, row.kind, row.name, row.photo)
        self.panel.people.add(None, (row.id, row.name))

    def _trouble(self, sentence: str) -> None:
        self._desk.toast.emit(sentence, "", None)
        opened = self._opened()
        if opened is not None:
            self.panel.show_opened(opened, read_only=self._desk.read_only)

    # ── stages ──────────────────────────────────────────────────────────────────────────

    def _move(self, on: int) -> None:
        opened = self._opened()
        if opened is None:
            return
        items = [stage.item for stage in opened.pipeline.stages]
        at = items.index(opened.deal.stage) + on if opened.deal.stage in items else -1
        if 0 <= at < len(items):
            self._flow.move(opened.row, opened.pipeline.stages[at])

    def _decide(self, outcome: str) -> None:
        opened = self._opened()
        stages = opened.pipeline.stages if opened is not None else ()
        stage = next((s for s in stages if s.outcome == outcome), None)
        if opened is not None and stage is not None:
            self._flow.move(opened.row, stage)
        else:
            self._trouble(_("This pipeline has no stage for that. Add one to it first."))

    def _open_again(self) -> None:
        """Back to where it was before it was decided: the last stage that decides nothing."""
        opened = self._opened()
        if opened is None:
            return
        undecided = [s for s in opened.pipeline.stages if not s.outcome]
        been = [s for s in undecided if s.item in opened.days]
        if undecided:
            self._flow.move(opened.row, (been or undecided)[-1])

    def _show_menu(self, where: QPoint) -> None:
        opened = self._opened()
        if opened is not None:
            self._flow.show_menu(opened.row, where)

    # ── what happens with it ────────────────────────────────────────────────────────────

    def _about(self, deal: Deal) -> tuple[str, ...]:
        return tuple(each for each in (*deal.people, deal.organisation) if each)

    def _add(self, event: Event, label: str) -> None:
        opened = self._opened()
        if opened is None or self._desk.read_only:
            return
        deal = opened.deal
        made = replace(event, id=new_id(), deal=deal.id, about=self._about(deal))
        self._keep(
            Deed(new_id(), label, "event", "add", None, made),
            lambda tx: tx.events.add(made),
            label,
        )

    def _keep(self, deed: Deed, do: Callable[[Any], object], words: str) -> None:
        """Have it in the book, or wait for it."""
        say = self._flow.say
        self._desk.outbox.write(deed, do, lambda _done: say(words) if words else None, deed.mine)

    def _write_note(self, text: str) -> None:
        now = f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}"
        self._add(Event(component="journal", description=text, starts_at=now), _("Note"))

    def _save_text(self, event: Event, text: str) -> None:
        label = _("Edit a call") if event.component == "call" else _("Edit a note")
        mine = replace(event, description=text.strip())
        deed = Deed(new_id(), label, "event", "save", event, mine)
        self._keep(deed, lambda tx: tx.events.save(mine, event), "")

    def _delete_event(self, event: Event) -> None:
        label, words = deletion_words(event)
        deed = Deed(new_id(), label, "event", "delete", event, None)
        self._keep(deed, lambda tx: tx.events.delete([event.number]), words)

    def _plan(self, kind: str) -> None:
        """A task to call or to do something, or an appointment, in its own editor."""
        opened = self._opened()
        if opened is None or self._desk.read_only:
            return
        deal = opened.deal
        summary = {"call": _("Call"), "meeting": _("Meeting")}.get(kind, title_of(deal))
        today = opened.today.isoformat()
        made = Event(component="task", summary=summary, ends_at=today)
        if kind == "meeting":
            made = Event(summary=summary, starts_at=f"{today}T{_next_hour()}:00:00",
                         duration_minutes=60)  # fmt: skip
        owner = self._page.found.owner_of_new(deal.owner) if kind != "meeting" else ""
        made = replace(made, id=new_id(), deal=deal.id, about=self._about(deal), owner=owner)
        label, home = _("Next step: {name}").format(name=bidi.isolated(summary)), self._home()
        doing: Doing = "add" if kind == "meeting" else "plan"
        self._desk.outbox.write(
            event_deed(label, doing, None, made, home, datetime.now(UTC)),
            lambda tx: tasks.add(tx, made, home) if kind != "meeting" else tx.events.add(made),
            self._planned,
            made,
        )

    def _home(self) -> tzinfo:
        return self._page.found.now.tzinfo or UTC

    def _planned(self, event: Event) -> None:
        self._flow.say(_("Next step: {name}").format(name=bidi.isolated(event.summary)))
        if event.number:  # what waits is opened when it is in the book
            self._open_event(event)

    def _tick(self, step: NextStep) -> None:
        opened = self._opened()
        task = opened.next if opened is not None else None
        if self._desk.read_only:
            return
        if task is None:  # it went meanwhile, or was never read
            self._wait_or_read()
            return
        label, home, now = self._done_words(step), self._home(), datetime.now(UTC)
        self._keep(
            event_deed(label, "tick", task, None, home, now),
            lambda tx: tasks.tick(tx, task, now, home),
            label,
        )

    def _wait_or_read(self) -> None:
        """What is wanted needs the book: it is read, or said to be away."""
        if self._desk.away.is_away:
            self._trouble(wait_words())
        else:
            self._page.read()

    def _done_words(self, step: NextStep) -> str:
        return _("Done: {name}").format(name=bidi.isolated(step.summary))

    def _open_step(self, _step: NextStep) -> None:
        opened = self._opened()
        self._open_event(opened.next if opened is not None else None)

    def _open_event(self, event: Event | None) -> None:
        """In the editor where such things are changed."""
        if event is not None and not event.id:
            return  # a move from stage to stage
        if event is None or not event.number:
            self._wait_or_read()
            return
        if event.component == "task":
            self._flow.task_wanted.emit(event.id)
        elif event.component == "event":
            self._flow.event_wanted.emit(event)


def _label(deal: Deal) -> str:
    return _("Change {name}").format(name=bidi.isolated(title_of(deal)))


def _next_hour() -> str:
    return f"{min(datetime.now().hour + 1, 23):02}"
