"""Names: how they are put together, shown, shortened and put in order, by script."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from operator import attrgetter
from typing import NamedTuple
from unicodedata import normalize

import icu

from contactdesk.model.contact import Contact
from contactdesk.model.fold import fold, pinyin
from contactdesk.model.shown import (
    initials,
    is_family_first,
    names_of_part,
    shown_name,
    subtitle,
)

__all__ = ["initials", "is_family_first", "shown_name", "subtitle"]

_PARTS_OF = attrgetter("prefixes", "given", "additional", "family", "suffixes")
_HAN = re.compile(r"[㐀-鿿豈-﫿𠀀-𯨟]")
_LEADING = re.compile(r"^[\W_]+")
_ARABIC = re.compile(r"[؀-ۿݐ-ݿ]")
_CYRILLIC = re.compile(r"[Ѐ-ӿ]")
_KANA = re.compile(r"[ぁ-ゖァ-ヺｦ-ﾟ]")
_SMALL_KANA = str.maketrans("ぁぃぅぇぉっゃゅょゎゕゖ", "あいうえおつやゆよわかけ")
_KATAKANA = ord("ァ") - ord("ぁ")


def joined_name(prefixes: str, given: str, additional: str, family: str, suffixes: str) -> str:
    """The parts of a name in the order of their script: "dr Anna Nowak", 陳怡君."""
    if is_family_first(family, given):
        return (family + given) or additional
    prefixes, additional, suffixes = (
        " ".join(names_of_part(part)) if "," in part else part
        for part in (prefixes, additional, suffixes)
    )
    return " ".join(p for p in (prefixes, given, additional, family, suffixes) if p)


def formatted_name(contact: Contact) -> str:
    """What a contact is called: its name, or else its organisation, nickname, mail or phone."""
    if contact.formatted_name.strip():
        return contact.formatted_name
    c = contact
    parts = _PARTS_OF(c)
    whole = joined_name(*parts).strip() if any(parts) else ""
    if whole or c.organisation:
        return whole or c.organisation
    firsts: tuple[str, ...] = (
        *c.nicknames[:1],
        *(e.value for e in (*c.emails[:1], *c.phones[:1], *c.urls[:1])),
    )
    return next(iter(firsts), "")


def with_name(contact: Contact, before: Contact | None = None) -> Contact:
    """The contact with a formatted name: one that only repeated the parts follows their change."""
    if before is not None and contact.formatted_name == before.formatted_name:
        parts = replace(before, formatted_name="")
        if before.formatted_name == formatted_name(parts):
            contact = replace(contact, formatted_name="")
    name = formatted_name(contact)
    return contact if contact.formatted_name == name else replace(contact, formatted_name=name)


def display_name(contact: Contact, family_first: bool = False) -> str:
    """The name as lists and cards show it; `family_first` gives "Nowak, Anna" to Latin names."""
    return shown_name(
        contact.kind, formatted_name(contact), contact.given, contact.family, family_first
    )


LONGEST = 500  # letters of a name by which it is ordered: an index of a server takes no more


class SortKeys(NamedTuple):
    """Where a contact stands in a list: two collation keys and the letter it stands under."""

    by_family: bytes
    by_given: bytes
    letter_by_family: str
    letter_by_given: str


class Ordering:
    """Collation and list letters of one language (ICU), made once for a book."""

    def __init__(self, language: str = "en") -> None:
        locale = icu.Locale(language)
        self.language = language
        self._collator = icu.Collator.createInstance(locale)
        self._collator.setStrength(icu.Collator.TERTIARY)
        own_letters = icu.AlphabeticIndex(locale)
        own_letters.addLabels(icu.Locale("en"))
        self._letters = own_letters.buildImmutableIndex()
        self._others = {
            pattern: icu.AlphabeticIndex(icu.Locale(name)).buildImmutableIndex()
            for pattern, name in ((_ARABIC, "fa"), (_CYRILLIC, "ru"))
        }
        # A Chinese name in a list of Latin letters stands where its pinyin does.
        self._pinyin = not language.startswith(("zh", "ja", "ko"))
        self._letter = lru_cache(maxsize=20_000)(self._letter_of)

    def keys(self, contact: Contact) -> SortKeys:
        """The sort keys of a contact, by family and by given name."""
        family, given = contact.family, contact.given
        if contact.kind == "org" or contact.sort_as or not (family or given):
            key, letter = self._key(contact.sort_as or formatted_name(contact))
            return SortKeys(key, key, letter, letter)
        if contact.phonetic_family or contact.phonetic_given:
            family = contact.phonetic_family or family
            given = contact.phonetic_given or given
        rest = contact.additional
        by_family, letter = self._key(f"{family or given}  {given if family else ''} {rest}")
        first = family + given if is_family_first(family, given) else given or family
        last = "" if first != given else family
        by_given, other = self._key(f"{first}  {rest} {last}")
        return SortKeys(by_family, by_given, letter, other)

    def _key(self, text: str) -> tuple[bytes, str]:
        text = _sorted_as(text, self._pinyin)
        return self._collator.getSortKey(text[:LONGEST]), self._letter(text[:6])

    def text_key(self, text: str) -> bytes:
        """By what any text is sorted among others."""
        key: bytes = self._collator.getSortKey(_sorted_as(text, self._pinyin)[:LONGEST])
        return key

    def _letter_of(self, start: str) -> str:
        """The letter of a list under which a name that starts so stands; # for all else."""
        first = next((c for c in start if c.isalnum()), "")
        if not first or first.isdigit():
            return "#"
        begin = start[start.index(first) :]
        label, kind = self._letters.getBucket(self._letters.getBucketIndex(begin))
        if kind == 0:  # U_ALPHAINDEX_NORMAL
            return str(label)
        for pattern, index in self._others.items():
            if pattern.match(first):
                return str(index.getBucket(index.getBucketIndex(first))[0])
        return _hiragana(first) if _KANA.match(first) else fold(first).upper()


def _sorted_as(text: str, pinyin_too: bool) -> str:
    # an opening bracket or quote neither moves a name nor gives it a letter
    text = text if text[:1].isalnum() else _LEADING.sub("", text)
    if pinyin_too and not text.isascii() and _HAN.search(text):
        return _HAN.sub(lambda m: pinyin(m.group()) + " ", text).capitalize()
    return text


def _hiragana(kana: str) -> str:
    """The letter that a kana is a form of for the order of names: ガ, が, ｶ and ゕ are か."""
    base = normalize("NFKD", kana)[0]
    base = chr(ord(base) - _KATAKANA) if "ァ" <= base <= "ヶ" else base
    return base.translate(_SMALL_KANA)
