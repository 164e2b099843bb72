"""Export from the window: what is lost stands there before, and what is wrong is told after."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import QEvent, QLocale, Qt
from PySide6.QtWidgets import QApplication, QFileDialog

from contactdesk.desktop.export_sheet import ExportSheet
from contactdesk.desktop.export_targets import usual_delimiter
from contactdesk.desktop.labels import Label
from contactdesk.desktop.sheet import Question
from contactdesk.model.contact import Entry

pytestmark = pytest.mark.qt_log_ignore("does not support", extend=True)


@pytest.fixture
def office(opened: Any, a_contact: Any) -> Any:
    w = opened(
        a_contact("Anna Baran", phones=[Entry("501", ("cell",), "Boat")], note="tea"),
        a_contact("Ewa Lis", categories=["Clients"]),
        a_contact("Jan Maj"),
    )
    w.shows("Anna Baran", "Ewa Lis", "Jan Maj")
    w.window.activateWindow()
    return w


def sheet_of(w: Any) -> ExportSheet:
    w.window.actions_.export.trigger()
    (sheet,) = w.window.findChildren(ExportSheet)
    w.until(lambda: sheet.ready)
    return sheet


def choose(sheet: ExportSheet, name: str) -> None:
    targets = [sheet.target.itemData(at) for at in range(sheet.target.count())]
    sheet.target.setCurrentIndex([t.name if t else "" for t in targets].index(name))


def said(sheet: ExportSheet) -> list[str]:
    return [each.text() for each in sheet.list.findChildren(Label) if each.isVisibleTo(sheet)]


def test_what_a_program_loses_stands_there_before_anything_is_written(office: Any) -> None:
    sheet = sheet_of(office)
    assert sheet.head.text() == "Nothing will be lost"
    choose(sheet, "android")
    assert sheet.head.text() == "What will be lost there"
    assert said(sheet) == [
        "1 of 3 loses a label of its own (a phone called “Boat”); the value stays.",
        "1 of 3 loses its categories.",
    ]
    tips = [w.toolTip() for w in sheet.list.findChildren(object) if hasattr(w, "toolTip")]
    assert any("Anna Baran" in tip for tip in tips)
    choose(sheet, "nextcloud")
    assert sheet.head.text() == "Nothing will be lost"
    sheet.dismiss()


def test_a_file_for_a_program_is_spelled_for_it_and_read_again(
    office: Any, tmp_path: Any, qtbot: Any
) -> None:
    sheet = sheet_of(office)
    choose(sheet, "android")
    qtbot.keyClick(sheet.target, Qt.Key.Key_Return)
    (dialog,) = office.window.findChildren(QFileDialog)
    assert dialog.defaultSuffix() == "vcf"
    dialog.fileSelected.emit(str(tmp_path / "out.vcf"))
    dialog.reject()
    office.until(office.window.toast.text)
    words = "Exported 3 contacts to out.vcf, read again and complete"
    assert office.window.toast.text() == words
    text = (tmp_path / "out.vcf").read_text("utf-8")
    assert text.count("VERSION:3.0") == 3
    assert "Boat" not in text


def test_the_delimiter_of_a_table_is_chosen_and_is_what_the_country_expects(
    office: Any, tmp_path: Any
) -> None:
    assert [usual_delimiter(QLocale(name)) for name in ("de_DE", "pl_PL", "en_US", "zh_TW")] == [
        ";", ";", ",", ",",
    ]  # fmt: skip
    sheet = sheet_of(office)
    assert not sheet.delimiter.isVisibleTo(sheet)
    choose(sheet, "csv")
    assert sheet.delimiter.isVisibleTo(sheet)
    assert sheet.delimiter.currentData() == usual_delimiter()
    sheet.delimiter.choose(";")
    sheet.go_on.click()
    (dialog,) = office.window.findChildren(QFileDialog)
    dialog.fileSelected.emit(str(tmp_path / "out.csv"))
    dialog.reject()
    office.until(office.window.toast.text)
    assert "read again and complete" in office.window.toast.text()
    assert (tmp_path / "out.csv").read_text("utf-8-sig").startswith("Name;Title before the name;")


def test_every_contact_gets_a_file_of_its_own_in_a_new_folder(office: Any, tmp_path: Any) -> None:
    for folder in ("contacts", "contacts (2)"):
        sheet = sheet_of(office)
        choose(sheet, "csv")
        assert not sheet.each.isVisibleTo(sheet)
        choose(sheet, "outlook")
        assert any("only the first of 3 contacts in one file" in words for words in said(sheet))
        sheet.each.click()
        assert sheet.go_on.text() == "Choose folder…"
        assert not any("only the first of 3 contacts in one file" in words for words in said(sheet))
        sheet.go_on.click()
        (dialog,) = office.window.findChildren(QFileDialog)
        assert dialog.fileMode() == QFileDialog.FileMode.Directory
        dialog.fileSelected.emit(str(tmp_path))
        dialog.reject()
        QApplication.sendPostedEvents(dialog, QEvent.Type.DeferredDelete.value)
        office.until((tmp_path / folder).exists)
        made = sorted(path.name for path in (tmp_path / folder).iterdir())
        assert made == ["Anna Baran.vcf", "Ewa Lis.vcf", "Jan Maj.vcf"]
        words = f"Exported 3 contacts to {folder}, read again and complete"
        office.until(lambda told=words: office.window.toast.text() == told)
    text = (tmp_path / "contacts" / "Anna Baran.vcf").read_text("utf-8")
    assert text.count("BEGIN:VCARD") == text.count("VERSION:2.1") == 1


def test_a_file_that_reads_otherwise_is_told_with_name_and_field(
    office: Any, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from contactdesk.desktop.export_flow import write_export
    from contactdesk.operations import exporting

    real = exporting.write_whole

    def spoilt(pieces: Any, to: Any) -> int:  # a disk that writes something else
        return real((piece.replace(b"NOTE:tea", b"NOTE:ink") for piece in pieces), to)

    monkeypatch.setattr(exporting, "write_whole", spoilt)
    path = tmp_path / "out.vcf"
    write_export(office.desk, None, str(path), "vcard", host=office.window)
    office.until(lambda: office.window.findChildren(Question))
    (question,) = office.window.findChildren(Question)
    assert "1 contact reads otherwise" in question.text.text()
    assert "Anna Baran: Note" in [label.text() for label in question.findChildren(Label)]
    assert path.exists()
    question.keep.click()


def test_the_sheet_is_walked_by_keys_and_esc_leaves_it(office: Any, qtbot: Any) -> None:
    office.table.setFocus()
    sheet = sheet_of(office)
    office.window.activateWindow()
    office.until(sheet.target.hasFocus)
    stops = []
    for _ in range(4):
        stops.append(QApplication.focusWidget())
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    assert stops[0] is sheet.target
    assert sheet.go_on in stops
    assert QApplication.focusWidget() is sheet.target
    qtbot.keyClick(sheet.target, Qt.Key.Key_Escape)
    office.until(office.table.hasFocus)
    assert not office.window.findChildren(QFileDialog)


def test_one_contact_is_exported_from_its_card(office: Any) -> None:
    office.choose("Ewa Lis")
    office.until(lambda: office.window.chosen_numbers() == [2])
    office.window.verbs.export_chosen()
    (sheet,) = office.window.findChildren(ExportSheet)
    office.until(lambda: sheet.ready)
    assert sheet.title.text() == "Export 1 contact"
    choose(sheet, "outlook")
    assert said(sheet) == ["Outlook has a place for everything that these contacts hold."]
    sheet.dismiss()
