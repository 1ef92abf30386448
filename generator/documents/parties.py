"""Who a contract is between, beside the two that sign it, and its place in a procurement. Called by types that name them."""

from __future__ import annotations

from msgspec import Struct

from generator.contract.choices import DelivererKind
from generator.contract.models import SWEDEN, Contract, Lot


class Parties(Struct, frozen=True):
    """The parties to a contract, and its place in a framework agreement or a procurement."""

    buyer: str
    buys_with: tuple[str, ...]
    """Who buys together with it."""
    on_behalf_of: tuple[str, ...]
    """Whom it signs for."""
    supplier: str
    """Of a consortium, the lead member."""
    members: tuple[str, ...]
    """The other members of the consortium."""
    joint_liability: bool | None
    """Whether each member answers for all of the contract; None where that isn't known, or there is no consortium."""
    subsidiaries: tuple[str, ...]
    branches: tuple[str, ...]
    other_deliverers: tuple[str, ...]
    """Those that deliver in the supplier's place, by what they are to it."""
    framework: str | None
    """The framework agreement with several suppliers, by id."""
    rank: int | None
    lots: tuple[Lot, ...]

    @property
    def is_joined(self) -> bool:
        """Whether a letter has to name more than its sender and receiver."""
        return bool(self.buys_with or self.on_behalf_of or self.members)


def describe_parties(contract: Contract) -> Parties:
    """The parties to a contract."""
    buyer, supplier, framework = contract.buyer, contract.supplier, contract.framework

    def list_deliverers(kind: DelivererKind | None) -> tuple[str, ...]:
        return tuple(each.name for each in supplier.delivered_by if each.kind is kind)

    return Parties(
        buyer=buyer.name,
        buys_with=tuple(each.name for each in buyer.others),
        on_behalf_of=tuple(each.name for each in buyer.on_behalf_of),
        supplier=supplier.name,
        members=tuple(each.name for each in supplier.members),
        joint_liability=supplier.joint_liability if supplier.members else None,
        subsidiaries=list_deliverers(DelivererKind.SUBSIDIARY),
        branches=list_deliverers(DelivererKind.BRANCH),
        other_deliverers=list_deliverers(None),
        framework=framework.id if framework else None,
        rank=framework.rank if framework else None,
        lots=contract.lots,
    )


def find_country_abroad(contract: Contract) -> str | None:
    """The supplier's country, as the last line of an address has it; None where that is the buyer's own, or Sweden."""
    country = contract.supplier.country
    return country if country not in {contract.buyer.country, SWEDEN} else None
