"""The lines of an event or task in vCalendar 1.0.

Texts beyond ASCII, of several lines or long ones are quoted-printable in UTF-8; nothing is folded:
programs of that time undo folds in two ways.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from contactdesk.formats.content_lines import escaped_extra
from contactdesk.formats.ical_lines import basic, step_state
from contactdesk.formats.vcal_rules_out import old_rule
from contactdesk.formats.vcard_lines import WIDTH, CardLines, clean, param
from contactdesk.model.contact import Extra
from contactdesk.model.event import Alarm, Attendee, Event

NAMES = {"event": "VEVENT", "task": "VTODO"}
ALARMS = {"AUDIO": "AALARM", "DISPLAY": "DALARM", "EMAIL": "MALARM", "PROCEDURE": "PALARM"}
STATUS = {"NEEDS-ACTION": "NEEDS ACTION", "CANCELLED": "DECLINED"}
EXPECT = {"REQ-PARTICIPANT": "REQUIRE", "OPT-PARTICIPANT": "REQUEST", "NON-PARTICIPANT": "FYI"}
TRANSPARENCY = {"OPAQUE": "0", "TRANSPARENT": "1"}
_TEXT = CardLines("2.1")
_MAIL = re.compile(r"[^\s<>:;,\"]+@[^\s<>:;,\"]+")
_CODED = re.compile(r"^[^:]*;ENCODING=QUOTED-PRINTABLE[^:]*:", re.IGNORECASE)
_PIECE = re.compile(r"=[0-9A-Fa-f]{2}|.", re.DOTALL)


def entry_lines(event: Event) -> Iterator[str]:
    """The lines of an entry that is as vCalendar can hold it, BEGIN to END."""
    name = NAMES[event.component]
    yield f"BEGIN:{name}"
    yield line("UID", _TEXT.text(event.uid or event.id))
    yield from properties(event)
    yield from (person("ATTENDEE", each) for each in event.attendees)
    for alarm in event.alarms:
        yield from alarm_lines(alarm)
    for each in event.extra:
        yield from extra_lines(each)
    yield f"END:{name}"


def properties(event: Event) -> Iterator[str]:
    """The lines of all fields that are no lists of items; UID stands before them."""
    end = "DUE" if event.component == "task" else "DTEND"
    stamps = (("DTSTART", event.starts_at), (end, event.ends_at),
              ("COMPLETED", event.completed_at), ("LAST-MODIFIED", event.revised_at))  # fmt: skip
    yield from (f"{name}:{basic(at)}" for name, at in stamps if at)
    for rule in event.rrule.splitlines():
        yield f"RRULE:{old_rule(rule, event.starts_at or event.ends_at)}"
    for name, times in (("RDATE", event.rdates), ("EXDATE", event.exdates)):
        if times:
            yield f"{name}:{';'.join(map(basic, times))}"
    texts = (("SUMMARY", event.summary), ("DESCRIPTION", event.description),
             ("LOCATION", event.location), ("URL", event.url))  # fmt: skip
    yield from (line(name, _TEXT.text(value)) for name, value in texts if value)
    words = (
        ("STATUS", STATUS.get(event.status, event.status)),
        ("TRANSP", TRANSPARENCY.get(event.transparency, event.transparency)),
        ("CLASS", event.classification),
    )
    yield from (line(name, clean(value)) for name, value in words if value)
    numbers = (("PRIORITY", event.priority), ("SEQUENCE", event.sequence))
    yield from (f"{name}:{value}" for name, value in numbers if value)
    if event.categories:
        yield line("CATEGORIES", _categories(event.categories))
    yield from (line("X-CONTACTDESK-ABOUT", _TEXT.text(who)) for who in event.about)
    yield from (line("X-CONTACTDESK-WITH", _TEXT.text(who)) for who in event.colleagues)
    if event.deal:
        yield line("X-CONTACTDESK-DEAL", _TEXT.text(event.deal))
    for name, who in (("OWNER", event.owner), ("GIVEN-BY", event.given_by)):
        if who:
            yield line(f"X-CONTACTDESK-{name}", _TEXT.text(who))
    for step in event.steps:
        yield line(f"X-CONTACTDESK-STEP{step_state(step)}", _TEXT.text(step.text))


def _categories(words: Iterable[str]) -> str:
    found = [clean(w).replace("\\", "\\\\").replace(";", "\\;") for w in words]
    alone = len(found) == 1 and "," in found[0]  # a comma would part it
    return ";".join(found) + (";" if alone else "")


def person(name: str, who: Attendee, kept: str = "") -> str:
    """The line of somebody: `ATTENDEE;ROLE=OWNER;STATUS=ACCEPTED:Jan <jan@test.example>`."""
    if who.role in EXPECT:
        params = f";ROLE=ATTENDEE;EXPECT={EXPECT[who.role]}"
    else:
        params = f";ROLE={param(who.role)}" if who.role else ""
    stated = who.participation.replace("NEEDS-ACTION", "NEEDS ACTION")
    params += f";STATUS={param(stated)}" if stated else ""
    return line(f"{name}{params}{kept}", _address(who))


def _address(who: Attendee) -> str:
    mail = re.sub(r"[<>\s]", "", clean(who.email))
    if not mail:
        return who.name
    if who.name:
        return f"{who.name} <{mail}>"
    return mail if _MAIL.fullmatch(mail) else f"<{mail}>"


def alarm_lines(alarm: Alarm) -> Iterator[str]:
    """A reminder: `AALARM:20261122T095000;;;text`, when, again after, how often, what."""
    said = f";;;{alarm.description}" if alarm.description else ""
    yield line(ALARMS[alarm.action], f"{basic(alarm.at)}{said}")


def extra_lines(extra: Extra) -> Iterator[str]:
    """What has no field, as it came."""
    types = "".join(f";TYPE={param(kind)}" for kind in extra.types)
    params = "".join(f";{key}={param(value)}" for key, value in extra.params)
    group = f"{extra.group}." if extra.group else ""
    yield line(f"{group}{extra.name}{types}{params}", escaped_extra(clean(extra.value)))


def line(head: str, value: str) -> str:
    """A logical line, its value quoted-printable where it has to be."""
    if value.isascii() and value.isprintable() and len(head) + len(value) < WIDTH:
        return f"{head}:{value}"
    data = value.replace("\n", "\r\n").encode("utf-8", "replace")
    coded = "".join(chr(b) if 33 <= b <= 126 and b != 61 else f"={b:02X}" for b in data)
    charset = "" if value.isascii() else ";CHARSET=UTF-8"
    return f"{head}{charset};ENCODING=QUOTED-PRINTABLE:{coded}"


def encoded(lines: Iterable[str]) -> bytes:
    """Logical lines as bytes; quoted-printable ones get soft line breaks."""
    return b"".join(_physical(each) for each in lines)


def _physical(text: str) -> bytes:
    data = text.encode("utf-8", "surrogateescape")
    found = _CODED.match(text)
    if found is None or len(data) <= WIDTH:
        return data + b"\r\n"
    rows, row = [], found[0]
    for piece in _PIECE.findall(text[found.end() :].replace(" ", "=20")):
        if len(row) + len(piece) >= WIDTH:
            rows.append(row + "=")
            row = ""
        row += piece
    return "\r\n".join([*rows, row]).encode("utf-8", "surrogateescape") + b"\r\n"
