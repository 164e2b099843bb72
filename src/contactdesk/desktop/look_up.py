"""Reading what somebody asked for: where the book is away they hear that it has to wait."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from contactdesk.desktop.away_words import wait_words
from contactdesk.errors import NotWritten

if TYPE_CHECKING:
    from contactdesk.desktop.desk import Desk
    from contactdesk.errors import ContactDeskError

T = TypeVar("T")


def look_up(
    desk: Desk, ask: Callable[[Any], T], then: Callable[[T], None], *, key: str = ""
) -> None:
    """Run `ask(tx)` on the reading thread, then `then(answer)` here, as `Desk.read` does, whose
    failures for want of the book are not told: the banner says that it is away."""
    desk.read(ask, then, key=key, failed=partial(_tell, desk))


def _tell(desk: Desk, error: ContactDeskError) -> None:
    desk.failed.emit(NotWritten(wait_words()) if desk.away.explains(error) else error)
