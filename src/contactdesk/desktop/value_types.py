"""The words people read for a value's type: "Mobile", "Work", "Husband or wife", "Signal".

vCard types are lower case and may come in any number and order; a label somebody gave wins.
"""

from __future__ import annotations

from collections.abc import Iterable

from contactdesk.i18n import N_, _

Choice = tuple[tuple[str, ...], str]

# What the type combo of each field offers, in the order of use in an office.
CHOICES: dict[str, tuple[Choice, ...]] = {
    "phones": (
        (("cell",), N_("Mobile")),
        (("work",), N_("Work")),
        (("home",), N_("Home")),
        (("work", "cell"), N_("Work mobile")),
        (("main",), N_("Main")),
        (("work", "fax"), N_("Work fax")),
        (("home", "fax"), N_("Home fax")),
        (("pager",), N_("Pager")),
        (("other",), N_("Other")),
    ),
    "emails": (
        (("work",), N_("Work")),
        (("home",), N_("Home")),
        (("other",), N_("Other")),
    ),
    "urls": (
        ((), N_("Web")),
        (("work",), N_("Work")),
        (("home",), N_("Home")),
        (("blog",), N_("Blog")),
        (("profile",), N_("Profile")),
    ),
    "impp": (
        ((), N_("Messenger")),
        (("work",), N_("Work")),
        (("home",), N_("Home")),
    ),
    "addresses": (
        (("work",), N_("Work")),
        (("home",), N_("Home")),
        (("other",), N_("Other")),
    ),
    "related": (
        (("spouse",), N_("Husband or wife")),
        (("child",), N_("Child")),
        (("parent",), N_("Parent")),
        (("sibling",), N_("Brother or sister")),
        (("friend",), N_("Friend")),
        (("colleague",), N_("Colleague")),
        (("emergency",), N_("In an emergency")),
    ),
}

# Types that are read, but that the combos need not offer.
_MORE: dict[str, tuple[Choice, ...]] = {
    "phones": (
        (("home", "cell"), N_("Home mobile")),
        (("fax",), N_("Fax")),
        (("video",), N_("Video")),
        (("text",), N_("Text messages")),
        (("textphone",), N_("Textphone")),
        (("car",), N_("Car")),
        (("assistant",), N_("Assistant")),
    ),
    "related": (
        (("agent",), N_("Agent")),
        (("assistant",), N_("Assistant")),
        (("x-assistant-of",), N_("Assistant of")),
        (("manager",), N_("Manager")),
        (("x-manager-of",), N_("Manager of")),
        (("x-agent-of",), N_("Agent of")),
        (("x-emergency-of",), N_("Emergency contact of")),
        (("co-resident",), N_("Lives together with")),
        (("co-worker",), N_("Works with")),
        (("contact",), N_("Contact")),
        (("acquaintance",), N_("Acquaintance")),
        (("neighbor",), N_("Neighbour")),
        (("kin",), N_("Family")),
        (("partner",), N_("Partner")),
        (("sweetheart",), N_("Partner")),
        (("date",), N_("Partner")),
        (("me",), N_("The same person")),
    ),
}

# Says nothing a person would want to read.
_SILENT = {"voice", "internet", "pref", "x400", "msg", "dom", "intl", "postal", "parcel", "uri"}

MESSENGERS: dict[str, str] = {
    "xmpp": "XMPP",
    "sip": "SIP",
    "sips": "SIP",
    "skype": "Skype",
    "aim": "AIM",
    "msnim": "MSN",
    "ymsgr": "Yahoo",
    "irc": "IRC",
    "matrix": "Matrix",
    "signal": "Signal",
    "sgnl": "Signal",
    "telegram": "Telegram",
    "tg": "Telegram",
    "whatsapp": "WhatsApp",
    "threema": "Threema",
    "line": "LINE",
    "wechat": "WeChat",
    "weixin": "WeChat",
    "facebook": "Facebook",
    "gadugadu": "Gadu-Gadu",
    "gg": "Gadu-Gadu",
    "icq": "ICQ",
    "gtalk": "Google Talk",
}


def spoken(types: Iterable[str]) -> tuple[str, ...]:
    """The types that say something, in a stable order."""
    return tuple(sorted({t.lower() for t in types} - _SILENT))


def type_word(field: str, types: tuple[str, ...], label: str = "") -> str:
    """What a person calls the value: their own label, else its type in their language, or ""."""
    if label:
        return label
    wanted = spoken(types)
    known = (*CHOICES.get(field, ()), *_MORE.get(field, ()))
    for choice, word in known:
        if spoken(choice) == wanted:
            return _(word)
    if not wanted:
        return ""
    singles = {choice[0]: word for choice, word in known if len(choice) == 1}
    return ", ".join(_(singles[t]) if t in singles else t for t in wanted)


def choice_of(field: str, types: tuple[str, ...]) -> int:
    """Which of the field's choices these types are; -1 when they are none of them."""
    wanted = spoken(types)
    for index, (choice, _word) in enumerate(CHOICES[field]):
        if spoken(choice) == wanted:
            return index
    return -1


def with_choice(field: str, types: tuple[str, ...], choice: int) -> tuple[str, ...]:
    """The types after another choice: what the combo knows is exchanged, the rest stays."""
    if choice_of(field, types) == choice:
        return types
    known = {t for each, _word in (*CHOICES[field], *_MORE.get(field, ())) for t in each}
    kept = tuple(t for t in types if t.lower() not in known)
    return (*CHOICES[field][choice][0], *kept)


def messenger(value: str) -> tuple[str, str]:
    """A messenger's address as (service, name there): "skype:marta" is ("Skype", "marta")."""
    scheme, colon, rest = value.partition(":")
    if colon and rest and scheme.replace("-", "").replace("+", "").isalnum() and len(scheme) < 20:
        plain = scheme.lower().removeprefix("x-")
        if rest.startswith("//"):
            return ("", value)
        return (MESSENGERS.get(plain, scheme), rest)
    return ("", value)
