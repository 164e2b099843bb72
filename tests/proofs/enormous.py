"""Enormous and deep files for every reader: python tests/proofs/enormous.py [NAME…] [--program]

Each is one file of about 10 MB: a single line in every shape a line can have, lists of a million
parts, what is nested a hundred thousand deep, packed files that unpack to far more. It is read in
a process of its own, limited in memory, as the child of an import reads it. Printed is a line of
JSON each: seconds of CPU, the most memory beyond what the process had before, and the seconds of a
loop of fixed work (`yardstick`), which say how fast the machine was meanwhile. `--program`
feeds it to `contactdesk import` as a whole instead, with the time on the clock and what was said.

A NAME is a format ("ldif") or one of its shapes ("vcard:folded"). The status is 1 where a reader
raised or took more than a second (and what the contacts take that the file really holds), or more
than 256 MB. Linux only.
"""

from __future__ import annotations

import argparse
import gc
import io
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from enormous_shapes import SHAPES, card, row, table, workbook

from contactdesk.errors import FormatError
from contactdesk.formats.registry import reader
from contactdesk.model.names import Ordering
from contactdesk.operations.reading import CARDS_A_FRAME, _handed_over

SECONDS, MEMORY = 1.0, 256  # of a reader: of CPU, and MB beyond what the process had
A_ROW = 100e-6  # seconds of CPU that a row may take besides, where a file has very many
WARM = {  # files that have a process learn whatever it needs for any
    "vcard": card(b"TEL:1"),
    "csv": table(b"Ola,1,"),
    "ldif": b"dn: cn=Good\ncn: Good\n",
    "jcard": b'["vcard",[["fn",{},"text","Good"]]]',
    "jsonl": b'{"type":"contact","formatted_name":"Good"}\n',
    "xlsx": workbook(row(2, "Anna", "1")),
}


def read_here(kind: str, path: str) -> dict[str, Any]:
    """Read a file as the child of an import does, in this process, and tell what it took."""
    read, ordering = reader(kind), Ordering("en")
    for parsed in read(io.BytesIO(WARM[kind]), {"region": "PL"}):
        _handed_over(parsed, "PL", ordering)
    gc.disable()  # as there
    cards, names, codes, frame = 0, list[str](), list[tuple[int, str]](), list[Any]()
    before, started = _most(), time.process_time()
    refused = ""
    try:
        with open(path, "rb") as stream:
            for parsed in read(stream, {"region": "PL"}):
                frame.append(_handed_over(parsed, "PL", ordering))
                cards += 1
                names += [parsed.name[:20]] if cards < 4 else []
                codes += [(line, code) for line, code, _words in frame[-1][4]][: 4 - len(codes)]
                if len(frame) >= CARDS_A_FRAME:
                    frame.clear()
    except FormatError as error:
        refused = error.message
    took, most = time.process_time() - started, _most() - before
    fine = took <= SECONDS + cards * A_ROW and most <= MEMORY
    return {"seconds": round(took, 2), "mb": most, "yardstick": _yardstick(), "cards": cards,
            "names": names, "codes": codes, "refused": refused, "fine": fine}  # fmt: skip


def _yardstick() -> float:
    """Seconds of CPU that always the same work takes here and now."""
    started = time.process_time()
    sum(n * n % 7 for n in range(2_000_000))
    return round(time.process_time() - started, 2)


def _most() -> int:
    """MB that this process has had at most; what the one that started it had is not counted."""
    told = Path("/proc/self/status").read_text()
    return int(told.partition("VmHWM:")[2].split()[0]) >> 10


ENDINGS = {"vcard": "vcf"}


def import_it(path: str) -> dict[str, Any]:
    """Feed a file to the whole program."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "contactdesk", "--book", f"{folder}/b.cdk", "import", path]
        started = time.monotonic()
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        assert process.stdout is not None
        said = process.stdout.read().decode("utf-8", "replace").strip()
        _pid, status, usage = os.wait4(process.pid, 0)
        process.returncode = status
        took = time.monotonic() - started
    fine = status >> 8 in (0, 1, 2) and not status & 0x7F and "Traceback" not in said
    return {"seconds": round(took, 1), "mb": usage.ru_maxrss >> 10, "said": said[-400:],
            "status": status >> 8, "fine": fine}  # fmt: skip


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("names", nargs="*", metavar="NAME", help="a format, or FORMAT:SHAPE")
    parser.add_argument("--program", action="store_true", help="through the whole program")
    parser.add_argument("--here", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.here:
        resource.setrlimit(resource.RLIMIT_AS, (2 << 30, resource.getrlimit(resource.RLIMIT_AS)[1]))
        print(json.dumps(read_here(given.names[0], given.here), ensure_ascii=False))
        return 0
    wanted = set(given.names)
    worst = 0
    for kind, shapes in SHAPES.items():
        for shape, make in shapes.items():
            if wanted and not wanted & {kind, f"{kind}:{shape}"}:
                continue
            told = _measured(kind, make, given.program)
            print(json.dumps({"shape": f"{kind}:{shape}", **told}, ensure_ascii=False), flush=True)
            worst = max(worst, int(not told["fine"]))
    return worst


def _measured(kind: str, make: Callable[[], bytes], program: bool) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"enormous.{ENDINGS.get(kind, kind)}"
        path.write_bytes(make())
        if program:
            return import_it(str(path))
        done = subprocess.run(
            [sys.executable, __file__, kind, "--here", str(path)],
            check=False,
            capture_output=True,
            text=True,
        )
        try:
            told: dict[str, Any] = json.loads(done.stdout)
        except ValueError:
            told = {"fine": False, "died": (done.stderr or str(done.returncode))[-300:]}
        return told


if __name__ == "__main__":
    sys.exit(main())
