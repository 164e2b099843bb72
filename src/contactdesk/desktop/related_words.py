"""What people read of a relation: the kinds one can choose, and what one is to the other."""

from __future__ import annotations

from contactdesk.desktop.value_types import type_word
from contactdesk.i18n import _
from contactdesk.model.relations import OwnKinds, RelationKind
from contactdesk.store.relations import Relation

# In the order of use in an office; both ways of each.
_OFFERED = (
    "assistant", "x-assistant-of", "manager", "x-manager-of", "colleague", "spouse", "child",
    "parent", "sibling", "kin", "friend", "neighbor", "agent", "x-agent-of", "emergency",
    "x-emergency-of",
)  # fmt: skip


def kind_word(kind: RelationKind) -> str:
    """What the other is called: "Assistant", "Mentor"."""
    return type_word("related", kind.types, kind.label)


def choices(own: OwnKinds, current: RelationKind | None = None) -> list[tuple[str, RelationKind]]:
    """The kinds a person may choose, in words; one that a card brought is among them."""
    kinds = [RelationKind((name,)) for name in _OFFERED]
    for pair in own:
        kinds += [RelationKind(label=word) for word in dict.fromkeys(pair)]
    if current and current not in kinds:
        kinds.append(current)
    return [(kind_word(kind), kind) for kind in kinds]


def relation_word(relation: Relation) -> str:
    """The second line of somebody on a card: what they are to the contact shown."""
    if relation.field == "members":
        word = _("Member of") if relation.theirs else kind_word(relation.kind)
    elif relation.quoted:
        word = _("“{word}” of").format(word=relation.quoted)
    else:
        word = kind_word(relation.kind)
    parts = (word, _("In the bin") if relation.in_bin else "")
    return " · ".join(p for p in parts if p)


def relation_name(relation: Relation) -> str:
    """Who it is."""
    if relation.row is not None:
        return relation.row.name
    return relation.name or _("Somebody who is not in this book")
