"""Documents, and what else stands beside contacts, come in through the assistant."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from contactdesk.desktop.labels import Label, LinkLabel

ANNA = "BEGIN:VCARD\nVERSION:3.0\nFN:Anna Baran\nEMAIL:anna@baltica.example\nEND:VCARD\n"
WHOSE = [{"type": "contact", "uid": "anna@baltica.example", "name": "Anna Baran"}]


def a_list(folder: Path, *names: str) -> Path:
    """A list of documents of Anna's."""
    lines = [
        {"type": "document", "name": n, "about": WHOSE, "versions": [{"file": f"files/{n}"}]}
        for n in names
    ]
    path = folder / "documents.jsonl"
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    return path


def said(result: Any) -> list[str]:
    """What a card says just now."""
    return [each.text() for each in result.findChildren(Label) if each.isVisible()]


def of_anna(w: Any) -> list[str]:
    """The documents of the first contact, as the book has them."""
    answers: list[list[str]] = []
    w.desk.read(lambda tx: [d.name for d in tx.documents.of_contact(1)], answers.append)
    w.until(lambda: answers)
    return answers[0]


def test_documents_come_in_with_their_files_and_what_is_missing_is_told(
    opened: Callable[..., Any], tmp_path: Path
) -> None:
    w = opened()
    (tmp_path / "files").mkdir()
    (tmp_path / "files" / "terms.txt").write_text("pallets")
    (tmp_path / "people.vcf").write_text(ANNA)
    w.bring_in(tmp_path / "people.vcf")
    names = ("terms.txt", "gone.txt", *(f"more {n}.txt" for n in range(6)))
    page = w.look_at(a_list(tmp_path, *names))
    assert "documents" in page.check.banner.words.text()
    assert page.go.text() == "Import"
    page.go.click()
    w.until(lambda: page.result is not None)
    result = page.result
    assert result.headline == "1 document imported"
    w.until(lambda: "new document" in said(result))
    assert "documents could not be imported" in said(result)
    assert "gone.txt" in said(result)
    assert "more 5.txt" not in said(result)
    next(each for each in result.findChildren(LinkLabel) if "2" in each.text()).activated.emit()
    w.until(lambda: "more 5.txt" in said(result))
    assert of_anna(w) == ["terms.txt"]
    result._undo.click()
    w.until(lambda: of_anna(w) == [])


def test_a_file_of_people_that_are_here_still_brings_its_deals(
    opened: Callable[..., Any], tmp_path: Path
) -> None:
    w = opened()
    file = tmp_path / "office.jsonl"
    person = '{"type": "contact", "uid": "anna-of-baltica", "formatted_name": "Anna Baran"}\n'
    file.write_text(person, encoding="utf-8")
    w.bring_in(file)
    w.shows("Anna Baran")
    file.write_text(person + '{"type": "deal", "title": "Pallets"}\n', encoding="utf-8")
    page = w.look_at(file)
    assert "Nobody" in page.check.banner.words.text()
    assert page.go.text() == "Import"
    page.go.click()
    w.until(lambda: page.result is not None)
    assert page.result.headline == "1 deal imported"
