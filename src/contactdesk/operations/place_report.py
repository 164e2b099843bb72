"""What was tried with a book that may only be read: step by step, for people and administrators."""

from __future__ import annotations

import getpass
import os
import platform
import tempfile
from pathlib import Path
from typing import Literal, NamedTuple

from contactdesk import __version__
from contactdesk.i18n import _
from contactdesk.operations.file_sizes import size_words
from contactdesk.store.engines import SQLITE
from contactdesk.store.storage import Storage, storage_of

State = Literal["good", "bad", "not tried"]


class Tried(NamedTuple):
    """One step: what, how it went, and what is to be known of it."""

    state: State
    what: str
    detail: str


class Report(NamedTuple):
    """All steps in their order, the book's size in bytes, and what it lies on."""

    steps: tuple[Tried, ...]
    size: int
    storage: Storage


def report_on(path: Path, why: str, reason: str) -> Report:
    """Try what opening a book needs; `why` and `reason` are what came of that.

    It may wait for a drive, so never on the window's thread.
    """
    storage = storage_of(path)
    size, read = _reading(path)
    steps = [_folder(path), read]
    if read.state == "good" and why == "newer":
        steps.append(Tried("bad", _("This version can write it"), reason))
    writing = _writing(path) if _good(steps) else None
    steps.append(writing or Tried("not tried", _file_beside(), _("Not tried: not reached")))
    steps.append(_locking(storage, why, reason) if _good(steps) else _unlocked())
    return Report(tuple(steps), size, storage)


def _good(steps: list[Tried]) -> bool:
    return all(step.state == "good" for step in steps)


def _folder(path: Path) -> Tried:
    there = path.parent.is_dir()
    what = _("The folder can be seen")
    return Tried("good" if there else "bad", what, str(path.parent))


def _reading(path: Path) -> tuple[int, Tried]:
    what = _("{name} can be read").format(name=path.name)
    try:
        size = path.stat().st_size
    except OSError as error:
        return 0, Tried("bad", what, error.strerror or "")
    good = os.access(path, os.R_OK)
    words = size_words(size) if good else _("Access denied to {person}").format(person=_person())
    return size, Tried("good" if good else "bad", what, words)


def _file_beside() -> str:
    return _("A file can be written next to it")


def _writing(path: Path) -> Tried:
    try:
        with tempfile.TemporaryFile(dir=path.parent) as file:
            file.write(b"x" * 4_096)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        return Tried("bad", _file_beside(), error.strerror or _("It cannot be written"))
    if not os.access(path, os.W_OK):
        words = _("Access denied: {person} may only read this file").format(person=_person())
        return Tried("bad", _("The file itself can be written"), words)
    return Tried("good", _file_beside(), str(path.parent))


def _locking(storage: Storage, why: str, reason: str) -> Tried:
    what = _("Several people can save without harm")
    if storage.decision == "write" and why not in ("taken", "worse"):
        return Tried("good", what, _system(storage))
    return Tried("bad", what, reason if why in ("taken", "worse") else _system(storage))


def _unlocked() -> Tried:
    what = _("Several people can save without harm")
    return Tried("not tried", what, _("Not tried: writing comes first"))


def _system(storage: Storage) -> str:
    facts = storage.facts
    locks = sorted(o for o in facts.options if o == "nobrl" or "lock" in o or o[:5] == "vers=")
    words = (facts.service, facts.system or facts.kind, facts.source, *locks)
    return ", ".join(word for word in words if word)


def _person() -> str:
    return getpass.getuser()


_SIGNS: dict[State, str] = {"good": "+", "bad": "x", "not tried": "-"}


def for_administrator(path: Path, reason: str, report: Report) -> str:
    """All of it as plain text, with what an administrator asks next."""
    facts = report.storage.facts
    lines = [
        f"ContactDesk {__version__}, SQLite {SQLITE}, {platform.platform()}",
        _("Book: {path}").format(path=path),
        _("Account: {person} on {computer}").format(person=_person(), computer=platform.node()),
        _("Reason: {reason}").format(reason=reason),
        _("Storage: {words}").format(
            words=" ".join([facts.kind, facts.system, facts.source, *sorted(facts.options)])
        ),
    ]
    steps = [f"[{_SIGNS[s.state]}] {s.what}: {s.detail}" for s in report.steps]
    return "\n".join([*lines, *steps]) + "\n"
