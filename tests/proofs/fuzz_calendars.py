"""The proof that no calendar harms a reader or a writer:
python tests/proofs/fuzz_calendars.py [--inputs N] [--seconds S] [--seed N] [--files FOLDER]

N damaged calendars, 20,000 unless told (or as many as S seconds do), in all formats: hand-made ones
(and other projects', where they are at hand) with bytes flipped, lines taken out, doubled,
exchanged and mixed, and the end cut off. What is read is written in every format, as it came and
edited, and read again. Nothing of it may raise or lose an entry. Prints a line of JSON; the status
is 1 when anything was not as it has to be, and the first inputs that did harm are kept and named.
"""

from __future__ import annotations

import argparse
import io
import json
import random
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from contactdesk.formats.calendar_writers import FORMATS, written
from contactdesk.formats.registry import entry_reader
from contactdesk.formats.vcal_fitting import Original
from contactdesk.model.event import Alarm, Attendee, Event
from contactdesk.operations.entries import known_by, settled, storable

HERE = Path(__file__).resolve()
OWN = HERE.parents[1] / "data" / "calendar"
OTHERS = HERE.parents[3] / "shared" / "interop" / "files"
LARGEST = 6_000
MOST_KEPT = 20
Pairs = list[tuple[Event, Original]]


def sources(others: Path) -> list[tuple[str, bytes]]:
    """Whole calendars, each with its format; every one as jCal too."""
    found = []
    for folder in (OWN, others):
        for path in sorted([*folder.rglob("*.ics"), *folder.rglob("*.vcs")]):
            data = path.read_bytes()
            if len(data) <= LARGEST:
                found.append(("ical", data))
                found.append(("jcal", b"".join(written("jcal", read("ical", data)).pieces)))
    return [*found, *(("jcal", path.read_bytes()) for path in OWN.glob("*.jcal"))]


def read(kind: str, data: bytes) -> Pairs:
    """What a file holds, as an import takes it."""
    found: Pairs = []
    for entry in entry_reader(kind)(io.BytesIO(data), ""):
        if entry.event is not None:
            event, _row = storable(settled(known_by(entry.event, entry.raw)))
            found.append((event, (entry.raw, entry.version)))
    return found


def damaged(data: bytes, other: bytes, chance: random.Random) -> bytes:
    """A file with some damage of one kind."""
    how = chance.randrange(7)
    lines = data.split(b"\n")
    place = chance.randrange(len(lines))
    if how == 0:
        return data[: chance.randrange(len(data) + 1)]
    if how == 1:
        return bytes(flipped(bytearray(data), chance))
    if how == 2:
        del lines[place : place + chance.randint(1, 5)]
    elif how == 3:
        lines[place:place] = lines[place : place + chance.randint(1, 5)] * chance.randint(1, 3)
    elif how == 4:
        chance.shuffle(lines)
    elif how == 5:
        at = chance.randrange(len(lines))
        lines[place], lines[at] = lines[at], lines[place]
    else:
        more = other.split(b"\n")
        at = chance.randrange(len(more))
        lines[place:place] = more[at : at + 10]
    return b"\n".join(lines)


def flipped(data: bytearray, chance: random.Random) -> bytearray:
    """Some bytes as others: any, or those that mean something to a reader."""
    for _time in range(chance.randint(1, 30) if data else 0):
        signs = b':;,="\\\r\n\t \0[]{}/TZ-+0'
        byte = chance.choice(signs) if chance.random() < 0.5 else chance.randrange(256)
        data[chance.randrange(len(data))] = byte
    return data


def edited(event: Event, chance: random.Random) -> Event:
    """The event as somebody may change it."""
    changes: list[Event] = [
        replace(event, summary="Other ; , \\ zażółć", location=""),
        replace(event, starts_at="2026-03-02T09:00:00", ends_at="", time_zone="Asia/Tokyo"),
        replace(event, starts_at="2026-03-02", ends_at="2026-03-03", time_zone=""),
        replace(event, attendees=(Attendee("a@x.example", "A"), *event.attendees[1:])),
        replace(event, alarms=(*event.alarms[1:], Alarm("DISPLAY", 5)), rrule="FREQ=DAILY"),
        replace(event, extra=event.extra[1:], categories=("x",), organizer=None),
    ]
    return settled(chance.choice(changes))


def followed(kind: str, data: bytes, chance: random.Random) -> Iterator[str]:
    """Read a file, write what it holds in every way and read that: a word for each fault."""
    pairs = read(kind, data)
    changed = [(edited(event, chance), original) for event, original in pairs]
    for some, how in ((pairs, "kept"), (changed, "edited")):
        for format_ in FORMATS:
            out = written(format_, some)
            again = read(format_, b"".join(out.pieces))
            if len(again) != len(out.expected):
                yield f"{how} {format_}: entries"


def fuzz(inputs: int, seed: int, others: Path, kept: Path, seconds: float = 1e9) -> dict[str, Any]:
    """Feed so many inputs; the figures, and what did harm in the folder `kept`."""
    chance = random.Random(seed)
    whole = sources(others)
    faults: Counter[str] = Counter()
    raised, slowest, began = 0, 0.0, time.monotonic()
    fed = 0
    for number in range(inputs):
        if time.monotonic() - began > seconds:
            break
        fed += 1
        kind, data = chance.choice(whole)
        data = damaged(data, chance.choice(whole)[1], chance)
        started = time.monotonic()
        try:
            found = list(followed(kind, data, chance))
        except Exception:
            raised += 1
            found = [traceback.format_exc().strip().splitlines()[-1][:100]]
            if raised <= MOST_KEPT:
                (kept / f"{number}.trace").write_text(traceback.format_exc())
        slowest = max(slowest, time.monotonic() - started)
        faults.update(found)
        if found and sum(faults.values()) <= MOST_KEPT:
            (kept / f"{number}.{kind}").write_bytes(data)
    return {
        "inputs": fed, "files": len(whole), "raised": raised,
        "lost": sum(n for word, n in faults.items() if word.endswith("entries")),
        "faults": dict(faults.most_common(10)), "slowest": round(slowest, 2),
        "seconds": round(time.monotonic() - began), "kept": str(kept) if faults else "",
    }  # fmt: skip


def main() -> int:
    """Print what came of the inputs."""
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--inputs", type=int, default=20_000)
    ask.add_argument("--seconds", type=float, default=1e9)
    ask.add_argument("--seed", type=int, default=1)
    ask.add_argument("--files", type=Path, default=OTHERS)
    options = ask.parse_args()
    kept = Path(tempfile.mkdtemp(prefix="fuzz-calendars-"))
    figures = fuzz(options.inputs, options.seed, options.files, kept, options.seconds)
    print(json.dumps(figures))
    return 1 if figures["faults"] else 0


if __name__ == "__main__":
    sys.exit(main())
