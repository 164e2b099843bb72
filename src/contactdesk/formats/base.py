"""What reading a file gives: one `Parsed` a card, with a `Problem` for everything odd in it."""

from __future__ import annotations

from typing import NamedTuple

from contactdesk.model.contact import Contact


class Problem(NamedTuple):
    """Something odd: the line of the file (from 1), a word for programs, a sentence for people."""

    line: int
    code: str
    message: str


class Parsed(NamedTuple):
    """One card of a file. `contact` is None when nothing of it could be read.

    `index` counts the cards from 0, `line` is where the card begins (from 1), `raw` the card's
    own bytes (UTF-8 when the file was UTF-16), `photo` the picture's bytes, `version` as written.
    """

    index: int  # type: ignore[assignment]  # the card's place matters more than tuple.index
    line: int
    raw: bytes
    contact: Contact | None
    problems: tuple[Problem, ...] = ()
    photo: bytes | None = None
    uid: str = ""
    name: str = ""
    version: str = ""
