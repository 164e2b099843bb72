"""Saving an appointment's invitation as a file that is attached to a mail."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from contactdesk.desktop.event_texts import title_of
from contactdesk.desktop.file_dialogs import ask_invitation_file, show_in_folder
from contactdesk.errors import BookUnreachable, ContactDeskError
from contactdesk.i18n import _

if TYPE_CHECKING:
    from contactdesk.desktop.appointment_editor import AppointmentEditor
    from contactdesk.desktop.desk import Desk


class InvitationFlow(QObject):
    """Serves the button of an editor: what is in the book is what people are invited to."""

    def __init__(self, desk: Desk, editor: AppointmentEditor) -> None:
        super().__init__(editor)
        self._desk, self._editor = desk, editor
        editor.invitation_wanted.connect(self._begin)

    def _begin(self) -> None:
        opened = self._editor.opened
        if opened is None or opened.occurrence is None:
            return
        if self._editor.is_changed():
            self._editor.say(_("Save first: people are invited to what is saved."))
            return
        from contactdesk.operations.file_names import safe_file_name
        from contactdesk.operations.inviting import invitation

        event = opened.occurrence.event
        name = safe_file_name(title_of(event), _("Invitation")) + ".ics"

        def look(tx: Any) -> list[bytes]:
            return list(invitation(tx, event))

        def ask(pieces: list[bytes]) -> None:
            ask_invitation_file(self._editor, name, lambda to: self._write(pieces, to))

        self._desk.read(look, ask, failed=self._refuse)

    def _refuse(self, error: ContactDeskError) -> None:
        words = error.message
        if isinstance(error, BookUnreachable):
            words = _("The book is away. People are invited to what is saved in it, so the "
                      "invitation has to wait until it is back.")  # fmt: skip
        self._editor.say(words)

    def _write(self, pieces: list[bytes], to: str) -> None:
        """Write it on a thread that may wait for a disk."""

        from contactdesk.operations.exporting import write_whole

        def done(_size: int) -> None:
            words = _("Invitation saved as {file}. Attach it to your e-mail.")
            self._desk.toast.emit(
                words.format(file=Path(to).name), _("Show in folder"), lambda: show_in_folder(to)
            )

        self._desk.read(
            lambda _tx: write_whole(iter(pieces), Path(to)), done, failed=self._refuse
        )  # fmt: skip
