"""Documents of random contracts and of their twins, in every type, format and language by turns; `make masks` makes many more."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.build.orders import make_orders
from generator.build.render import Builder
from generator.cli import main
from generator.documents import DOCUMENTS, find_document
from generator.masking.case import Masker
from generator.pipeline import Pipeline
from tests.masking.random_contracts import Pair, write_pair
from tests.masking.secrets import WORKSPACE, find_leaks

pytestmark = pytest.mark.long

CONTRACTS = int(os.environ.get("MASKS_CONTRACTS", "6"))
"""How many contracts are tried."""
EACH = 6
"""How many documents, each in one format and language, are made of a contract."""
DAY = date(2026, 11, 22)
OPTIONS = ("--lang", "sv", "--format", "html", "--masked", "--leave-short", "--email")
KINDS = [
    (document.slug, form, language)
    for language in ("sv", "en", "sv+en")
    for document in DOCUMENTS
    for form in document.formats
    if not document.lists_contracts and document.audience != "public"
]
WORKSPACES = [WORKSPACE.override(pdf_engine=engine) for engine in ("typst", "weasyprint")]
BUILDERS = [Builder(workspace) for workspace in WORKSPACES]
MASKER = Masker(WORKSPACE, "leave")


def make_files(path: Path, invited: date, number: int) -> tuple[dict[str, bytes], list[str]]:
    """The bytes of all that is made of a contract, when its turn has come, and of the manifest; and what is told of it."""
    out, engine = path.parent / "masked", number % 2
    pipeline = Pipeline(WORKSPACES[engine], out, masker=MASKER)
    pipeline.builder = BUILDERS[engine]  # compiled texts are kept from one contract to the next
    kinds = [KINDS[(number * EACH + turn) % len(KINDS)] for turn in range(EACH)]
    orders = [
        order
        for slug, form, language in kinds
        for order in make_orders(
            slug, on=invited if find_document(slug).pack else DAY, languages=(language,), formats=(form,), where_it_fits=True
        )
    ]
    results = list(pipeline.generate(orders, [path]))
    assert {each.state for each in results} <= {"made", "left_out"}
    told = [str(finding).replace(str(path.parent), "…") for each in results for finding in each.findings]
    return {file.relative_to(out).as_posix(): file.read_bytes() for file in sorted(out.rglob("*")) if file.is_file()}, told


def list_leaks(files: dict[str, bytes], pair: Pair) -> list[str]:
    """Where secrets stand in files."""
    return [
        f"{name}: {leak}" for name, data in files.items() for leak in find_leaks(Path(name), data, pair.secrets, pair.compounds)
    ]


@pytest.mark.parametrize("number", range(CONTRACTS))
def test_contracts_that_differ_only_in_secrets_give_the_same_bytes_which_hold_none(tmp_path: Path, number: int) -> None:
    pair = write_pair(tmp_path, number)
    first, told = make_files(pair.first, pair.invited, number)
    second, told_too = make_files(pair.second, pair.invited, number)
    assert list_leaks(first, pair) == []
    assert told == told_too
    assert first.keys() == second.keys()
    assert [name for name, data in first.items() if second[name] != data] == []


@pytest.mark.parametrize("number", range(0, max(CONTRACTS, 100), 50))
def test_the_command_says_the_same_of_both_and_its_e_mails_hold_no_secret(tmp_path: Path, number: int) -> None:
    pair, told = write_pair(tmp_path, number), []
    for path in (pair.first, pair.second):
        out = path.parent / "masked"
        options = [
            "--lang",
            "sv",
            "--format",
            "html",
            "--masked",
            "--leave-short",
            "--email",
            "--out",
            str(out),
            "--on",
            str(DAY),
        ]
        result = CliRunner().invoke(main, ["generate", "all", str(path), *options])
        files = {file.relative_to(out).as_posix(): file.read_bytes() for file in sorted(out.rglob("*")) if file.is_file()}
        assert [name for name in files if name.endswith(".eml")]
        assert list_leaks(files, pair) == []
        told.append((result.exit_code, result.output.replace(str(path.parent), "…"), files))
    assert told[0] == told[1]
    assert [secret for secret in pair.secrets if secret in told[0][1]] == []
