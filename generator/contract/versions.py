"""The versions of the clause and the ladder that a workspace has, each read once. Kept by those who read many contracts."""

from __future__ import annotations

from functools import cached_property

from generator.contract.clause import Clause
from generator.contract.clause_file import read_clause
from generator.contract.ladder import Ladder
from generator.contract.ladder_file import read_ladder
from generator.workspace import Workspace


class Library:
    """What contracts of a workspace refer to."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._clauses: dict[str, Clause] = {}

    def find_clause(self, version: str) -> Clause:
        """A version of the clause.

        Raises:
            InputError: there is none, or it isn't a clause file.
        """
        if version not in self._clauses:
            self._clauses[version] = read_clause(self._workspace.files, version)
        return self._clauses[version]

    @cached_property
    def ladder(self) -> Ladder:
        """The ladder that the workspace has chosen.

        Raises:
            InputError: there is none, or there are mistakes in it.
        """
        return read_ladder(self._workspace.files, self._workspace.settings.ladder)
