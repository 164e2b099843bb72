"""A second process does some of the work, or none of it where it dies; the result is the same."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from contactdesk.operations.importing import import_files
from contactdesk.store.book import Book

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="processes are copied on Linux")

CARD = (
    "BEGIN:VCARD\r\nVERSION:3.0\r\nUID:{n}\r\nFN:Anna {n:05}\r\nN:{n:05};Anna;;;\r\n"
    "TEL;TYPE=work:600 100 20{n}\r\nEND:VCARD\r\n"
)
EXPORT = """
import os, sys
from pathlib import Path
from contactdesk.operations import exporting_cards, second_process
from contactdesk.operations.exporting import export
from contactdesk.store.book import Book

def dying(cards):
    def work(*given):
        if os.getpid() != original:
            os._exit(3)
        return cards(*given)
    return work

original, how = os.getpid(), sys.argv[3]
if how == "alone":
    exporting_cards.WORTH_IT = 10**9
if how == "dying":
    exporting_cards._cards = dying(exporting_cards._cards)
forks = []
os.register_at_fork(after_in_parent=lambda: forks.append(1))
with Book.open(sys.argv[1]) as book:
    report = export(book, Path(sys.argv[2]))
print(len(forks), report.contacts, report.checked.is_same if report.checked else "")
"""


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("many")
    cards = folder / "many.vcf"
    cards.write_text("".join(CARD.format(n=n) for n in range(2_600)), encoding="ascii", newline="")
    with Book.open(folder / "many.cdk") as made:
        import_files(made, [cards])
    return folder / "many.cdk"


def exported(book: Path, to: Path, how: str) -> str:
    command = [sys.executable, "-c", EXPORT, str(book), str(to), how]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120)
    assert done.stderr == ""
    return done.stdout.strip()


def test_two_processes_write_what_one_writes(book: Path, tmp_path: Path) -> None:
    one, two = tmp_path / "one.vcf", tmp_path / "two.vcf"
    assert exported(book, one, "alone") == "0 2600 True"
    assert exported(book, two, "together") == "1 2600 True"
    assert two.read_bytes() == one.read_bytes()


def test_a_second_process_that_dies_leaves_its_part_to_the_first(
    book: Path, tmp_path: Path
) -> None:
    one, two = tmp_path / "one.vcf", tmp_path / "two.vcf"
    exported(book, one, "alone")
    assert exported(book, two, "dying") == "1 2600 True"
    assert two.read_bytes() == one.read_bytes()
