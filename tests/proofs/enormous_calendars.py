"""The proof that no shape of calendar takes long or much memory:
python tests/proofs/enormous_calendars.py [NAME ...]

Reads hostile calendars, each in a process of its own: what the child process of an import makes
of them, and what the calendar then shows. None may take more than a second of processor time and
100 µs a component that is read (entries, and the zones that they name), or 256 MB beyond what the
process has. A loop of fixed work (`yardstick`) says how fast the machine was meanwhile. Prints a
line of JSON a shape; the status is 1 when one took more.
"""

from __future__ import annotations

import gc
import io
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

MB = 1 << 20
SECONDS, PER_COMPONENT, MEMORY = 1.0, 100e-6, 256 * MB


def calendar(*lines: bytes) -> bytes:
    """A calendar with an entry of these lines, and a good one behind it."""
    odd = b"".join(line + b"\r\n" for line in (b"UID:odd", b"DTSTART:20261124T100000Z", *lines))
    return (
        b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\n" + odd + b"END:VEVENT\r\n" + GOOD
        + b"END:VCALENDAR\r\n"
    )  # fmt: skip


GOOD = b"BEGIN:VEVENT\r\nUID:good\r\nSUMMARY:Good\r\nDTSTART:20261124T090000Z\r\nEND:VEVENT\r\n"


def _folded(line: bytes) -> bytes:
    return b"\r\n ".join(line[n : n + 74] for n in range(0, len(line), 74))


def _times(many: int) -> list[bytes]:
    return [b"20%02d%02d%02dT%02d0000Z" % (n // 8064 % 100, n // 672 % 12 + 1, n // 24 % 28 + 1,
                                           n % 24) for n in range(many)]  # fmt: skip


def _jcal(*properties: bytes) -> bytes:
    odd = b'["uid",{},"text","odd"],["dtstart",{},"date-time","2026-11-24T10:00:00Z"],'
    return (
        b'["vcalendar",[["version",{},"text","2.0"]],[["vevent",[' + odd + b",".join(properties)
        + b'],[]],["vevent",[["uid",{},"text","good"]],[]]]]'
    )  # fmt: skip


def _own_zone(number: int, offset: bytes = b"+0200", parts: int = 1) -> bytes:
    return (b"BEGIN:VTIMEZONE\r\nTZID:Own%d\r\n" % number + b"".join(
        b"BEGIN:STANDARD\r\nDTSTART:19700101T0000%02d\r\nTZOFFSETFROM:+0100\r\n" % (n % 60)
        + b"TZOFFSETTO:%s\r\nRRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU\r\n" % offset
        + b"END:STANDARD\r\n" for n in range(parts)) + b"END:VTIMEZONE\r\n")  # fmt: skip


def _in_zone(zone: int, number: int) -> bytes:
    start = b"DTSTART;TZID=Own%d:20261124T090000\r\n" % zone
    entry = GOOD.replace(b"DTSTART:20261124T090000Z\r\n", start)
    return entry.replace(b"UID:good", b"UID:good%d" % number)


SHAPES: dict[str, Callable[[], bytes]] = {
    "plain": lambda: calendar(b"DESCRIPTION:" + b"a" * (10 * MB)),
    "not-ascii": lambda: calendar(b"DESCRIPTION:" + "ą".encode() * (5 * MB)),
    "no-utf8": lambda: calendar(b"DESCRIPTION:" + b"\xb1a" * (5 * MB)),
    "no-colon": lambda: calendar(b"a" * (10 * MB)),
    "folded": lambda: calendar(_folded(b"DESCRIPTION:" + b"a" * (10 * MB))),
    "folded-every-byte": lambda: calendar(b"DESCRIPTION:" + b"a\r\n " * (10 * MB // 4)),
    "escaped": lambda: calendar(b"DESCRIPTION:" + b"\\n" * (5 * MB)),
    "backslashes": lambda: calendar(b"SUMMARY:" + b"\\" * (10 * MB)),
    "a-summary": lambda: calendar(b"SUMMARY:" + b"word " * (2 * MB)),
    "a-megabyte-of-summary": lambda: calendar(b"SUMMARY:" + b"word " * (MB // 5 - 10)),
    "a-uid": lambda: calendar(b"UID:" + b"u" * (10 * MB)),
    "a-rule": lambda: calendar(b"RRULE:FREQ=DAILY;BYMONTHDAY=" + b"1," * (MB // 2 - 20)),
    "a-rule-of-10mb": lambda: calendar(b"RRULE:FREQ=DAILY;BYMONTHDAY=" + b"1," * (5 * MB)),
    "an-old-rule": lambda: calendar(b"RRULE:W1 " + b"MO " * (MB // 3 - 20)),
    "a-million-rules": lambda: calendar(*[b"RRULE:FREQ=DAILY;COUNT=%d" % n
                                          for n in range(1, 300_000)]),
    "every-second": lambda: calendar(b"RRULE:FREQ=SECONDLY"),
    "the-30th-of-february": lambda: calendar(b"RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"),
    "a-million-exdates": lambda: calendar(b"RRULE:FREQ=DAILY",
                                          *[b"EXDATE:" + t for t in _times(10**6)]),
    "exdates-on-one-line": lambda: calendar(b"RRULE:FREQ=DAILY",
                                            b"EXDATE:" + b",".join(_times(60_000))),
    "exdates-on-ten-lines": lambda: calendar(b"RRULE:FREQ=DAILY",
                                             *[b"EXDATE:" + b",".join(_times(60_000))] * 10),
    "exdates-that-are-none": lambda: calendar(b"EXDATE:" + b"x," * (MB // 2 - 20)),
    "exdates-of-a-zone": lambda: calendar(b"DTSTART;TZID=Europe/Warsaw:20261124T100000",
        b"EXDATE;TZID=America/New_York:" + b",".join(t[:-1] for t in _times(60_000))),
    "rdates": lambda: calendar(b"RDATE:" + b",".join(_times(60_000))),
    "periods": lambda: calendar(b"RDATE;VALUE=PERIOD:"
                                + b",".join(t + b"/PT1H" for t in _times(50_000))),
    "a-million-attendees": lambda: calendar(*[b"ATTENDEE;CN=a:mailto:a%d@b.example" % n
                                              for n in range(10**6)]),
    "attendee-parameters": lambda: calendar(b"ATTENDEE" + b";X-A=b" * (10 * MB // 6) + b":a@b"),
    "attendee-quotes": lambda: calendar(b'ATTENDEE;CN="' + b"a:b;" * (10 * MB // 4) + b'":a@b'),
    "a-million-lines": lambda: calendar(*[b"X-A:b"] * (10**6)),
    "a-million-categories": lambda: calendar(
        b"CATEGORIES:" + b",".join(b"c%06d" % n for n in range(MB // 8 - 10))),
    "a-million-alarms": lambda: calendar(*[b"BEGIN:VALARM\r\nTRIGGER:-PT5M\r\nEND:VALARM"]
                                         * 200_000),
    "old-alarms": lambda: calendar(*[b"AALARM:20261124T095500Z;;;"] * 300_000),
    "nested": lambda: (b"BEGIN:VCALENDAR\r\n" + b"BEGIN:VEVENT\r\n" * 100_000
                       + b"END:VEVENT\r\n" * 100_000 + GOOD + b"END:VCALENDAR\r\n"),
    "nested-calendars": lambda: b"BEGIN:VCALENDAR\r\n" * 100_000 + GOOD,
    "nested-unknown": lambda: calendar(*[b"BEGIN:X-A"] * 100_000, *[b"END:X-A"] * 100_000),
    "begins": lambda: b"BEGIN:VEVENT\r\n" * (10 * MB // 14),
    "ends": lambda: b"END:VEVENT\r\n" * (10 * MB // 12) + GOOD,
    "a-zone": lambda: (b"BEGIN:VCALENDAR\r\nBEGIN:VTIMEZONE\r\nTZID:Own\r\n"
        + b"BEGIN:STANDARD\r\nDTSTART:19700101T000000\r\nTZOFFSETFROM:+0100\r\n"
          b"TZOFFSETTO:+0200\r\nRRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU\r\nEND:STANDARD\r\n"
        * 60_000 + b"END:VTIMEZONE\r\n" + GOOD.replace(b"DTSTART:", b"DTSTART;TZID=Own:")
        .replace(b"000Z", b"000") + b"END:VCALENDAR\r\n"),
    "a-zone-of-dates": lambda: (b"BEGIN:VCALENDAR\r\nBEGIN:VTIMEZONE\r\nTZID:Own\r\n"
        b"BEGIN:STANDARD\r\nDTSTART:19700101T000000\r\nTZOFFSETFROM:+0100\r\nTZOFFSETTO:+0200\r\n"
        b"RDATE:" + b",".join(t[:-1] for t in _times(60_000))
        + b"\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n"
        + GOOD.replace(b"DTSTART:", b"DTSTART;TZID=Own:").replace(b"000Z", b"000")
        + b"END:VCALENDAR\r\n"),
    "zones": lambda: (b"BEGIN:VCALENDAR\r\n" + b"".join(
        b"BEGIN:VTIMEZONE\r\nTZID:Own%d\r\nEND:VTIMEZONE\r\n" % n for n in range(150_000))
        + GOOD + b"END:VCALENDAR\r\n"),
    "zones-in-use": lambda: (b"BEGIN:VCALENDAR\r\n" + b"".join(_own_zone(n) for n in range(5_000))
        + b"".join(_in_zone(n, n) for n in range(5_000)) + b"END:VCALENDAR\r\n"),
    "zones-like-none": lambda: (b"BEGIN:VCALENDAR\r\n" + b"".join(
        _own_zone(n, b"+%02d%02d" % (n // 60 % 12, n % 60)) for n in range(5_000))
        + b"".join(_in_zone(n, n) for n in range(5_000)) + b"END:VCALENDAR\r\n"),
    "a-zone-often": lambda: (b"BEGIN:VCALENDAR\r\n" + _own_zone(1)
        + b"".join(_in_zone(1, n) for n in range(20_000)) + b"END:VCALENDAR\r\n"),
    "a-large-zone-often": lambda: (b"BEGIN:VCALENDAR\r\n" + _own_zone(1, parts=400)
        + b"".join(_in_zone(1, n) for n in range(5_000)) + b"END:VCALENDAR\r\n"),
    "begins-in-turn": lambda: b"BEGIN:VEVENT\r\nBEGIN:VTODO\r\n" * (10 * MB // 27) + GOOD,
    "unknown-begins": lambda: b"BEGIN:VCALENDAR\r\n" + b"BEGIN:X-A\r\nBEGIN:X-B\r\n" * 450_000,
    "unknown-parts": lambda: (b"BEGIN:VCALENDAR\r\n" + b"BEGIN:X-A\r\nEND:X-A\r\n" * 450_000
        + GOOD + b"END:VCALENDAR\r\n"),
    "unknown-parts-in-parts": lambda: (b"BEGIN:VCALENDAR\r\n" + (b"BEGIN:X-A\r\nBEGIN:X-B\r\n"
        b"END:X-B\r\nEND:X-A\r\n") * 220_000 + GOOD + b"END:VCALENDAR\r\n"),
    "ends-in-turn": lambda: b"END:VEVENT\r\nEND:VTODO\r\n" * (10 * MB // 23) + GOOD,
    "calendars": lambda: b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n" * 300_000 + GOOD,
    "blank-lines": lambda: b"\r\n" * (5 * MB) + calendar(b"SUMMARY:Odd"),
    "blank-lines-inside": lambda: calendar(b"\r\n" * (5 * MB), b"SUMMARY:Odd"),
    "zeros": lambda: bytes(10 * MB) + calendar(b"SUMMARY:Odd"),
    "a-duration": lambda: calendar(b"DURATION:P" + b"1" * (MB - 100) + b"D"),
    "a-date": lambda: calendar(b"DTEND:" + b"1" * (MB - 100)),
    "a-trigger": lambda: calendar(b"BEGIN:VALARM", b"TRIGGER:-PT" + b"9" * (MB - 100) + b"M",
                                  b"END:VALARM"),
    "a-sequence": lambda: calendar(b"SEQUENCE:" + b"9" * (MB - 100)),
    "entries": lambda: (b"BEGIN:VCALENDAR\r\n" + GOOD * 20_000 + b"END:VCALENDAR\r\n"),
    "one-uid": lambda: (b"BEGIN:VCALENDAR\r\n" + b"".join(
        GOOD.replace(b"UID:good", b"UID:good\r\nRECURRENCE-ID:" + t) for t in _times(10_000))
        + b"END:VCALENDAR\r\n"),
    "jcal-plain": lambda: _jcal(b'["description",{},"text","' + b"a" * (10 * MB) + b'"]'),
    "jcal-deep": lambda: _jcal(b"[" * 100_000 + b"]" * 100_000),
    "jcal-deeper": lambda: _jcal(b"[" * (5 * MB) + b"]" * (5 * MB)),
    "jcal-values": lambda: _jcal(b'["exdate",{},"date"' + b',"2026-11-24"' * 500_000 + b"]"),
    "jcal-properties": lambda: _jcal(*[b'["attendee",{},"cal-address","mailto:a@b"]'] * 200_000),
    "jcal-components": lambda: b'["vcalendar",[],[' + b'["vevent",[],[' * MB,
}  # fmt: skip


def measured(name: str, file: str) -> dict[str, object]:
    """What reading one shape takes in this process, and what showing it does."""
    from contactdesk.formats.registry import entry_reader
    from contactdesk.model.agenda import Span, agenda
    from contactdesk.operations.entries import entry_frames

    kind = "jcal" if name.startswith("jcal") else "ical"
    list(entry_reader(kind)(io.BytesIO(_jcal() if kind == "jcal" else calendar()), ""))
    gc.disable()  # as the child does
    with open(file, "rb") as stream:
        before = _memory()
        began = time.process_time()
        entries = 0
        try:
            for cards, _size in entry_frames(stream, {"format": kind}):
                entries += len(cards)
        except Exception as error:  # what is refused whole says why
            if type(error).__name__ != "FormatError":
                raise
        seconds = time.process_time() - began
        stream.seek(0)
        events = [e.event for e in entry_reader(kind)(stream, "") if e.event]
        began = time.process_time()
        agenda(events, Span(datetime(2026, 11, 1), datetime(2026, 12, 6), UTC))
        shown = time.process_time() - began
        memory = _memory() - before
    zones = len(set(re.findall(rb";TZID=([^:;]+):", Path(file).read_bytes())))
    most = SECONDS + PER_COMPONENT * (entries + 2 * zones)
    fits = max(seconds, shown) <= most and memory <= MEMORY
    return {"shape": name, "entries": entries, "seconds": round(seconds, 2),
            "shown": round(shown, 2), "mb": memory // MB, "yardstick": yardstick(),
            "fits": fits}  # fmt: skip


def yardstick() -> float:
    """Seconds of processor time that always the same work takes here and now."""
    began = time.process_time()
    sum(n * n % 7 for n in range(2_000_000))
    return round(time.process_time() - began, 2)


def _memory() -> int:
    """What this process has had at most; what the one that started it had is not counted."""
    told = Path("/proc/self/status").read_text()
    return int(told.partition("VmHWM:")[2].split()[0]) << 10


def main(names: list[str]) -> int:
    """Measure shapes, each in a process of its own."""
    wrong = 0
    for name in names or SHAPES:
        with tempfile.NamedTemporaryFile() as file:
            file.write(SHAPES[name]())
            file.flush()
            found = subprocess.run(
                [sys.executable, str(Path(__file__)), "--here", name, file.name],
                capture_output=True, text=True, check=False, env=dict(os.environ), timeout=300,
            )  # fmt: skip
        line = found.stdout.strip() or json.dumps(
            {"shape": name, "error": found.stderr.strip()[-300:], "fits": False}
        )
        wrong += not json.loads(line)["fits"]
        print(line, flush=True)
    return int(wrong > 0)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--here"]:
        print(json.dumps(measured(*sys.argv[2:4])))
    else:
        sys.exit(main(sys.argv[1:]))
