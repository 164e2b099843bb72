"""The lines of Today: what each says, in words, and what can be done about it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from typing import Any

from contactdesk.desktop import bidi, month_days
from contactdesk.desktop.avatars import Face, FaceOf
from contactdesk.desktop.calendar_colours import CalendarColours
from contactdesk.desktop.event_texts import clock_of, title_of
from contactdesk.desktop.links import web_link
from contactdesk.desktop.people_faces import colleague_face
from contactdesk.desktop.step_words import about, deed_of
from contactdesk.i18n import _, counted, ngettext
from contactdesk.model.agenda import Occurrence
from contactdesk.model.birthdays import Birthday
from contactdesk.model.book_history import Step
from contactdesk.model.happenings import text_of
from contactdesk.model.keeping import Kept, interval_text
from contactdesk.model.month import is_all_day
from contactdesk.model.tasks import done_at
from contactdesk.model.today import (
    Callback,
    CameIn,
    FollowUp,
    birthday_key,
    is_over,
    kept_key,
    minutes_until,
    next_of,
)
from contactdesk.operations.today import DayFound

SOON = 60  # minutes before an appointment from which on they are counted


@dataclass(frozen=True)
class TodayLine:
    """One line. `verbs` are what its keys do: "done", "called", "later", "note"; `number` is the
    contact it leads to (0: none) and `item` what it stands for. `ticked` is None where there is
    no box to tick.
    """

    key: str
    title: str
    item: Any
    second: str = ""
    number: int = 0
    face: Face | None = None
    faces: tuple[Face, ...] = ()
    clock: tuple[str, str] = ("", "")
    bar: str = ""  # the colour's token
    chip: str = ""
    trailing: str = ""
    tone: str = "text2"  # of what is trailing
    icon: str = ""  # before the second line
    icon_tone: str = "text3"
    is_over: bool = False
    ticked: bool | None = None
    verbs: tuple[str, ...] = ()
    acts: tuple[str, ...] = ()  # of its buttons: "note", "directions", "join", "call"
    is_small: bool = False  # one line of small words

    @property
    def spoken(self) -> str:
        """What a screen reader says of it."""
        when = " – ".join(part for part in self.clock if part)
        done = _("done") if self.ticked or (self.is_over and self.clock[0]) else ""
        words = (when, self.title, self.chip, self.second, self.trailing, done)
        return bidi.without_marks(", ".join(word for word in words if word))


class DayWords:
    """Says a day in lines, at a moment (UTC)."""

    def __init__(self, found: DayFound, now: datetime, home: tzinfo) -> None:
        self._found, self._now, self._home = found, now, home
        self._today = found.today
        self._colours = CalendarColours(found.calendars)

    def _name(self, number: int) -> str:
        row = self._found.rows.get(number)
        return row.name if row is not None else ""

    def _face(self, number: int) -> Face | None:
        return self._found.rows.get(number)

    # appointments

    def appointments(self) -> list[TodayLine]:
        """What takes place today; the next one says in how many minutes."""
        coming = next_of(self._today.appointments, self._now)
        return [self._appointment(each, each is coming) for each in self._today.appointments]

    def _appointment(self, each: Occurrence, is_next: bool) -> TodayLine:
        people = self._today.guests.get(each.event.number, ())
        names = [self._name(n) for n in people if self._name(n)]
        title = title_of(each.event)
        told = [name for name in names if name not in title][:3]
        place = " ".join(each.event.location.split())
        second = [bidi.isolated(part) for part in (", ".join(told), place) if part]
        cancelled = each.event.status == "CANCELLED"
        if cancelled:
            second.insert(0, _("cancelled"))
        elif is_over(each, self._now):
            second.insert(0, _("Over"))
        if each.event.id in self._found.waiting:
            second.insert(0, _("waits"))
        return TodayLine(
            f"event {each.event.number or each.event.id} {each.starts_at}",
            bidi.isolated(title), each, " · ".join(second), people[0] if people else 0,
            faces=tuple(row for n in people if (row := self._face(n)) is not None),
            clock=clock_of(each, self._home), bar=self._colours.token_of(each.event),
            chip=self._until(each) if is_next else "",
            is_over=is_over(each, self._now) or cancelled, verbs=("note",) if people else (),
            acts=self._acts(each, people) if is_next else (),
        )  # fmt: skip

    def _acts(self, each: Occurrence, people: tuple[int, ...]) -> tuple[str, ...]:
        place = each.event.location.strip()
        way = "join" if web_link(place) else "directions" if _is_place(place) else ""
        return tuple(act for act in ("note" if people else "", way) if act)

    def _call(self, number: int) -> tuple[str, ...]:
        return ("call",) if number in self._found.phones else ()

    def _until(self, each: Occurrence) -> str:
        if is_all_day(each):
            return ""
        left = minutes_until(each, self._now)
        if left <= 0:
            return _("now")
        if left > SOON:
            return ""
        return ngettext("in {n} min", "in {n} min", left).format(n=counted(left))

    # what is to be done

    def follow_ups(self) -> list[TodayLine]:
        """Tasks that are due, what was done today among them."""
        return [self._follow_up(each) for each in self._today.follow_ups]

    def _follow_up(self, each: FollowUp) -> TodayLine:
        number = each.people[0] if each.people else 0
        row = self._found.rows.get(number)
        about_whom = (row.name, row.subtitle) if row is not None else ()
        second = " · ".join(bidi.isolated(words) for words in about_whom if words)
        trailing, tone = late_text(each.due, self._today.day)
        if each.done:
            at = done_at(each.event)
            done = at.astimezone(self._home) if at is not None else None
            trailing, tone = _("Done"), "text2"
            if done is not None:
                clock = month_days.clock_text(done.hour, done.minute)
                words = _("done at {time}").format(time=clock)
                second = " · ".join(part for part in (second, words) if part)
        if each.event.id in self._found.waiting:
            trailing, tone = _("waits"), "warn"
        verbs = ("done",) if each.done else ("done", "later")
        return TodayLine(
            f"task {each.event.id}", bidi.isolated(title_of(each.event)), each, second, number,
            self._face(number), trailing=trailing, tone=tone, is_over=each.done,
            ticked=each.done, verbs=verbs,
        )  # fmt: skip

    def callbacks(self) -> list[TodayLine]:
        """Whom to call back."""
        return [self._callback(each) for each in self._today.callbacks]

    def _callback(self, each: Callback) -> TodayLine:
        call = each.calls[0]
        missed = call.direction == "missed"
        when = self._when(call.starts_at)
        words = _("Missed {when}") if missed else _("Left a message {when}")
        second = words.format(when=when)
        if len(each.calls) > 1:
            times = ngettext("{n} call", "{n} calls", len(each.calls))
            second = f"{second} · {times.format(n=counted(len(each.calls)))}"
        title = self._name(each.number) or text_of(call) or _("Somebody who is not in the book")
        verbs = ("done", "called", "later") if each.number else ("done", "later")
        return TodayLine(
            each.key, bidi.isolated(title.split("\n")[0]), each, second, each.number,
            self._face(each.number), icon="phone-missed" if missed else "voicemail",
            icon_tone="bad" if missed else "text3", verbs=verbs, acts=self._call(each.number),
        )  # fmt: skip

    def _when(self, stamp: str) -> str:
        """ "today, 8:41", "yesterday, 17:50", "20 November"."""
        at = datetime.fromisoformat(stamp).astimezone(self._home)
        clock = month_days.clock_text(at.hour, at.minute)
        days = (self._today.day - at.date()).days
        if days == 0:
            return _("today, {time}").format(time=clock)
        if days == 1:
            return _("yesterday, {time}").format(time=clock)
        return month_days.day_title(at.date())

    def keeping(self) -> list[TodayLine]:
        """With whom it is high time to be in touch."""
        return [self._kept(each) for each in self._today.keeping]

    def _kept(self, each: Kept) -> TodayLine:
        interval = interval_text(str(each.days))
        if each.last is None:
            last = _("not in touch yet")
        else:
            last = _("last on {date}").format(date=_short_date(each.last, self._today.day))
        late = each.late(self._today.day) if each.last is not None else 0
        words = ngettext("{n} day over", "{n} days over", late).format(n=counted(late))
        row = self._found.rows.get(each.number)
        name = row.name if row is not None else each.name
        return TodayLine(
            kept_key(each), bidi.isolated(name), each, f"{interval} · {last}", each.number,
            self._face(each.number), trailing=words if late else "", tone="warn",
            verbs=("called", "later"), acts=self._call(each.number),
        )  # fmt: skip

    def birthdays(self) -> list[TodayLine]:
        """Who has a birthday this week."""
        return [self._birthday(each) for each in self._today.birthdays]

    def _birthday(self, each: Birthday) -> TodayLine:
        row = self._found.rows.get(each.number)
        days = (each.date - self._today.day).days
        trailing = (
            _("Today") if days == 0 else _("Tomorrow") if days == 1
            else month_days.weekday_name(each.date)
        )  # fmt: skip
        return TodayLine(
            birthday_key(each), bidi.isolated(row.name if row else each.name), each, age_text(each),
            each.number, self._face(each.number), trailing=trailing,
            tone="warn" if days < 2 else "text2", verbs=("done", "called") if days == 0 else (),
        )  # fmt: skip

    # who is new somewhere

    def came_in(self) -> list[TodayLine]:
        """Smart groups that somebody came into."""
        return [self._came_in(each) for each in self._today.came_in]

    def _came_in(self, each: CameIn) -> TodayLine:
        words = ngettext("{n} came into {group}", "{n} came into {group}", each.people)
        title = words.format(n=counted(each.people), group=bidi.isolated(each.name))
        return TodayLine(f"group {each.group}", title, each, is_small=True)

    # what others did

    def since(self) -> list[TodayLine]:
        """What colleagues changed, a line a step."""
        return [self._step(each) for each in self._today.since]

    def _step(self, each: Step) -> TodayLine:
        colleague = self._found.colleagues.get(each.author)
        nobody = FaceOf("", "individual", each.author_name)
        face = colleague_face(colleague) if colleague is not None else nobody
        words = _("{name}: {deed}").format(
            name=bidi.isolated(each.author_name), deed=bidi.isolated(deed_of(each))
        )
        more = about(each)
        when = datetime.fromisoformat(each.at).astimezone(self._home)
        is_today = when.date() == self._today.day
        clock = month_days.clock_text(when.hour, when.minute)
        trailing = clock if is_today else month_days.day_title(when.date())
        return TodayLine(
            f"step {each.id}", words, each, more, face=face, trailing=trailing, is_small=True
        )


def _is_place(text: str) -> bool:
    """Whether one can go there: neither nothing nor a telephone number."""
    return any(letter.isalpha() for letter in text)


def age_text(each: Birthday) -> str:
    """ "turns 38", "10 years", or what kind of day it is."""
    if each.kind != "birthday":
        if each.age is None:
            return _("Anniversary")
        return ngettext("Anniversary, {n} year", "Anniversary, {n} years", each.age).format(
            n=counted(each.age)
        )
    if each.age is None:
        return _("Birthday")
    return ngettext("turns {n}", "turns {n}", each.age).format(n=counted(each.age))


def late_text(due: date | None, today: date) -> tuple[str, str]:
    """When something is or was due, and the tone of these words."""
    if due is None or due == today:
        return (_("Today") if due else ""), "text2"
    days = (today - due).days
    if days == 1:
        return _("Yesterday"), "bad"
    return ngettext("{n} day late", "{n} days late", days).format(n=counted(days)), "bad"


def _short_date(day: date, today: date) -> str:
    if today - day < timedelta(days=300):
        return month_days.day_title(day)
    from contactdesk.desktop.event_texts import whole_date

    return whole_date(day)


def greeting(part: str, name: str) -> str:
    """How a day begins: "Good morning, Piotr"."""
    words = {
        "morning": (_("Good morning, {name}"), _("Good morning")),
        "afternoon": (_("Good afternoon, {name}"), _("Good afternoon")),
        "evening": (_("Good evening, {name}"), _("Good evening")),
    }
    named, bare = words[part]
    return named.format(name=bidi.isolated(name)) if name else bare


def calling_name(name: str) -> str:
    """What somebody is called in a greeting: the first of several words in Latin letters."""
    first = name.split()[0] if name.split() else ""
    return first if first.isascii() or _is_latin(first) else name.strip()


def _is_latin(word: str) -> bool:
    import unicodedata

    return all("LATIN" in unicodedata.name(letter, "") for letter in word if letter.isalpha())


def counts_text(found: DayFound) -> Iterator[str]:
    """How much there is of each kind, as far as there is any."""
    today, beyond = found.today, found.today.beyond
    planned = len(today.appointments) + beyond.get("appointments", 0)
    calls = len(today.callbacks) + beyond.get("callbacks", 0)
    open_ = sum(1 for each in today.follow_ups if not each.done) + beyond.get("follow_ups", 0)
    for count, words in (
        (planned, ngettext("{n} appointment", "{n} appointments", planned)),
        (open_, ngettext("{n} follow-up", "{n} follow-ups", open_)),
        (calls, ngettext("{n} call to return", "{n} calls to return", calls)),
    ):
        if count:
            yield words.format(n=counted(count))
