"""`realisera verify`: whether files are as they were made."""

from __future__ import annotations

import shlex
import sys
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

import click

from generator.cli.commands import Command
from generator.cli.origins import CONTRACTS, OUTS, find_origins
from generator.cli.sources import OUTPUT, WrongUsage, echo_json, see_from_here, tell
from generator.cli.wording_changes import show_change, wants_colour
from generator.cli.words import _, add_examples
from generator.documents.document_type import LETTER_SLUG
from generator.errors import Finding, spell_out
from generator.provenance.verify import SUFFIXES, WORKBOOK, State, Verdict, Verifier
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
        raise WrongUsage(Finding("there is no document in {paths}", values={"paths": ", ".join(map(str, paths))}))
    verifier, counts = Verifier(*find_origins(paths, contracts, outs)), Counter[str]()
    commands: set[str] = set()
    found = (
        verdict for file in files for verdict in verifier.verify(file) if file in paths or not _is_somebodys_workbook(verdict)
    )
    verdicts = _count(found, counts, commands)
    if as_json:
        echo_json(_as_json(verdict, require_contract=require_contract) for verdict in verdicts)
    else:
        for verdict in verdicts:
            _tell(verdict, require_contract=require_contract)
        if counts["files"] > 1:
            told = _("Files verified: {files}. Not as they should be: {bad}. Held against no contract: {unheld}.")
            click.echo(told.format(files=counts["files"], bad=counts["bad"], unheld=counts["unheld"]), err=True)
        for hint in _list_ways(commands, counts["letters"]):
            click.echo(f"  {_('hint')}: {hint}", err=True)
    is_mixed = bool(counts["masked"] and counts["whole"])
    if is_mixed:
        tell(Finding("masked and whole documents lie together here", hint="part them before anything is sent"), err=True)
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


def _is_somebodys_workbook(verdict: Verdict) -> bool:
    """Whether it is a workbook that no document is: people keep lists of their own beside documents, and so does this product."""
    return verdict.state == "foreign" and verdict.name.endswith(WORKBOOK)


def _list_ways(commands: Collection[str], letters: int) -> Iterator[str]:
    """How documents are made anew whose contract or report has changed since, and what to do with letters of it."""
    if commands:
        told = _("made anew, in the languages and formats that are told with it, by: {commands}")
        yield told.format(commands="; ".join(sorted(commands)[:_SHOWN]) + ("; …" if len(commands) > _SHOWN else ""))
    if letters:
        yield _("a letter stays as it was sent; one that wasn't is taken back by realisera withdraw, and then made again")


def _count(verdicts: Iterable[Verdict], counts: Counter[str], commands: set[str]) -> Iterator[Verdict]:
    """The verdicts, counted; what makes those anew that their contract says in other words now goes to the commands."""
    for verdict in verdicts:
        counts["files"] += 1
        counts["bad"] += not verdict.is_good
        counts["unheld"] += verdict.lacks_contract
        if verdict.parts:
            counts["masked" if verdict.parts.get("edition") else "whole"] += 1
        if verdict.state == "made" and verdict.contract == "changed" and not verdict.withdrawn:
            # Of a letter is told how it is kept, not how it is made anew.
            is_letter = verdict.parts.get("document") == LETTER_SLUG
            counts["letters"] += is_letter
            commands.update(() if is_letter else (_name_command(verdict),))
        yield verdict


def _name_command(verdict: Verdict) -> str:
    """What makes all documents of a file's contract anew, into its folder."""
    source, out = see_from_here(Path(verdict.source)), see_from_here(verdict.memory.out) if verdict.memory else OUTPUT
    return shlex.join(["realisera", "generate", "all", source.as_posix(), *(["--out", out.as_posix()] if out != OUTPUT else [])])


def _tell(verdict: Verdict, *, require_contract: bool) -> None:
    state, held = _find_wrong_state(verdict), _find_wrong_contract(verdict, require_contract=require_contract)
    words = [_say(state) if state else _("as it was made")]
    if verdict.parts:
        words.append(" ".join(filter(None, ("realisera", verdict.parts.get(PRODUCT, "")))))
        words.append(_("masked edition") if verdict.parts.get("edition") else "")
        words += [verdict.id, verdict.parts.get("date", ""), _name_copy(verdict), _name_withdrawal(verdict)]
        words.append(_say(held) if held else "" if verdict.withdrawn else _name_contract(verdict))
    click.echo(spell_out(f"{verdict.name}: {' · '.join(filter(None, words))}"))
    if verdict.withdrawn:
        return
    for change in verdict.words[:_SHOWN]:
        click.echo(f"  {show_change(change, in_colour=wants_colour())}")
    if len(verdict.words) > _SHOWN:
        click.echo(f"  {_('and {count} more').format(count=len(verdict.words) - _SHOWN)}")
    is_told = verdict.words or verdict.is_reworded is False
    if verdict.state == "changed" and not is_told and not verdict.name.endswith(".zip"):
        click.echo(f"  {_('hint')}: {_('to see whether words differ: realisera diff OLD NEW')}")
    for finding in verdict.findings:
        tell(finding)


def _say(finding: Finding) -> str:
    """A finding among the other things that are told of a file, with its code."""
    return f"{finding.format_message(_)} [{finding.code}]"


def _find_wrong_state(verdict: Verdict) -> Finding | None:
    """That a file isn't as it was made."""
    if verdict.is_reworded is False:
        return Finding("changed after it was made, but in no word of its text: perhaps saved anew by another program")
    states: dict[State, Finding] = {
        "changed": Finding("changed after it was made"),
        "foreign": Finding("not made by realisera"),
        "unreadable": Finding("can't be read"),
    }
    return states.get(verdict.state)


def _find_wrong_contract(verdict: Verdict, *, require_contract: bool) -> Finding | None:
    """That the contract would now make another, that it is another one, or that there is none where there must be one."""
    if verdict.state != "made" or verdict.withdrawn:
        return None
    if verdict.contract == "changed":
        return Finding("the contract has changed since: {parts}", values={"parts": _name_changes(verdict)})
    if verdict.contract == "other":
        return Finding("not made of this contract: {file}", values={"file": verdict.source})
    if require_contract and verdict.lacks_contract and not verdict.findings:
        return Finding("no contract to hold it against")
    return None


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
    """What is known of the contract, which hasn't changed, and what else would be another today."""
    if verdict.state != "made":
        return ""
    if verdict.contract == "unknown":
        return "" if verdict.findings or verdict.name.endswith(".zip") else _("no contract to hold it against")
    is_carried = verdict.contract == "carried"
    known = _("it carries the contract that it was made from") if is_carried else _("contract unchanged")
    parts = _name_changes(verdict)
    return f"{known}; {_('it would look different today: {parts}').format(parts=parts)}" if parts else known


def _name_changes(verdict: Verdict) -> str:
    """What would be another today."""
    names = {
        "text": _("text"),
        "letterhead": _("letterhead"),
        "layout": _("layout"),
        "engine": _("what makes it"),
        "realisera": _("this program"),
    }
    return ", ".join(names[change] for change in verdict.changes)


def _as_json(verdict: Verdict, *, require_contract: bool) -> dict[str, object]:
    memory = verdict.memory
    wrong = (_find_wrong_state(verdict), _find_wrong_contract(verdict, require_contract=require_contract), *verdict.findings)
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
        "codes": [finding.code for finding in wrong if finding and finding.code],
        "findings": [str(finding) for finding in verdict.findings],
    }
