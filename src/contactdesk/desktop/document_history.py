"""What the history says of a document that was changed, a line a field."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from contactdesk.desktop import bidi
from contactdesk.desktop.history_words import Line
from contactdesk.i18n import _, counted, ngettext
from contactdesk.model.document import DOCUMENTS
from contactdesk.model.history import Difference
from contactdesk.model.shown import shortened
from contactdesk.operations.file_sizes import size_words

_SHORT = 200
_UNTOLD = ("deleted_at", "media_type", "added_at")


def document_lines(fields: Mapping[str, tuple[Any, Any]]) -> list[Line]:
    """What a change changed of a document."""
    labels = DOCUMENTS.labels
    return [
        Line(Difference(name, 0, "", *pair), _(labels[name]), *(_words(name, v) for v in pair))
        for name, pair in fields.items()
        if name in labels and name not in _UNTOLD
    ]


def _words(name: str, plain: Any) -> str:
    if not plain:
        return ""
    if name == "versions":
        size = size_words(int(plain[-1].get("size", 0)))
        return _("v{n}, {size}").format(n=counted(len(plain)), size=size)
    if name == "about":
        words = ngettext("{n} linked record", "{n} linked records", len(plain))
        return words.format(n=counted(len(plain)))
    if name == "path":
        return bidi.left_to_right(str(plain))
    return shortened(" ".join(str(plain).split()), _SHORT)
