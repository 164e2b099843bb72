"""Every pair of colours that meet on the screen can be told apart, in all four themes."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QColor

from contactdesk.desktop import high_contrast
from contactdesk.desktop import theme as look
from contactdesk.model.categories import COLOURS

GROUNDS = ("list", "page", "card", "chrome", "raised", "sunken", "hover")
SOFT = ("accent_soft", "warn_soft", "bad_soft", "ok_soft", "slate_soft")
TEXTS = [
    *(("text", ground) for ground in (*GROUNDS, *SOFT, "sel", "sel_off", "field_bg", "track")),
    *(("text2", ground) for ground in (*GROUNDS, "accent_soft", "warn_soft", "ok_soft", "sel")),
    ("text2", "slate_soft"),
    ("text2", "track"),
    *(("text3", ground) for ground in ("list", "page", "card", "chrome", "sunken", "accent_soft")),
    ("text3", "hover"),
    ("text3", "raised"),
    *(("on_accent", ground) for ground in ("accent", "accent_h", "accent_p")),
    *(("accent_text", ground) for ground in ("list", "page", "card", "accent_soft")),
    ("sel_text", "sel"),
    *((tone, f"{tone}_soft") for tone in ("ok", "warn", "bad", "violet", "teal", "slate")),
    *((tone, "card") for tone in ("ok", "warn", "bad", "violet", "teal")),
    ("warn", "page"),
    ("bad", "page"),
    ("bad", "raised"),
    ("warn", "sel"),
    ("on_toast", "toast"),
    ("toast_act", "toast"),
    *((tone, "column") for tone in ("text", "text2", "text3")),
    *((tone, "colcard") for tone in ("text", "text2", "text3")),
]
FOCUS = [("accent_text", g) for g in (*GROUNDS, "sel", "sel_off", "field_bg", "accent_soft")]
CONTROLS = [
    ("field", "field_bg"),
    ("field", "card"),
    ("bad", "field_bg"),
    ("accent", "page"),
    ("accent", "list"),
    ("accent", "card"),
    ("on_accent", "accent"),
]
LINES = [
    *(("border", ground) for ground in ("list", "page", "card", "chrome", "raised", "hover")),
    *(("divider", ground) for ground in ("list", "page", "card", "raised")),
    *(("outline", ground) for ground in ("list", "page", "card", "raised")),
    *(("edge", ground) for ground in ("list", "chrome", "raised", "sel", "sel_off")),
    ("border", "track"),
    ("scroll", "list"),
    ("field", "sunken"),
]
ALL = [look.LIGHT, look.DARK, high_contrast.LIGHT, high_contrast.DARK]
HIGH = [high_contrast.LIGHT, high_contrast.DARK]


def brightness(colour: str) -> float:
    """The relative luminance of WCAG 2.x."""
    red, green, blue, _alpha = QColor(colour).getRgbF()
    parts = [
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in (red, green, blue)
    ]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, 1 to 21."""
    light, dark = sorted((brightness(one), brightness(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def too_weak(theme: look.Theme, pairs: list[tuple[str, str]], least: float) -> dict[str, float]:
    """The pairs of tokens below `least`, with their contrast."""
    found = {f"{a} on {b}": contrast(getattr(theme, a), getattr(theme, b)) for a, b in pairs}
    return {pair: round(ratio, 2) for pair, ratio in found.items() if ratio < least}


def test_the_measure_is_the_one_of_wcag() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("theme", ALL, ids=lambda theme: theme.name)
def test_text_can_be_read(theme) -> None:
    assert too_weak(theme, TEXTS, 7 if theme in HIGH else 4.5) == {}


@pytest.mark.parametrize("theme", ALL, ids=lambda theme: theme.name)
def test_controls_and_the_focus_ring_can_be_seen(theme) -> None:
    assert too_weak(theme, CONTROLS + FOCUS, 3) == {}


@pytest.mark.parametrize("theme", ALL, ids=lambda theme: theme.name)
def test_the_dots_of_categories_can_be_seen(theme) -> None:
    dots = [(f"dot_{colour}", ground) for colour in COLOURS for ground in ("list", "card")]
    assert len(dots) == 22
    assert too_weak(theme, dots, 3) == {}


@pytest.mark.parametrize("theme", HIGH, ids=lambda theme: theme.name)
def test_in_high_contrast_every_line_and_state_can_be_seen(theme) -> None:
    assert too_weak(theme, LINES, 3) == {}


@pytest.mark.parametrize("theme", ALL, ids=lambda theme: theme.name)
def test_initials_can_be_read_on_every_face(theme) -> None:
    least = 7 if theme in HIGH else 4.5
    assert all(contrast(ground, ink) >= least for ground, ink in theme.avatars)


def test_the_system_can_be_asked(qapp) -> None:
    assert look.system_wants_contrast() is False
    assert look.wanted("light", "system") is look.LIGHT


def test_high_contrast_follows_the_system_unless_it_is_chosen(monkeypatch) -> None:
    monkeypatch.setattr(look, "system_wants_contrast", lambda: True)
    assert look.wanted("light", "system") is high_contrast.LIGHT
    assert look.wanted("dark", "system") is high_contrast.DARK
    assert look.wanted("light", "normal") is look.LIGHT
    monkeypatch.setattr(look, "system_wants_contrast", lambda: False)
    assert look.wanted("dark", "system") is look.DARK
    assert look.wanted("dark", "high") is high_contrast.DARK
