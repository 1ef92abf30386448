"""A text with every kind of chart, for tests of what becomes of them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

from generator.contract.choices import DeviationSeverity, Method, Unit
from generator.contract.models import Money
from generator.documents.charts import plan_bars, plan_progress, plan_stacks, plan_year
from generator.text.composing import Composer
from generator.text.tree import Element
from tests.text.workspaces import make_view, put_letter

CONTENT = """# Åtgärdsplan

{{ key_figures([(view.contracts, _("Titel")), (view.share | percent, _("Namn")), (view.cost | short, _("Telefon"))]) }}

{{ bar_chart(_("Roll"), _("{number} är flest.", number=view.contracts), view.bars) }}

{{ bar_chart(_("Namn"), _("En & två."), view.costs) }}

{{ stacked_chart(_("Tid"), _("Ort och datum"), view.stacks) }}

{% call(row) progress_chart(_("Mål"), _("Ett mål av tre är nått."), view.progress) %}
{{ _("Mål {number}", number=row.label) }}
{% endcall %}

{{ year_chart(_("Året"), _("Flest i mars."), view.year) }}
"""
ENGLISH = {
    "Titel": "Title",
    "Namn": "Name",
    "Telefon": "Telephone",
    "Roll": "Role",
    "Tid": "Time",
    "Ort och datum": "Place and date",
    "{number} är flest.": "{number} is most.",
    "En & två.": "One & two.",
    "Mål": "Goals",
    "Mål {number}": "Goal {number}",
    "Ett mål av tre är nått.": "One goal of three is reached.",
    "Året": "The year",
    "Flest i mars.": "Most in March.",
    "{result} av {target}": "{result} of {target}",
}


def make_tree(root: Path, *langs: str) -> Element:
    """The text in one language or two."""
    letter = put_letter(root, CONTENT, ENGLISH)
    view = make_view(
        contracts=12,
        share=Decimal("66.7"),
        cost=Money(amount=Decimal(245000), currency="SEK"),
        bars=plan_bars(zip(Method, (12, 3, 0, 7, 1), strict=False)),
        costs=plan_bars([("Leverantör AB", Decimal(9_999_999_999)), ("<b>&", Decimal(0))]),
        stacks=plan_stacks(tuple(DeviationSeverity)[1:], [("A1", (3, 2, 40)), (None, (0, 0, 0))]),
        progress=plan_progress([("1", 67, 100, Unit.PERCENT), ("2", Decimal(6), 4, Unit.COUNT), ("3", 0, 30, Unit.DAYS)]),
        year=plan_year(date(2026, 11, 1), date(2027, 10, 31), [(Method.AUDIT, [date(2027, 3, 9), date(2027, 3, 1)])]),
    )
    assert isinstance(letter.composer, Composer)
    return letter.composer.compose("letter", view, langs or ("sv",)).tree
