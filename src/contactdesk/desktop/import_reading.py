"""Reads the preview of an import on a thread of its own, and tells the window as rows come."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from functools import partial
from subprocess import Popen
from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import QObject, QTimer, Signal

from contactdesk.desktop.background import Line
from contactdesk.errors import Cancelled, ContactDeskError

if TYPE_CHECKING:
    from contactdesk.desktop.desk import Desk
    from contactdesk.operations.file_facts import FileFacts
    from contactdesk.operations.left_out import LeftOutCards
    from contactdesk.operations.preview_rows import Packed, PreviewRows
    from contactdesk.operations.tables import TableFacts

log = logging.getLogger(__name__)
FIRST_ROWS = 200  # are handed over as they come: they fill any screen
PAINT_SECONDS = 0.1  # the longest that reading waits for the window
TELL_SECONDS = 0.15  # the others are in heaps, so that the window paints between them


class Asked(NamedTuple):
    """What is to be read, and what a person decided about it: `kind` "" is guessed."""

    paths: tuple[str, ...]
    kind: str = ""
    region: str = ""
    choices: tuple[tuple[str, Any], ...] = ()


class _Ready(NamedTuple):
    """Some rows, packed on the thread, and what else is known by them (see `previewing.Part`)."""

    page: Packed | None
    done: int
    versions: tuple[str, ...]
    failed: list[tuple[str, int, str, bytes]]


class PreviewReader(QObject):
    """One preview at a time; a new question overtakes the one before."""

    began = Signal()  # the files' facts are known: `facts`
    grown = Signal()  # there are more rows
    finished = Signal()
    failed = Signal(object)  # ContactDeskError

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        from contactdesk.operations.left_out import LeftOutCards
        from contactdesk.operations.preview_rows import PreviewRows

        self._desk = desk
        desk.background.closing.connect(self.close)
        self._line: Line | None = None
        self._stop = threading.Event()
        self._spare: Popen[bytes] | None = None
        self._serial = 0
        self._painted = threading.Event()  # what was handed over last
        self.asked = Asked(())
        self.rows: PreviewRows = PreviewRows()
        self.left_out: LeftOutCards = LeftOutCards()
        self.facts: list[FileFacts] = []
        self.table: TableFacts | None = None  # of one file that is a table
        self.stamps: list[tuple[int, int]] = []
        self.versions: set[str] = set()
        self.done = 0
        self.busy = False
        self.apart = False  # beside cards, the files hold deals, groups, tables or documents

    @property
    def total(self) -> int:
        """The bytes of all files."""
        return sum(facts.size for facts in self.facts)

    def read(self, asked: Asked) -> None:
        """Read these files from the start."""
        from contactdesk.operations.left_out import LeftOutCards
        from contactdesk.operations.preview_rows import PreviewRows

        self._overtake()
        if asked.paths != self.asked.paths:
            self.facts, self.stamps, self.table = [], [], None
        self.asked = asked
        self.rows, self.left_out, self.versions, self.done = PreviewRows(), LeftOutCards(), set(), 0
        self.busy, self.apart = True, False
        self._desk.calm.enter()
        if self._line is None:
            self._line = Line("import-preview")
            self._line.start()
        self._line.ask(partial(self._work, asked, self._serial, self._stop))

    def _overtake(self) -> None:
        self._stop.set()
        self._stop = threading.Event()
        self._serial += 1
        if self.busy:
            self._over()

    def _over(self) -> None:
        self.busy = False
        self._desk.calm.leave()

    def close(self) -> None:
        """Stop reading and let thread, book and child process go."""
        self._overtake()
        line, self._line = self._line, None
        if line is not None:
            line.ask(self._drop_spare)
            line.finish()
            self._desk.background.let_go(line)

    # ── on the thread ───────────────────────────────────────────────────────────────────

    def _work(self, asked: Asked, serial: int, stop: threading.Event, line: Line) -> None:
        post = self._desk.background.mailbox.post
        try:
            self._read_all(asked, serial, stop, line)
        except Cancelled:
            return
        except ContactDeskError as error:
            post(partial(self._take_failure, serial, error))
        except Exception as error:
            log.exception("a preview failed")
            post(partial(self._take_failure, serial, error))
        else:
            post(partial(self._take_end, serial))
            self._keep_spare()

    def _read_all(self, asked: Asked, serial: int, stop: threading.Event, line: Line) -> None:
        from contactdesk.operations.deal_lines import hold_records
        from contactdesk.operations.decisions import stamp
        from contactdesk.operations.file_facts import file_facts
        from contactdesk.operations.preview_rows import pack
        from contactdesk.operations.previewing import preview
        from contactdesk.store.book import Book

        if stop.is_set():
            return
        post: Callable[[Any], None] = self._desk.background.mailbox.post
        stamps = [stamp(path) for path in asked.paths]
        facts = [file_facts(path) for path in asked.paths]
        region = asked.region or (self._desk.facts.region if self._desk.facts else "")
        table = _table_facts(asked, facts, region)
        post(partial(self._take_facts, serial, facts, stamps, table))
        if line.book is None:
            line.book = Book.open(self._desk.path, create=False, again=True)
        spare, self._spare = self._spare, None
        heap: list[_Ready] = []
        told, count = time.monotonic(), 0
        for part in preview(
            line.book, asked.paths, region=asked.region, kind=asked.kind,
            choices=dict(asked.choices), stopped=stop.is_set, spare=spare,
        ):  # fmt: skip
            if stop.is_set():
                raise Cancelled
            page = pack(part.rows) if part.rows else None
            heap.append(_Ready(page, part.done, part.versions, part.failed))
            if count < FIRST_ROWS or time.monotonic() - told >= TELL_SECONDS:
                self._hand_over(serial, heap)
                heap, told = [], time.monotonic()
            count += len(part.rows)
            if count >= FIRST_ROWS:
                self._keep_spare()
        post(partial(self._take_apart, serial, hold_records(asked.paths)))
        post(partial(self._take_rows, serial, heap))

    def _hand_over(self, serial: int, heap: list[_Ready]) -> None:
        """Give the window rows, and wait until it has painted them: two that both want the
        interpreter hold each other up, and the window goes first."""
        self._painted.clear()
        self._desk.background.mailbox.post(partial(self._take_rows, serial, heap))
        self._painted.wait(PAINT_SECONDS)

    def _keep_spare(self) -> None:
        """Start the child that reads next: a changed fact is shown the sooner."""
        from contactdesk.operations.reading import start_child

        if self._spare is None:
            self._spare = start_child()

    def _drop_spare(self, _line: Line) -> None:
        spare, self._spare = self._spare, None
        if spare is not None:
            spare.kill()
            for pipe in (spare.stdin, spare.stdout):
                if pipe is not None:
                    pipe.close()
            spare.wait()

    # ── on the window's ─────────────────────────────────────────────────────────────────

    def _take_facts(
        self, serial: int, facts: list[FileFacts], stamps: list[Any], table: TableFacts | None
    ) -> None:
        if serial == self._serial:
            self.facts, self.stamps, self.table = facts, stamps, table
            self.began.emit()

    def _take_rows(self, serial: int, heap: list[_Ready]) -> None:
        if serial != self._serial:
            return
        for part in heap:
            if part.page is not None:
                self.rows.add_packed(part.page)
            self.versions.update(part.versions)
            self.done = part.done
            for failed in part.failed:
                self.left_out.add(*failed)
        self.grown.emit()
        QTimer.singleShot(0, self._painted.set)  # painting comes before this

    def _take_apart(self, serial: int, apart: bool) -> None:
        if serial == self._serial:
            self.apart = apart

    def _take_end(self, serial: int) -> None:
        if serial == self._serial:
            self._over()
            self.finished.emit()

    def _take_failure(self, serial: int, error: Exception) -> None:
        if serial != self._serial:
            return
        self._over()
        if not isinstance(error, ContactDeskError):
            raise error  # a bug: the crash dialog shows it
        self.failed.emit(error)


def _table_facts(asked: Asked, facts: list[FileFacts], region: str) -> TableFacts | None:
    """The facts of a table, where one file is to be read and it is one."""
    from contactdesk.errors import FormatError
    from contactdesk.operations.tables import TABLE_FORMATS, facts_of

    kind = asked.kind or (facts[0].format if len(facts) == 1 else "")
    if len(facts) != 1 or kind not in TABLE_FORMATS:
        return None
    try:
        choices = {**dict(asked.choices), "format": kind, "region": region}
        return facts_of(asked.paths[0], choices)
    except (FormatError, OSError):  # the preview's row says why
        return None
