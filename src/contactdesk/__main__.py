"""`contactdesk`: the window without a verb, the command line with one."""

from __future__ import annotations

import sys
from pathlib import Path


def main(arguments: list[str] | None = None) -> int:
    """Start what the arguments ask for; returns the exit status."""
    arguments = sys.argv[1:] if arguments is None else arguments
    if arguments[:1] == ["--reading-process"]:
        from contactdesk.operations import reading

        reading.main()
        return 0
    if not arguments or _names_only_a_book(arguments):
        from contactdesk import app

        return app.main(arguments[-1] if arguments else None)
    if _names_address_books(arguments):
        from contactdesk import app

        return app.main(None, arguments)
    if _names_a_call(arguments):
        from contactdesk import app

        return app.call(arguments[-1], arguments[1] if len(arguments) == 3 else None)
    from contactdesk import cli

    return cli.main(arguments)


def _names_only_a_book(arguments: list[str]) -> bool:
    """`contactdesk FILE.cdk` (as a file manager calls it), an address, or `--book FILE`."""
    if len(arguments) == 1:
        return arguments[0].endswith(".cdk") or arguments[0].startswith("postgresql://")
    return len(arguments) == 2 and arguments[0] == "--book"


def _names_address_books(arguments: list[str]) -> bool:
    """`contactdesk FILE.vcf …`, as a file manager opens address books of other programs."""
    endings = {".vcf", ".vcard", ".csv", ".tsv", ".xlsx", ".ldif", ".jcard", ".ics", ".vcs", ".eml"}
    return all(Path(each).suffix.lower() in endings and Path(each).is_file() for each in arguments)


def _names_a_call(arguments: list[str]) -> bool:
    """`contactdesk tel:NUMBER`, as a telephone program hands it over, or `--book FILE tel:…`."""
    from contactdesk.model.dialled import is_link

    ours = len(arguments) == 1 or (len(arguments) == 3 and arguments[0] == "--book")
    return ours and is_link(arguments[-1])


if __name__ == "__main__":
    sys.exit(main())
