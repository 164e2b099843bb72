"""What happens when an edit meets what others did: it is combined, or the person is asked.

Nothing is lost on any way: the form stays as it is and its draft is kept until it is saved.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from contactdesk.desktop import bidi
from contactdesk.desktop.conflict_words import Encounter, all_mine, read_encounter, who_of
from contactdesk.desktop.form_values import title_of
from contactdesk.desktop.people_faces import colleague_face
from contactdesk.errors import ContactDeskError
from contactdesk.i18n import _
from contactdesk.model.contact import Contact
from contactdesk.model.meeting import settled

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from contactdesk.desktop.desk import Desk

Write = Callable[[Contact, Contact], None]


class MeetingFlow(QObject):
    """Brings one edit and the book together; `write(mine, base)` saves what came out."""

    def __init__(
        self,
        desk: Desk,
        form: QWidget,
        write: Write,
        leave: Callable[[], None],
        failed: Callable[[ContactDeskError], None],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._desk, self._form = desk, form
        self._write, self._leave, self._failed = write, leave, failed
        self._restoring = False
        self._met: Encounter | None = None

    def start(self, base: Contact, mine: Contact, restoring: bool = False) -> None:
        """Look who did what, then combine or ask."""
        self._restoring = restoring
        self._desk.read(lambda tx: read_encounter(tx, base, mine), self._take, failed=self._failed)

    def _take(self, met: Encounter) -> None:
        self._met = met
        if met.theirs.deleted_at and not met.base.deleted_at and not self._restoring:
            self._ask_to_restore(met)
        elif met.clashes:
            self._ask_what_stays(met)
        else:
            self._save(settled(met.base, met.mine, met.theirs, {}))

    def _ask_what_stays(self, met: Encounter) -> None:
        from contactdesk.desktop.conflict_sheet import ConflictSheet

        sheet = ConflictSheet(self._form, met, colleague_face(met.me), colleague_face(met.other))
        sheet.chosen.connect(self._save)
        sheet.ask()

    def _ask_to_restore(self, met: Encounter) -> None:
        from contactdesk.desktop.sheet import Question

        name = bidi.isolated(title_of(met.theirs) or _("the contact"))
        if all_mine(met.entries):
            title = _("You moved {name} to the bin in another window meanwhile").format(name=name)
        else:
            title = _("{person} moved {name} to the bin while you were editing").format(
                person=who_of(met.entries) or _("Somebody else"), name=name
            )
        question = Question(
            self._form,
            "trash-2",
            title,
            _(
                "Nothing you typed is lost. Take the contact out of the bin with your changes, or "
                "leave it there: your text then stays as a draft."
            ),
            [],
            _("Leave in the bin"),
            _("Restore with my changes"),
        )
        question.answered.connect(self._restore_or_leave)
        question.ask()

    def _restore_or_leave(self, restore: bool) -> None:
        met = self._met
        if met is None:
            return
        if restore:
            self.start(met.base, met.mine, restoring=True)
        else:
            self._leave()

    def _save(self, contact: Contact) -> None:
        """The outcome is an edit of what is in the book now; should that change again, it asks."""
        if self._met is not None:
            if self._restoring:
                contact = replace(contact, deleted_at="")
            self._write(contact, self._met.theirs)
