"""`realisera verify`: whether files are as they were made."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import click

from generator.cli.commands import Command
from generator.cli.origins import CONTRACTS, OUTS, find_origins
from generator.cli.sources import echo_json, tell
from generator.cli.wording_changes import show_change, wants_colour
from generator.cli.words import _, add_examples
from generator.errors import spell_out
from generator.provenance.verify import SUFFIXES, Verdict, Verifier
from generator.rendering.stamps import PRODUCT

_SHOWN = 3
"""How many changes of words are shown of a file; realisera diff shows all."""


@click.command(
    cls=Command,
    help=add_examples(
        _(
            "FILE is a document in any format, an archive of a pack, or a folder of them. Each is told by what it says of itself "
            "and by the manifest of the folder that it lies in: whether a byte has changed, which version made it, from which "
            "contract, and whether the contract would now make another. It may have been moved or renamed. That a file is as it "
            "was made doesn't say who made it: it is no signature.\n\n"
            "The exit code is 1 if a file isn't as it was made, or its contract has changed since. With --require-contract, it "
            "is 1 also if a file could be held against no contract."
        ),
        "realisera verify output/",
        "realisera verify letter.pdf --contract contracts/a14.yaml",
    ),
)
@click.argument("paths", metavar=_("FILE..."), nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@CONTRACTS
@OUTS
@click.option("--require-contract", is_flag=True, help=_("Exit with 1 if a file could be held against no contract."))
@click.option("--json", "as_json", is_flag=True, help=_("Print JSON."))
def verify(
    *, paths: tuple[Path, ...], contracts: tuple[Path, ...], outs: tuple[Path, ...], require_contract: bool, as_json: bool
) -> None:
    """Verify files."""
    files = list(_list_files(paths, SUFFIXES))
    if not files:
        raise click.UsageError(_("there is no document in {paths}").format(paths=", ".join(map(str, paths))))
    verifier, counts = Verifier(*find_origins(paths, contracts, outs)), Counter[str]()
    verdicts = _count((verdict for file in files for verdict in verifier.verify(file)), counts)
    if as_json:
        echo_json(map(_as_json, verdicts))
    else:
        for verdict in verdicts:
            _tell(verdict)
        if counts["files"] > 1:
            told = _("Files verified: {files}. Not as they should be: {bad}. Held against no contract: {unheld}.")
            click.echo(told.format(files=counts["files"], bad=counts["bad"], unheld=counts["unheld"]), err=True)
    is_mixed = bool(counts["masked"] and counts["whole"])
    if is_mixed:
        click.echo(_("Masked and whole documents lie together here: part them before anything is sent."), err=True)
    if is_mixed or (require_contract and counts["unheld"]) or counts["bad"]:
        sys.exit(1)


def _list_files(paths: tuple[Path, ...], suffixes: frozenset[str]) -> Iterator[Path]:
    """The files, and those documents in folders that aren't hidden, in order."""
    for path in paths:
        if not path.is_dir():
            yield path
            continue
        for file in sorted(path.rglob("*")):
            hidden = any(part.startswith((".", "~$")) for part in file.relative_to(path).parts)
            if file.suffix.lower() in suffixes and not hidden and file.is_file():
                yield file


def _count(verdicts: Iterable[Verdict], counts: Counter[str]) -> Iterator[Verdict]:
    """The verdicts, counted."""
    for verdict in verdicts:
        counts["files"] += 1
        counts["bad"] += not verdict.is_good
        counts["unheld"] += verdict.lacks_contract
        if verdict.parts:
            counts["masked" if verdict.parts.get("edition") else "whole"] += 1
        yield verdict


def _tell(verdict: Verdict) -> None:
    words = [_name_state(verdict)]
    if verdict.parts:
        words.append(" ".join(filter(None, ("realisera", verdict.parts.get(PRODUCT, "")))))
        words.append(_("masked edition") if verdict.parts.get("edition") else "")
        words += [verdict.id, verdict.parts.get("date", ""), _name_copy(verdict), _name_withdrawal(verdict)]
        words.append("" if verdict.withdrawn else _name_contract(verdict))
    click.echo(spell_out(f"{verdict.name}: {' · '.join(filter(None, words))}"))
    if verdict.withdrawn:
        return
    for change in verdict.words[:_SHOWN]:
        click.echo(f"  {show_change(change, in_colour=wants_colour())}")
    if len(verdict.words) > _SHOWN:
        click.echo(f"  {_('and {count} more').format(count=len(verdict.words) - _SHOWN)}")
    if verdict.state == "changed" and verdict.is_reworded is not False and not verdict.name.endswith(".zip"):
        click.echo(f"  {_('hint')}: {_('to see whether words differ: realisera diff OLD NEW')}")
    for finding in verdict.findings:
        tell(finding)


def _name_state(verdict: Verdict) -> str:
    if verdict.is_reworded is False:
        return _("changed after it was made, but in no word of its text: perhaps saved anew by another program")
    return {
        "made": _("as it was made"),
        "changed": _("changed after it was made"),
        "foreign": _("not made by realisera"),
        "unreadable": _("can't be read"),
    }[verdict.state]


def _name_copy(verdict: Verdict) -> str:
    """That the manifest knows another version of a file that is as it was made."""
    if verdict.state != "made" or verdict.memory is None or verdict.memory.is_same:
        return ""
    known, own = verdict.memory.entry.date, verdict.parts.get("date", "")
    if known > own:
        return _("the manifest knows a later version, of {date}").format(date=known)
    if known < own:
        return _("the manifest knows an earlier version, of {date}").format(date=known)
    return _("the manifest knows another version of the same day")


def _name_withdrawal(verdict: Verdict) -> str:
    return _("withdrawn on {date}, never sent").format(date=verdict.withdrawn) if verdict.withdrawn else ""


def _name_contract(verdict: Verdict) -> str:
    """Whether the contract has changed, and what else would be another today."""
    if verdict.state != "made":
        return ""
    names = {
        "text": _("text"),
        "letterhead": _("letterhead"),
        "layout": _("layout"),
        "engine": _("what makes it"),
        "realisera": _("this program"),
    }
    changed = ", ".join(names[change] for change in verdict.changes)
    if verdict.contract == "changed":
        return _("the contract has changed since: {parts}").format(parts=changed)
    if verdict.contract == "unknown":
        return "" if verdict.findings or verdict.name.endswith(".zip") else _("no contract to hold it against")
    if verdict.contract == "other":
        return _("not made of this contract: {file}").format(file=verdict.source)
    is_carried = verdict.contract == "carried"
    known = _("it carries the contract that it was made from") if is_carried else _("contract unchanged")
    return f"{known}; {_('it would look different today: {parts}').format(parts=changed)}" if changed else known


def _as_json(verdict: Verdict) -> dict[str, object]:
    memory = verdict.memory
    return {
        "file": verdict.name,
        "state": verdict.state,
        "sha256": verdict.sha256,
        "stamp": dict(verdict.stamp),
        "manifest": (memory.out / "manifest.json").as_posix() if memory else None,
        "entry": memory.entry.path if memory else None,
        "is_in_manifest": memory.is_same if memory else None,
        "withdrawn": verdict.withdrawn or None,
        "source": verdict.id or None,
        "contract": verdict.contract,
        "contract_file": verdict.source or None,
        "changes": list(verdict.changes),
        "is_reworded": verdict.is_reworded,
        "words": [{"heading": change.heading, "old": change.old, "new": change.new} for change in verdict.words],
        "findings": [str(finding) for finding in verdict.findings],
    }
