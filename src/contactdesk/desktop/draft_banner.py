"""The sentence that says where unsaved changes are from, over a card and over its editor."""

from __future__ import annotations

from collections.abc import Callable

from contactdesk.desktop.buttons import Button
from contactdesk.desktop.date_texts import clock_text, is_today, moment_text
from contactdesk.desktop.drafts import Draft
from contactdesk.desktop.feedback import Banner
from contactdesk.i18n import _


def resumed_banner(draft: Draft, discard: Callable[[], object]) -> Banner:
    """Over an editor that shows a draft kept before."""
    words = _("Your unsaved changes from {time}").format(time=_when(draft))
    banner = Banner("info", words, action=_("Discard"), icon="pencil")
    banner.acted.connect(discard)
    return banner


def aside_banner(
    draft: Draft, go_on: Callable[[], object], discard: Callable[[], object]
) -> Banner:
    """Over a card whose draft was left with Esc."""
    words = _("You have unsaved changes from {time}").format(time=_when(draft))
    banner = Banner("info", words, action=_("Go on editing"), icon="pencil")
    banner.acted.connect(go_on)
    add_button(banner, _("Discard"), discard)
    return banner


def add_button(banner: Banner, words: str, do: Callable[[], object]) -> Button:
    """A second way out at the end of a banner."""
    button = Button(words, "ghost", size="row")
    button.clicked.connect(lambda _on=False: do())
    row = banner.layout()
    assert row is not None
    row.addWidget(button)
    return button


def _when(draft: Draft) -> str:
    at = draft.kept_at
    return clock_text(at) if is_today(at) else moment_text(at)
