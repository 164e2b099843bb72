"""An edit that waited has met another one: the person decides, and nothing is lost meanwhile.

A contact's edit becomes a draft, on the disk before it stops waiting, and is saved from its form:
so it comes to the ordinary sheet. Of other records it is asked whether mine or theirs is to stay.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from contactdesk.i18n import _
from contactdesk.model.contact import Contact
from contactdesk.model.deed import Deed
from contactdesk.model.event import Event

if TYPE_CHECKING:
    from contactdesk.desktop.main_window import MainWindow


class AwayChoice(QObject):
    """Goes through the edits that need a decision, one at a time."""

    def __init__(self, window: MainWindow, parent: QObject) -> None:
        super().__init__(parent)
        self._window, self._desk = window, window.desk

    def ask_next(self) -> None:
        """Ask about the one that has waited longest."""
        deed = next(iter(self._desk.outbox.needy), None)
        if deed is None or self._desk.away.is_away:
            return
        if deed.type == "contact":
            self._open_form(deed)
        else:
            self._desk.read(partial(_as_it_is, deed=deed), partial(self._ask, deed))

    # ── a contact ───────────────────────────────────────────────────────────────────────

    def _open_form(self, deed: Deed) -> None:
        """All that waits of one contact is one draft, with what was typed since on top of it."""
        detail = self._window.detail
        if detail is None or detail.drafts is None:
            return
        detail.leave_editor()
        own = [d for d in self._desk.outbox.needy if d.record.id == deed.record.id]
        work = tuple(change for each in own for change in each.work)
        mine = own[-1].mine
        assert isinstance(deed.base, Contact)
        assert isinstance(mine, Contact)
        ids = [each.id for each in own]
        kept, post = partial(self._form_kept, mine.number, ids), self._desk.background.mailbox.post
        detail.drafts.fold(deed.base, mine, work, partial(post, kept))

    def _form_kept(self, number: int, ids: list[str]) -> None:
        detail = self._window.detail
        self._desk.outbox.forget(ids)
        if detail is None:
            return
        if number:
            self._window.go_to_contact(number)
            detail.edit(number)
        else:
            detail.new_contact()
        detail.save()

    # ── anything else ───────────────────────────────────────────────────────────────────

    def _ask(self, deed: Deed, now: Any) -> None:
        from contactdesk.desktop.away_words import words_of
        from contactdesk.desktop.sheet import Question

        gone = now is None or bool(now.deleted_at)
        said = words_of(deed)
        title = _("{what}: somebody else deleted this meanwhile")
        if not gone:
            title = _("{what}: somebody else changed the same meanwhile")
        question = Question(
            self._window,
            "cloud-off",
            title.format(what=said.title),
            _(
                "Theirs is in the book now. Saved over it, theirs can still be read in the "
                "history; left as it is, yours is thrown away."
            ),
            [said.second] if said.second else [],
            _("Leave it as it is"),
            _("Save mine over it"),
        )
        question.answered.connect(partial(self._answered, deed, now))
        question.ask()

    def _answered(self, deed: Deed, now: Any, mine: bool) -> None:
        from contactdesk.model.record import new_id

        if not mine:
            self._desk.outbox.forget([deed.id])
        elif now is None:  # deleted for good: it is made anew
            made = replace(deed.record, id=new_id(), number=0, revision=0)
            if isinstance(made, Event):
                made = _made_anew(deed, made)
            again = replace(deed, id=new_id(), doing="add", base=None, mine=made, need="")
            self._desk.outbox.instead(deed.id, again)
        else:
            self._desk.outbox.instead(deed.id, _over(deed, now))


def _as_it_is(tx: Any, deed: Deed) -> Any:
    found = tx.events if deed.type == "event" else tx.deals
    return found.by_id(deed.record.id)


def _over(deed: Deed, now: Any) -> Deed:
    """The same edit, begun from what is in the book now: it meets nothing any more."""
    from contactdesk.model.record import new_id

    if deed.doing == "change":
        return replace(deed, id=new_id(), more={**deed.more, "insists": True}, tried=False, need="")
    begun = replace(now, deleted_at="")
    mine = None
    if deed.mine is not None:
        mine = replace(begun, **{name: getattr(deed.mine, name) for name in deed.changed})
    return replace(deed, id=new_id(), base=now, mine=mine, tried=False, need="")


def _made_anew(deed: Deed, made: Event) -> Event:
    """An event in the place of one that is gone for good; one time of a series is that alone."""
    alone = deed.more.get("scope") == "this"
    made = replace(made, uid=made.id, recurrence_id="", and_later=False)
    return replace(made, rrule="", rdates=(), exdates=()) if alone else made
