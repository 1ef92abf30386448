"""What each contract of a run says that no other may say too: its id, and the supplier's rank. For all that read several."""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from generator.contract import messages
from generator.contract.loading import LoadedContract, LoadedReport
from generator.contract.messages import Problem
from generator.errors import Finding, Place


class Ids:
    """The ids of the contracts of a run: documents go to a folder named by the id, so two contracts may not share one."""

    def __init__(self) -> None:
        self._sources: dict[str, str] = {}

    def check(self, loaded: LoadedContract | LoadedReport) -> tuple[Finding, ...]:
        """A finding if another file has the id of this one; small and capital letters are the same to some computers."""
        return self.claim(loaded.id, loaded.source, loaded.place_of(("id",)))

    def claim(self, name: str, source: str, place: Place) -> tuple[Finding, ...]:
        """A finding if another file than `source` has that id, which stands at `place`."""
        first = self._sources.setdefault(name.casefold(), source)
        if first == source:
            return ()
        hint = "give each contract an id of its own"
        return (Finding("the id '{id}' is that of {other} too", place, "id", hint=hint, values={"id": name, "other": first}),)


class Ranks:
    """The ranks of suppliers under the framework agreements of a run: each place has one supplier."""

    def __init__(self) -> None:
        self._sources: dict[tuple[str, int], str] = {}

    def claim(self, claim: RankClaim) -> tuple[Finding, ...]:
        """A warning if another file has the same rank under the same framework agreement."""
        first = self._sources.setdefault((claim.framework, claim.rank), claim.source)
        return () if first == claim.source else (replace(claim.doubt, values={**claim.doubt.values, "other": first}),)


class RankClaim(Struct, frozen=True):
    """What a contract file says of the supplier's rank."""

    framework: str
    rank: int
    source: str
    doubt: Finding
    """What is to be told if another file says the same, but for which."""


def read_rank(loaded: LoadedContract) -> RankClaim | None:
    """The rank that a contract file claims, if any."""
    framework = loaded.contract.framework
    if framework is None or framework.rank is None:
        return None
    shown = {"rank": str(framework.rank), "framework": framework.id, "other": ""}
    (doubt,) = loaded.report_problems([Problem(("framework", "rank"), messages.SAME_RANK, shown)])
    return RankClaim(framework.id, framework.rank, loaded.source, doubt)
