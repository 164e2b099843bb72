"""Why contacts may be one person, in words."""

from __future__ import annotations

from collections.abc import Sequence

from contactdesk.i18n import N_, _
from contactdesk.model.duplicates import Cluster, Reason

_WORDS: dict[Reason, str] = {
    "mobile": N_("Same mobile number"),
    "phone": N_("Same phone number"),
    "email": N_("Same e-mail address"),
    "uid": N_("Same identifier"),
    "birthday": N_("Same birthday"),
    "organisation": N_("Same organisation"),
    "photo": N_("Same picture"),
    "address": N_("Same address"),
    "web": N_("Same web page"),
    "same": N_("Same name"),
    "spelling": N_("Same name, spelt otherwise"),
    "order": N_("First and last name swapped"),
    "nickname": N_("Short form of the name"),
    "typo": N_("Similar name"),
    "part": N_("Similar name"),
    "initial": N_("Initial of the name"),
    "script": N_("Name in another script"),
    "family": N_("Same first name"),
    "unknown": N_("One has no name"),
    "other birthday": N_("Different birthdays"),
    "other email": N_("Different e-mail addresses"),
    "other phone": N_("Different phone numbers"),
    "other organisation": N_("Different organisations"),
    "other uid": N_("Different identifiers"),
}
# That identifiers differ is how every second card comes: nothing one needs to read.
_SILENT: frozenset[Reason] = frozenset(("other uid",))


def words_of(reasons: Sequence[Reason]) -> list[str]:
    """Each reason in words, once."""
    return list(dict.fromkeys(_(_WORDS[r]) for r in reasons if r not in _SILENT))


def why(cluster: Cluster, at_most: int = 9) -> str:
    """What speaks for a group: "Same mobile number · Similar name"."""
    return " · ".join(words_of(cluster.reasons)[:at_most])


def why_not(cluster: Cluster) -> str:
    """What speaks against it, or ""."""
    return " · ".join(words_of(cluster.against))
