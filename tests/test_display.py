"""Where a window can be opened is known before Qt is loaded."""

import sys

import pytest

from contactdesk.display import platform

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="X and Wayland")


@pytest.fixture(autouse=True)
def bare(monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in ("QT_QPA_PLATFORM", "WAYLAND_DISPLAY", "DISPLAY"):
        monkeypatch.delenv(variable, raising=False)


def test_nothing_to_show_a_window_on_gives_nothing() -> None:
    assert platform() == ""


def test_an_explicit_choice_wins(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen:size=800x600")
    assert platform() == "offscreen"


def test_a_display_that_does_not_answer_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISPLAY", ":4711")
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-nobody")
    assert platform() == ""
