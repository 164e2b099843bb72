"""The proof that what atheris finds harms no reader:
python tests/proofs/fuzz_atheris.py [FORMAT…] [--inputs N] [--seconds S] [--keep FOLDER]

atheris (pip install atheris; Linux) watches which code of the readers an input reaches, and makes
inputs that reach more, from the hand-made files (and other projects', where they are at hand).
Every format of contacts and of calendars, or those named, gets N inputs, 200,000 unless told, or
as many as S seconds do, 300 unless told. A reader may refuse anything, but it may not raise, take
more than a second, or need more than 256 MB; what it reads is written and read again. Each format
has a process of its own.

Prints a line of JSON a format: inputs, what was read, violations, the slowest input and the most
memory. The status is 1 when anything was not as it has to be, with the input kept as a file and
named, and 2 where atheris is not installed.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import asdict
from importlib import import_module
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))
CALENDARS = ("ical", "jcal")
MISSING = (
    "atheris is not installed, so nothing was tried. `python -m pip install atheris` brings it in;"
    " `fuzz_formats.py` and `fuzz_calendars.py` do without."
)


def _watched() -> Any:
    """Within this, modules are imported so that atheris sees what runs in them."""
    if "--here" not in sys.argv:
        return nullcontext()
    return import_module("atheris").instrument_imports(
        include=["contactdesk.formats", "contactdesk.model"]
    )


with _watched():
    import fuzz_calendars
    import fuzz_formats

    from contactdesk.formats.registry import entry_reader, readable, reader


class CalendarFeeder(fuzz_formats.Feeder):
    """The same for calendars, whose entries are written in every format and read again."""

    def __init__(self, kind: str, keep: Path) -> None:
        super().__init__(kind, keep, reader("jsonl"))
        entry_reader(kind)

    def _take(self, data: bytes) -> None:
        kind, chance = self.tally.format, random.Random(self.tally.inputs)
        found = fuzz_calendars.read(kind, data)
        self.tally.cards += len(found)
        self.tally.refused += not found
        if len(found) <= fuzz_formats.WRITTEN:
            for fault in fuzz_calendars.followed(kind, data, chance):
                self._violated(data, fault)


def seeds_of(kind: str) -> list[bytes]:
    """Files of that format to begin with."""
    if kind not in CALENDARS:
        return fuzz_formats.seeds_of(kind)
    whole = fuzz_calendars.sources(fuzz_calendars.OTHERS)
    return [data for format_, data in whole if format_ == kind]


def fuzz(kind: str, given: argparse.Namespace) -> None:
    """Let atheris feed one format, in this process, which ends with it: libFuzzer would end it
    without a word.
    """
    with _watched():
        feeder = (CalendarFeeder if kind in CALENDARS else fuzz_formats.Feeder)(kind, given.keep)
    feeder.tally.engine = "atheris"
    files, started = seeds_of(kind), time.monotonic()
    feeder.tally.seeds = len(files)

    def feed(data: bytes) -> None:
        feeder.feed(data)
        feeder.tally.seconds = round(time.monotonic() - started, 1)
        if feeder.tally.inputs >= given.inputs or feeder.tally.seconds >= given.seconds:
            print(json.dumps(asdict(feeder.tally)), flush=True)
            os._exit(bool(feeder.tally.violations))

    with tempfile.TemporaryDirectory() as corpus:
        for number, data in enumerate(files):
            (Path(corpus) / str(number)).write_bytes(data)
        _run(feed, max(fuzz_formats.LARGEST, *map(len, files)), given.seed, corpus)


def _run(feed: Callable[[bytes], None], longest: int, seed: int, corpus: str) -> None:
    atheris = import_module("atheris")
    options = (f"-seed={seed}", f"-max_len={longest}", "-verbosity=0", "-rss_limit_mb=2048")
    atheris.Setup([sys.argv[0], *options, corpus], feed)
    atheris.Fuzz()


def main() -> int:
    formats = (*readable(), *CALENDARS)
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("formats", nargs="*", metavar="FORMAT", help=", ".join(formats))
    parser.add_argument("--inputs", type=int, default=200_000)
    parser.add_argument("--seconds", type=float, default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, default=Path(tempfile.gettempdir()))
    parser.add_argument("--here", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if importlib.util.find_spec("atheris") is None:
        print(MISSING)
        return 2
    if given.here:
        fuzz(given.formats[0], given)
    worst = 0
    for kind in given.formats or formats:
        worst = max(worst, _in_its_own_process(kind, given))
    return worst


def _in_its_own_process(kind: str, given: argparse.Namespace) -> int:
    options = ["--inputs", given.inputs, "--seconds", given.seconds, "--seed", given.seed]
    options += ["--keep", given.keep, "--here"]
    command = [sys.executable, __file__, kind, *map(str, options)]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False)
    told = [line for line in done.stdout.splitlines() if line.startswith('{"format"')]
    died = json.dumps({"format": kind, "died": done.returncode})
    print(told[-1] if told else died, flush=True)
    return int(done.returncode != 0 or not told)


if __name__ == "__main__":
    sys.exit(main())
