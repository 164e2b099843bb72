"""What tables call the kinds of a phone, a mail or an address: "Work Fax", "* Home" …"""

from __future__ import annotations

from functools import lru_cache

from contactdesk.formats.dialects import unwrapped_label
from contactdesk.formats.table_words import fold_head, meanings

_TYPES = {"q:work": "work", "q:home": "home", "q:other": "other", "q:main": "main", "cell": "cell",
          "fax": "fax", "pager": "pager", "phone": "", "email": "", "url": "", "address": "",
          "car_phone": "car", "main_phone": "main", "q:car": "car", "organisation": "work",
          "q:company": "work"}  # fmt: skip
_KNOWN_TEXT = (
    "home work cell mobile fax pager main other car voice text video textphone school spouse "
    "child son daughter parent father mother brother sister sibling friend partner manager "
    "assistant relative colleague contact acquaintance emergency agent kin neighbor co-worker "
    "co-resident domestic-partner referred-by profile blog"
)
_KNOWN = frozenset(_KNOWN_TEXT.split())
_SAME = {"mobile": "cell", "domestic partner": "partner", "referred by": "referred-by",
         "wife": "spouse", "husband": "spouse"}  # fmt: skip
_SENSELESS = frozenset({"", "smtp", "ex", "internet", "default", "none", "x500"})


@lru_cache(maxsize=4096)
def read_kind(word: str) -> tuple[tuple[str, ...], str, bool]:
    """The types that a word stands for, else itself as a label; and whether it is the preferred."""
    text = word.strip()
    preferred = text.startswith("* ")
    text, types = unwrapped_label(text.removeprefix("* ").strip())
    if types:
        return types, "", preferred
    folded = fold_head(text)
    if folded in _SENSELESS:
        return (), "", preferred
    folded = _SAME.get(folded, folded)
    if folded in _KNOWN:
        return (folded,), "", preferred
    found, left = meanings(text)
    if found and not left and all(m in _TYPES for m in found):
        types = tuple(dict.fromkeys(t for m in found if (t := _TYPES[m])))
        return types, "", preferred
    if found and not left and len(found) == 1 and found[0] in _KNOWN:
        return (found[0],), "", preferred
    return (), text, preferred


_GENDERS = {"male": "M", "m": "M", "man": "M", "mann": "M", "mannlich": "M", "mezczyzna": "M",
            "homme": "M", "hombre": "M", "uomo": "M", "muz": "M", "муж": "M", "男": "M", "مرد": "M",
            "м": "M", "мужскои": "M", "мужчина": "M", "ж": "F", "женскии": "F", "женщина": "F",
            "female": "F", "f": "F", "woman": "F", "frau": "F", "weiblich": "F", "kobieta": "F",
            "k": "F", "w": "F", "femme": "F", "mujer": "F", "donna": "F", "zena": "F", "жен": "F",
            "女": "F", "زن": "F", "unspecified": "", "keine angabe": "", "nicht angegeben": "",
            "nieokreslona": "", "nie okreslono": "", "other": "O", "unknown": "U"}  # fmt: skip


def read_gender_word(word: str) -> str:
    """The letter of vCard for a word of a table (RFC 6350, section 6.2.7); others as they stand."""
    return _GENDERS.get(fold_head(word), word.strip())


_DEFAULTS = {
    "priority": {"normal", "1"},
    "prioritat": {"normal"},
    "priorytet": {"normalny", "normalna"},
    "sensitivity": {"normal", "0"},
    "vertraulichkeit": {"normal"},
    "poufnosc": {"normalna", "normalny"},
    "private": {"false"},
    "privat": {"falsch", "aus"},
    "prywatne": {"falsz", "wylaczone"},
    "organization 1 type": {"", "unknown"},
}


def says_nothing(head: str, value: str) -> bool:
    """Whether a program writes this value for everybody: Outlook's priority "Normal"."""
    return fold_head(value) in _DEFAULTS.get(fold_head(head), ())
