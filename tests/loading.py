"""Reads contracts and reports as cases are read, without their workspace."""

from __future__ import annotations

from pathlib import Path

from generator.contract.loading import LoadedContract, LoadedReport, holds_report, read_bytes, read_contract, read_report
from generator.contract.nodes import read_nodes


def load_source(path: Path) -> LoadedContract | LoadedReport:
    """The contract or the report in the file, whichever it is."""
    return load_report(path) if holds_report(read_nodes(read_bytes(path))) else load_contract(path)


def load_contract(path: Path) -> LoadedContract:
    """The contract in the file."""
    data = read_bytes(path)
    return read_contract(path, data, read_nodes(data)).require()


def load_report(path: Path) -> LoadedReport:
    """The report in the file, and the contract files that it names."""
    data = read_bytes(path)
    return read_report(path, data, read_nodes(data)).require()
