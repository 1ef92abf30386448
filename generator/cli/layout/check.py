"""`realisera layout check`: what is wrong with a layout, which tags it has, and what comes of it."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from generator.cli.commands import Command
from generator.cli.layout.tag_words import describe_tag
from generator.cli.sources import NamedChoice, WrongUsage, tell
from generator.cli.words import _, add_examples
from generator.errors import Finding, InputError, Place
from generator.files.atomic import write_file
from generator.rendering.layout_checks import LAYOUTS, LayoutReport, check_layout, name_kind
from generator.rendering.page_pictures import convert_to_pdf, draw_pages
from generator.workspace import find_workspace

_OTHER_NAMES = {
    "letter": ("brev",),
    "report": ("rapport",),
    "form": ("formulär",),
    "slides": ("bilder", "bildspel"),
    "logo": ("logotyp", "logga"),
}
"""What layouts are called in Swedish."""
KIND = NamedChoice({kind: _OTHER_NAMES.get(kind, ()) for kind in LAYOUTS})
_SUFFIXES = {"slides": "pptx", "logo": "pdf"}
"""What a trial document is, where it isn't a Word file."""


@click.command(
    cls=Command,
    help=add_examples(
        _(
            "FILE is a Word document, a presentation, or a drawing or picture for the logo. Everything that is wrong with it is "
            "told at once; then every tag, where it stands and what comes in its place."
        ),
        "realisera layout check templates/word/letter.docx --pictures look/",
        "realisera layout check brev.docx --as letter",
    ),
)
@click.argument("file", metavar=_("FILE"), type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--as",
    "kind",
    type=KIND,
    help=_("What it is a layout for. [default: by its name]"),
)
@click.option(
    "--add-styles", is_flag=True, help=_("Write a copy that has the styles which it lacks, as the product's own layout has.")
)
@click.option(
    "--pictures",
    type=click.Path(file_okay=False, path_type=Path),
    metavar=_("FOLDER"),
    help=_("Write a trial document made with it into this folder, and a picture of each page where LibreOffice is installed."),
)
def check(*, file: Path, kind: str | None, add_styles: bool, pictures: Path | None) -> None:
    """Check a layout."""
    found = kind or name_kind(file)
    if not found:
        message = "{file} may be no layout: it ends in none of .docx, .pptx, .svg, .png, .jpg"
        raise WrongUsage(Finding(message, values={"file": str(file)}))
    if not kind and found == "report" and file.stem != found:
        click.echo(_("It is looked at as a layout for reports; --as letter or --as form says otherwise."), err=True)
    report = check_layout(file, found, find_workspace(file).settings.letterhead)
    findings = [report.lack, *report.findings] if report.lack and not add_styles else report.findings
    for finding in findings:
        tell(finding)
    for tag in report.tags:
        click.echo(describe_tag(tag))
    if add_styles and report.lack:
        _write_completed(file, report)
    if pictures and report.sample:
        _show(report, pictures)
    elif pictures:
        click.echo(_("There are no pictures: no document can be made with it until the mistakes are mended."), err=True)
    if any(finding.severity == "error" for finding in findings):
        sys.exit(1)
    if not (findings or report.lack):
        click.echo(_("Nothing is wrong with it."), err=True)


def _write_completed(file: Path, report: LayoutReport) -> None:
    target = file.with_name(f"{file.stem}.with-styles{file.suffix}")
    if target.exists():
        raise InputError(
            Finding("this file is there already", Place(target.as_posix()), hint="move it away, or give it another name")
        )
    write_file(target, report.completed)
    click.echo(target.as_posix())
    names = report.lack.values["names"] if report.lack else ""
    click.echo(_("It has these styles now, as the product's own layout has them: {names}").format(names=names), err=True)
    click.echo(
        _("Styles that were there are as they were. Give it the name of the layout when you are content with it."), err=True
    )


def _show(report: LayoutReport, folder: Path) -> None:
    """Write the sample and, where LibreOffice is there, a picture of each page."""
    folder.mkdir(parents=True, exist_ok=True)
    sample = folder / f"{report.kind}.{_SUFFIXES.get(report.kind, 'docx')}"
    write_file(sample, report.sample)
    click.echo(sample.as_posix())
    pdf = report.sample if sample.suffix == ".pdf" else convert_to_pdf(report.sample, sample.suffix)
    if not pdf:
        click.echo(
            _("LibreOffice isn't installed, or didn't open it: open the trial document in Word or PowerPoint to see it."),
            err=True,
        )
    pages = draw_pages(pdf) if pdf else ()
    if pdf and not pages:
        click.echo(
            _("Pictures of its pages are drawn by Typst, which isn't installed: open the trial document to see it."), err=True
        )
    for number, page in enumerate(pages, 1):
        path = folder / f"{report.kind}-{number}.png"
        write_file(path, page)
        click.echo(path.as_posix())
