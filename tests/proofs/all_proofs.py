"""Every long proof of what a book withstands, with its figures: python3 dev.py proofs [NAMES]

One JSON object a line. `--short` takes the form that the tests run; NAMES are names of proofs,
`--list` tells them. The status is 1 when anything was not as it has to be. The whole of it takes
an hour or more on two cores.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).resolve().parent


class Proof(NamedTuple):
    """A program of this folder, with what it is told for the long and for the short form."""

    name: str
    program: str
    long: tuple[str, ...]
    short: tuple[str, ...]


PROOFS = (
    Proof("eight-writers", "eight_processes", ("--seconds", "600"), ("--seconds", "30")),
    Proof("kills", "kills", ("--rounds", "1000"), ("--rounds", "100")),
    Proof("killed-imports", "kill_import", ("--rounds", "100"), ("--rounds", "8")),
    Proof("disk-faults", "disk_faults", ("--full", "170"), ("--short", "--full", "50")),
    Proof("slow-disk", "slow_disk", (), ("--short",)),
    Proof("merge", "merge_model", ("--examples", "200000"), ("--examples", "2000")),
    Proof("damaged-books", "mutated_books", ("--files", "20000"), ("--files", "500")),
    Proof("two-people", "two_people", ("--steps", "10000"), ("--steps", "200")),
)


def figures(proof: Proof, short: bool) -> tuple[dict[str, object], bool]:
    """What one proof says at its end, and whether all was as it has to be."""
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as home:
        program = [sys.executable, str(HERE / f"{proof.program}.py")]
        done = subprocess.run(
            [*program, *(proof.short if short else proof.long)],
            stdout=subprocess.PIPE,
            text=True,
            check=False,
            env={**os.environ, "CONTACTDESK_HOME": home},
        )
    last = (done.stdout.splitlines() or ["{}"])[-1]
    try:
        told: object = json.loads(last)
    except ValueError:
        told = last
    took = round(time.monotonic() - began, 1)
    said = {"proof": proof.name, "short": short, "took_s": took, "status": done.returncode}
    return {**said, "figures": told}, done.returncode == 0


def main(arguments: Sequence[str]) -> int:
    """Run the proofs that are asked for, all without a name."""
    names = [each for each in arguments if not each.startswith("-")]
    if "--list" in arguments:
        print(*(proof.name for proof in PROOFS), sep="\n")
        return 0
    unknown = set(names) - {proof.name for proof in PROOFS}
    if unknown:
        print(f"There is no proof called {', '.join(sorted(unknown))}; --list tells them.")
        return 2
    good = True
    for proof in PROOFS:
        if not names or proof.name in names:
            told, was_good = figures(proof, "--short" in arguments)
            print(json.dumps(told, ensure_ascii=False), flush=True)
            good = good and was_good
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
