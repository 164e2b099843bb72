"""Making, moving, deciding and deleting deals: from the board to the book and back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import QObject, QPoint, Qt, Signal

from contactdesk.desktop import bidi, icons
from contactdesk.desktop.contact_picker import Found as Offer
from contactdesk.desktop.deal_found import with_deal
from contactdesk.desktop.deal_pipeline_flow import PipelineFlow
from contactdesk.desktop.deal_table import DealTable
from contactdesk.desktop.deal_table_flow import DealTableFlow
from contactdesk.desktop.deal_words import move_label, moved_words, title_of
from contactdesk.desktop.kept_json import KeptJson, file_of
from contactdesk.desktop.known_deals import parties_in
from contactdesk.desktop.menus import Menu, destroys
from contactdesk.desktop.owner_verbs import offer_owner
from contactdesk.errors import BookUnreachable, ContactDeskError
from contactdesk.i18n import _, counted, ngettext
from contactdesk.model.contact import Contact
from contactdesk.model.deal import Deal, Pipeline, Stage
from contactdesk.model.deal_record import DEALS
from contactdesk.model.deed import Deed
from contactdesk.model.fold import fold
from contactdesk.model.record import new_id
from contactdesk.operations import competitors, deals
from contactdesk.store.deal_rows import DealParty, DealRow
from contactdesk.store.listing import ContactRow

if TYPE_CHECKING:
    from contactdesk.desktop.deal_forecast import DealForecast
    from contactdesk.desktop.deal_form import DealForm, NewDeal
    from contactdesk.desktop.deal_page import DealPage
    from contactdesk.desktop.deal_panel_flow import DealPanelFlow
    from contactdesk.desktop.deal_rate_flow import DealRateFlow
    from contactdesk.desktop.feedback import Toast
    from contactdesk.operations.deals import Moved

T = TypeVar("T")
OFFERED = 8


class DealFlow(QObject):
    """What one can do with deals on their page."""

    contact_wanted = Signal(int)
    task_wanted = Signal(str)
    event_wanted = Signal(object)
    panel_made = Signal(object)  # DealPanelFlow

    def __init__(self, page: DealPage, toast: Toast) -> None:
        super().__init__(page)
        self.page, self.desk, self._toast = page, page.desk, toast
        self.form: DealForm | None = None
        self._panel: DealPanelFlow | None = None
        self._kept = KeptJson(file_of(page.desk.path, "deals"))
        self._draft: dict[str, Any] | None = None  # of the form; None before it was read
        self._unknown = "\0"  # what nobody known here is called, as was said
        page.destroyed.connect(self._kept.close)
        page.new_wanted.connect(self.new)
        board = page.board
        board.wanted.connect(self.open)
        board.move_wanted.connect(self.move)
        board.delete_wanted.connect(self.delete)
        board.menu_wanted.connect(self.show_menu)
        board.add_wanted.connect(self.new_in)
        board.current_told.connect(self._follow_choice)
        self.pipelines = PipelineFlow(self)
        self._rates: DealRateFlow | None = None
        self._table: DealTableFlow | None = None
        page.made.connect(self._serve)

    def _serve(self, front: DealTable | DealForecast) -> None:
        """See to the table or the forecast, which was just made."""
        front.rates_wanted.connect(lambda: self.rates().open())
        if not isinstance(front, DealTable):
            return
        front.wanted.connect(self.open)
        front.move_wanted.connect(self.move)
        front.delete_wanted.connect(self.delete)
        front.menu_wanted.connect(self.show_menu)
        front.current_told.connect(self._follow_choice)
        self._table = DealTableFlow(self)

    @property
    def table(self) -> DealTableFlow:
        """What is done in the table."""
        if self._table is None:
            _made = self.page.table  # asks to be served
        assert self._table is not None
        return self._table

    def panel(self) -> DealPanelFlow:
        """What is done in the panel, made when it is first wanted."""
        from contactdesk.desktop.deal_panel_flow import DealPanelFlow

        if self._panel is None:
            self._panel = DealPanelFlow(self)
            self.panel_made.emit(self._panel)
        return self._panel

    def opened(self) -> str:
        """The id of the deal that the panel shows, "" for none."""
        return self._panel.shown() if self._panel is not None else ""

    def rates(self) -> DealRateFlow:
        """What is done with exchange rates, made when it is first wanted."""
        from contactdesk.desktop.deal_rate_flow import DealRateFlow

        if self._rates is None:
            self._rates = DealRateFlow(self)
        return self._rates

    def ask_people(self, typed: str, answer: Offer) -> None:
        """Who may be meant by what is typed."""

        def find(tx: Any) -> list[ContactRow]:
            found = tx.contacts.search(typed, limit=OFFERED).numbers
            return list(tx.contacts.rows(found[:OFFERED]))

        def failed(error: ContactDeskError) -> None:
            if isinstance(error, BookUnreachable):
                self._offer_known(typed, answer)
            else:
                self.desk.failed.emit(error)

        self.desk.read(find, answer, key="deal people", failed=failed)

    def _offer_known(self, typed: str, answer: Offer) -> None:
        """While the book is away: those whose names were read; once, that there is no other."""
        named = [
            ContactRow(party.number, party.id, party.kind, party.name, "", "", False, party.photo)
            for party in parties_in(self.page.found.rows).values()
            if fold(typed) in fold(party.name)
        ]
        rows = {row.id: row for row in [*named, *self.desk.names.offered(typed, OFFERED)]}
        answer(list(rows.values())[:OFFERED])
        if not rows and not typed.startswith(self._unknown):
            words = _("The book is away, so only those can be added whose names were read before. "
                      "Add others when it is back.")  # fmt: skip
            self.desk.toast.emit(words, "", None)
        self._unknown = "\0" if rows else typed

    # ── a new one ───────────────────────────────────────────────────────────────────────

    def new(self) -> None:
        """Open the form of a new deal."""
        self.new_with(())

    def new_in(self, stage: int) -> None:
        """Open the form of a new deal in a stage."""
        self.new_with((), stage)

    def new_with(self, numbers: Sequence[int], stage: int = 0) -> None:
        """Open the form of a new deal with these contacts; what their card says is there."""
        if self.desk.read_only:
            return
        if self.desk.away.is_away:
            if self._draft is None:
                self._draft = self._kept.found_by_now()
            self._show_form(self._known_new(numbers, stage), bool(numbers))
            return
        region = self.desk.facts.region if self.desk.facts else ""
        wanted = self.page.pipeline

        def ask(tx: Any) -> NewDeal:
            if self._draft is None:
                self._draft = self._kept.found()
            return _new(tx, numbers, stage, wanted, region)

        self.desk.read(ask, lambda new: self._show_form(new, bool(numbers)), key="new deal")

    def _known_new(self, numbers: Sequence[int], stage: int) -> NewDeal:
        """A new deal while the book is away: with those of the contacts whose names were read."""
        from contactdesk.desktop.deal_form import NewDeal

        pipeline = self.page.found.pipeline or deals.usual_pipeline("")
        every = {party.number: party for party in parties_in(self.page.found.rows).values()}
        rows = (row for row in self.desk.names.named(numbers) if row.id)
        every |= {r.number: DealParty(r.number, r.id, r.kind, r.name, r.photo) for r in rows}
        parties = tuple(every[number] for number in numbers if number in every)
        return NewDeal(new_in_stage(Deal(), pipeline, parties, stage), parties, pipeline)

    def _show_form(self, new: NewDeal, is_known: bool) -> None:
        form = self._form()
        form.show_new(new if is_known else self._with_draft(new))
        self.page.mark_opened("")
        self.page.show_side(form)
        form.take_focus()

    def _form(self) -> DealForm:
        if self.form is None:
            from contactdesk.desktop.deal_form import DealForm

            self.form = DealForm(self.ask_people)
            self.form.saved.connect(self._save_new)
            self.form.closed.connect(self._close_form)
            self.form.edited.connect(self._keep_draft)
            self.form.people.wanted.connect(self._add_party)
        return self.form

    def _add_party(self, row: ContactRow) -> None:
        form = self._form()
        form.know(DealParty(row.number, row.id, row.kind, row.name, row.photo))
        form.people.add(None, (row.id, row.name))

    def _keep_draft(self) -> None:
        """What was typed into the form survives leaving it, and a crash."""
        form = self._form()
        deal = form.value()
        plain = {n: DEALS.to_plain(getattr(deal, n)) for n in ("title", "amount", "currency",
                 "expected_on", "source", "stage")}  # fmt: skip
        self._draft = {"deal": plain, "parties": [list(each) for each in form.named()]}
        self._kept.keep(self._draft)

    def _with_draft(self, new: NewDeal) -> NewDeal:
        try:
            plain = dict((self._draft or {})["deal"])
            parties = tuple(DealParty(0, *map(str, each[:3])) for each in self._draft["parties"])  # type: ignore[index]  # it was there a line ago
            stages = {s.item for s in new.pipeline.stages}
            if new.deal.stage or plain.get("stage") not in stages:
                plain["stage"] = new.deal.stage
            return new._replace(deal=replace(new.deal, **plain), parties=parties)
        except (KeyError, TypeError, ValueError):
            return new

    def _drop_draft(self) -> None:
        self._draft = {}
        self._kept.keep({})

    def _close_form(self) -> None:
        self.page.show_side(None)

    def _save_new(self, deal: Deal) -> None:
        today = self.page.found.today
        region = self.desk.facts.region if self.desk.facts else ""

        def failed(error: ContactDeskError) -> None:
            self._form().say(str(error))

        label = _("New deal: {name}").format(name=bidi.isolated(title_of(deal)))
        made = replace(deal, id=new_id(), stage_since=today.isoformat())
        parties = [list(each) for each in self._form().parties()]
        more = {"region": region, "today": today.isoformat(), "parties": parties}
        self.desk.outbox.write(
            Deed(new_id(), label, "deal", "plan", None, made, more=more),
            lambda tx: deals.add(tx, made, region, today).deal,
            self._added,
            made,
            failed=failed,
        )

    def _added(self, made: Deal) -> None:
        self._drop_draft()
        self.page.show_side(None)
        self.page.read(choose=made.id)
        name = bidi.isolated(title_of(made))
        self.say(_("New deal: {name}").format(name=name))

    # ── opening ─────────────────────────────────────────────────────────────────────────

    def open(self, row: DealRow, focus: bool = True) -> None:
        """Show all of a deal beside the board; `focus` gives it the keyboard."""
        self.panel().open(row.deal.id, focus=focus)

    def open_id(self, uuid: str) -> None:
        """Show a deal beside the board, its card chosen."""
        self.page.read(choose=uuid)
        self.panel().open(uuid)

    def _follow_choice(self, row: DealRow) -> None:
        if self._panel is not None and self._panel.is_open(but=row.deal.id):
            self._panel.open(row.deal.id, focus=False)

    # ── moving ──────────────────────────────────────────────────────────────────────────

    def move(self, row: DealRow, stage: Stage, reason: str = "") -> None:
        """Move a deal to a stage: the board shows it at once, the book has it a moment later."""
        if self.desk.read_only or row.deal.stage == stage.item:
            return
        page, deal = self.page, row.deal
        today = page.found.today
        expected = deals.moved(deal, stage, today, reason)
        page.show_found(with_deal(page.found, expected, stage.chance))
        page.front.choose(deal.id, focus=not page.side.isAncestorOf(page.window().focusWidget()))
        page.board.draw_now()

        def failed(error: ContactDeskError) -> None:
            self.desk.failed.emit(error)
            page.read()

        more = {"stage": stage.item, "today": today.isoformat(), "reason": reason}
        self.desk.outbox.write(
            Deed(new_id(), move_label(deal, stage), "deal", "move", deal, None, more=more),
            lambda tx: deals.move(tx, deal, stage.item, today, reason),
            self._moved,
            deals.Moved(expected, stage),
            failed=failed,
        )

    def _moved(self, moved: Moved) -> None:
        words = moved_words(moved.deal, moved.stage)
        if moved.tasks:
            many = ngettext("{n} task follows", "{n} tasks follow", len(moved.tasks))
            words = f"{words} · {many.format(n=counted(len(moved.tasks)))}"
        if moved.stage.outcome == "lost" and not moved.deal.lost_reason:
            self._ask_reason(moved.deal, words)
        else:
            self.say(words)

    def _ask_reason(self, deal: Deal, words: str) -> None:
        """Why it was lost: a click in the toast, or nothing."""
        choices = [
            *((why, partial(self.give_reason, deal, why)) for why in (_("Price"), _("Timing"))),
            (_("Other…"), partial(self.panel().open, deal.id, reason=True)),
        ]
        self._toast.show_toast(
            _("{words} – why?").format(words=words),
            action=_("Undo"),
            keys="Ctrl+Z",
            act=self.desk.undo,
            choices=choices,
        )

    def give_reason(self, deal: Deal, reason: str) -> None:
        """Write down why a deal was lost."""
        name = bidi.isolated(title_of(deal))
        label = _("Why {name} was lost").format(name=name)
        words = _("Lost: {name}").format(name=name)
        mine = replace(deal, lost_reason=reason)
        self.save(label, deal, mine, done=lambda: self.say(f"{words} · {reason}"))

    def save(
        self,
        label: str,
        base: Deal,
        mine: Deal,
        parties: Sequence[DealParty] = (),
        *,
        done: Callable[[], None] = lambda: None,
        failed: Callable[[ContactDeskError], None] | None = None,
    ) -> None:
        """Write an edit of a deal; while the book is away it waits, and the board shows it, with
        the parties that it adds."""
        more = {"parties": [list(each) for each in parties]} if parties else {}
        self.desk.outbox.write(
            Deed(new_id(), label, "deal", "save", base, mine, more=more),
            lambda tx: deals.save(tx, mine, base),
            lambda _saved: done(),
            mine,
            failed=failed,
        )

    def say(self, words: str) -> None:
        """What happened, with the way back."""
        self.desk.toast.emit(words, _("Undo"), self.desk.undo)

    # ── deleting, and the menu ──────────────────────────────────────────────────────────

    def delete(self, row: DealRow) -> None:
        """Move a deal to the bin; the toast brings it back."""
        if self.desk.read_only:
            return
        deal, name = row.deal, bidi.isolated(title_of(row.deal))

        def done(_answer: object) -> None:
            if self._panel is not None:
                self._panel.went(deal.id)
            self.say(_("Deleted {name}").format(name=name))

        label = _("Delete {name}").format(name=name)
        self.desk.outbox.write(
            Deed(new_id(), label, "deal", "delete", deal, None),
            lambda tx: tx.deals.delete([deal.number]),
            done,
            None,
        )

    def keep_competitor(self, name: str) -> None:
        """Make a competitor that was only a name an organisation of the book."""
        label = _("New organisation: {name}").format(name=bidi.isolated(name))
        self.desk.write(label, lambda tx: competitors.keep(tx, name), lambda _firm: self.say(label))

    def show_menu(self, row: DealRow, where: QPoint) -> None:
        """What can be done with a deal."""
        menu = self.menu(row)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(where)

    def menu(self, row: DealRow) -> Menu:
        """Its menu."""
        menu = Menu(self.page)
        self._offer(menu, _("Open"), "square-kanban", lambda: self.open(row), reads=True)
        menu.addSeparator()
        pipeline = self.page.found.pipeline
        for stage in pipeline.stages if pipeline else ():
            if stage.item != row.deal.stage:
                words = _("Move to {stage}").format(stage=stage.name)
                icon = {"won": "trophy", "lost": "circle-x"}.get(stage.outcome, "arrow-right")
                self._offer(menu, words, icon, partial(self.move, row, stage))
        menu.addSeparator()
        firm = [row.organisation] if row.organisation else []
        for party in (*firm, *row.people[:3], *row.competitors[:3]):
            words = _("Go to {name}").format(name=bidi.isolated(party.name))
            icon = "building-2" if party.kind == "org" else "contact"
            go = partial(self.contact_wanted.emit, party.number)
            self._offer(menu, words, icon, go, reads=True)
        for name in [each.name for each in row.deal.competitors if each.name][:3]:
            words = _("Keep {name} as an organisation").format(name=bidi.isolated(name))
            self._offer(menu, words, "building-2", partial(self.keep_competitor, name))
        offer_owner(menu, self.page, "deal", row.deal.number, row.deal.title)
        menu.addSeparator()
        self._offer(menu, _("Delete"), "trash-2", lambda: self.delete(row))
        destroys(menu.actions()[-1])
        return menu

    def _offer(
        self, menu: Menu, words: str, icon: str, do: Callable[[], object], *, reads: bool = False
    ) -> None:
        action = menu.addAction(icons.icon(icon), words.replace("&", "&&"))
        action.setProperty("lucide", icon)
        action.setEnabled(reads or not self.desk.read_only)
        action.triggered.connect(lambda _on=False: do())


def _new(tx: Any, numbers: Sequence[int], stage: int, wanted: str, region: str) -> NewDeal:
    """A new deal with what the cards of these contacts say."""
    from contactdesk.desktop.deal_form import NewDeal
    from contactdesk.model.currencies import currency_of

    pipelines = tx.pipelines.all()
    chosen = next((p for p in pipelines if p.id == wanted), next(iter(pipelines), None))
    pipeline = chosen or deals.usual_pipeline(currency_of(region))
    contacts = tx.contacts.get_many(list(numbers))
    deal = deals.deal_for(tx, contacts[0]) if contacts else Deal()
    deal = new_in_stage(deal, pipeline, contacts, stage)
    return NewDeal(deal, tx.deal_rows.parties_of(deal), pipeline)


def new_in_stage(
    deal: Deal, pipeline: Pipeline, contacts: Sequence[Contact | DealParty], stage: int
) -> Deal:
    """A new deal with these contacts in a stage (its item), or the first one."""
    return replace(
        deal,
        organisation=next((c.id for c in contacts if c.kind == "org"), deal.organisation),
        people=tuple(c.id for c in contacts if c.kind != "org"),
        pipeline=pipeline.id,
        stage=stage or (pipeline.first_open.item if pipeline.first_open else 0),
        currency=pipeline.currency,
    )
