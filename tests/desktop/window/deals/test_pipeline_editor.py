"""The editor of pipelines beside the deals: stages named, ordered, added, with their tasks."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from tests.desktop.window.deals.conftest import Keys, choose, page_of, read, told, write

from contactdesk.desktop.deal_pipeline_editor import PipelineEditor
from contactdesk.model.deal import Pipeline

Alt = Qt.KeyboardModifier.AltModifier


def opened_editor(office: Any, entry: str = "Pipeline and stages…") -> PipelineEditor:
    """By the menu in the head of the page."""
    flow, page = office.window.verbs.deals.flow, page_of(office)
    (action,) = [a for a in flow.pipelines.menu().actions() if a.text() == entry]
    action.trigger()
    office.until(lambda: isinstance(page.side.currentWidget(), PipelineEditor))
    editor = page.side.currentWidget()
    assert isinstance(editor, PipelineEditor)
    assert editor.name.hasFocus()
    return editor


def pipelines_of(office: Any) -> list[Pipeline]:
    return list(read(office, lambda tx: tx.pipelines.all()))


def retype(field: Any, text: str) -> None:
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, text)


def test_stages_are_renamed_ordered_and_added_in_one_step(office: Any) -> None:
    editor = opened_editor(office)
    retype(editor.cards[0].name, "First talk")
    retype(editor.cards[0].chance, "15")
    QTest.keyClick(editor.cards[1].name, Keys.Key_Down, Alt)
    QTest.mouseClick(editor.add, Qt.MouseButton.LeftButton)
    QTest.keyClicks(editor.window().focusWidget(), "Contract")
    QTest.keyClick(editor.name, Keys.Key_Return)
    office.until(lambda: not page_of(office).side.isVisible())
    (pipeline,) = pipelines_of(office)
    assert [(s.name, s.chance) for s in pipeline.stages] == [
        ("First talk", 15), ("Proposal", 50), ("Contacted", 25), ("Negotiation", 70),
        ("Contract", 50), ("Won", 100), ("Lost", 0),
    ]  # fmt: skip
    office.until(lambda: told(office)[0] == "First talk: Labels, Cold audit")
    office.desk.undo()
    office.until(lambda: told(office)[0] == "Lead: Labels, Cold audit")


def test_a_task_that_follows_is_made_when_a_deal_comes_there(office: Any) -> None:
    editor = opened_editor(office)
    card = editor.cards[1]
    QTest.mouseClick(card.add, Qt.MouseButton.LeftButton)
    QTest.keyClicks(card.lines[0].summary, "Send the catalogue")
    retype(card.lines[0].days, "3")
    editor.done()
    office.until(lambda: pipelines_of(office)[0].follow_ups != ())
    office.until(lambda: not page_of(office).side.isVisible())
    cards = choose(office, "Labels")
    QTest.keyClick(cards, Keys.Key_Right, Qt.KeyboardModifier.ControlModifier)
    tasks = lambda: [e.summary for e in read(office, lambda tx: tx.events.all())]  # noqa: E731
    office.until(lambda: "Send the catalogue" in tasks())
    office.desk.undo()
    office.until(lambda: "Send the catalogue" not in tasks())


def test_a_stage_with_deals_stays_and_the_editor_says_why(office: Any) -> None:
    editor = opened_editor(office)
    editor.drop(editor.cards[0])
    editor.done()
    office.until(lambda: "2 deals are in Lead" in editor.trouble.text())
    assert len(pipelines_of(office)[0].stages) == 6
    QTest.keyClick(editor, Keys.Key_Escape)
    assert not page_of(office).side.isVisible()


def test_what_is_no_number_is_marked(office: Any) -> None:
    editor = opened_editor(office)
    retype(editor.cards[0].chance, "many")
    editor.done()
    assert editor.cards[0].chance.message == "A number from 0 to 100"
    assert "no number" in editor.trouble.text()
    assert page_of(office).side.isVisible()


def test_another_pipeline_is_made_shown_and_deleted_again(office: Any) -> None:
    editor = opened_editor(office, "New pipeline…")
    QTest.keyClicks(editor.name, "Tenders")
    editor.done()
    page = page_of(office)
    office.until(lambda: page.found.pipeline is not None and page.found.pipeline.name == "Tenders")
    assert page.which.isVisible()
    editor = opened_editor(office)
    QTest.mouseClick(editor.delete, Qt.MouseButton.LeftButton)
    office.until(lambda: [p.name for p in pipelines_of(office)] == ["Sales"])
    office.until(lambda: told(office) != [])


def test_a_colleagues_change_is_shown_and_what_i_typed_meets_it(office: Any) -> None:
    editor = opened_editor(office)
    (base,) = pipelines_of(office)
    stages = (replace(base.stages[0], chance=12), *base.stages[1:])
    write(office, lambda tx: tx.pipelines.save(replace(base, stages=stages), base=base))
    office.until(lambda: editor.cards[0].chance.text() == "12")
    retype(editor.name, "Sales abroad")
    now = pipelines_of(office)[0]
    more = (replace(now.stages[0], chance=13), *now.stages[1:])
    write(office, lambda tx: tx.pipelines.save(replace(now, stages=more), base=now))
    editor.done()
    office.until(lambda: pipelines_of(office)[0].name == "Sales abroad")
    assert pipelines_of(office)[0].stages[0].chance == 13
