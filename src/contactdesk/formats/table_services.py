"""What services put around the heads of their columns, and columns that only they have.

CRM and shop systems, directories of users and networks: each head means what the words in it
mean, once what stands around it is gone.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from contactdesk.formats.dialects import KDE_MESSENGER, MESSENGERS
from contactdesk.formats.table_fields import Field
from contactdesk.formats.table_words import fold_head
from contactdesk.formats.vcard_properties import PROPERTIES

_AROUND = re.compile(r"\[[^\]]*\]|^\s*(?:person|contact)\s+-\s+(?=\S)", re.IGNORECASE)
_NETWORKS_TEXT = "linkedin xing facebook instagram youtube github mastodon bluesky tiktok"
_NETWORKS = frozenset(_NETWORKS_TEXT.split())
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|[\w.-]+\.\w{2,}/\S+", re.IGNORECASE)
_OWN_MESSENGERS = ("twitter", "viber", "signal", "threema", "discord", "kakaotalk", "zalo")
_LOGINS = frozenset({"user principal name", "userprincipalname", "upn"})
_PERSONS_TEXT = (
    "contact person|contact name|osoba kontaktowa|osoba do kontaktu|ansprechpartner"
    "|kontaktperson|persona de contacto|referente|контактное лицо|聯絡人|联系人"
)
_PERSONS = frozenset(_PERSONS_TEXT.split("|"))


def bare_head(head: str) -> str:
    """A head without what is said about filling it in ("[Required]"), and without "Person - "."""
    return _AROUND.sub("", head).strip() if "[" in head or " - " in head else head


def property_name(head: str, place: int) -> str:
    """The property in which a column without a field is kept: "Shoe size" is X-Shoe-size.

    One that a card takes for a field ("X-Gender") is called otherwise, so that it stays apart.
    """
    slug = "-".join("".join(c if c.isalnum() else " " for c in head).split())
    name = f"X-{slug[:60] or f'Column-{place + 1}'}"
    key = name.upper()
    return f"X-Column-{name[2:]}" if key in PROPERTIES or KDE_MESSENGER.fullmatch(key) else name


def named_so(head: str, samples: Sequence[str]) -> Field | None:
    """The field of a column that is called by the name of a service, or only "Tag" or "Label"."""
    words = fold_head(head)
    filled = [value.strip() for value in samples if value.strip()]
    if words in ("tag", "label"):
        return None if any(map(str.isdecimal, filled)) else Field("categories")
    if words in _OWN_MESSENGERS:
        return Field("impp", 0, "value", (MESSENGERS[f"X-{words.upper()}"],))
    called = {*words.split(), words.replace(" ", "")}  # LinkedIn is two words there
    if called & _NETWORKS and filled and all(map(_ADDRESS.fullmatch, filled)):
        return Field("urls", 0, "value", (), head.strip()[:60])
    return None


def by_service(
    heads: Sequence[str], values: Sequence[Sequence[str]], found: Sequence[Field | None]
) -> list[Field | None]:
    """The fields of all columns, once those are settled that only the others tell about.

    Whoever has no mail address beside it is written to by a user's name that is one; a name
    beside a contact person's is the name of the firm.
    """
    fields = list(found)
    has = {field.part if field.name == "memberships" else field.name for field in found if field}
    folded = [fold_head(head) for head in heads]
    if "emails" not in has:
        for place, head in enumerate(folded):
            if head in _LOGINS and any("@" in value for value in values[place]):
                fields[place] = Field("emails", 0, "value")
    names = [place for place, field in enumerate(found) if field and field.name == "name"]
    firms = [place for place in names if folded[place] not in _PERSONS]
    if len(firms) == 1 and len(names) == 2 and "organisation" not in has:
        fields[firms[0]] = Field("memberships", 0, "organisation")
    return fields
