"""dev.py: what it asks a machine for, and when it installs anew."""

import importlib.util
import os
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture
def dev() -> ModuleType:
    spec = importlib.util.spec_from_file_location("dev", ROOT / "dev.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_locked_package_has_hashes_and_no_address(dev: ModuleType) -> None:
    entries = dev.LOCK.read_text("utf-8").replace("\\\n", " ").splitlines()
    assert len(entries) > 20
    assert all("--hash=sha256:" in entry for entry in entries)
    assert "://" not in dev.LOCK.read_text("utf-8")


def test_the_packages_are_installed_anew_only_when_the_lock_or_the_python_changes(
    dev: ModuleType, tmp_path: Path
) -> None:
    dev.LOCK, dev.VENV = tmp_path / "lock", tmp_path
    dev.LOCK.write_text("one==1")
    (tmp_path / "pyvenv.cfg").write_text("version = 3.11.7")
    first = dev.packages_stamp()
    assert dev.packages_stamp() == first
    dev.LOCK.write_text("one==2")
    second = dev.packages_stamp()
    (tmp_path / "pyvenv.cfg").write_text("version = 3.12.1")
    assert len({first, second, dev.packages_stamp()}) == 3


@pytest.mark.skipif(os.name == "nt", reason="Debian's packages")
def test_without_the_right_to_install_the_exact_command_is_named(
    dev: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    with pytest.raises(dev.SetUpError, match="apt-get install libegl1 fonts-noto-cjk\n"):
        dev.install_system_packages(["libegl1", "fonts-noto-cjk"], "Missing.")


@pytest.mark.parametrize(
    ("release", "package"),
    [
        ('ID=debian\nVERSION_ID="12"\n', "libglib2.0-0"),
        ('ID=debian\nVERSION_ID="13"\n', "libglib2.0-0t64"),
        ('ID=ubuntu\nID_LIKE=debian\nVERSION_ID="22.04"\n', "libglib2.0-0"),
        ('ID=ubuntu\nID_LIKE=debian\nVERSION_ID="24.04"\n', "libglib2.0-0t64"),
        ("ID=debian\n", "libglib2.0-0t64"),  # testing has no number
    ],
)
def test_glib_is_asked_for_by_the_name_of_the_release(
    dev: ModuleType, monkeypatch: pytest.MonkeyPatch, release: str, package: str
) -> None:
    monkeypatch.setattr(dev, "read_or_nothing", lambda path: release)
    assert dev.package_name("libglib2.0-0") == package


def test_a_missing_library_is_named_by_its_package(dev: ModuleType) -> None:
    assert dev.missing_libraries({"libnobody-has-this.so.9": "libnobody9"}) == ["libnobody9"]


def test_children_write_byte_code_whatever_the_environment_says(
    dev: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    good, said = dev.outcome([sys.executable, "-c", "import sys; print(sys.dont_write_bytecode)"])
    assert (good, said.strip()) == (True, "False")


def test_too_long_files_and_functions_are_named(dev: ModuleType, tmp_path: Path) -> None:
    dev.ROOT = tmp_path
    module = tmp_path / "long.py"
    module.write_text("def f():\n" + "    pass\n" * 45 + "x = 1\n" * 500)
    assert list(dev.too_long(module)) == [
        "long.py: 546 lines (at most 500)",
        "long.py:1: f has 46 lines (40)",
    ]


def test_an_unknown_verb_shows_the_verbs(
    dev: ModuleType, capsys: pytest.CaptureFixture[str]
) -> None:
    assert dev.main(["dance"]) == 2
    assert "python3 dev.py test" in capsys.readouterr().out
