"""What a card does with its relations: add, change, remove; each is one step of undo."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject
from shiboken6 import isValid

from contactdesk.desktop.contact_picker import Found
from contactdesk.desktop.desk import Desk
from contactdesk.desktop.look_up import look_up
from contactdesk.desktop.related_dialog import RelationDialog, RelationWanted
from contactdesk.desktop.related_words import relation_name
from contactdesk.i18n import _
from contactdesk.store.relations import Relation

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from contactdesk.errors import ContactDeskError
    from contactdesk.store.book import Transaction
    from contactdesk.store.listing import ContactRow

OFFERED = 8


class RelatedVerbs(QObject):
    """Of all cards: the window it opens stays when its card is made anew meanwhile."""

    def __init__(self, desk: Desk, host: QWidget) -> None:
        super().__init__(host)
        self._desk, self._host = desk, host
        self._number, self._name, self._told = 0, "", ""
        self._relation: Relation | None = None
        self.dialog: RelationDialog | None = None

    def add(self, number: int, name: str) -> None:
        """Ask who is related to a contact, and what they are."""
        self._ask_kinds(number, name, None)

    def change(self, number: int, name: str, relation: Relation) -> None:
        """Ask again, with what is there now."""
        self._ask_kinds(number, name, relation)

    def _ask_kinds(self, number: int, name: str, relation: Relation | None) -> None:
        if self.dialog is None or not isValid(self.dialog):
            self._number, self._name, self._relation = number, name, relation
            look_up(self._desk, lambda tx: tx.relations.kinds(), self._open)

    def _open(self, own: list[tuple[str, str]]) -> None:
        dialog = RelationDialog(
            self._number, self._name, own, self._people, self._relation, self._host.window()
        )
        self.dialog = dialog
        dialog.wanted.connect(self._save)
        dialog.open()

    def _people(self, typed: str, answer: Found) -> None:
        """Who might be meant, names first."""

        def find(tx: Transaction) -> list[ContactRow]:
            found = tx.contacts.search(typed, limit=OFFERED).numbers
            return tx.contacts.rows(found[:OFFERED])

        def take(rows: list[ContactRow]) -> None:
            if self.dialog is not None and isValid(self.dialog):
                answer(rows)

        self._desk.read(find, take, key="related people")

    def _save(self, wanted: RelationWanted) -> None:
        number, relation = self._number, self._relation

        def do(tx: Transaction) -> None:
            if wanted.own is not None:
                tx.relations.keep_kind(*wanted.own)
            if relation is None:
                tx.relations.add(number, wanted.kind, wanted.other)
            else:
                other = wanted.other or relation.link
                tx.relations.change(number, relation.written, wanted.kind, other)

        label = _("Relate {name} and {other}").format(name=self._name, other=wanted.name or "…")
        self._told = _("Related {name} and {other}").format(
            name=self._name, other=wanted.name or "…"
        )
        self._desk.write(label, do, self._saved, failed=self._not_saved)

    def _saved(self, _answer: Any) -> None:
        if self.dialog is not None and isValid(self.dialog):
            self.dialog.accept()
        self.dialog = None
        self._desk.toast.emit(self._told, _("Undo"), self._desk.undo)

    def _not_saved(self, error: ContactDeskError) -> None:
        if self.dialog is not None and isValid(self.dialog):
            self.dialog.say(error.message)
        else:
            self._desk.failed.emit(error)

    def remove(self, name: str, relation: Relation) -> None:
        """The two are no longer related, on both cards."""
        desk, other = self._desk, relation_name(relation)
        label = _("Remove the relation of {name} and {other}").format(name=name, other=other)
        told = _("{name} and {other} are no longer related").format(name=name, other=other)

        def do(tx: Transaction) -> None:
            tx.relations.remove(relation.written)

        def done(_answer: Any) -> None:
            desk.toast.emit(told, _("Undo"), desk.undo)

        desk.write(label, do, done)
