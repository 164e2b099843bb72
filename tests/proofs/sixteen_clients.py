"""The proof that sixteen programs on a book on a server lose nothing: run it as a program.

As `eight_processes.py` on a file, here on a book on a PostgreSQL server of its own: every save that
was acknowledged is in the log once, in an unbroken chain, and no process waits longer than it may.
`--minutes 10` is the long form.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1] / "servers"))

from debian_postgres import PostgresServer


def _eight_processes() -> Any:
    path = Path(__file__).with_name("eight_processes.py")
    spec = importlib.util.spec_from_file_location("eight_processes", path)
    assert spec is not None
    assert spec.loader is not None
    proof = importlib.util.module_from_spec(spec)
    sys.modules["eight_processes"] = proof
    spec.loader.exec_module(proof)
    return proof


def prove(clients: int, seconds: float) -> Any:
    """Let them loose on a server that writes to the disk as an office's does."""
    server = PostgresServer(safely=True)
    try:
        server.sql("CREATE DATABASE office")
        place = server.socket_url("office")
        return _eight_processes().prove_on(place, clients, seconds, lambda _line: None)
    finally:
        server.remove()


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--clients", type=int, default=16)
    parser.add_argument("--minutes", type=float, default=1 / 3)
    given = parser.parse_args()
    tally = prove(given.clients, given.minutes * 60)
    print(json.dumps(asdict(tally), ensure_ascii=False))
    return 1 if tally.violations else 0


if __name__ == "__main__":
    sys.exit(main())
