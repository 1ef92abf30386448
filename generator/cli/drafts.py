"""Drafts of e-mails with what was made: the option, and what is told of them. Used by `generate`, `batch` and `escalate`."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.build.job import Result
from generator.cli.results import Results
from generator.cli.words import _
from generator.contract.case import Cases
from generator.workspace import Workspace

if TYPE_CHECKING:
    from generator.masking.case import Masker

EMAIL = click.option(
    "--email",
    is_flag=True,
    help=_("Also write a draft of an e-mail to each receiver at the supplier, with the files, to be sent by yourself."),
)


def make_drafts(  # noqa: PLR0913 (what a run has made, and how)
    out: Path, outcomes: Iterable[Result], workspace: Workspace, results: Results, *, draft: bool, masker: Masker | None = None
) -> bool:
    """Whether all drafts could be written; each is named on standard output, and what is wrong is told."""
    from generator.masking.case import hide  # noqa: PLC0415
    from generator.reporting.drafts import Made, write_drafts  # noqa: PLC0415 (only who asks for drafts has use for it)

    outcomes = tuple(outcomes)
    made = [Made(each.source, each.file, is_other=each.state == "kept") for each in outcomes if each.path and each.file]
    lacking = frozenset(each.source for each in outcomes if each.state == "failed")
    count, failed = 0, False
    for written in write_drafts(out, made, Cases(workspace), lacking=lacking, draft=draft, masker=masker):
        for finding in written.findings:
            results.note(hide(finding))
        if written.path:
            count += 1
            results.name_draft(written.path)
        failed |= written.path is None
    results.tell()
    if not count and not failed and not results.is_quiet:
        click.echo(_("No draft: nothing that was made is to be sent."), err=True)
    return not failed
