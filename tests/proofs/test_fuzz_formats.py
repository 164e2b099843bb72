"""The short form of the fuzzing proof; the long one is `python tests/proofs/fuzz_formats.py`."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

from contactdesk.formats.registry import readable


@pytest.fixture(scope="module")
def proof() -> ModuleType:
    spec = importlib.util.spec_from_file_location(
        "fuzz_formats", Path(__file__).with_name("fuzz_formats.py")
    )
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["fuzz_formats"] = module
    spec.loader.exec_module(module)
    return module


@pytest.mark.skipif(sys.platform != "linux", reason="measures memory as Linux counts it")
@pytest.mark.parametrize("kind", readable())
def test_damaged_files_neither_raise_nor_hang(proof: ModuleType, kind: str, tmp_path: Path) -> None:
    tally = proof.fuzz(kind, 400, 3, tmp_path)
    assert tally.violations == []
    assert tally.inputs >= 400
    assert tally.cards + tally.refused > 0


def test_what_a_reader_does_wrong_is_noticed(proof: ModuleType, tmp_path: Path) -> None:
    feeder = proof.Feeder("vcard", tmp_path)

    def raising(*_ignored: object) -> None:
        raise ValueError("this reader raises")

    feeder._read = raising
    feeder.feed(b"BEGIN:VCARD")
    assert "this reader raises" in feeder.tally.violations[0]
    assert (tmp_path / "harm-vcard-0").read_bytes() == b"BEGIN:VCARD"
