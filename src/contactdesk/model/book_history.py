"""The history of a whole book: its steps, and what each did to whom."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from contactdesk.model.event_kinds import Kinds

KINDS = ("import", "edit", "delete", "undo")
NAMED = 3  # contacts of a step that are named before it is opened


class Step(NamedTuple):
    """One change set as a list shows it.

    `kind` is one of `KINDS`, `set_kind` edit, undo or redo; `reverts` the set that an undo or redo
    took back, and `reverted` its label. `contacts` and `kinds` (of events) count up to
    `MANY_TOGETHER`; `names` are the first of them. `files` is what an import came from; `source`
    the set whose moment a put-back went back to, with when that was. `taken_back` says that it is
    not in force any more, and `last_word` which set says so.
    """

    id: int
    at: str
    author: int
    author_name: str
    own: bool
    label: str
    kind: str
    set_kind: str
    reverts: int
    reverted: str
    contacts: int
    names: tuple[str, ...]
    files: tuple[str, ...]
    source: int
    source_at: str
    taken_back: bool
    last_word: int
    kinds: Kinds = ()

    @property
    def events(self) -> int:
        """How many things happened, as far as they are counted."""
        return sum(many for _kind, many in self.kinds)


class StepFilter(NamedTuple):
    """Which steps are wanted: of one person (0 = all), one of `KINDS` ("" = all), with a text in
    the label or of a contact that is found by it.
    """

    author: int = 0
    kind: str = ""
    text: str = ""


class StepPage(NamedTuple):
    """Some steps, the newest first, and before which set to go on looking (0 = that was all).

    A page may be empty and not the last: a search looks at so many steps at a time.
    """

    steps: list[Step]
    before: int


class Touched(NamedTuple):
    """What a step did to one record, a contact or something else; a line of the log.

    `number` is 0 where there is no such contact (any more); `in_bin` tells where one is.
    `fields` is {name: (before, after)} in the log's plain form.
    """

    change: int
    record_type: str
    number: int
    name: str
    in_bin: bool
    kind: str
    fields: Mapping[str, tuple[Any, Any]]
    component: str = ""  # of what happens: an appointment, a task, a note or a call
