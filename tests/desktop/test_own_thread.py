"""A file of what was typed: written behind the window's back, and also while the window goes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from contactdesk.desktop.drafts import Drafts
from contactdesk.desktop.kept_json import KeptJson
from contactdesk.desktop.note_drafts import NoteDraft, NoteDrafts


def test_what_comes_while_the_window_goes_is_written_too(tmp_path: Path) -> None:
    file = tmp_path / "drafts.json"
    kept = KeptJson(file)
    kept.keep({"fair": ["typed"], "lunch": ["typed"]})
    kept.close()
    assert json.loads(file.read_text()) == {"fair": ["typed"], "lunch": ["typed"]}
    kept.keep({"lunch": ["typed"]})  # the other was saved meanwhile
    assert json.loads(file.read_text()) == {"lunch": ["typed"]}
    kept.keep({})
    assert not file.exists()


def test_a_note_that_is_saved_while_the_window_goes_leaves_no_draft(tmp_path: Path) -> None:
    drafts = NoteDrafts("office.cdk", tmp_path / "drafts")
    drafts.keep("id-anna", NoteDraft(text="typed"))
    drafts.close()
    assert list((tmp_path / "drafts").iterdir())
    drafts.drop("id-anna")
    assert not list((tmp_path / "drafts").iterdir())


def test_a_contact_that_is_saved_while_the_window_goes_leaves_no_draft(
    tmp_path: Path, a_contact: Any
) -> None:
    drafts = Drafts("office.cdk", tmp_path / "drafts")
    anna = a_contact("Anna Nowak")
    drafts.keep(anna, anna)
    drafts.close()
    assert list((tmp_path / "drafts").iterdir())
    drafts.drop(anna.id)
    assert not list((tmp_path / "drafts").iterdir())
