"""People as pages that any browser shows: plain HTML, nothing runs in it, every text escaped."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from typing import NamedTuple

_STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; max-width: 52rem; margin: 2rem auto; padding: 0 1rem;
       color: #1b2130; background: #fff }
a { color: #1f56c3 } h2 { margin-top: 2.5rem; border-top: 1px solid #d5dbe4; padding-top: 1rem }
dt { color: #566070; font-size: .85rem } dd { margin: 0 0 .5rem; white-space: pre-wrap }
li { margin: .3rem 0; white-space: pre-wrap } .letters a { margin-inline-end: .6rem }
"""


class Linked(NamedTuple):
    """A text that leads somewhere; `href` is relative to the archive's folder."""

    text: str
    href: str = ""


class Person(NamedTuple):
    """Somebody as a page shows them: fields, what happened, and files."""

    anchor: str
    name: str
    fields: Sequence[tuple[str, str]] = ()
    happened: Sequence[str] = ()
    files: Sequence[Linked] = ()


def page(title: str, body: Iterable[str], language: str, right_to_left: bool) -> bytes:
    """A whole page."""
    direction = "rtl" if right_to_left else "ltr"
    head = (
        f'<!DOCTYPE html>\n<html lang="{escape(language)}" dir="{direction}">\n<head>\n'
        '<meta charset="utf-8">\n'
        '<meta http-equiv="Content-Security-Policy" '
        "content=\"default-src 'none'; style-src 'unsafe-inline'; img-src 'self'\">\n"
        f"<title>{_text(title)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n"
    )
    return (head + "\n".join(body) + "\n</body>\n</html>\n").encode("utf-8", "replace")


def heading(text: str) -> str:
    """A page's title."""
    return f'<h1 dir="auto">{_text(text)}</h1>'


def paragraph(text: str) -> str:
    """A sentence."""
    return f"<p>{_text(text)}</p>"


def links(found: Sequence[Linked], kind: str = "list") -> str:
    """Links one below the other, or in one line ("letters")."""
    if kind == "letters":
        return f'<p class="letters">{" ".join(map(_link, found))}</p>'
    return "<ul>\n" + "\n".join(f'<li dir="auto">{_link(each)}</li>' for each in found) + "\n</ul>"


def section(letter: str, anchor: str) -> str:
    """A letter between names."""
    return f'<h2 id="{escape(anchor)}">{_text(letter)}</h2>'


def person(of: Person, happened: str, files: str) -> str:
    """Somebody's part of a page."""
    parts = [f'<h2 id="{escape(of.anchor)}" dir="auto">{_text(of.name)}</h2>', "<dl>"]
    parts += [f'<dt>{_text(k)}</dt><dd dir="auto">{_text(v)}</dd>' for k, v in of.fields]
    parts.append("</dl>")
    if of.happened:
        parts.append(f"<h3>{_text(happened)}</h3>\n<ul>")
        parts += [f'<li dir="auto">{_text(each)}</li>' for each in of.happened]
        parts.append("</ul>")
    if of.files:
        parts.append(f"<h3>{_text(files)}</h3>\n{links(of.files)}")
    return "\n".join(parts)


def _link(each: Linked) -> str:
    return (
        f'<a href="{escape(each.href)}">{_text(each.text)}</a>' if each.href else _text(each.text)
    )


def _text(text: str) -> str:
    """Escaped, and without what no page may hold."""
    kept = "".join(c for c in text if c in "\n\t" or c.isprintable() or c in "\u200c\u200d")
    return escape(kept)
