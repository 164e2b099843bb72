"""One of two windows on one book; flags tell it what to do: see tests/shared/test_two_windows.py.

two_windows.py BOOK one|two FLAGS: a real window, off the screen. Both edit the same contact; when
the flag "out" is there both save: "two" another phone and another note, "one" only its own note.
For "one" the drive is away by then. It tries again as a person would who is told that it failed,
and keeps its own note when asked. Prints what people were told, and how long the window stood
still.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from PySide6.QtWidgets import QApplication

from contactdesk.desktop import theme
from contactdesk.desktop.conflict_sheet import ConflictSheet
from contactdesk.desktop.desk import Desk
from contactdesk.desktop.main_window import MainWindow
from contactdesk.settings import Settings

AGAIN = 10.0  # seconds after which a person tries to save once more


class Person:
    """One who sits at a window."""

    def __init__(self, path: str, who: str, flags: Path) -> None:
        self.who, self.flags = who, flags
        self.app = QApplication([])
        theme.apply(self.app, "light")
        self.stood_still = self.asked = 0.0
        self.window, self.desk = MainWindow(), Desk(path, Settings())
        self.desk.failed.connect(lambda error: self.tell(error.message))
        self.desk.toast.connect(lambda words, *_rest: self.tell(words))
        self.window.show()
        self.window.list_pane.build_table()
        self.window.complete(self.desk)
        self.desk.open()

    def tell(self, words: str) -> None:
        print(f"{self.who}: {words}", flush=True)

    def until(self, is_so: Callable[[], Any], seconds: float = 120.0) -> bool:
        """Let the window work until something is so."""
        end = time.monotonic() + seconds
        while not is_so() and time.monotonic() < end:
            began = time.monotonic()
            self.app.processEvents()
            self.stood_still = max(self.stood_still, time.monotonic() - began)
            time.sleep(0.01)
        return bool(is_so())

    def raise_flag(self, name: str) -> None:
        (self.flags / f"{self.who}-{name}").touch()

    @property
    def form(self) -> Any:
        editing = self.window.detail._editing
        return editing.form if editing is not None else None

    def type_in(self) -> None:
        assert self.until(lambda: self.window.list_pane.model.rowCount() > 1)
        self.window.detail.show_contact(1)
        assert self.until(lambda: self.window.detail.card is not None)
        self.window.detail.edit(1)
        assert self.until(lambda: self.form is not None)
        self.form.note.setPlainText(f"Note of {self.who}")
        if self.who == "two":
            self.form.rows["phones"].lines[0].field.setText("600000222")
        self.until(lambda: False, 2.0)  # the form takes it in
        self.stood_still = 0.0
        self.raise_flag("typing")

    def save(self) -> None:
        """Again and again, as long as it does not succeed; the text has to stay meanwhile."""
        began, asked = time.monotonic(), 0.0
        self.window.detail.save()
        while self.form is not None and time.monotonic() - began < 150:
            note = self.form.note.toPlainText() if self.form is not None else ""
            assert note in ("", f"Note of {self.who}"), note
            for sheet in self.window.findChildren(ConflictSheet):
                if sheet.isVisible() and time.monotonic() - asked > AGAIN:
                    self.tell("asked which note stays")
                    asked = time.monotonic()
                    sheet.save.click()
            if self.until(lambda: self.form is None, AGAIN / 4):
                break
            editing = self.window.detail._editing
            if editing is not None and not editing.is_saving and not self._asked():
                self.tell("saves again")
                self.window.detail.save()
        assert self.form is None, "not saved"
        self.tell(f"saved after {time.monotonic() - began:.1f} s")
        self.raise_flag("saved")

    def _asked(self) -> bool:
        return any(sheet.isVisible() for sheet in self.window.findChildren(ConflictSheet))

    def see(self) -> None:
        """What the other saved is on the card; what waited for the drive was saved or decided."""
        assert self.until(self._sees_what_it_decided, 120)
        self.tell(f"sees both; stood still for {self.stood_still:.1f} s at most")

    def _sees_what_it_decided(self) -> bool:
        flow = self.window.server_away.flow
        if time.monotonic() - self.asked > AGAIN:
            if flow.banner is not None and flow.banner.choose.isVisible():
                self.tell("is told that its note met another")
                self.asked = time.monotonic()
                flow.banner.choose.click()
            for sheet in self.window.findChildren(ConflictSheet):
                if sheet.isVisible():
                    self.tell("asked which note stays")
                    self.asked = time.monotonic()
                    sheet.save.click()
        return self._sees_both()

    def _sees_both(self) -> bool:
        card = self.window.detail.card
        if card is None:
            return False
        phone = "".join(c for c in card.view.contact.phones[0].value if c.isdigit())
        return phone.endswith("600000222") and card.view.contact.note == "Note of one"


def main(path: str, who: str, flags: str) -> None:
    person = Person(path, who, Path(flags))
    person.type_in()
    assert person.until((person.flags / "out").exists)
    person.save()
    person.see()
    person.desk.close()
    sys.stdout.flush()
    os._exit(0)


if __name__ == "__main__":
    main(*sys.argv[1:])
