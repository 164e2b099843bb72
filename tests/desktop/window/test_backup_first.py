"""Before what takes something away comes a backup, off the window's thread; or a question."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtWidgets import QMessageBox

from contactdesk.operations.backing_up import place_of
from contactdesk.settings import Settings
from contactdesk.store.backups import backups_in
from contactdesk.store.listing import ListQuery

pytestmark = pytest.mark.usefixtures("home")


def backups(office: Any) -> list[str]:
    found = backups_in(place_of(office.desk.path, office.desk.settings).folder)
    return [each.manifest.reason for each in found if each.manifest]


def in_bin(office: Any, *names: str) -> None:
    """Move these to the bin, and look into it."""
    for name in names:
        office.choose(name)
        office.window.verbs.delete()
        office.until(lambda name=name: name not in office.names())
    office.go_to(ListQuery("bin"))
    office.until(lambda: set(office.names()) == set(names))


def answer(office: Any, word: str) -> None:
    """Press the button with this word in the open question."""
    found: list[Any] = []

    def asked() -> bool:
        found[:] = [
            button
            for box in office.window.findChildren(QMessageBox)
            if box.isVisible()
            for button in box.buttons()
            if word in button.text()
        ]
        return bool(found)

    office.until(asked)
    found[0].click()


def without_room(office: Any, tmp_path: Any) -> None:
    (tmp_path / "full").write_text("no folder")
    office.desk.settings = Settings(backup_folder=str(tmp_path / "full"))


def test_a_removal_for_good_comes_after_a_backup(opened: Any, a_contact: Any) -> None:
    office = opened(a_contact("Anna Nowak"), a_contact("Jan Kos"))
    office.shows("Jan Kos", "Anna Nowak")
    in_bin(office, "Anna Nowak")
    office.choose("Anna Nowak")
    office.window.verbs.purge()
    answer(office, "Delete for good")
    # An empty bin is no list any more: a moment later all contacts are shown.
    office.until(lambda: office.names() in ([], ["Jan Kos"]))
    assert backups(office) == ["removal"]


def test_without_a_backup_a_removal_waits_for_a_word(
    opened: Any, a_contact: Any, tmp_path: Any
) -> None:
    office = opened(a_contact("Anna Nowak"))
    office.shows("Anna Nowak")
    without_room(office, tmp_path)
    in_bin(office, "Anna Nowak")
    office.choose("Anna Nowak")
    for word in ("Leave it", "Go on without"):
        office.window.verbs.purge()
        answer(office, "Delete for good")
        office.until(lambda: not office.desk.busy)
        assert office.names() == ["Anna Nowak"]
        answer(office, word)
    office.until(lambda: office.names() == [])


def test_one_merge_of_a_small_book_comes_after_a_backup(opened: Any, a_contact: Any) -> None:
    office = opened(a_contact("Anna Nowak"), a_contact("Anna Nowak-Kos"))
    office.until(lambda: len(office.names()) == 2)
    office.table.selectAll()
    office.window.verbs.duplicates.show_chosen()
    page = office.window.verbs.duplicates.page()
    office.until(lambda: page.compare is not None)
    page.foot.merge.click()
    office.until(lambda: len(office.names()) == 1)
    assert backups(office) == ["merge"]


def test_one_merge_needs_no_backup(opened: Any, a_contact: Any, tmp_path: Any) -> None:
    office = opened(a_contact("Anna Nowak"), a_contact("Anna Nowak-Kos"))
    office.until(lambda: len(office.names()) == 2)
    without_room(office, tmp_path)
    office.table.selectAll()
    office.window.verbs.duplicates.show_chosen()
    page = office.window.verbs.duplicates.page()
    office.until(lambda: page.compare is not None)
    page.foot.merge.click()
    office.until(lambda: len(office.names()) == 1)


def test_an_import_without_a_backup_waits_for_a_word(
    opened: Any, a_contact: Any, tmp_path: Any
) -> None:
    office = opened(a_contact("Anna Nowak"))
    office.shows("Anna Nowak")
    without_room(office, tmp_path)
    (tmp_path / "jan.vcf").write_text("BEGIN:VCARD\nVERSION:3.0\nFN:Jan Kos\nN:Kos;Jan\nEND:VCARD")
    page = office.look_at(tmp_path / "jan.vcf")
    page.import_now()
    answer(office, "Leave it")
    office.until(lambda: page.result is not None)
    assert "stopped" in page.result.headline
    assert office.names() == ["Anna Nowak"]
    page = office.look_at(tmp_path / "jan.vcf")
    page.import_now()
    answer(office, "Go on without")
    office.until(lambda: page.result is not None and "stopped" not in page.result.headline)
    office.until(lambda: "Jan Kos" in office.names())


def test_many_merges_wait_for_a_word_and_a_backup_of_today_is_enough(
    opened: Any, a_contact: Any, tmp_path: Any
) -> None:
    twins = [a_contact("Jan Mazur", emails=["jan@x.example"], phones=["+48600000003"])] * 2
    office = opened(*twins)
    office.until(lambda: len(office.names()) == 2)
    without_room(office, tmp_path)
    office.window.actions_.duplicates.trigger()
    page = office.window.verbs.duplicates.page()
    office.until(lambda: page.compare is not None)
    page.merge_all.click()
    answer(office, "Leave it")
    office.until(lambda: page._job is None and page.clusters)
    assert len(office.names()) == 2
    office.desk.settings = Settings()
    page.merge_all.click()
    office.until(lambda: len(office.names()) == 1)
    assert backups(office) == ["merge"]
