"""The real window, driven by the keyboard alone: import, search, edit, undo, export.

    .venv/bin/python tests/proofs/keyboard_journey.py [--pictures DIR]

Needs Xvfb, openbox and xdotool (Debian packages of these names). What happened is read from the
book by the command line, never from the window itself. Prints a line a step; exits 1 when one
did not hold.
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
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "resources" / "samples" / "office.vcf"
PERSON = "Agnieszka Baran"
PATIENCE = 30.0  # seconds until a step counts as failed


class Journey:
    """One window on one new book, and what a person does with it."""

    def __init__(self, folder: Path, pictures: Path | None) -> None:
        self.book = folder / "journey.cdk"
        self.out = folder / "journey.vcf"
        self.pictures = pictures
        self.environment = {
            **os.environ,
            "CONTACTDESK_HOME": str(folder / "home"),
            "QT_QPA_PLATFORM": "xcb",
        }
        self.failed = 0

    def press(self, *keys: str) -> None:
        """Press keys one after another, as fingers do."""
        subprocess.run(["xdotool", "key", "--delay", "60", *keys], check=True)

    def type(self, text: str) -> None:
        """Type a text into whatever has the focus."""
        subprocess.run(["xdotool", "type", "--delay", "12", text], check=True)

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
        print(f"{'ok    ' if good else 'FAILED'} {words} ({time.monotonic() - started:.1f} s)")
        self.picture(words)

    def picture(self, words: str) -> None:
        """Keep what the screen shows."""
        if self.pictures:
            self.pictures.mkdir(parents=True, exist_ok=True)
            name = "-".join(words.lower().split()) + ".png"
            target = str(self.pictures / name)
            subprocess.run(["import", "-window", "root", target], check=False)

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

    def contacts(self) -> int:
        """How many contacts the book holds, 0 before it exists."""
        found = self.ask("check") if self.book.exists() else []
        return int(found[0]["contacts"]) if found else 0

    def person(self) -> str:
        """Everything the book says of the person of the journey."""
        found = self.ask("show", PERSON)
        return json.dumps(found[0], ensure_ascii=False) if found else ""


def travel(journey: Journey) -> None:
    """The way through the program."""
    j = journey
    j.step("the window opens", lambda: any("ContactDesk" in n for n in j.window_titles()))
    time.sleep(2)
    windows = len(j.window_titles())
    j.press("ctrl+shift+i")
    j.step("the file dialog opens", lambda: len(j.window_titles()) > windows)
    j.type(str(SAMPLE))
    j.press("Return")
    j.step("all cards are in the book", lambda: j.contacts() == 316)
    time.sleep(1)
    j.press("Escape")
    j.press("ctrl+f")
    j.type("agnieszka bar")
    time.sleep(1)
    j.press("Return")
    time.sleep(1)
    j.picture("found by typing")
    before = j.person()
    j.press("ctrl+e")
    time.sleep(1.5)
    j.type("Journey")
    j.picture("edited")
    j.press("ctrl+s")
    j.step("the edit is saved", lambda: "Journey" in j.person())
    j.press("ctrl+z")
    j.step("undo brings everything back", lambda: j.person() == before)
    windows = len(j.window_titles())
    j.press("ctrl+shift+e")
    j.step("the export asks for a file", lambda: len(j.window_titles()) > windows)
    j.press("ctrl+a")
    j.type(str(j.out))
    j.press("Return")
    j.step(
        "every contact is in the file",
        lambda: j.out.exists() and j.out.read_bytes().count(b"END:VCARD") == 316,
    )
    j.press("ctrl+q")


def on_a_screen(arguments: list[str]) -> int:
    """Run this file again inside a screen of its own."""
    command = ["xvfb-run", "-a", "-s", "-screen 0 1440x900x24", sys.executable, __file__]
    environment = {**os.environ, "CONTACTDESK_JOURNEY": "1"}
    return subprocess.run([*command, *arguments], env=environment, check=False).returncode


def main() -> int:
    """Travel on a virtual screen; 0 when every step held."""
    ask = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    ask.add_argument("--pictures", type=Path)
    options = ask.parse_args()
    if "CONTACTDESK_JOURNEY" not in os.environ:
        return on_a_screen(sys.argv[1:])
    with tempfile.TemporaryDirectory() as folder:
        journey = Journey(Path(folder), options.pictures)
        manager = subprocess.Popen(["openbox"], stderr=subprocess.DEVNULL)
        window = subprocess.Popen(
            [sys.executable, "-m", "contactdesk", "--book", str(journey.book)],
            env=journey.environment,
        )
        try:
            travel(journey)
            window.wait(timeout=PATIENCE)
        finally:
            window.kill()
            manager.kill()
            window.wait()
            manager.wait()
    print("every step held" if not journey.failed else f"{journey.failed} steps failed")
    return int(bool(journey.failed))


if __name__ == "__main__":
    sys.exit(main())
