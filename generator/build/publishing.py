"""What may not be published of a contract or a report, as findings. Called by `build.source` and `build.report_source`."""

from __future__ import annotations

from collections.abc import Collection

from generator.contract.models import Contract
from generator.contract.report import Report
from generator.errors import Finding
from generator.rules.publishing import find_names, list_secret_figures


def figure_findings(contract: Contract, subject: str, file: str) -> tuple[Finding, ...]:
    """A finding for each confidential field that figures to be published would be made of."""
    return tuple(
        Finding(
            "figures would be made of {field} in {file}, which is confidential",
            subject=subject,
            hint="leave that file out of the report, or take the field out of confidential",
            values={"field": pattern, "file": file or contract.id},
        )
        for pattern in list_secret_figures(contract)
    )


def name_findings(words: Contract | Report, names: Collection[str]) -> tuple[Finding, ...]:
    """A finding for each text that is to be published and names somebody who may not be named."""
    return tuple(
        Finding(
            "this text names '{name}', which may not be published",
            subject=path,
            hint="write it without the name: what is published names no persons, no sub-suppliers and nothing confidential",
            values={"name": name},
        )
        for path, name in find_names(words, names)
    )
