"""The verb `duplicates` of the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from contactdesk import cli


def test_duplicates_are_listed_and_the_very_likely_ones_merged_in_one_step(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    cards = tmp_path / "cards.vcf"
    card = "BEGIN:VCARD\nVERSION:3.0\nFN:{}\nEMAIL:{}\nEND:VCARD\n"
    some = (("Jan Nowak", "j@x.example"), ("Jan Nowak", "j@x.example"), ("Ewa Lis", "e@x.example"))
    cards.write_text("".join(card.format(*each) for each in some))
    book = ["--book", str(tmp_path / "book.cdk")]
    assert cli.main([*book, "import", "--on-match", "add", str(cards)]) == 0
    capsys.readouterr()
    assert cli.main([*book, "duplicates", "--json"]) == 0
    (line,) = capsys.readouterr().out.splitlines()
    told = json.loads(line)
    assert told["certainty"] == "very likely"
    assert told["reasons"] == ["Same e-mail address", "Same name"]
    assert [c["name"] for c in told["contacts"]] == ["Jan Nowak", "Jan Nowak"]
    assert cli.main([*book, "duplicates", "--merge-very-likely"]) == 0
    assert cli.main([*book, "duplicates"]) == 1
    assert cli.main([*book, "undo"]) == 0
    assert cli.main([*book, "duplicates"]) == 0
