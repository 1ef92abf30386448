"""Which typical risks fit a contract and aren't assessed. Called by `realisera check`, and by `typical`, which enters them."""

from __future__ import annotations

from collections.abc import Iterable

from generator.contract.case import Case
from generator.contract.typical_risks import KnownRisk
from generator.errors import Finding
from generator.recording.quoting import quote_path
from generator.rules.typical_risks import Proposal, propose_risks


def list_open(case: Case, known: Iterable[KnownRisk]) -> tuple[Proposal, ...]:
    """The typical risks that fit a contract and that no assessed risk of it is near to, or not everywhere."""
    return tuple(each for each in propose_risks(case.contract, known) if each.is_open)


def check_proposals(case: Case, known: Iterable[KnownRisk]) -> tuple[Finding, ...]:
    """A warning where typical risks fit a contract and aren't assessed; they are proposals, so it is one for all."""
    ids = [each.known.id for each in list_open(case, known)]
    values = {"ids": ", ".join(ids), "contract": quote_path(case.path)}
    message = "typical risks that fit this contract are not assessed: {ids}"
    hint = "realisera missing {contract} tells of each, with its source and the line that enters it"
    return case.locate([Finding(message, subject="risks", hint=hint, values=values, severity="warning")]) if ids else ()
