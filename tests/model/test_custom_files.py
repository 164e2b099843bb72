"""Values of custom fields of files: read and written without loss, combined, brought in."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contactdesk.model.contact import Contact
from contactdesk.model.custom import (
    CONTACT,
    FILE,
    NUMBER,
    SEVERAL_OF,
    TEXT,
    FieldDefinition,
    with_custom,
)
from contactdesk.model.custom import value_of as said
from contactdesk.model.custom_files import (
    FileRef,
    all_lead,
    file_of,
    files_of,
    filled,
    holds_files,
    met,
    names_of,
    renamed,
    value_of_files,
    without_ids,
)
from contactdesk.model.custom_values import fitting, read
from contactdesk.model.filling import fill
from contactdesk.model.record import merge

A, B, C = (f"01998a00-0000-7000-8000-00000000000{n}" for n in "abc")
ONE, TWO, THREE = (f"urn:uuid:{i} {n}" for i, n in ((A, "a.pdf"), (B, "b, c.pdf"), (C, "نامه.pdf")))
FIELD = FieldDefinition(id="f", type=FILE)
NAMES = st.text(st.characters(blacklist_categories=("C", "Z")), min_size=1, max_size=12).filter(
    lambda name: "/" not in name and "\\" not in name and not name.startswith(("urn:", "brought:"))
)
FILES = st.one_of(
    st.tuples(NAMES, st.sampled_from((A, B, C))).map(lambda found: FileRef(*found)),
    st.tuples(NAMES, st.just(""), st.just("ab" * 32), st.integers(0, 1 << 40)).map(
        lambda found: FileRef(*found)
    ),
)


@given(FILES)
def test_what_is_written_is_read_again(file: FileRef) -> None:
    assert file_of(file.line) == file


def test_a_place_is_called_by_its_end_and_a_text_is_only_a_name() -> None:
    assert file_of("linked:/share/Frame 1.pdf") == FileRef("Frame 1.pdf", path="/share/Frame 1.pdf")
    assert file_of(r"linked:\\srv\a\b.pdf").name == "b.pdf"
    assert file_of("urn:uuid:nonsense a.pdf").is_only_a_name
    assert file_of(f"urn:uuid:{A}").is_only_a_name  # a contact is named so
    assert holds_files(f"by post\n{ONE}")
    assert not all_lead(f"by post\n{ONE}")
    assert not holds_files("by post")
    assert not holds_files("")


def test_people_read_names_and_no_ids() -> None:
    assert without_ids(f"{ONE}\n{TWO}") == "a.pdf\nb, c.pdf"
    assert without_ids(f"urn:uuid:{A}") == ""
    assert without_ids("a text") == "a text"
    assert without_ids(f"by post\n{ONE}") == "by post\na.pdf"
    assert renamed(f"{ONE}\n{TWO}", A, "z.pdf") == f"urn:uuid:{A} z.pdf\n{TWO}"
    assert value_of_files([*files_of(ONE), FileRef("new name", A)]) == ONE


@pytest.mark.parametrize(
    ("base", "mine", "theirs", "together"),
    [
        ("", ONE, TWO, f"{TWO}\n{ONE}"),
        (ONE, f"{ONE}\n{TWO}", f"{ONE}\n{THREE}", f"{ONE}\n{THREE}\n{TWO}"),
        (ONE, "", f"{ONE}\n{TWO}", TWO),
        (f"{ONE}\n{TWO}", ONE, TWO, ""),
        (ONE, f"urn:uuid:{A} new.pdf", f"{ONE}\n{TWO}", f"{TWO}\nurn:uuid:{A} new.pdf"),
        ("by post", f"by post\n{ONE}", f"by post\n{TWO}", f"by post\n{TWO}\n{ONE}"),
        ("by post", "by ship", "by air", None),
    ],
)
def test_two_people_change_a_field_of_files(
    base: str, mine: str, theirs: str, together: str | None
) -> None:
    assert met(base, mine, theirs) == together
    contacts = [with_custom(Contact(), {"f": value}) for value in (base, mine, theirs)]
    found = merge(*contacts)
    assert found.conflicts == (() if together is not None else ("custom",))
    assert said(found.contact, "f") == (mine if together is None else together)


def test_a_text_stays_a_text_and_files_become_their_names() -> None:
    texts = {1: "Contract.pdf", 2: ONE, 3: f"urn:uuid:{A}"}
    fits = fitting(FieldDefinition(type=TEXT), FIELD, texts)
    assert (fits.fit, fits.stay, fits.spelt) == (1, 2, {})
    files = {1: f"{ONE}\n{TWO}"}
    assert fitting(FIELD, FieldDefinition(type=TEXT), files).spelt == {files[1]: "a.pdf, b, c.pdf"}
    assert fitting(FIELD, FieldDefinition(type=CONTACT), files).spelt[files[1]]
    several = FieldDefinition(type=SEVERAL_OF)
    assert fitting(FIELD, several, files).stay == 1
    assert fitting(FIELD, FieldDefinition(type=NUMBER), files).stay == 1
    assert read(FIELD, f" {ONE} \n\n{TWO}").value == f"{ONE}\n{TWO}"
    assert "by post" in read(FIELD, f"{ONE}\nby post").problem


def test_no_file_of_somebody_else_leads_to_a_place_on_this_computer() -> None:
    hostile = f"linked:/etc/passwd\nbrought:{'ab' * 32}:5 secret.txt\n{ONE}"
    found = read(FIELD, hostile)
    assert found.value == f"passwd\nsecret.txt\n{ONE}"
    assert found.problem
    fits = fitting(FieldDefinition(type=TEXT), FIELD, {1: hostile})
    assert (fits.fit, fits.stay) == (0, 1)


@pytest.mark.parametrize(
    ("ours", "theirs", "base", "result"),
    [
        (ONE, "a.pdf", "", ONE),  # a table says no more than the name
        (ONE, f"{ONE}\n{TWO}", "", f"{ONE}\n{TWO}"),
        (ONE, f"{ONE}\n{TWO}", TWO, ONE),  # taken out here since the last import
        (ONE, f"urn:uuid:{A} other name.pdf", "", ONE),
        (ONE, "strange.pdf", "", None),
        ("by post", ONE, "", None),
    ],
)
def test_an_import_adds_files_and_takes_none_out(
    ours: str, theirs: str, base: str, result: str | None
) -> None:
    assert filled(ours, theirs, base) == result
    current, incoming, before = (with_custom(Contact(), {"f": v}) for v in (ours, theirs, base))
    found = fill(current, incoming, before, "PL")
    assert said(found.contact, "f") == (ours if result is None else result)
    assert found.differing == (() if result is not None else ("custom.f",))


def test_names_of_a_value_keep_their_order() -> None:
    assert names_of(f"{TWO}\n{ONE}") == ("b, c.pdf", "a.pdf")
