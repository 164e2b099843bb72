"""What a window can do about calls; the desk itself is made when the first number comes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication

from contactdesk.desktop.kept_json import file_of
from contactdesk.model.dialled import pasted

if TYPE_CHECKING:
    from contactdesk.desktop.main_window import MainWindow
    from contactdesk.desktop.phone_desk import PhoneDesk
    from contactdesk.desktop.phone_panel import PhonePanel


class PhoneVerbs(QObject):
    """Numbers that come, are typed or pasted."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._desk: PhoneDesk | None = None
        window.desk.opened.connect(self._look_for_held)

    def _look_for_held(self, _facts: object) -> None:
        """Calls that were held when the program ended are told of now."""
        path = file_of(self._window.desk.path, "calls-held")
        self._window.desk.read(lambda _tx: path.exists(), self._tell_held)

    def _tell_held(self, has_any: bool) -> None:
        if has_any:
            self.desk()

    def panel(self) -> PhonePanel | None:
        """The panel, if a number ever came."""
        return self._desk.panel if self._desk is not None else None

    def desk(self) -> PhoneDesk:
        """The phone desk, made when it is first wanted."""
        from contactdesk.desktop.phone_desk import PhoneDesk

        if self._desk is None:
            self._desk = PhoneDesk(self._window)
        return self._desk

    def ring(self, number: str) -> None:
        """Another program handed a number over."""
        if self._window.desk.facts is not None:
            self.desk().ring(number)

    def look_up(self, number: str, *, write: bool = False) -> None:
        """Show who has a number; to `write`, with the note of the call open at once."""
        if self._window.desk.facts is not None:
            self.desk().look_up(number, write=write)

    def show_unknown(self) -> None:
        """List the calls that were kept with a number alone."""
        from contactdesk.desktop.unknown_calls_dialog import UnknownCallsDialog

        if self._window.desk.facts is not None:
            dialog = UnknownCallsDialog(self._window.desk, self.desk().ask_who, self._window)
            dialog.open()

    def look_up_pasted(self) -> bool:
        """Show who has the number on the clipboard; False where there is none."""
        number = pasted(QGuiApplication.clipboard().text())
        if number:
            self.look_up(number)
        return bool(number)

    def go(self) -> None:
        """To the panel; where it is not shown, to a field that takes a number."""
        panel = self.panel()
        if panel is None or not panel.focus_it():
            self._window.verbs.find_anything()
