"""What the journeys by keyboard share: a screen, the real window on it, and fingers.

Needs Xvfb, openbox and xdotool (Debian packages of these names). What happened is read from the
book, never from the window itself. What a screen reader would say of where the keyboard is, is
listened to, so that a journey can go on with Tab until it hears what it looks for, as people do.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "resources" / "samples" / "office.vcf"
PATIENCE = 30.0  # seconds until a step counts as failed
HEARD_SECONDS = 0.6  # until what has the keyboard now is known
SCREEN = "1440x900x24"
LISTEN_MS = 40

GRAB = """
import sys
from PySide6.QtGui import QGuiApplication
app = QGuiApplication(sys.argv)
app.primaryScreen().grabWindow(0).save(sys.argv[1])
"""


class Journey:
    """One window on one book, and what a person does with it by the keyboard alone."""

    def __init__(self, folder: Path, pictures: Path | None) -> None:
        self.folder = folder
        self.book = folder / "journey.cdk"
        self.pictures = pictures
        self.environment = {
            **os.environ,
            "CONTACTDESK_HOME": str(folder / "home"),
            "QT_QPA_PLATFORM": "xcb",
            "PYTHONFAULTHANDLER": "1",
        }
        self.failed = 0
        self._said = folder / "heard.json"

    # ── fingers ─────────────────────────────────────────────────────────────────────────

    def press(self, *keys: str) -> None:
        """Press keys one after another, as fingers do."""
        subprocess.run(["xdotool", "key", "--delay", "60", *keys], check=True)

    def type(self, text: str) -> None:
        """Type a text into whatever has the focus."""
        subprocess.run(["xdotool", "type", "--delay", "12", text], check=True)

    # ── ears ────────────────────────────────────────────────────────────────────────────

    def heard(self) -> str:
        """What a screen reader would say of where the keyboard is now."""
        try:
            return str(json.loads(self._said.read_text(encoding="utf-8"))["says"])
        except (OSError, ValueError):
            return ""

    def go_on(self, key: str, words: str, most: int = 60, *, whole: bool = False) -> None:
        """Press a key again and again until what is called so (by its `whole` name) is reached."""
        time.sleep(HEARD_SECONDS)
        on_the_way = [self.heard()]
        for _each in range(most):
            said = on_the_way[-1]
            if said.split(":")[0] == words if whole else words in said:
                return
            self.press(key)
            time.sleep(0.12)
            on_the_way.append(self.heard())
        self.failed += 1
        print(f"FAILED {key} does not lead to “{words}”: {' → '.join(on_the_way)}")

    def tab_to(self, words: str) -> None:
        """Press Tab until what is called so has the keyboard."""
        self.go_on("Tab", words)

    # ── what holds ──────────────────────────────────────────────────────────────────────

    def ask(self, *words: str) -> list[dict[str, Any]]:
        """What the command line says of the book."""
        done = subprocess.run(
            [sys.executable, "-m", "contactdesk", "--book", str(self.book), *words, "--json"],
            capture_output=True,
            check=False,
            text=True,
            env=self.environment,
        )
        return [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]

    def step(self, words: str, holds: Callable[[], bool]) -> None:
        """Wait until something holds, and say so."""
        started = time.monotonic()
        good = False
        while not good and time.monotonic() - started < PATIENCE:
            good = holds()
            if not good:
                time.sleep(0.25)
        self.failed += not good
        where = "" if good else f", the keyboard is on “{self.heard()}”"
        took = time.monotonic() - started
        print(f"{'ok    ' if good else 'FAILED'} {words} ({took:.1f} s{where})", flush=True)
        self.picture(words)

    def picture(self, words: str) -> None:
        """Keep what the screen shows."""
        if self.pictures:
            self.pictures.mkdir(parents=True, exist_ok=True)
            name = "-".join("".join(c if c.isalnum() else " " for c in words).split()) + ".png"
            words_of_it = [sys.executable, "-c", GRAB, str(self.pictures / name)]
            subprocess.run(words_of_it, check=True, env=self.environment)

    def window_titles(self) -> list[str]:
        """The titles of all windows on the screen."""
        done = subprocess.run(
            ["xdotool", "search", "--onlyvisible", "--name", "."],
            capture_output=True,
            check=False,
            text=True,
        )
        names = []
        for each in done.stdout.split():
            shown = subprocess.run(
                ["xdotool", "getwindowname", each],
                capture_output=True,
                check=False,
                text=True,
            )
            names.append(shown.stdout.strip())
        return names

    def window_is_there(self) -> None:
        """Wait for the window, and until it takes keys."""
        self.step("the window opens", lambda: any("ContactDesk" in n for n in self.window_titles()))
        self.step("the book is open", self.book.exists)
        time.sleep(4)  # its keys do something once the book has answered


def travel_with(doc: str, parts: dict[str, Callable[[Journey], None]], script: str) -> int:
    """Go each way through the program, on a virtual screen and a book of its own; 0 = all held.

    `script` is the file to start again on that screen; `doc` says what it does.
    """
    ask = argparse.ArgumentParser(description=doc.splitlines()[0])
    ask.add_argument("--pictures", type=Path, help="keep a picture of each step in this folder")
    ask.add_argument("--only", choices=parts, action="append", help="this part alone")
    options = ask.parse_args()
    if "CONTACTDESK_JOURNEY" not in os.environ:
        return _on_a_screen(script)
    failed = 0
    manager = subprocess.Popen(["openbox"], stderr=subprocess.DEVNULL)
    try:
        for name in options.only or parts:
            with tempfile.TemporaryDirectory() as folder:
                journey = Journey(Path(folder), options.pictures)
                print(f"— {name}")
                parts[name](journey)
                failed += journey.failed
    finally:
        manager.kill()
        manager.wait()
    print("every step held" if not failed else f"{failed} steps failed")
    return int(bool(failed))


def _on_a_screen(script: str) -> int:
    command = ["xvfb-run", "-a", "-s", f"-screen 0 {SCREEN}", sys.executable, script]
    environment = {**os.environ, "CONTACTDESK_JOURNEY": "1"}
    return subprocess.run([*command, *sys.argv[1:]], env=environment, check=False).returncode


class OpenWindow:
    """The program's window for the length of a `with`; it ends by Ctrl+Q or is ended."""

    def __init__(self, journey: Journey) -> None:
        self._journey = journey
        words = [sys.executable, __file__, str(journey.book), str(journey.folder / "heard.json")]
        self._process = subprocess.Popen(words, env=journey.environment)

    def __enter__(self) -> OpenWindow:
        return self

    def __exit__(self, *reason: object) -> None:
        if reason[0] is None:
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(timeout=PATIENCE)
        self._process.kill()
        status = self._process.wait()
        self._journey.failed += bool(status)
        print(f"{'FAILED' if status else 'ok    '} the program ends by Ctrl+Q (status {status})")


# --- inside the program: it is started as ever, and listened to --------------------------------


def _open_window(book: str, said: Path) -> int:
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication

    from contactdesk.__main__ import main

    app = QApplication([sys.argv[0], "-style", "Fusion"])
    listening = QTimer(app, interval=LISTEN_MS)
    listening.timeout.connect(lambda: _note(said))
    listening.start()
    return main(["--book", book])


def _note(said: Path) -> None:
    aside = said.with_suffix(".new")
    aside.write_text(json.dumps({"says": _spoken()}), encoding="utf-8")
    aside.replace(said)


def _spoken() -> str:
    """The name of what has the keyboard, and of the line it is on."""
    from PySide6.QtCore import Qt
    from PySide6.QtGui import QAccessible
    from PySide6.QtWidgets import QAbstractItemView, QApplication, QMenu

    popup = QApplication.activePopupWidget()
    if isinstance(popup, QMenu):
        action = popup.activeAction()
        return action.text().replace("&", "") if action is not None else "menu"
    widget = (popup.focusWidget() or popup) if popup is not None else QApplication.focusWidget()
    if widget is None:
        return ""
    shown = QAccessible.queryAccessibleInterface(widget)
    name = widget.accessibleName()
    if not name and shown is not None:
        name = shown.text(QAccessible.Text.Name)
    more = widget.accessibleDescription()
    if isinstance(widget, QAbstractItemView):
        more = widget.currentIndex().data(Qt.ItemDataRole.AccessibleTextRole)
        more = more or widget.currentIndex().data() or ""
    return f"{name or type(widget).__name__}: {more}" if more else name or type(widget).__name__


if __name__ == "__main__":
    sys.exit(_open_window(sys.argv[1], Path(sys.argv[2])))
