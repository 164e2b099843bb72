"""The command line: every verb, its JSON, its exit status, and never a traceback."""

from __future__ import annotations

import contextlib
import io
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from contactdesk import cli
from contactdesk.model.contact import Contact
from contactdesk.model.deed import Deed
from contactdesk.operations.outbox_file import Waiting, write_outbox

ANNA = "FN:Anna Łącka\nN:Łącka;Anna;;;\nTEL:+48 501 234 567\nORG:Baltica\nNOTE:plays chess"
CHEN = "FN:陳怡君\nN:陳;怡君;;;\nEMAIL:yijun@b.example"
JAN = "FN:Jan Kowal\nN:Kowal;Jan;;;\nNOTE:knows anna"


def vcard(*cards: str) -> bytes:
    whole = [
        "\r\n".join(("BEGIN:VCARD", "VERSION:3.0", *card.split("\n"), "END:VCARD", ""))
        for card in cards
    ]
    return "".join(whole).encode()


class Office:
    """A book and the command line on it, in this process or as a program of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.book = folder / "office.cdk"

    def run(self, *arguments: str, stdin: bytes = b"", status: int = 0) -> Done:
        """Call the verbs here, on streams as a program has them."""
        streams = [io.TextIOWrapper(io.BytesIO(b), "utf-8") for b in (stdin, b"", b"")]
        before = sys.stdin, sys.stdout, sys.stderr
        sys.stdin, sys.stdout, sys.stderr = streams
        try:
            with contextlib.chdir(self.folder):
                code = cli.main(["--book", str(self.book), *arguments])
        except SystemExit as ended:  # argparse has said what is wrong
            code = int(ended.code or 0)
        finally:
            sys.stdin, sys.stdout, sys.stderr = before
        for stream in streams[1:]:
            stream.flush()
        out, told = (s.buffer.getvalue() for s in streams[1:])  # type: ignore[attr-defined]  # BytesIO
        return self._as_it_should_be(Done(code, out, told), status)

    def program(
        self, *arguments: str, stdin: bytes = b"", status: int = 0, **environment: str
    ) -> Done:
        """Start the program."""
        done = subprocess.run(
            [sys.executable, "-m", "contactdesk", "--book", str(self.book), *arguments],
            input=stdin, capture_output=True, timeout=100, cwd=self.folder, check=False,
            env={**os.environ, **environment},
        )  # fmt: skip
        return self._as_it_should_be(Done(done.returncode, done.stdout, done.stderr), status)

    def _as_it_should_be(self, done: Done, status: int) -> Done:
        assert b"Traceback" not in done.stderr, done.stderr.decode()
        assert done.returncode == status, done
        assert status != 2 or done.stderr.strip()
        return done

    def lines(self, *arguments: str, **options: Any) -> list[dict[str, Any]]:
        return json_lines(self.run(*arguments, "--json", **options))


class Done(NamedTuple):
    """How a call ended."""

    returncode: int
    stdout: bytes
    stderr: bytes


def json_lines(done: Done) -> list[dict[str, Any]]:
    return [json.loads(line) for line in done.stdout.decode().splitlines()]


@pytest.fixture
def empty(tmp_path: Path) -> Office:
    """A folder where no book is yet."""
    return Office(tmp_path)


@pytest.fixture(scope="module")
def filled_book(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A book with three people, as bytes to put anywhere."""
    office = Office(tmp_path_factory.mktemp("filled"))
    office.program("import", "-", stdin=vcard(ANNA, CHEN, JAN), CONTACTDESK_HOME=office.folder)
    return office.book.read_bytes()


@pytest.fixture
def office(tmp_path: Path, filled_book: bytes) -> Office:
    """A book with three people that a test may change."""
    here = Office(tmp_path)
    here.book.write_bytes(filled_book)
    return here


# import


def test_import_tells_counts_in_words_and_writes_a_report(empty: Office) -> None:
    (empty.folder / "people.vcf").write_bytes(vcard(ANNA, CHEN))
    done = empty.run("import", "--report", "report.jsonl", "people.vcf")
    assert done.stdout.decode().startswith("2 cards: 2 added, 0 updated, 0 unchanged")
    assert done.stderr == b""
    rows = [json.loads(x) for x in (empty.folder / "report.jsonl").read_text("utf-8").splitlines()]
    assert [list(r) for r in rows] == [
        ["file", "index", "outcome", "id", "uid", "name", "problems"]
    ] * 2
    assert [(r["file"], r["index"], r["outcome"], r["name"]) for r in rows] == [
        ("people.vcf", 0, "added", "Anna Łącka"), ("people.vcf", 1, "added", "陳怡君"),
    ]  # fmt: skip
    again = empty.lines("import", "people.vcf")
    assert [r["outcome"] for r in again] == ["unchanged", "unchanged"]
    assert [r["id"] for r in again] == [r["id"] for r in rows]


def test_import_reads_standard_input_and_several_files(empty: Office) -> None:
    (empty.folder / "jan.vcf").write_bytes(vcard(JAN))
    rows = empty.lines("import", "-", "jan.vcf", stdin=vcard(ANNA))
    assert [(r["file"], r["outcome"]) for r in rows] == [("-", "added"), ("jan.vcf", "added")]


def test_a_card_that_fails_gives_status_1_and_the_rest_is_in(empty: Office) -> None:
    done = empty.run("import", "-", stdin=vcard(ANNA, "", JAN), status=1)
    assert b"3 cards: 2 added" in done.stdout
    assert b"1 failed" in done.stdout
    assert len(empty.lines("find", "anna")) == 2


def test_a_file_among_others_that_cannot_be_read_is_named(empty: Office) -> None:
    (empty.folder / "jan.vcf").write_bytes(vcard(JAN))
    done = empty.run("import", "jan.vcf", "gone.vcf", status=1)
    assert b"contactdesk: gone.vcf: " in done.stderr
    assert b"1 added" in done.stdout


@pytest.mark.parametrize("content", [b"%PDF-1.7", b"", b"Dear Anna,"])
def test_when_nothing_can_be_read_the_status_is_2_with_a_sentence(
    empty: Office, content: bytes
) -> None:
    (empty.folder / "people.vcf").write_bytes(content)
    done = empty.run("import", "people.vcf", status=2)
    assert done.stderr.startswith(b"contactdesk: people.vcf: This ")


def test_matches_are_added_or_skipped_when_told_so(office: Office) -> None:
    newer = vcard(ANNA + "\nNICKNAME:Ania")
    assert office.lines("import", "--on-match", "skip", "-", stdin=newer)[0]["outcome"] == "skipped"
    assert office.lines("import", "--on-match", "add", "-", stdin=newer)[0]["outcome"] == "added"
    assert len(office.lines("find", "anna łącka")) == 2


def test_numbers_without_a_country_are_from_the_region_given(empty: Office) -> None:
    empty.run("import", "--region", "pl", "-", stdin=vcard("FN:Anna Nowak\nTEL:501 234 567"))
    rows = empty.lines("import", "--region", "PL", "-",
                       stdin=vcard("FN:Nowak Anna\nTEL:+48501234567"))  # fmt: skip
    assert rows[0]["outcome"] in ("updated", "unchanged")


# looking


def test_find_prints_names_first_and_says_where_it_matched(office: Office) -> None:
    rows = office.lines("find", "anna")
    assert [list(r) for r in rows] == [["id", "name", "subtitle", "matched", "matched_text"]] * 2
    assert [(r["name"], r["matched"], r["matched_text"]) for r in rows] == [
        ("Anna Łącka", "name", ""), ("Jan Kowal", "note", "knows anna"),
    ]  # fmt: skip
    words = office.run("find", "0501", "234-567").stdout.decode()
    assert words.startswith("Anna Łącka\tBaltica  (+48 501 234 567)\t")
    assert [r["name"] for r in office.lines("find", "yijun", "--limit", "1")] == ["陳怡君"]


def test_find_with_nothing_found_is_status_1_and_silent(office: Office) -> None:
    done = office.run("find", "nobody", status=1)
    assert (done.stdout, done.stderr) == (b"", b"")


def test_show_prints_whole_contacts_by_name_or_id(office: Office) -> None:
    (found,) = office.lines("show", "anna")
    assert found["type"] == "contact"
    assert found["phones"][0]["value"] == "+48 501 234 567"
    assert office.lines("show", found["id"], "kowal")[0] == found
    words = office.run("show", "anna").stdout.decode()
    assert "formatted_name: Anna Łącka" in words
    assert "+48 501 234 567" in words


def test_show_of_nobody_is_status_2_with_a_sentence(office: Office) -> None:
    done = office.run("show", "nobody", status=2)
    assert done.stderr.decode() == "contactdesk: Nobody called “nobody” is in this book.\n"
    office.run("show", "00000000-0000-0000-0000-000000000000", status=2)


# export


def test_export_writes_a_file_or_standard_output(office: Office) -> None:
    done = office.run("export", "--to", "all.vcf")
    assert done.stdout == b"3 contacts written to all.vcf\n"
    whole = (office.folder / "all.vcf").read_bytes()
    assert office.run("export", "--to", "-").stdout == whole
    assert whole.count(b"BEGIN:VCARD") == 3
    (facts,) = office.lines("export", "--to", "all.vcf")
    assert facts == {
        "contacts": 3, "events": 0, "bytes": len(whole), "file": "all.vcf", "checked": True,
        "losses": [],
    }  # fmt: skip
    assert "Łącka".encode() in whole


def test_export_of_a_search_and_in_other_formats(office: Office) -> None:
    out = office.run("export", "--to", "-", "--format", "jsonl", "--match", "chess").stdout
    assert [json.loads(x)["formatted_name"] for x in out.splitlines()] == ["Anna Łącka"]
    assert office.run("export", "--to", "-", "--match", "nobody").stdout == b""
    for name, version in (("vcard21", b"2.1"), ("vcard30", b"3.0"), ("vcard40", b"4.0")):
        out = office.run("export", "--to", "-", "--format", name).stdout
        assert out.count(b"VERSION:" + version) == 3


def test_what_cannot_be_written_is_status_2_with_a_sentence(office: Office) -> None:
    office.run("export", "--to", "away/all.vcf", status=2)
    office.run("export", "--to", "x", "--format", "docx", status=2)
    office.run("export", "--to", "office.cdk", status=2)
    assert len(office.lines("find", "anna")) == 2


# care


def test_undo_and_redo_tell_what_they_did(office: Office) -> None:
    (told,) = office.lines("undo")
    assert (told["contacts"], told["kept"]) == (3, [])
    office.run("find", "anna", status=1)
    assert b"3 contacts put back" in office.run("redo").stdout
    assert len(office.lines("find", "anna")) == 2
    done = office.run("redo", status=2)
    assert done.stderr == b"contactdesk: There is nothing to redo.\n"
    office.run("undo")
    office.run("undo", status=2)


def said(done: Done) -> str:
    return done.stderr.decode()


def test_history_lists_steps_of_the_book_and_changes_of_a_contact(office: Office) -> None:
    (step,) = json_lines(office.run("history", "--json"))
    assert (step["kind"], step["contacts"], step["taken_back"]) == ("import", 3, False)
    assert "Anna Łącka" in office.run("history").stdout.decode()
    (entry,) = json_lines(office.run("history", "Anna", "--json"))
    assert (entry["set"], entry["kind"], entry["fields"]) == (step["set"], "create", {})
    assert json_lines(office.run("history", "--json", "--since", "2001-02-03"))
    assert (
        "no moment" in office.run("history", "--since", "yesterday or so", status=2).stderr.decode()
    )
    assert "since then" in said(office.run("history", "--since", "2999-01-01", status=2))


def test_undo_of_a_step_and_since_a_moment(office: Office) -> None:
    (step,) = json_lines(office.run("history", "--json"))
    number = str(step["set"])
    (told,) = json_lines(office.run("undo", "--set", number, "--dry-run", "--json"))
    assert (told["contacts"], told["back"], told["left"]) == (3, 3, [])
    assert office.run("find", "anna").stdout
    office.run("undo", "--set", number)
    office.run("find", "anna", status=1)
    assert "taken back already" in said(office.run("undo", "--set", number, status=2))
    office.run("redo")
    (told,) = json_lines(office.run("undo", "--since", "2001-01-01", "--json"))
    assert told["left"] == []
    assert office.run("history").stdout.decode().count("taken back") >= 1
    assert (
        "not in the book's history" in office.run("undo", "--set", "99", status=2).stderr.decode()
    )


def test_check_says_that_a_book_is_whole(office: Office) -> None:
    (facts,) = office.lines("check")
    assert facts == {
        "book": str(office.book), "problems": [], "contacts": 3, "archive": 0, "bin": 0,
        "read_only": "", "waiting": 0,
    }  # fmt: skip
    assert b"whole, 3 contacts" in office.run("check").stdout


def test_check_names_the_edits_that_wait_on_this_computer(office: Office) -> None:
    anna = Contact(id="c", number=1)
    deed = Deed("d", "Edit", "contact", "save", anna, replace(anna, note="Likes chess"))
    write_outbox(str(office.book), Waiting((deed, replace(deed, id="e", taken_back=True))))
    done = office.run("check")
    assert "1 change waits on this computer for this book" in done.stderr.decode()
    (facts,) = office.lines("check")
    assert facts["waiting"] == 1


def test_check_of_a_damaged_book_is_status_2(office: Office) -> None:
    data = bytearray(office.book.read_bytes())
    data[4096 * 8 :] = b"\xff" * (len(data) - 4096 * 8)
    office.book.write_bytes(data)
    office.run("check", status=2)
    assert office.book.read_bytes() == bytes(data)


def test_backup_writes_a_copy_among_the_backups_or_where_told(office: Office) -> None:
    (facts,) = office.lines("backup")
    copy = Path(facts["file"])
    assert copy.parent.parent.name == "backups"
    assert copy.name.startswith("office 20")
    office.run("backup", "--to", "copy.cdk")
    for each in (copy, office.folder / "copy.cdk"):
        other = Office(office.folder)
        other.book = each
        assert len(other.lines("find", "anna")) == 2
    office.run("backup", "--to", "office.cdk", status=2)
    office.run("backup", "--to", "away/copy.cdk", status=2)


@pytest.mark.parametrize(
    "arguments",
    [
        ("find", "anna"), ("show", "anna"), ("export", "--to", "-"), ("undo",), ("redo",),
        ("check",), ("backup",),
    ],
)  # fmt: skip
def test_without_a_book_every_verb_but_import_says_so_and_makes_none(
    empty: Office, arguments: tuple[str, ...]
) -> None:
    done = empty.run(*arguments, status=2)
    assert b"no file office.cdk" in done.stderr
    assert done.stderr.count(b"\n") == 1
    assert not empty.book.exists()


def test_a_file_that_is_no_book_is_said_and_left_as_it_is(empty: Office) -> None:
    empty.book.write_bytes(b"BEGIN:VCARD\r\n" * 100)
    for verb in (("find", "anna"), ("check",), ("import", "-")):
        done = empty.run(*verb, stdin=vcard(ANNA), status=2)
        assert b"not a whole ContactDesk book" in done.stderr
    assert empty.book.read_bytes() == b"BEGIN:VCARD\r\n" * 100


def test_a_wrong_call_is_status_2_with_the_usage(empty: Office) -> None:
    for arguments in (("dance",), ("find",), ("import",), ("import", "--on-match", "x", "-")):
        done = empty.run(*arguments, status=2)
        assert b"usage: contactdesk" in done.stderr


def test_help_and_version_are_there(empty: Office) -> None:
    told = empty.run("--help").stdout
    for verb in (b"import", b"export", b"find", b"show", b"undo", b"redo", b"check", b"backup",
                 b"convert", b"restore"):  # fmt: skip
        assert verb in told
    assert empty.run("--version").stdout.startswith(b"ContactDesk ")


# the program itself


def test_the_program_runs_every_verb_as_this_process_does(empty: Office) -> None:
    done = empty.program("import", "-", "--json", stdin=vcard(ANNA, CHEN, JAN))
    assert [r["outcome"] for r in json_lines(done)] == ["added"] * 3
    for arguments in (("find", "anna"), ("show", "anna"), ("check",), ("export", "--to", "-")):
        assert empty.program(*arguments) == empty.run(*arguments)
    assert empty.program("undo").stdout.startswith(b"Import standard-input.vcf: 3 contacts")
    assert empty.program("find", "anna", status=1).stdout == b""
    assert empty.program("undo", status=2).stderr == b"contactdesk: There is nothing to undo.\n"


# terminals


@pytest.mark.parametrize(
    "environment",
    [
        {"LC_ALL": "C"},
        {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    ],
)
def test_any_script_is_printed_in_any_locale(office: Office, environment: dict[str, str]) -> None:
    done = office.program("find", "yijun", **environment)
    assert done.stdout.split(b"\t")[0] == "陳怡君".encode()
    (found,) = json_lines(office.program("show", "yijun", "--json", **environment))
    assert found["formatted_name"] == "陳怡君"
    done = office.program("show", "nobody-łó", status=2, **environment)
    assert done.stderr.startswith(b"contactdesk: Nobody called")


def test_what_is_typed_in_another_encoding_does_no_harm(office: Office) -> None:
    raw = b"\xb3\xf3d\xbc"
    done = subprocess.run(
        [os.fsencode(sys.executable), b"-m", b"contactdesk", b"--book",
         os.fsencode(office.book), b"find", raw],
        capture_output=True, timeout=60, check=False,
    )  # fmt: skip
    assert b"Traceback" not in done.stderr
    assert done.returncode in (1, 2)


def test_a_reader_that_goes_away_is_no_error(office: Office) -> None:
    for arguments in (["export", "--to", "-"], ["find", "a", "--json"], ["show", "anna"]):
        process = subprocess.Popen(
            [sys.executable, "-m", "contactdesk", "--book", str(office.book), *arguments],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            env={**os.environ, "PYTHONUNBUFFERED": ""},
        )  # fmt: skip
        assert process.stdout is not None
        process.stdout.close()
        _out, told = process.communicate(timeout=60)
        assert (told, process.returncode) == (b"", 0), arguments


@pytest.mark.skipif(os.name == "nt", reason="signals are POSIX's")
def test_ctrl_c_stops_an_import_with_a_sentence_and_leaves_the_book_as_it_was(
    office: Office,
) -> None:
    big = office.folder / "big.vcf"
    big.write_bytes(vcard(*(f"FN:Ola Nr{n}\nTEL:+4860{n:07d}" for n in range(20_000))))
    process = subprocess.Popen(
        [sys.executable, "-m", "contactdesk", "--book", str(office.book), "import", str(big)],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True,
        # a shell has what it runs in the background ignore Ctrl+C, and that is handed down
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509 - it takes no lock
    )  # fmt: skip
    wait_for(lambda: bool(reading_children(process.pid)))
    os.killpg(process.pid, signal.SIGINT)
    out, told = process.communicate(timeout=60)
    assert told.decode() == "contactdesk: Stopped. The book is as it was.\n"
    assert (out, process.returncode) == (b"", 2)
    assert [r["name"] for r in office.lines("find", "a")] == ["Anna Łącka", "Jan Kowal"]
    assert office.run("check").stderr == b""


def reading_children(pid: int) -> list[str]:
    listed = Path(f"/proc/{pid}/task/{pid}/children")
    return listed.read_text().split() if listed.exists() else []


def wait_for(condition: Callable[[], bool], patience: float = 30.0) -> None:
    end = time.monotonic() + patience
    while not condition():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.01)


# the archive


def test_find_leaves_the_archive_out_and_says_what_it_has(office: Office) -> None:
    from contactdesk.store.book import Book

    with Book.open(office.book) as book, book.write("Archive") as tx:
        tx.contacts.archive(tx.contacts.search("lacka").numbers)
    found = office.run("find", "lacka", status=1)
    assert found.stdout == b""
    assert b"1 more in the archive" in found.stderr
    assert office.run("find", "lacka", "--json", status=1).stderr == b""
    (hit,) = office.lines("find", "lacka", "--archived")
    assert hit["name"] == "Anna Łącka"
    (shown,) = office.lines("show", "lacka")
    assert shown["formatted_name"] == "Anna Łącka"
    office.run("export", "--to", "some.vcf", "--match", "lacka")
    assert "Anna Łącka" in (office.folder / "some.vcf").read_text("utf-8")


def test_whose_number_it_is(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    book, cards = str(tmp_path / "office.cdk"), tmp_path / "cards.vcf"
    cards.write_text(
        "BEGIN:VCARD\nVERSION:3.0\nFN:Anna Nowak\nN:Nowak;Anna;;;\nTEL:+48 501 234 567\nEND:VCARD\n"
    )
    assert cli.main(["--book", book, "import", str(cards)]) == 0
    capsys.readouterr()
    assert cli.main(["--book", book, "lookup", "tel:+48-501-234-567;ext=5"]) == 0
    assert capsys.readouterr().out.startswith("Anna Nowak\t")
    assert cli.main(["--book", book, "lookup", "--json", "0048", "501", "234567"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["name"], told["how"], told["last"]) == ("Anna Nowak", "number", [])
    assert cli.main(["--book", book, "lookup", "+48 600 000 000"]) == 1
