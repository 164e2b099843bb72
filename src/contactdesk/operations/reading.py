"""Reading files in a process of its own: a hostile file cannot take the window or the book with
it, and parsing does not hold the window's interpreter.

The child writes frames to its standard output: four bytes of length, then a marshalled tuple.
Run as `python -m contactdesk.operations.reading`, with the question as JSON on standard input.
"""

from __future__ import annotations

import gc
import json
import logging
import marshal
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import fields, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple

from contactdesk import formats, i18n
from contactdesk.errors import Cancelled, ContactDeskError, FormatError
from contactdesk.formats.base import Parsed, Problem
from contactdesk.formats.registry import CALENDARS, Choices, reader
from contactdesk.i18n import _
from contactdesk.model.contact import ITEM_TYPES, Contact
from contactdesk.model.names import Ordering, with_name
from contactdesk.model.record import numbered
from contactdesk.operations.kinds_of_files import head_of, kind_of, recognised
from contactdesk.store.card_bytes import original_hash
from contactdesk.store.rows import Prepared, item_numbers, prepare
from contactdesk.store.search_text import search_text

if TYPE_CHECKING:
    from contactdesk.operations.entries import EntryCard

CARDS_A_FRAME = 100
_PIPE = 1 << 20  # bytes: some frames may wait, so that neither process waits for the other
_PLAIN = 2  # the last form of marshal that does not look for what stands in a frame twice
MEMORY_LIMIT = 2 << 30  # bytes beyond what is there; a hostile file ends the child, not the machine
TEXT_MEMORY = 512 << 20  # for the words of one document
ANSWER_LIMIT = 60  # seconds that a look into a file may take
_COMMAND = "contactdesk.operations.reading"


class Card(NamedTuple):
    """A card as the child hands it over; `rows` is None when it could not be read."""

    place: int  # among the file's cards, from 0
    line: int
    name: str
    uid: str
    problems: tuple[tuple[int, str, str], ...]
    rows: Prepared | None
    raw: bytes
    version: str
    photo: bytes | None
    words: tuple[str, str] | None  # what the search compares of it, if there was time to make it
    hash: bytes  # of its bytes, by which it is recognised


class Batch(NamedTuple):
    """Some cards of one file, how many bytes of all files are read, and what failed as a whole.

    A calendar has `entries` instead of cards.
    """

    file: int
    cards: list[Card]
    done: int
    failure: str = ""
    entries: tuple[EntryCard, ...] = ()


class ReadingStopped(ContactDeskError):
    """The reading process ended before its time."""


@contextmanager
def reading(
    paths: Sequence[str],
    choices: Choices,
    language: str,
    stopped: Callable[[], bool] = lambda: False,
    spare: subprocess.Popen[bytes] | None = None,
) -> Iterator[Iterator[Batch]]:
    """Start the child and yield its batches; it is ended with the block, or once `stopped`.

    A `spare` child, started before, is asked instead: that saves the time it takes to start.

    `choices` are plain values for JSON: `region`, `format` (a name of the registry where none
    is to be guessed), and what the format's reader knows.
    """
    child = spare or start_child()
    finished = threading.Event()
    assert child.stdin is not None
    assert child.stdout is not None
    try:
        # a daemon, and started in here: Ctrl+C may fall anywhere, and nothing may wait for it
        watched = (child, stopped, finished)
        threading.Thread(target=_end_once_stopped, args=watched, daemon=True).start()
        question = {"paths": list(paths), "choices": dict(choices), "language": language}
        question["speaks"] = i18n.language()
        with suppress(BrokenPipeError):  # it died at once: its silence is noticed below
            child.stdin.write(json.dumps(question).encode())
            child.stdin.close()
        yield _batches(child, child.stdout, stopped)
    finally:
        finished.set()
        child.kill()
        child.stdout.close()
        child.wait()


def start_child() -> subprocess.Popen[bytes]:
    """A child that waits for its question; kill it if it is never asked."""
    return subprocess.Popen(
        _child_command(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        pipesize=_PIPE,
        env=_environment(),
        start_new_session=True,  # Ctrl+C is the program's business, not the child's
    )


def ask_child(question: dict[str, Any], seconds: float = ANSWER_LIMIT) -> Any:
    """One answer of the child, to {"facts": path, "choices": …}: a table's facts as plain values;
    to {"words": path, "media_type": …}: the text of a document; to {"many": [(path, media type)]}:
    those of several.

    Raises `FormatError` with the child's sentence, `ReadingStopped` when it did not live to tell.
    """
    with start_child() as child:
        asked = json.dumps({**question, "speaks": i18n.language()}).encode()
        try:
            said, _nothing = child.communicate(asked, timeout=seconds)
            failure, answer = marshal.loads(said[4:])
        except (subprocess.TimeoutExpired, EOFError, ValueError, TypeError) as error:
            child.kill()
            raise ReadingStopped(
                _("This file is too large or too damaged to look into.")
            ) from error
    if failure:
        raise FormatError(failure)
    return answer


def _end_once_stopped(
    child: subprocess.Popen[bytes], stopped: Callable[[], bool], finished: threading.Event
) -> None:
    """A drive that hangs gives nothing to read: then only this ends the waiting."""
    while not finished.wait(0.1):
        if stopped():
            child.kill()
            return


def _child_command() -> list[str]:
    if getattr(sys, "frozen", False):
        return [sys.executable, "--reading-process"]
    return [sys.executable, "-m", _COMMAND]


def _environment() -> dict[str, str]:
    package = str(Path(__file__).resolve().parents[2])
    known = os.environ.get("PYTHONPATH", "")
    return {**os.environ, "PYTHONPATH": os.pathsep.join(p for p in (package, known) if p)}


def _batches(
    child: subprocess.Popen[bytes], stream: Any, stopped: Callable[[], bool]
) -> Iterator[Batch]:
    while True:
        size = int.from_bytes(stream.read(4), "big")
        data = stream.read(size)
        if len(data) < max(size, 1):
            break
        frame = marshal.loads(data)
        if frame is None:
            return
        file, cards, done, failure, entries = frame
        yield Batch(file, [_card(c) for c in cards], done, failure, _entries(entries))
    child.wait()
    if stopped():
        raise Cancelled
    raise ReadingStopped(
        _("Reading the file ended unexpectedly. Nothing was imported; the book is as it was.")
    )


def _entries(plain: Sequence[tuple[Any, ...]]) -> tuple[EntryCard, ...]:
    if not plain:
        return ()
    from contactdesk.operations.entries import EntryCard  # whoever imports cards does without

    return tuple(map(EntryCard._make, plain))


def _card(plain: tuple[Any, ...]) -> Card:
    place, line, name, uid, problems, rows, *rest = plain
    return Card(place, line, name, uid, problems, rows and Prepared(*rows), *rest)


# what runs in the child


def main() -> None:
    """Answer the question on standard input with frames on standard output."""
    try:
        _answer()
    except BrokenPipeError:
        os._exit(1)  # the program is gone; there is nobody to tell


def _answer() -> None:
    gc.disable()  # cards make no cycles; collecting costs a third of the time
    _limit_memory()
    reader("vcard")  # what most files are: a spare child has it ready when it is asked
    try:
        question = json.loads(sys.stdin.buffer.read())
    except ValueError:
        return  # the program ended before it had asked
    i18n.use_language(question["speaks"])
    out = os.fdopen(os.dup(1), "wb")
    if "facts" in question:
        _send(out, _facts(question["facts"], question["choices"]))
        out.flush()
        return
    if "words" in question:
        _limit_memory(TEXT_MEMORY)
        _send(out, _words(question["words"], question["media_type"]))
        out.flush()
        return
    if "many" in question:
        _limit_memory(TEXT_MEMORY)
        _send(out, ("", [_words(*each)[1] for each in question["many"]]))
        out.flush()
        return
    ordering = Ordering(question["language"])
    done = 0
    for place, path in enumerate(question["paths"]):
        try:
            for batch in _read_file(
                path, place, done, question["choices"], ordering, lambda: _has_time(out)
            ):
                _send(out, batch)
        except (FormatError, OSError, MemoryError) as error:
            _send(out, (place, [], done, why_unread(error, path), ()))
        done += _size(path)
    _send(out, None)
    out.flush()


def _facts(path: str, choices: Choices) -> tuple[str, Any]:
    """Why there are none, or a table's facts."""
    from contactdesk.formats.tables import detect_stream

    try:
        with open(path, "rb") as stream:
            facts = detect_stream(stream, Path(path).name, choices)
    except (FormatError, OSError, MemoryError) as error:
        return why_unread(error, path), None
    columns = [(c.header, c.examples, c.field) for c in facts.columns]
    plain = {f.name: getattr(facts, f.name) for f in fields(facts)}
    return "", {**plain, "columns": columns}


def _words(path: str, media_type: str) -> tuple[str, str]:
    """Why there is none, or the text of a document."""
    from contactdesk.formats.document_texts import text_of

    logging.disable()  # its reader tells of every oddity
    try:
        with open(path, "rb") as stream:
            return "", text_of(stream, media_type).encode("utf-8", "replace").decode()
    except Exception as error:  # whatever a reader of strangers' files may raise
        return type(error).__name__, ""


def why_unread(error: Exception, path: str) -> str:
    """A sentence for a person about a file that could not be read as a whole."""
    if isinstance(error, FormatError):
        return error.message
    name = Path(path).name
    if isinstance(error, MemoryError):
        return _("{name} holds something too large to read.").format(name=name)
    return _("{name} cannot be read: {reason}").format(
        name=name, reason=getattr(error, "strerror", None) or error
    )


def _send(out: BinaryIO, frame: Any) -> None:
    data = marshal.dumps(frame, _PLAIN)
    out.write(len(data).to_bytes(4, "big"))
    out.write(data)


def _size(path: str) -> int:
    try:
        return os.path.getsize(path)
    except OSError:
        return 0


def _limit_memory(most: int = MEMORY_LIMIT) -> None:
    try:
        import resource
    except ImportError:  # Windows has none
        return
    _soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    wanted = _address_space() + most
    if hard != resource.RLIM_INFINITY:
        wanted = min(wanted, hard)
    resource.setrlimit(resource.RLIMIT_AS, (wanted, hard))


def _address_space() -> int:
    """How much this process has already, in bytes; 0 where the system does not say."""
    try:
        pages = Path("/proc/self/statm").read_text(encoding="ascii").split()[0]
        return int(pages) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError):
        return 0


@contextmanager
def limited_memory() -> Iterator[None]:
    """The limit of the reading child, for as long as this process reads strangers' files itself."""
    try:
        import resource
    except ImportError:
        yield
        return
    before = resource.getrlimit(resource.RLIMIT_AS)
    _limit_memory()
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, before)


def _read_file(
    path: str,
    place: int,
    before: int,
    choices: Choices,
    ordering: Ordering,
    has_time: Callable[[], bool] = lambda: True,
) -> Iterator[tuple[int, list[tuple[Any, ...]], int, str, list[tuple[Any, ...]]]]:
    with open(path, "rb") as stream:
        kind = kind_of(stream, path, choices)
        seen = 0
        if kind not in CALENDARS:
            for cards in _card_frames(stream, path, choices, ordering, has_time):
                seen += len(cards)
                yield place, cards, before + stream.tell(), "", []
        if kind in (*CALENDARS, "jsonl"):
            size = _size(path)
            for entries, read in _entry_frames(stream, kind, choices, seen):
                seen += len(entries)
                yield place, [], before + min(read, size), "", entries
        if not seen and not (kind == "jsonl" and _has_records(stream)):  # there is nobody in it
            raise FormatError(formats.describe(head_of(stream), Path(path).name))


def _has_records(stream: BinaryIO) -> bool:
    """Whether our own JSON Lines hold deals, groups, tables or documents, which the book's process
    reads."""
    from contactdesk.formats.jsonl_deals import has_records
    from contactdesk.formats.jsonl_documents import has_documents

    stream.seek(0)
    if has_records(stream):
        return True
    stream.seek(0)
    return has_documents(stream)


def _card_frames(
    stream: BinaryIO,
    path: str,
    choices: Choices,
    ordering: Ordering,
    has_time: Callable[[], bool],
) -> Iterator[list[tuple[Any, ...]]]:
    cards = []
    region = choices["region"]
    found = recognised(stream, path, choices)(stream, {**choices, "events_apart": True})
    if choices.get("category"):
        found = map(partial(_in_category, str(choices["category"])), found)
    with_words = has_time()
    for parsed in found:
        cards.append(_handed_over(parsed, region, ordering, with_words))
        if len(cards) >= CARDS_A_FRAME:
            yield cards
            cards = []
            with_words = has_time()
    if cards:
        yield cards


def _entry_frames(
    stream: BinaryIO, kind: str, choices: Choices, seen: int
) -> Iterator[tuple[list[tuple[Any, ...]], int]]:
    """The entries of a calendar, or those that stand after the contacts of our own JSON Lines."""
    from contactdesk.operations.entries import entry_frames, line_frames  # as above

    stream.seek(0)
    lines = kind == "jsonl"
    of_kind = {**choices, "format": kind}
    frames = line_frames(stream, choices, seen) if lines else entry_frames(stream, of_kind)
    for entries, read in frames:
        yield list(map(tuple, entries)), read


def _in_category(category: str, parsed: Parsed) -> Parsed:
    """The card, its contact in one category more (its bytes stay as they came)."""
    contact = parsed.contact
    if contact is None or category in contact.categories:
        return parsed
    return parsed._replace(contact=replace(contact, categories=(*contact.categories, category)))


def _has_time(out: BinaryIO) -> bool:
    """Whether many frames wait to be taken: the writing side is behind, so do some of its work.

    One frame waits nearly always, while the one before it is stored.
    """
    try:
        from fcntl import ioctl
        from termios import FIONREAD

        waiting = ioctl(out.fileno(), FIONREAD, bytes(4))
        return int.from_bytes(waiting, sys.byteorder) > _PIPE // 4
    except (ImportError, OSError):  # Windows does not say; writing takes longer, as a rule
        return True


def _handed_over(
    parsed: Parsed, region: str, ordering: Ordering, with_words: bool = True
) -> tuple[Any, ...]:
    rows = words = None
    problems = parsed.problems
    if parsed.contact is not None:
        try:
            contact, numbers = _settled(parsed.contact)
            rows = prepare(contact, ordering, region, numbers=numbers)
            further = [extra.value for extra in parsed.contact.extra]
            words = search_text(rows, further) if with_words else None
        except (ValueError, RecursionError) as error:  # one card must never stop the others
            reason = _("This card could not be understood ({error}).").format(error=error)
            problems = (*problems, Problem(parsed.line, "unreadable", reason))
    return (
        parsed.index, parsed.line, parsed.name, parsed.uid,
        tuple(map(tuple, problems)) if problems else (), tuple(rows) if rows else None,
        parsed.raw, parsed.version, parsed.photo, words, original_hash(parsed.raw),
    )  # fmt: skip


def _settled(contact: Contact) -> tuple[Contact, list[int]]:
    """With a name, and with every item's own number (the reader gives both, as a rule), and these
    numbers."""
    named = with_name(contact)
    seen = item_numbers(named)
    if 0 in seen or len(set(seen)) != len(seen):
        bare = {n: tuple(replace(i, item=0) for i in getattr(named, n)) for n in ITEM_TYPES}
        named = numbered(replace(named, **dict[str, Any](bare)))
        seen = item_numbers(named)
    return named, seen


if __name__ == "__main__":
    main()
