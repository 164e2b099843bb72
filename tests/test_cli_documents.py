"""Documents from the command line."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from contactdesk import cli


@pytest.fixture
def run(a_book: Any, a_contact: Any, tmp_path: Path, capsys: Any) -> Any:
    a_book(a_contact("Anna Baran"), a_contact("Jan Kos")).close()

    def run(*arguments: str, status: int = 0) -> tuple[str, str]:
        assert cli.main(["--book", str(tmp_path / "office.cdk"), *arguments]) == status
        said = capsys.readouterr()
        return said.out, said.err

    return run


def test_a_file_is_added_listed_and_copied_out(run: Any, tmp_path: Path) -> None:
    path = tmp_path / "Offer.txt"
    path.write_text("pallets")
    assert run("document", "add", str(path), "--to", "anna", "--kind", "Offer")[0] == (
        "Added: Offer.txt\n"
    )
    assert "unchanged" in run("document", "add", str(path), "--to", "anna")[0]
    path.write_text("pallets, cheaper")
    assert "version 2" in run("document", "add", str(path), "--to", "anna")[0]
    listed = run("documents")[0]
    assert "Offer.txt v2" in listed
    assert "Anna Baran" in listed
    told = json.loads(run("documents", "cheaper", "--json")[0])
    assert [v["size"] for v in told["versions"]] == [7, 16]
    assert run("documents", "--of", "jan", status=1)[0] == ""
    run("document", "get", "offer", "--version", "1", "--into", str(tmp_path / "old.txt"))
    assert (tmp_path / "old.txt").read_text() == "pallets"
    assert "there already" in run("document", "get", "offer", "--into", str(path), status=2)[1]
    assert "1 document is in" in run("documents", "--to", str(tmp_path / "out"))[0]
    assert "Add Offer.txt" in run("undo")[0]


def test_what_cannot_be_is_said_in_a_sentence(run: Any, tmp_path: Path) -> None:
    assert "--to NAME" in run("document", "add", "x.txt", status=2)[1]
    missing = str(tmp_path / "x.txt")
    assert "Nothing was kept" in run("document", "add", missing, "--to", "anna", status=2)[1]
    assert "no file" in run("document", "add", missing, "--to", "anna", "--link", status=2)[1]
    (tmp_path / "x.txt").write_text("x")
    assert run("document", "add", missing, "--to", "anna", "--link")[0] == f"Linked: {missing}\n"
    assert "only linked" in run("document", "get", "x.txt", status=2)[1]
    assert "no such document" in run("document", "get", "nothing", status=2)[1]
    assert missing in run("documents")[0]


def test_what_a_mail_brings_along_is_found_by_its_words(run: Any, tmp_path: Path) -> None:
    mail = (
        "Message-ID: <one@x.example>\nFrom: a@x.example\nTo: b@x.example\nSubject: Hi\n"
        "Content-Type: multipart/mixed; boundary=b\n\n--b\n\nSee below.\n--b\n"
        "Content-Type: text/plain\nContent-Disposition: attachment; filename=list.txt\n\n"
        "corner protectors\n--b--\n"
    )
    (tmp_path / "one.eml").write_text(mail)
    run("mail", "--to", "anna", str(tmp_path / "one.eml"))
    assert "list.txt" in run("documents", "protectors")[0]
    assert "list.txt" in run("documents", "--of", "anna")[0]


def test_what_was_written_to_a_folder_comes_into_another_book(run: Any, tmp_path: Path) -> None:
    for name in ("Offer.txt", "Terms.txt"):
        (tmp_path / name).write_text(f"{name} of pallets")
        run("document", "add", str(tmp_path / name), "--to", "anna")
    people, folder = tmp_path / "all.jsonl", tmp_path / "out"
    run("export", "--format", "jsonl", "--to", str(people))
    run("documents", "--to", str(folder))
    files = [str(people), str(folder / "documents.jsonl")]
    (folder / "files" / "Terms.txt").unlink()

    def run_other(*arguments: str, status: int = 0) -> tuple[str, str]:
        told: tuple[str, str] = run(
            "--book", str(tmp_path / "other.cdk"), *arguments, status=status
        )
        return told

    assert "2 documents are in the list" in run_other("import", "--dry-run", *files)[0]
    report, failed = tmp_path / "rows.jsonl", tmp_path / "failed.jsonl"
    options = ("--report", str(report), "--failed", str(failed))
    said, why = run_other("import", *options, *files, status=1)
    assert "and 2 documents: 1 added, 0 updated, 0 unchanged, 1 failed" in said
    assert "Terms.txt: files/Terms.txt is missing." in why
    rows = [json.loads(line) for line in report.read_text().splitlines()]
    assert [(r["outcome"], r["name"]) for r in rows if r["file"] == files[1]] == [
        ("added", "Offer.txt"), ("failed", "Terms.txt"),
    ]  # fmt: skip
    assert [line["name"] for line in map(json.loads, failed.read_text().splitlines())] == [
        "Terms.txt"
    ]
    assert "Anna Baran" in run_other("documents", "pallets")[0]
    assert "1 unchanged" in run_other("import", *files, status=1)[0]
    assert "Import 2 files" in run_other("undo")[0]
    assert run_other("documents", status=1)[0] == ""


def test_files_that_are_none_or_change_are_refused_in_a_sentence(run: Any, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "folder").mkdir()
    (tmp_path / "broken").symlink_to("nowhere")
    (tmp_path / "empty.txt").write_bytes(b"")
    for name, reason in (
        (str(tmp_path / "pipe"), "a pipe or a device"), ("/dev/zero", "a pipe or a device"),
        (str(tmp_path / "folder"), "a folder"), (str(tmp_path / "broken"), "Nothing was kept"),
    ):  # fmt: skip
        assert reason in run("document", "add", name, "--to", "anna", status=2)[1]
    assert run("documents", status=1)[0] == ""
    assert run("document", "add", str(tmp_path / "empty.txt"), "--to", "anna") == (
        "Added: empty.txt\n", "",
    )  # fmt: skip


def test_a_file_without_words_is_kept_and_says_so(run: Any, tmp_path: Path) -> None:
    (tmp_path / "locked.pdf").write_bytes(b"%PDF-1.7 nothing")
    said, why = run("document", "add", str(tmp_path / "locked.pdf"), "--to", "anna")
    assert said == "Added: locked.pdf\n"
    assert "No words could be read from locked.pdf" in why


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root reads all")
def test_a_file_without_rights_is_told(run: Any, tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("secret")
    (tmp_path / "secret.txt").chmod(0)
    path = str(tmp_path / "secret.txt")
    assert "Permission" in run("document", "add", path, "--to", "anna", status=2)[1]
