"""Where files may have come from, as `verify` and `diff` are told: contracts, and the folders that files were made into."""

from __future__ import annotations

from pathlib import Path

import click

from generator.cli.sources import OUTPUT, list_sources
from generator.cli.words import _
from generator.provenance.origin import Manifests, Sources
from generator.workspace import find_root

CONTRACTS = click.option(
    "--contract",
    "contracts",
    multiple=True,
    type=click.Path(exists=True, path_type=Path),
    metavar=_("PATH"),
    help=_("The contract or report file that files were made from, or a folder of them. [default: those of the workspace]"),
)
OUTS = click.option(
    "--out",
    "outs",
    multiple=True,
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    metavar=_("FOLDER"),
    help=_("A folder that files were made into: its manifest knows them wherever they are now. [default: output]"),
)


def find_origins(files: tuple[Path, ...], contracts: tuple[Path, ...], outs: tuple[Path, ...]) -> tuple[Manifests, Sources]:
    """What may know the files: manifests, and the sources that were named beside those of the workspace around the files."""
    root = find_root(*files, Path())
    known = list_sources((root,), with_reports=True) if root else []
    return Manifests(outs or (OUTPUT,)), Sources(known, list_sources(contracts, with_reports=True))
