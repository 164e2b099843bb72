#!/usr/bin/env python3
"""The one door for people who work on ContactDesk. Needs Python 3.11 and nothing else.

python3 dev.py run [ARGS]       set up, then open the program (without a display: take its tour)
python3 dev.py test [ARGS]      set up, then run the tests (ARGS for pytest; --shared: real drives)
python3 dev.py check            style, types, layers, lengths, and whether the texts are current
python3 dev.py bench [NAMES]    measure (--json: one JSON object a line; --large: a million rows)
python3 dev.py proofs [NAMES]   what a book withstands, at length (--short, --list)
python3 dev.py pictures         draw the README's (--components [DIR], --screens [DIR [NAME…]])
python3 dev.py messages         bring the message catalogues up to date with the sources
python3 dev.py lock [--upgrade] write requirements.lock anew
python3 dev.py setup            only the set-up that every verb does first
"""

from __future__ import annotations

import ast
import ctypes
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent
SOURCES = ROOT / "src" / "contactdesk"
LOCALE = ROOT / "resources" / "locale"
LOCK = ROOT / "requirements.lock"
VENV = ROOT / ".venv"
STAMP = VENV / "contactdesk.stamp"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")

# What Qt loads from the system, and the Debian package that brings it.
QT_LIBRARIES = {
    "libgthread-2.0.so.0": "libglib2.0-0",
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
}
WINDOW_LIBRARIES = {
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}
# A face for every script of the sample office: Latin, Arabic (Persian), Chinese.
FONTS = {"fonts-inter": "", "fonts-noto-core": ":lang=fa", "fonts-noto-cjk": ":lang=zh-tw"}
SCREEN = {"Xvfb": "xvfb", "xauth": "xauth"}
SERVER = "postgresql"  # for the tests of books on a server, which start one of their own

LONGEST_FILE = 500
LONGEST_FUNCTION = 40


def main(arguments: Sequence[str]) -> int:
    verbs: dict[str, Callable[[list[str]], int]] = {
        "run": run,
        "test": test,
        "check": check,
        "bench": bench,
        "proofs": lambda rest: bench(rest, "proofs/all_proofs.py"),
        "pictures": pictures,
        "messages": messages,
        "lock": lock,
        "setup": lambda rest: set_up(),
    }
    if not arguments or arguments[0] not in verbs or arguments[:2] == ["pictures", "--help"]:
        print(__doc__)
        return 0 if {"-h", "--help", "help"} & {*arguments[:2]} else 2
    if sys.version_info < (3, 11):  # noqa: UP036 - an old Python starts this file too
        return refuse(f"ContactDesk needs Python 3.11 or newer; this is {sys.version.split()[0]}.")
    try:
        return verbs[arguments[0]](list(arguments[1:]))
    except KeyboardInterrupt:
        return 130
    except SetUpError as problem:
        return refuse(str(problem))


class SetUpError(Exception):
    """The set-up cannot go on; the text says what to do about it."""


def refuse(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return 2


# --- the verbs -----------------------------------------------------------------------------


def run(arguments: list[str]) -> int:
    set_up(fonts=True)
    if arguments or display() not in ("", "offscreen", "minimal"):
        return call([PYTHON, "-m", "contactdesk", *arguments])
    to = ROOT / "pictures"
    print(f"No display here, so this is the tour; its pictures go to {to.relative_to(ROOT)}/.")
    sys.stdout.flush()
    return call([PYTHON, "-m", "contactdesk", "tour", "--to", to], QT_QPA_PLATFORM="offscreen")


def test(arguments: list[str]) -> int:
    set_up(fonts=True, screen=True)
    drives = [sys.executable, "tests/servers/run_on_drives.py"]
    if "--shared" in arguments:  # as root; in short they follow the whole suite
        return call([*drives, *(a for a in arguments if a != "--shared")])
    alone = {"-n", "--pdb", "-s", "--collect-only", "--co"} & set(arguments) or os.cpu_count() == 1
    pytest = [PYTHON, "-m", "pytest", "-q", *([] if alone else ["-n", "auto"]), *arguments]
    failed = call(pytest, QT_QPA_PLATFORM=os.environ.get("QT_QPA_PLATFORM", "offscreen"))
    return failed or (0 if arguments else call([*drives, "--short"]))


def check(arguments: list[str]) -> int:
    set_up()
    scripts = PYTHON.parent
    steps: tuple[tuple[str, Callable[[], tuple[bool, str]]], ...] = (
        ("ruff check", lambda: outcome([PYTHON, "-m", "ruff", "check", "--quiet", "."])),
        ("ruff format", lambda: outcome([PYTHON, "-m", "ruff", "format", "--check", "."])),
        ("mypy --strict", lambda: outcome([PYTHON, "-m", "mypy", "--no-error-summary"])),
        ("mypy dev.py", lambda: outcome([PYTHON, "-m", "mypy", "--no-error-summary", "dev.py"])),
        ("layers", lambda: outcome([scripts / "lint-imports", "--no-cache"])),
        ("lengths", check_lengths),
        ("texts", check_messages),
    )
    failed = []
    for name, step in steps:
        started = time.perf_counter()
        good, said = step()
        print(f"{'ok    ' if good else 'FAILED'}  {name}  ({time.perf_counter() - started:.1f} s)")
        if not good:
            failed.append(name)
            print(said.rstrip())
    print("All clean." if not failed else f"Not clean: {', '.join(failed)}.")
    return 1 if failed else 0


def bench(arguments: list[str], program: str = "benchmarks/bench.py") -> int:
    set_up(fonts=True, screen=True)
    return call([PYTHON, ROOT / "tests" / program, *arguments])


def pictures(arguments: list[str]) -> int:
    set_up(fonts=True)
    drawers = {"--components": "component_sheet", "--screens": "screens"}
    drawer, to = "tour", str(ROOT / "docs" / "pictures")
    if arguments[:1] and arguments[0] in drawers:
        drawer, to, arguments = drawers[arguments[0]], str(ROOT / "pictures"), arguments[1:]
    main = "readme_pictures" if drawer == "tour" else "main"
    draw = f"import sys; from contactdesk.{drawer} import {main} as m; sys.exit(m(*sys.argv[1:]))"
    return call([PYTHON, "-c", draw, *(arguments or [to])], QT_QPA_PLATFORM="offscreen")


def messages(arguments: list[str]) -> int:
    set_up()
    template = LOCALE / "contactdesk.pot"
    extract_messages(template)
    good, said = outcome([PYTHON, "-c", UPDATE, template, *catalogues()])
    print(said, end="")
    compile_messages()
    return 0 if good else 1


def lock(arguments: list[str]) -> int:
    """Versions and hashes for every system, without the address they came from."""
    with tempfile.TemporaryDirectory() as folder:
        make_venv(Path(folder))
        python = Path(folder) / PYTHON.relative_to(VENV)
        if call([python, "-m", "pip", "install", "-q", "uv"]):
            return 1
        compile_ = [python, "-m", "uv", "pip", "compile", "-q", "pyproject.toml"]
        universal = ["--group=dev", "--extra=encryption", "--universal", "--python-version=3.11"]
        quiet = ["--no-header", "--no-annotate", "--no-emit-index-url", "--no-emit-find-links"]
        wanted = ["--generate-hashes", *(a for a in arguments if a == "--upgrade")]
        return call([*compile_, *universal, *quiet, *wanted, "-o", LOCK])


# --- set-up --------------------------------------------------------------------------------


def set_up(*, fonts: bool = False, screen: bool = False) -> int:
    """Everything a verb needs; what is there already costs well under a second."""
    need_system_packages(fonts, screen)
    if not venv_works():
        make_venv(VENV)
    stamp = STAMP.read_text(encoding="utf-8").split() if STAMP.is_file() else []
    packages, program = packages_stamp(), program_stamp()
    if stamp[:1] != [packages]:
        STAMP.unlink(missing_ok=True)
        install_packages()
        stamp = []
    if stamp[1:] != [program]:
        install_program()
        STAMP.write_text(f"{packages}\n{program}\n", encoding="utf-8")
    compile_messages()
    call([PYTHON, "-m", "compileall", "-q", SOURCES])
    return 0


def packages_stamp() -> str:
    """Changes when the locked packages or the venv's Python do."""
    return digest(LOCK.read_bytes(), (VENV / "pyvenv.cfg").read_bytes())


def program_stamp() -> str:
    """Changes when the program's own metadata does, or the folder is moved."""
    metadata = [ROOT / name for name in ("pyproject.toml", "setup.py")]
    return digest(str(ROOT).encode(), *(p.read_bytes() for p in metadata if p.is_file()))


def digest(*parts: bytes) -> str:
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def venv_works() -> bool:
    if STAMP.is_file() and PYTHON.exists():
        return True
    return PYTHON.exists() and outcome([PYTHON, "-m", "pip", "--version"])[0]


def make_venv(folder: Path) -> None:
    """A new environment; Debian keeps the needed module in a package of its own."""
    package = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
    if importlib.util.find_spec("ensurepip") is None:
        install_system_packages([package], "Python's venv module is incomplete.")
        importlib.invalidate_caches()
    good, said = outcome([sys.executable, "-m", "venv", "--clear", folder])
    if not good:
        raise SetUpError(
            f"The environment {folder} could not be made. On Debian and Ubuntu run:\n"
            f"  apt-get install {package}\nand then this command again.\n{said.strip()}"
        )


def install_packages() -> None:
    started = time.perf_counter()
    count = sum(1 for line in LOCK.read_text("utf-8").splitlines() if "==" in line)
    print(f"Installing the {count} locked packages into .venv …", flush=True)
    pip = [PYTHON, "-m", "pip", "install", "-q", "--disable-pip-version-check"]
    good, said = outcome([*pip, "--require-hashes", "-r", LOCK])
    if not good:
        raise SetUpError(f"{said}The packages could not be installed; the lines above say why.")
    unpack_shiboken()
    print(f"Installed in {time.perf_counter() - started:.0f} s.", flush=True)


def install_program() -> None:
    pip = [PYTHON, "-m", "pip", "install", "-q", "--disable-pip-version-check"]
    good, said = outcome([*pip, "--no-deps", "--no-build-isolation", "-e", ROOT])
    if not good:
        raise SetUpError(f"{said}ContactDesk itself could not be installed.")


def unpack_shiboken() -> None:
    """PySide compiles part of itself at every start unless that part is unpacked once: 30 ms."""
    call([PYTHON, "-c", "import shiboken6"], SBK_EMBED="0")


# --- system packages -----------------------------------------------------------------------


def need_system_packages(fonts: bool, screen: bool) -> None:
    """Install what Qt needs from the system (root on Debian), or name the exact command."""
    if not sys.platform.startswith("linux"):
        return
    libraries = missing_libraries(QT_LIBRARIES)
    if fonts and (screen or os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        libraries += missing_libraries(WINDOW_LIBRARIES)
    wanted = missing_fonts() if fonts else []
    if screen:
        wanted += [package for tool, package in SCREEN.items() if not shutil.which(tool)]
        if is_root() and not any(Path("/usr/lib/postgresql").glob("*/bin/pg_ctl")):
            wanted.append(SERVER)
    if libraries:
        install_system_packages(libraries + wanted, "Some system libraries are missing.")
    elif wanted:
        try:
            install_system_packages(wanted, "Some fonts or tools are missing.")
        except SetUpError as problem:  # worth having, but the program runs without
            print(problem, file=sys.stderr)


def missing_libraries(table: dict[str, str]) -> list[str]:
    missing = []
    for soname, package in table.items():
        try:
            ctypes.CDLL(soname)
        except OSError:
            missing.append(package_name(package))
    return missing


def package_name(package: str) -> str:
    """Debian 13 and Ubuntu 24.04 renamed this one for 64-bit time."""
    if package != "libglib2.0-0":
        return package
    release = dict(
        line.split("=", 1)
        for line in read_or_nothing(Path("/etc/os-release")).splitlines()
        if "=" in line
    )
    number = release.get("VERSION_ID", "99").strip('"').split(".")[0]
    system = release.get("ID", "") + release.get("ID_LIKE", "")
    first = 24 if "ubuntu" in system else 13
    return "libglib2.0-0t64" if number.isdigit() and int(number) >= first else package


def read_or_nothing(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.is_file() else ""


def missing_fonts() -> list[str]:
    if not shutil.which("dpkg-query"):
        return []
    missing = []
    for package, pattern in FONTS.items():
        if not pattern and not is_root():
            continue  # only looks: worth installing, not worth a word
        if pattern and shutil.which("fc-list") and outcome(["fc-list", pattern])[1].strip():
            continue
        good, said = outcome(["dpkg-query", "-W", "-f=${Status}", package])
        if not good or "install ok installed" not in said:
            missing.append(package)
    return missing


def is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0


def install_system_packages(packages: list[str], why: str) -> None:
    command = ["apt-get", "install", "-y", "--no-install-recommends", *packages]
    if not is_root() or not shutil.which("apt-get"):
        raise SetUpError(
            f"{why} On Debian and Ubuntu run, as root:\n"
            f"  apt-get install {' '.join(packages)}\nand then this command again."
        )
    print(f"{why} Installing {', '.join(packages)} …", flush=True)
    good, said = outcome(command, DEBIAN_FRONTEND="noninteractive")
    if not good:  # the lists of a fresh machine are empty, those of an old one stale
        outcome(["apt-get", "update"])
        good, said = outcome(command, DEBIAN_FRONTEND="noninteractive")
    if not good:
        raise SetUpError(f"This failed:\n  {' '.join(command)}\n{said.strip()}")


def display() -> str:
    """The Qt platform that a window would get, "" without any display."""
    if str(SOURCES.parent) not in sys.path:
        sys.path.insert(0, str(SOURCES.parent))
    from contactdesk.display import platform

    return platform()


# --- texts ---------------------------------------------------------------------------------

PYBABEL = (PYTHON, "-c", "from babel.messages.frontend import main; main()")
KEYWORDS = ("-k", "N_", "-k", "_", "-k", "ngettext:1,2", "-k", "pgettext:1c,2")


def catalogues() -> list[Path]:
    return sorted(LOCALE.glob("*/LC_MESSAGES/contactdesk.po"))


def compile_messages() -> None:
    for catalogue in catalogues():
        compiled = catalogue.with_suffix(".mo")
        if compiled.is_file() and compiled.stat().st_mtime >= catalogue.stat().st_mtime:
            continue
        good, said = outcome([*PYBABEL, "-q", "compile", "-i", catalogue, "-o", compiled])
        if not good:
            raise SetUpError(said)


def extract_messages(to: Path) -> None:
    about = ["--project", "ContactDesk", "--omit-header", "--no-location", "--sort-output"]
    good, said = outcome(
        [*PYBABEL, "-q", "extract", *KEYWORDS, *about, "-w", "100", "-o", to, "src"]
    )
    if not good:
        raise SetUpError(said)


def check_messages() -> tuple[bool, str]:
    """The template and every catalogue hold the sources' texts: none missing, none left over."""
    with tempfile.TemporaryDirectory() as folder:
        fresh = Path(folder) / "fresh.pot"
        extract_messages(fresh)
        told = [PYTHON, "-c", COMPARE, fresh, LOCALE / "contactdesk.pot", *catalogues()]
        good, said = outcome(told)
    return good, said + "Run: python3 dev.py messages\n"


UPDATE = """
import io, sys
from babel.messages.pofile import read_po, write_po
with open(sys.argv[1], "rb") as file:
    template = read_po(file)
for path in sys.argv[2:]:
    with open(path, encoding="utf-8") as file:
        head = file.read().split("\\n\\n")[0]
    with open(path, "rb") as file:
        catalogue = read_po(file, locale=path.replace("\\\\", "/").split("/")[-3])
    catalogue.update(template, no_fuzzy_matching=True)
    body = io.BytesIO()
    write_po(body, catalogue, 100, omit_header=True, sort_output=True, ignore_obsolete=True)
    with open(path, "w", encoding="utf-8") as file:
        file.write(head + "\\n\\n" + body.getvalue().decode())
    waiting = sum(not m.string or not all(m.string) for m in catalogue if m.id)
    print(f"{path}: {waiting} of {len(catalogue)} texts to translate")
"""

COMPARE = """
import sys
from babel.messages.pofile import read_po
def ids(path):
    with open(path, "rb") as file:
        return {(m.context, m.id): m for m in read_po(file) if m.id}
fresh, wrong = ids(sys.argv[1]), 0
for path in sys.argv[2:]:
    known = ids(path)
    odd = [f"  missing: {k[1]!r}" for k in fresh.keys() - known.keys()]
    odd += [f"  no longer used: {k[1]!r}" for k in known.keys() - fresh.keys()]
    if path.endswith(".po"):
        odd += [f"  not translated: {k[1]!r}" for k, m in known.items()
                if m.fuzzy or not all([m.string] if isinstance(m.string, str) else m.string)]
    if odd:
        wrong = 1
        print(path, *sorted(odd), sep="\\n")
sys.exit(wrong)
"""


# --- lengths -------------------------------------------------------------------------------


def check_lengths() -> tuple[bool, str]:
    odd = [line for path in own_modules() for line in too_long(path)]
    return not odd, "\n".join(odd) + "\n"


def own_modules() -> Iterator[Path]:
    yield ROOT / "dev.py"
    for folder in ("src", "tests", "resources", "packaging"):
        yield from sorted((ROOT / folder).rglob("*.py"))


def too_long(path: Path) -> Iterator[str]:
    text = path.read_text(encoding="utf-8")
    name, lines = path.relative_to(ROOT), text.count("\n")
    if lines > LONGEST_FILE:
        yield f"{name}: {lines} lines (at most {LONGEST_FILE})"
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            if length > LONGEST_FUNCTION:
                yield f"{name}:{node.lineno}: {node.name} has {length} lines ({LONGEST_FUNCTION})"


# --- children ------------------------------------------------------------------------------


def environment(**more: str) -> dict[str, str]:
    """What children get: byte code is always written, or every start compiles anew."""
    kept = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, **more}


def call(command: Sequence[object], **more: str) -> int:
    return subprocess.call([str(part) for part in command], cwd=ROOT, env=environment(**more))


def outcome(command: Sequence[object], **more: str) -> tuple[bool, str]:
    """Whether a command went well, and all that it said."""
    try:
        done = subprocess.run(
            [str(part) for part in command],
            check=False,
            cwd=ROOT,
            env=environment(**more),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
        )
    except OSError as problem:
        return False, f"{command[0]}: {problem}\n"
    return done.returncode == 0, done.stdout


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
