"""Two people work on one book at random: python tests/proofs/two_people.py [--steps 10000]

Anna and Ola add, edit, clash and choose, delete, restore, change many, undo, redo and revert in
any order (the machine is that of tests/store/test_two_people_at_random.py). After every step all
programs have heard of the same change, no edit that was saved may be missing, and the log has to
agree with what the step left in the tables; after every few steps, and at the end of every walk,
order, search, counts and log have to say what the contacts say, all of them. `--kind` is the kind
of book they work on: files, or databases of a PostgreSQL server started for it.

Tells on standard error how far it is. Prints a line of JSON at the end; the status is 1 when a
rule was broken, and the steps that led there are printed before.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import sys
import tempfile
import time
import traceback
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import Any

from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test

TESTS = Path(__file__).resolve().parents[1]
AT_ONCE = 120  # steps of one walk
WALKS = 5  # by one seed
SELDOM = 20  # every how many steps everything is compared


def module_at(path: Path) -> ModuleType:
    """A module of the tests, which are no package."""
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    found = importlib.util.module_from_spec(spec)
    sys.modules[path.stem] = found
    spec.loader.exec_module(found)
    return found


servers = module_at(TESTS / "servers" / "debian_postgres.py")  # before those that import it
machine = module_at(TESTS / "store" / "test_two_people_at_random.py")


@contextmanager
def on_files() -> Iterator[Any]:
    """What makes an empty book for each walk: a copy of a file."""
    with tempfile.TemporaryDirectory() as folder:
        empty = Path(folder) / "empty.cdk"
        machine.Book.open(empty).close()
        yield partial(machine.copied_file, empty)


@contextmanager
def on_a_server() -> Iterator[Any]:
    """What makes an empty book for each walk: a database of a server that ends with the proof."""
    server = servers.PostgresServer()
    try:
        server.sql("CREATE DATABASE empty_book")
        machine.Book.open(server.socket_url("empty_book")).close()
        yield partial(machine.copied_database, server)
    finally:
        server.remove()


KINDS: dict[str, Any] = {"sqlite": on_files, "postgresql": on_a_server}


def prove(steps: int, kind: str, first_seed: int) -> dict[str, Any]:
    """Walk so many steps; what was done on the way, and how it ended."""
    two: Any = machine.TwoPeople
    two.steps = two.saved = two.clashed = 0
    two.seldom = SELDOM
    two.consistent = staticmethod(module_at(TESTS / "conftest.py").assert_book_is_consistent)
    started, broken, number = time.monotonic(), "", first_seed
    books: AbstractContextManager[Any] = KINDS[kind]()
    with books as new_book:
        two.new_book = staticmethod(new_book)
        while two.steps < steps and not broken:
            broken = some_walks(two, number)
            number += 1
            told = f"{two.steps} steps after {time.monotonic() - started:.0f} s"
            print(told, file=sys.stderr, flush=True)
    return {
        "kind": kind,
        "steps": two.steps,
        "seeds": f"{first_seed}-{number - 1}",
        "saves": two.saved,
        "clashes": two.clashed,
        "seconds": round(time.monotonic() - started, 1),
        "broken": broken,
    }


def some_walks(two: Any, number: int) -> str:
    """A few walks by one seed; what went wrong, or ""."""
    wanted = settings(
        max_examples=WALKS,
        stateful_step_count=AT_ONCE,
        deadline=None,
        database=None,
        derandomize=False,
        suppress_health_check=list(HealthCheck),
        phases=(Phase.generate,),
    )
    try:
        run_state_machine_as_test(seed(number)(two), settings=wanted)
    except Exception as error:
        traceback.print_exc()
        return f"seed {number}: {type(error).__name__}: {error}"[:300]
    return ""


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--steps", type=int, default=10_000)
    parser.add_argument("--kind", choices=sorted(KINDS), default="sqlite")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    found = prove(given.steps, given.kind, given.seed)
    print(json.dumps(found, ensure_ascii=False))
    return 1 if found["broken"] else 0


if __name__ == "__main__":
    sys.exit(main())
