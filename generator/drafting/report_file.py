"""The report file of a year over contract files, where nobody has written one. Called by `cli.generate`."""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterable
from datetime import date
from glob import escape
from pathlib import Path

from generator.contract.case import Case, Cases
from generator.contract.nodes import read_nodes
from generator.errors import Finding, InputError, Place
from generator.files.atomic import write_file


def write_report(path: Path, contracts: Iterable[Path], cases: Cases, on: date) -> bool:
    """Whether the report file of the year of `on` over these contracts was written; one that is there stays as it is.

    Raises:
        InputError: the one that is there is of other contracts, or no contract can be read.
    """
    found = sorted(contracts)
    folders = {(each.resolve().parent, each.suffix) for each in found}
    paths = sorted(
        f"{escape(Path(os.path.relpath(folder, path.parent.resolve())).as_posix())}/*{ending}" for folder, ending in folders
    )
    if path.exists():
        held = read_nodes(path.read_bytes()).data
        if not isinstance(held, dict) or held.get("contracts") != paths:
            hint = "name that file, choose another folder with --out, or remove it"
            raise InputError(
                Finding("this report file is there already, over other contracts", Place(path.as_posix()), hint=hint)
            )
        return False
    fields = {
        "format": "1",
        "id": path.stem,
        "registration_number": "–",
        "title": str(on.year),
        "organisation": _find_buyer(found, cases),
        "period": f"{{from: {on.year}-01-01, to: {on.year}-12-31}}",
    }
    texts = ("registration_number", "title", "organisation")
    lines = [f"{name}: {json.dumps(value, ensure_ascii=False) if name in texts else value}" for name, value in fields.items()]
    lines += ["contracts:", *(f"  - {json.dumps(each, ensure_ascii=False)}" for each in paths)]
    path.parent.mkdir(parents=True, exist_ok=True)
    write_file(path, ("\n".join(lines) + "\n").encode())
    return True


def _find_buyer(contracts: Iterable[Path], cases: Cases) -> str:
    """Whose contracts they are: the buyer that most of them name.

    Raises:
        InputError: none of them can be read.
    """
    names: Counter[str] = Counter()
    problem: InputError | None = None
    for each in contracts:
        try:
            case = cases.open(each)
        except InputError as found:
            problem = problem or found
            continue
        if isinstance(case, Case):
            names[case.contract.buyer.name] += 1
    if not names:
        raise problem or InputError(Finding("there is no contract file here"))
    return names.most_common(1)[0][0]
