"""The columns of ContactDesk's own tables: the same names out and in, in every language.

Cells say exactly what the contact holds. Words of a list are joined by "; " with a backslash
before a semicolon or backslash of their own; dates are ISO 8601 ("--02-14" without a year,
"text:…" for words); what has no column of its own stands in "Other fields" as JSON.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from contactdesk.formats.custom_property import COLUMN
from contactdesk.formats.table_fields import Field

SINGLE_COLUMNS: tuple[tuple[str, str], ...] = (
    ("formatted_name", "Name"),
    ("prefixes", "Title before the name"),
    ("given", "First name"),
    ("additional", "Middle names"),
    ("family", "Last name"),
    ("suffixes", "After the name"),
)
"""What stands first, whether anybody has it or not."""
LATER_COLUMNS: tuple[tuple[str, str], ...] = (
    ("nicknames", "Nicknames"),
    ("birthday", "Birthday"),
    ("anniversary", "Anniversary"),
    ("categories", "Categories"),
    ("note", "Note"),
)
"""What stands last, whether anybody has it or not."""
RARE_COLUMNS: tuple[tuple[str, str], ...] = (
    ("phonetic_given", "First name as spoken"),
    ("phonetic_family", "Last name as spoken"),
    ("sort_as", "Sort as"),
    ("gender", "Gender"),
    ("time_zone", "Time zone"),
    ("geo", "Place on the map"),
    ("keep_in_touch", "Keep in touch (days)"),
    ("photo", "Photo"),
    ("extra", "Other fields"),
    ("owner", "Owner"),
    ("archived_at", "Moved to the archive"),
    ("revised_at", "Changed elsewhere"),
    ("kind", "Kind"),
    ("uid", "Identifier"),
)
"""What has a column only where somebody has it."""
ITEM_COLUMNS: dict[str, tuple[tuple[str, str], ...]] = {
    "memberships": (
        ("organisation", "Organisation {n}"),
        ("departments", "Organisation {n} departments"),
        ("job_title", "Organisation {n} job title"),
        ("role", "Organisation {n} role"),
        ("starts_on", "Organisation {n} from"),
        ("ends_on", "Organisation {n} until"),
    ),
    "addresses": (
        ("post_office_box", "Address {n} PO box"),
        ("extended", "Address {n} flat or floor"),
        ("street", "Address {n} street"),
        ("postal_code", "Address {n} postcode"),
        ("locality", "Address {n} town"),
        ("region", "Address {n} region"),
        ("country", "Address {n} country"),
        ("types", "Address {n} types"),
        ("label", "Address {n} label"),
        ("preferred", "Address {n} preferred"),
    ),
    **{
        field: (
            ("value", f"{name} {{n}}"),
            ("types", f"{name} {{n}} types"),
            ("label", f"{name} {{n}} label"),
            ("preferred", f"{name} {{n}} preferred"),
        )
        for field, name in (
            ("phones", "Phone"),
            ("emails", "E-mail"),
            ("urls", "Web address"),
            ("impp", "Messenger"),
            ("related", "Related"),
            ("members", "Member"),
            ("languages", "Language"),
        )
    },
}
ALWAYS = ("organisation", "job_title", "value", "street", "postal_code", "locality", "country")
"""Parts of an item that have a column whether anybody has them or not."""
FIRST_ITEMS = ("memberships", "phones", "emails", "addresses")
"""Items that stand after the name; the others after the birthday."""
_RISKY = r"[=+\-@\t\r\n＝＋－＠]"
FORMULA = re.compile(f"'*{_RISKY}")
"""The beginning of a cell that a spreadsheet may take for a formula, or that we escaped."""
ESCAPED = re.compile(f"'+{_RISKY}")
"""The beginning of a cell that got an apostrophe in front."""
CONTINUED = re.compile(r"(.*) \(continued(?: (\d+))?\)", re.DOTALL)
_NUMBERED = re.compile(r"(.*?) (\d+)( .*)?", re.DOTALL)
_SINGLE = {head: field for field, head in (*SINGLE_COLUMNS, *LATER_COLUMNS, *RARE_COLUMNS)}
_ITEMS = {head: (field, part) for field, parts in ITEM_COLUMNS.items() for part, head in parts}
_CUSTOM = COLUMN.format(label="")
_SURE = frozenset({"Name", "Title before the name", "First name", "Middle names", "Last name",
                   "After the name"})  # fmt: skip
_ESCAPED = re.compile(r"\\(.)|; ?|([^\\;]+)", re.DOTALL)


def continued(head: str, place: int) -> str:
    """The head of the column that goes on where a cell can hold no more."""
    return f"{head} (continued)" if place == 1 else f"{head} (continued {place})"


def own_fields(heads: Sequence[str]) -> tuple[str, ...] | None:
    """The fields of a table that ContactDesk wrote, columns added or left out since; else None."""
    if len(_SURE.intersection(heads)) < 4:
        return None
    return tuple(_own_field(head) for head in heads)


def _own_field(head: str) -> str:
    if whole := CONTINUED.fullmatch(head):
        head = whole[1]
    if head in _SINGLE:
        return _SINGLE[head] if _SINGLE[head] != "extra" else "extra.json"
    if head.startswith(_CUSTOM) and head != _CUSTOM:
        return f"custom={head.removeprefix(_CUSTOM)}"
    numbered = _NUMBERED.fullmatch(head)
    if numbered and len(numbered[2]) < 4:
        known = _ITEMS.get(f"{numbered[1]} {{n}}{numbered[3] or ''}")
        if known:
            return str(Field(known[0], int(numbered[2]), known[1]))
    return "extra" if head.strip() else ""


def joined_words(words: Iterable[str]) -> str:
    """Words of a list as one cell."""
    return "; ".join(w.replace("\\", "\\\\").replace(";", "\\;") for w in words)


def parted_words(cell: str) -> tuple[str, ...]:
    """The words of a cell that `joined_words` made."""
    if "\\" not in cell:
        return tuple(cell.split("; ")) if cell else ()
    words = [""]
    for piece in _ESCAPED.finditer(cell):
        if piece[1] is not None:
            words[-1] += piece[1]
        elif piece[2] is not None:
            words[-1] += piece[2]
        else:
            words.append("")
    return tuple(words)
