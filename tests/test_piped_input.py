"""What comes through a pipe: kept in a file while it is read, and no pipe fills the disk."""

from __future__ import annotations

import os
import sys
import threading
from contextlib import ExitStack
from pathlib import Path

import pytest

from contactdesk import piped_input
from contactdesk.errors import FormatError
from contactdesk.piped_input import input_file

CARD = b"BEGIN:VCARD\nVERSION:3.0\nFN:Ola\nEND:VCARD\n"

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such pipes")


@pytest.fixture
def pipe(tmp_path: Path) -> Path:
    place = tmp_path / "pipe"
    os.mkfifo(place)
    return place


def written_to(pipe: Path, data: bytes) -> threading.Thread:
    def write() -> None:
        with open(pipe, "wb") as end:
            end.write(data)

    writing = threading.Thread(target=write)
    writing.start()
    return writing


def test_a_file_is_read_where_it_lies(tmp_path: Path) -> None:
    place = tmp_path / "a.vcf"
    place.write_bytes(CARD)
    with ExitStack() as stack:
        assert input_file(str(place), stack) == str(place)


def test_a_pipe_is_kept_in_a_file_as_long_as_it_is_read(pipe: Path) -> None:
    data = CARD * 50_000
    writing = written_to(pipe, data)
    with ExitStack() as stack:
        kept = Path(input_file(str(pipe), stack))
        assert kept.read_bytes() == data
    writing.join()
    assert not kept.exists()


def test_of_an_endless_device_no_more_than_its_beginning_is_read() -> None:
    with ExitStack() as stack:
        assert Path(input_file("/dev/zero", stack)).read_bytes() == bytes(4096)


def test_a_pipe_without_end_is_refused_also_where_its_format_is_named(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(piped_input, "PIPE_LIMIT", 3 << 20)
    with ExitStack() as stack, pytest.raises(FormatError, match="came through the pipe"):
        input_file("/dev/zero", stack, "csv")
