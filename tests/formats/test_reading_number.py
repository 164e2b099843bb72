"""`READS_AS` is raised whenever cards are read as other contacts than before.

Books remember the number by which their contacts were read; an export relies on it. The file
`tests/data/readings.json` holds what the cards of `tests/data/vcard` were read as. Where the test
fails because a reader was changed: raise `READS_AS`, then run this file as a program.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from contactdesk.formats.vcard_reading import READS_AS, read_file
from contactdesk.model.record import FIELDS, to_plain

DATA = Path(__file__).parents[1] / "data"
KEPT = DATA / "readings.json"
SAID = [name for name in FIELDS if name not in ("owner", "private_to")]  # these no card says


def readings() -> dict[str, str]:
    return {path.name: reading_of(path) for path in sorted((DATA / "vcard").glob("*.vcf"))}


def reading_of(path: Path) -> str:
    """A number for all that the cards of a file are read as."""
    said = hashlib.sha256()
    with open(path, "rb") as stream:
        for parsed in read_file(stream, {}):
            contact = parsed.contact
            plain = {n: to_plain(getattr(contact, n)) for n in SAID} if contact else {}
            said.update(json.dumps(plain, sort_keys=True).encode())
    return said.hexdigest()[:16]


def test_cards_are_read_as_the_number_says() -> None:
    kept = json.loads(KEPT.read_text(encoding="ascii"))
    assert kept["reads_as"] == READS_AS, "run this file as a program"
    now = readings()
    others = [name for name, said in kept["readings"].items() if now.get(name, said) != said]
    assert not others, "raise READS_AS"


def test_every_file_of_cards_is_known() -> None:
    kept = json.loads(KEPT.read_text(encoding="ascii"))
    assert set(readings()) <= set(kept["readings"]), "run this file as a program"


if __name__ == "__main__":
    told = {"reads_as": READS_AS, "readings": readings()}
    KEPT.write_text(json.dumps(told, indent=1) + "\n", encoding="ascii")
