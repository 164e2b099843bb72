"""What programs call things that vCard has another word for, or none.

Apple, Google, Outlook, Evolution, KDE, Thunderbird, Nokia and Android each write properties of
their own; these tables name the field of a contact that each of them means.
"""

from __future__ import annotations

import re

MESSENGERS = {
    "X-AIM": "aim",
    "X-AIM-ID": "aim",
    "X-DISCORD": "discord",
    "X-FACEBOOK-MESSENGER": "facebook",
    "X-GADUGADU": "gadu-gadu",
    "X-GADU-GADU": "gadu-gadu",
    "X-GG": "gadu-gadu",
    "X-GOOGLE-TALK": "gtalk",
    "X-GTALK": "gtalk",
    "X-HANGOUTS": "hangouts",
    "X-GROUPWISE": "groupwise",
    "X-ICQ": "icq",
    "X-ICQ-ID": "icq",
    "X-IM": "",
    "X-IMPP": "",
    "X-IRC": "irc",
    "X-JABBER": "jabber",
    "X-JABBER-ID": "jabber",
    "X-XMPP": "jabber",
    "X-KADDRESSBOOK-X-IMADDRESS": "",
    "X-KAKAOTALK": "kakaotalk",
    "X-KIK": "kik",
    "X-LINE": "line",
    "X-MATRIX": "matrix",
    "X-MS-IMADDRESS": "",
    "X-MSN": "msn",
    "X-MSN-ID": "msn",
    "X-NETMEETING": "netmeeting",
    "X-QQ": "qq",
    "X-SIGNAL": "signal",
    "X-SIP": "sip",
    "X-SKYPE": "skype",
    "X-SKYPE-ID": "skype",
    "X-SKYPE-USERNAME": "skype",
    "X-TELEGRAM": "telegram",
    "X-THREEMA": "threema",
    "X-TLEN": "tlen",
    "X-TWITTER": "twitter",
    "X-VIBER": "viber",
    "X-WECHAT": "wechat",
    "X-WHATSAPP": "whatsapp",
    "X-WV-ID": "wv",
    "X-YAHOO": "yahoo",
    "X-YAHOO-ID": "yahoo",
    "X-ZALO": "zalo",
    "X-ZIMBRA-IMADDRESS": "",
    **{f"X-ZIMBRA-IMADDRESS{n}": "" for n in range(1, 6)},
}
SERVICES = {
    "gadu": "gadu-gadu",
    "gadugadu": "gadu-gadu",
    "googletalk": "gtalk",
    "google talk": "gtalk",
    "google-talk": "gtalk",
    "yahoo!": "yahoo",
    "yahoo! messenger": "yahoo",
}
"""What a service is called in parameters and by KDE, where MESSENGERS has another word."""
MESSENGER_PROPERTY = {
    service: name for name, service in reversed(MESSENGERS.items()) if service
}  # the first name of each is the one written
MESSENGER_SCHEMES = {"ymsgr": "yahoo", "xmpp": "jabber", "msnim": "msn", "im": "", "sip": "sip"}
KDE_MESSENGER = re.compile(r"X-MESSAGING/(.+)-ALL")
KDE_SEPARATOR = "\ue000"

RELATIONS = {
    "X-SPOUSE": "spouse",
    "X-MS-SPOUSE": "spouse",
    "X-EVOLUTION-SPOUSE": "spouse",
    "X-KADDRESSBOOK-X-SPOUSESNAME": "spouse",
    "X-KADDRESSBOOK-X-SPOUSENAME": "spouse",
    "X-SPOUSESNAME": "spouse",
    "X-SPOUSE-NAME": "spouse",
    "X-WAB-SPOUSE_NAME": "spouse",
    "X-HUSBAND": "spouse",
    "X-WIFE": "spouse",
    "X-MANAGER": "manager",
    "X-MS-MANAGER": "manager",
    "X-MANAGERSNAME": "manager",
    "X-EVOLUTION-MANAGER": "manager",
    "X-KADDRESSBOOK-X-MANAGERSNAME": "manager",
    "X-ASSISTANT": "assistant",
    "X-ASSISTANTSNAME": "assistant",
    "X-MS-ASSISTANT": "assistant",
    "X-EVOLUTION-ASSISTANT": "assistant",
    "X-KADDRESSBOOK-X-ASSISTANTSNAME": "assistant",
    "X-CHILD": "child",
    "X-CHILDREN": "child",
    "X-MS-CHILD": "child",
    "X-SON": "son",
    "X-DAUGHTER": "daughter",
    "X-PARTNER": "partner",
    "X-DOMESTIC-PARTNER": "partner",
    "X-PARENT": "parent",
    "X-BROTHER": "brother",
    "X-SISTER": "sister",
    "X-FRIEND": "friend",
    "X-RELATIVE": "relative",
    "X-FATHER": "father",
    "X-MOTHER": "mother",
}
OUTLOOK_RELATIONS = {
    "spouse": "X-MS-SPOUSE",
    "manager": "X-MS-MANAGER",
    "assistant": "X-MS-ASSISTANT",
}

OUTLOOK_NAME = "n"
"""Outlook and Exchange mark these three so (`X-MS-SPOUSE;N:`), and read no others."""

PHONES = {"X-MS-TEL": "", "X-ASSISTANT-TEL": "assistant", "X-SKYPE-PSTNNUMBER": ""}
"""Telephone numbers under a name of their own, and the type that the name stands for."""

ANNIVERSARIES = (
    "ANNIVERSARY",
    "X-ANNIVERSARY",
    "X-MS-ANNIVERSARY",
    "X-EVOLUTION-ANNIVERSARY",
    "X-KADDRESSBOOK-X-ANNIVERSARY",
    "X-WEDDING-ANNIVERSARY",
    "X-ZIMBRA-ANNIVERSARY",
    "X-WAB-WEDDING_ANNIVERSARY",
)
_WEDDINGS = (
    "anniversary", "hochzeitstag", "jahrestag", "rocznic", "anniversaire de mariage",
    "anniversario", "aniversario de boda", "aniversário de casamento", "trouwdag", "bryllupsdag",
    "bröllopsdag", "hääpäivä", "výročí", "évforduló", "годовщин", "річниц", "yıldönümü", "سالگرد",
    "結婚記念日", "纪念日", "紀念日", "기념일",
)  # fmt: skip


def is_wedding(label: str) -> bool:
    """Whether a person's word for a date, in the language of the program, says an anniversary."""
    word = label.casefold()
    return any(each in word for each in _WEDDINGS)


APPLE_LABEL = re.compile(r"_\$!<(.*)>!\$_", re.DOTALL)
APPLE_TYPES = {
    "home": "home",
    "work": "work",
    "mobile": "cell",
    "homefax": "home,fax",
    "workfax": "work,fax",
    "pager": "pager",
    "main": "main",
    "school": "school",
    "spouse": "spouse",
    "child": "child",
    "son": "son",
    "daughter": "daughter",
    "parent": "parent",
    "father": "father",
    "mother": "mother",
    "brother": "brother",
    "sister": "sister",
    "friend": "friend",
    "partner": "partner",
    "manager": "manager",
    "assistant": "assistant",
    "other": "other",
}
"""Apple's own labels (`_$!<Home>!$_`) that say what a vCard type says."""

ANDROID_RELATIONS = (
    "",
    "assistant",
    "brother",
    "child",
    "partner",
    "father",
    "friend",
    "manager",
    "mother",
    "parent",
    "partner",
    "referred-by",
    "relative",
    "sister",
    "spouse",
)
"""The numbers of Android's relations (ContactsContract.CommonDataKinds.Relation), from 0."""
ANDROID_ITEM = "vnd.android.cursor.item/"

FULLCONTACT = "X-FC"
"""What its own properties begin with."""

STRUCTURAL = frozenset({"BEGIN", "END", "VERSION", "PRODID", "PROFILE"})
"""What says how a card is written, not who it is about."""


def unwrapped_label(value: str) -> tuple[str, tuple[str, ...]]:
    """A person's word from `X-ABLabel`, and the types that an Apple label of its own stands for."""
    wrapped = APPLE_LABEL.fullmatch(value.strip())
    if not wrapped:
        return value, ()
    types = APPLE_TYPES.get(wrapped[1].lower(), "")
    return wrapped[1], tuple(types.split(",")) if types else ()


def service_types(types: tuple[str, ...], service: str) -> tuple[str, ...]:
    """Types with the messenger's name in front, once."""
    return types if not service or service in types else (service, *types)
