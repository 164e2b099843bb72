"""The proof that no file harms a reader: python tests/proofs/fuzz_formats.py [FORMAT…] [--inputs N]

Every format of the registry (or those named) is fed N damaged files, 200,000 unless told: real
and hand-made ones with bytes and lines taken out, doubled, exchanged, cut and mixed. A reader may
refuse anything, but it may not raise, take more than a second, or need more than 256 MB; what it
reads must have a vCard that is read and written again. `--extremes` feeds the whole program what
no reader may hang on. Each kind runs in a process of its own, limited in memory. Linux only.
`fuzz_atheris.py` looks for inputs by what code they reach.

Prints a line of JSON a format; the status is 1 when anything was not as it has to be. An input
that did harm is kept as a file and named.
"""

from __future__ import annotations

import argparse
import contextlib
import gc
import io
import json
import os
import random
import re
import resource
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))
import damaged_workbooks
from damaged_workbooks import WorkbookDamage

from contactdesk.errors import FormatError
from contactdesk.formats.registry import Reader, readable, reader
from contactdesk.formats.vcard import read_card, write_card
from contactdesk.model.names import Ordering
from contactdesk.operations.reading import _handed_over

HERE = Path(__file__).resolve().parent
OWN = HERE.parent / "data"
WILD = HERE.parents[2] / "shared" / "interop" / "files"
SECONDS = 1.0  # that a reader may take for one input
MEMORY = 256 << 20  # bytes that it may need beyond what the process has at the start
HANGS = 20.0  # seconds after which an input is given up
LARGEST = 1 << 13  # bytes of an input; the extremes are larger
WRITTEN = 1  # cards of an input that are written again
ENDINGS = {"vcard": "vcf"}
_VERSIONS = ("keep", "2.1", "keep", "3.0", "keep", "4.0")
_LINE_ENDS = re.compile(rb"(?<=\n)|(?<=\r)(?!\n)")
_TOKENS = (
    b"\0", b"\r", b"\n", b"\r\n ", b"=\r\n", b"=", b"=C5", b'"', b"'", b",", b";", b":", b"\\",
    b"\\n", b"\xff\xfe", b"\xef\xbb\xbf", b"\xc5", b"\xed\xa0\x80", b"\x1b$B", b"%", b"^n", b"{",
    b"[", b"}", b"]", b"null", b"-1", b"1e999", b"9" * 40, b"A" * 3000, b"\xe2\x80\xae", b"<", b"&",
)  # fmt: skip


@dataclass
class Tally:
    """What one format came to; `violations` has to stay empty."""

    format: str
    engine: str = "mutations"
    seeds: int = 0
    inputs: int = 0
    cards: int = 0
    refused: int = 0
    slowest_ms: float = 0.0
    grown_mb: float = 0.0
    seconds: float = 0.0
    violations: list[str] = field(default_factory=list)


class TooLongError(Exception):
    """An input that a reader did not come back from."""


def seeds_of(kind: str) -> list[bytes]:
    """Files of that kind: the tests' own, and other programs' where they are at hand."""
    ending = ENDINGS.get(kind, kind)
    own = [*OWN.rglob(f"*.{ending}"), *(OWN / kind).rglob("*.*")]
    if kind == "xlsx":
        return damaged_workbooks.seeds()
    found = sorted({path for path in (*own, *WILD.rglob(f"*.{ending}")) if path.is_file()})
    return [data for path in found if (data := path.read_bytes())[:LARGEST]] or [b"\n"]


# damaging


class Damage:
    """Damaged files, the same ones for the same seed."""

    def __init__(self, files: list[bytes], seed: int) -> None:
        self._rng = random.Random(seed)
        self._files = files
        lines = {line for data in files for line in _LINE_ENDS.split(data) if 0 < len(line) < 400}
        self._lines = sorted(lines)
        heads = {line.partition(b":")[0] + b":" for line in lines if b":" in line[:80]}
        self._tokens = [*_TOKENS, *sorted(heads)]

    def one(self) -> bytes:
        """One more."""
        return self.damaged(self._rng.choice(self._files))

    def damaged(self, data: bytes) -> bytes:
        """These bytes, damaged once or several times."""
        rng = self._rng
        data = data[:LARGEST]
        for _ in range(1 + int(rng.expovariate(0.5))):
            data = rng.choice(_DAMAGES)(self, rng, data)
        return data[:LARGEST]

    def _place(self, rng: random.Random, data: bytes) -> tuple[int, int]:
        start = rng.randrange(len(data) + 1)
        return start, min(len(data), start + int(rng.expovariate(0.05)))

    def flip(self, rng: random.Random, data: bytes) -> bytes:
        if not data:
            return data
        place = rng.randrange(len(data))
        return data[:place] + bytes((data[place] ^ 1 << rng.randrange(8),)) + data[place + 1 :]

    def drop(self, rng: random.Random, data: bytes) -> bytes:
        start, stop = self._place(rng, data)
        return data[:start] + data[stop:]

    def double(self, rng: random.Random, data: bytes) -> bytes:
        start, stop = self._place(rng, data)
        return data[:start] + data[start:stop] * rng.choice((2, 2, 3, 50)) + data[stop:]

    def insert(self, rng: random.Random, data: bytes) -> bytes:
        start, _stop = self._place(rng, data)
        return data[:start] + rng.choice(self._tokens) + data[start:]

    def random_bytes(self, rng: random.Random, data: bytes) -> bytes:
        start, stop = self._place(rng, data)
        return data[:start] + rng.randbytes(rng.randrange(1, 40)) + data[stop:]

    def cut(self, rng: random.Random, data: bytes) -> bytes:
        start, _stop = self._place(rng, data)
        return data[:start] if rng.random() < 0.7 else data[start:]

    def join(self, rng: random.Random, data: bytes) -> bytes:
        start, _stop = self._place(rng, data)
        other = rng.choice(self._files)[:LARGEST]
        return data[:start] + other[self._place(rng, other)[0] :]

    def change_lines(self, rng: random.Random, data: bytes) -> bytes:
        lines = _LINE_ENDS.split(data)
        for _ in range(rng.randrange(1, 5)):
            place, other = rng.randrange(len(lines)), rng.randrange(len(lines))
            what = rng.randrange(4)
            if what == 0:
                lines[place], lines[other] = lines[other], lines[place]
            elif what == 1:
                lines.insert(place, rng.choice(self._lines) if self._lines else b"\n")
            elif what == 2 and len(lines) > 1:
                del lines[place]
            else:
                lines.insert(place, lines[other])
        return b"".join(lines)

    def encode(self, rng: random.Random, data: bytes) -> bytes:
        text = data.decode("utf-8", "replace")
        return text.encode(rng.choice(("utf-16", "utf-16-le", "utf-16-be", "cp1252")), "replace")

    def end_lines(self, rng: random.Random, data: bytes) -> bytes:
        plain = data.replace(b"\r\n", b"\n")
        return plain.replace(b"\n", rng.choice((b"\r", b"\r\r\n", b"\n\n", b"\r\n")))


_DAMAGES: tuple[Callable[[Damage, random.Random, bytes], bytes], ...] = (
    Damage.flip, Damage.flip, Damage.drop, Damage.double, Damage.insert, Damage.insert,
    Damage.insert, Damage.random_bytes, Damage.cut, Damage.join, Damage.change_lines,
    Damage.change_lines, Damage.encode, Damage.end_lines,
)  # fmt: skip


# feeding


class Feeder:
    """One format's reader, and what it did with each input."""

    def __init__(self, kind: str, keep: Path, read: Reader | None = None) -> None:
        self.tally = Tally(kind)
        self._read = read or reader(kind)
        self._ordering = Ordering("en")
        self._keep = keep
        self._start = _high_water()

    def feed(self, data: bytes) -> None:
        """Read one input to its end; what is not as it has to be is noted."""
        self.tally.inputs += 1
        started = time.thread_time()
        try:
            with _limited(HANGS):
                self._take(data)
        except FormatError:  # the sentence for a file that is refused as a whole
            self.tally.refused += 1
        except Exception as error:
            self._violated(data, f"{type(error).__name__}: {str(error)[:200]}")
        took = time.thread_time() - started
        self.tally.slowest_ms = max(self.tally.slowest_ms, round(took * 1000, 1))
        if took > SECONDS:
            self._violated(data, f"took {took:.1f} s")
        grown = _high_water() - self._start
        if grown > MEMORY:
            self._start = _high_water()
            self._violated(data, f"needed {grown >> 20} MB")
        self.tally.grown_mb = max(self.tally.grown_mb, grown >> 20)

    def _take(self, data: bytes) -> None:
        found = 0
        for parsed in self._read(io.BytesIO(data), {"region": "PL"}):
            found += 1
            handed = _handed_over(parsed, "PL", self._ordering)
            codes = [code for _line, code, _words in handed[4]]
            if self.tally.format == "vcard" and "unreadable" in codes:
                self._violated(data, f"card {parsed.index} set off an exception")
            if parsed.contact is None or found > WRITTEN:
                continue
            version = _VERSIONS[self.tally.inputs % len(_VERSIONS)]
            read_card(write_card(parsed.contact, version, parsed.raw, parsed.photo))
        self.tally.cards += found
        self.tally.refused += not found

    def _violated(self, data: bytes, why: str) -> None:
        kind, number = self.tally.format, len(self.tally.violations)
        if number < 20:
            kept = self._keep / f"harm-{kind}-{number}"
            kept.write_bytes(data)
            self.tally.violations.append(f"{why} ({kept})")


@contextlib.contextmanager
def _limited(seconds: float) -> Iterator[None]:
    def stop(_signal: int, _frame: object) -> None:
        raise TooLongError(f"not done after {seconds} s")

    before = signal.signal(signal.SIGALRM, stop)
    other = signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
        signal.setitimer(signal.ITIMER_REAL, *other)


def _high_water() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss << 10


def fuzz(kind: str, inputs: int, seed: int, keep: Path) -> Tally:
    """Feed one format damaged files, in this process."""
    files = seeds_of(kind)
    feeder = Feeder(kind, keep)
    damage: Damage | WorkbookDamage = Damage(files, seed)
    if kind == "xlsx":
        damage = WorkbookDamage(Damage(damaged_workbooks.parts_of(files), seed), files, seed)
    started = time.monotonic()
    for whole in files:
        feeder.feed(whole if kind == "xlsx" else whole[:LARGEST])
    for number in range(inputs - len(files)):
        feeder.feed(damage.one())
        if number % 500 == 0:
            gc.collect()
    feeder.tally.seeds = len(files)
    feeder.tally.seconds = round(time.monotonic() - started, 1)
    return feeder.tally


# what no reader may hang on, through the whole program


def extremes() -> Iterator[dict[str, Any]]:
    """One enormous line, cards a hundred thousand deep, and a gigabyte of nothing by a pipe."""
    card = b"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Odd\r\n%sEND:VCARD\r\n"
    good = b"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Good\r\nEND:VCARD\r\n"
    yield _import("a line of 10 MB", [card % (b"NOTE:" + b"a" * (10 << 20) + b"\r\n"), good])
    yield _import("a folded line of 10 MB", [card % (b"NOTE:" + b"a\r\n " * (3 << 20)), good])
    soft = b"NOTE;ENCODING=QUOTED-PRINTABLE:" + b"=41=\r\n" * 1_700_000
    yield _import("quoted-printable of 10 MB", [card % soft, good])
    deep = b"BEGIN:VCARD\r\nAGENT:\r\n" * 100_000 + b"FN:x\r\n" + b"END:VCARD\r\n" * 100_000
    yield _import("100,000 cards in one another", [deep, good])
    inline = b"BEGIN:VCARD\r\n" + b"AGENT:BEGIN:VCARD\r\n" * 100_000 + b"END:VCARD\r\n" * 100_000
    yield _import("the same on one line each", [inline, good])
    yield _import("1 GB of zeros", (bytes(1 << 20) for _ in range(1024)))
    begun = (b"BEGIN:VCARD\r\nNOTE:" if n == 0 else bytes(1 << 20) for n in range(1025))
    yield _import("1 GB of zeros in a card", begun)
    for kind, head in _HEADS.items():
        begun = (head if n == 0 else bytes(1 << 20) for n in range(1025))
        yield _import(f"1 GB of zeros in {kind}", begun)
    for kind, deep in _DEEP.items():
        yield _import(f"100,000 brackets of {kind}", [deep])
    for kind, (begin, end) in _LONG.items():
        yield _import(f"a line of 10 MB in {kind}", [begin, b"a" * (10 << 20), end])
    yield from calendar_extremes()


_HEADS = {  # enough to be known by, then nothing more
    "a table": b"Name,Phone\r\n" + b"Good,1\r\n" * 600,
    "a cell": b"Name,Phone\r\n" + b"Good,1\r\n" * 600 + b'Odd,"',
    "LDIF": b"dn: cn=Good\ncn: Good\n\n" * 300 + b"dn: cn=Odd\ncn: ",
    "jCard": b'["vcard",[["fn",{},"text","Good"],["note",{},"text","' + b"a" * 5000,
    "JSON Lines": b'{"type":"contact","formatted_name":"Good"}\n' * 120 + b'{"type":"contact",',
}
_DEEP = {
    "jCard": b'["vcard",[["fn",{},"text",' + b"[" * 100_000 + b"]" * 100_000 + b"]]]",
    "JSON Lines": b'{"type":"contact","formatted_name":"Odd","note":'
    + b"[" * 100_000
    + b"]" * 100_000
    + b'}\n{"type":"contact","formatted_name":"Good"}\n',
}
_LONG = {  # each with somebody who is not hurt by it
    "a table": (b"Name,Phone,Notes\r\nAnna,1,\r\nOdd,2,", b"\r\nGood,3,\r\n"),
    "LDIF": (b"dn: cn=Odd\ncn: Odd\ndescription: ", b"\n\ndn: cn=Good\ncn: Good\n"),
    "jCard": (
        b'[["vcard",[["fn",{},"text","Odd"],["note",{},"text","',
        b'"]]],["vcard",[["fn",{},"text","Good"]]]]',
    ),
    "JSON Lines": (
        b'{"type":"contact","formatted_name":"Odd","note":"',
        b'"}\n{"type":"contact","formatted_name":"Good"}\n',
    ),
}


def calendar_extremes() -> Iterator[dict[str, Any]]:
    """The same for calendars."""
    begin, end = b"BEGIN:VEVENT\r\nUID:a\r\nDTSTART:20261124T100000Z\r\n", b"END:VEVENT\r\n"
    whole = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n%sEND:VCALENDAR\r\n"
    long = b"DESCRIPTION:" + b"a" * (10 << 20) + b"\r\n"
    yield _import("a calendar's line of 10 MB", [whole % (begin + long + end)])
    folded = b"DESCRIPTION:" + b"a\r\n " * (3 << 20) + b"\r\n"
    yield _import("a calendar's folded line of 10 MB", [whole % (begin + folded + end)])
    deep = begin + b"BEGIN:X-A\r\n" * 100_000 + b"END:X-A\r\n" * 100_000 + end
    yield _import("100,000 parts of an appointment in one another", [whole % deep])
    deep = b"BEGIN:VEVENT\r\n" * 100_000 + begin + end + b"END:VEVENT\r\n" * 100_000
    yield _import("100,000 appointments in one another", [whole % deep])
    brackets = b'["vcalendar",[],[["vevent",[["uid",{},"text","a"]],[' + b"[" * 100_000
    yield _import("100,000 brackets of jCal", [brackets])
    begun = (b"BEGIN:VCALENDAR\r\n" if n == 0 else bytes(1 << 20) for n in range(1025))
    yield _import("1 GB of zeros in a calendar", begun)
    head = b"BEGIN:VCALENDAR\r\n" + begin + b"SUMMARY:"
    begun = (head if n == 0 else bytes(1 << 20) for n in range(1025))
    yield _import("1 GB of zeros in an appointment", begun)


def _import(name: str, pieces: Any) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "contactdesk", "--book", f"{folder}/b.cdk", "import", "-"]
        started = time.monotonic()
        process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        )
        assert process.stdin is not None
        assert process.stdout is not None
        with contextlib.suppress(BrokenPipeError):
            for piece in pieces:
                process.stdin.write(piece)
            process.stdin.close()
        said = process.stdout.read().decode("utf-8", "replace").strip()
        _pid, status, usage = os.wait4(process.pid, 0)
        process.returncode = status
        took = time.monotonic() - started
        code = status >> 8 if not status & 0x7F else -(status & 0x7F)
    fine = code in (0, 1, 2) and "Traceback" not in said
    return {
        "extreme": name,
        "status": code,
        "seconds": round(took, 1),
        "most_mb": usage.ru_maxrss >> 10,
        "said": said[-300:],
        "violations": [] if fine else [said[-300:] or f"status {code}"],
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("formats", nargs="*", metavar="FORMAT", help=", ".join(readable()))
    parser.add_argument("--inputs", type=int, default=200_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, default=Path(tempfile.gettempdir()))
    parser.add_argument("--extremes", action="store_true", help="instead: enormous inputs")
    parser.add_argument("--here", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.extremes:
        found = []
        for each in extremes():
            found.append(each)
            print(json.dumps(each, ensure_ascii=False), flush=True)
        return int(any(each["violations"] for each in found))
    kinds = given.formats or list(readable())
    if len(kinds) == 1 and given.here:
        tally = fuzz(kinds[0], given.inputs, given.seed, given.keep)
        print(json.dumps(asdict(tally)), flush=True)
        return int(bool(tally.violations))
    return max(_in_its_own_process(kind, given) for kind in kinds)


def _in_its_own_process(kind: str, given: argparse.Namespace) -> int:
    options = ["--inputs", given.inputs, "--seed", given.seed, "--keep", given.keep, "--here"]
    return subprocess.call([sys.executable, __file__, kind, *map(str, options)])


if __name__ == "__main__":
    sys.exit(main())
