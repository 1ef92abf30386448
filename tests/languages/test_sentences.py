"""What the texts must say, sentence by sentence, where law or the clause leaves little room: beside what must not be said.

`test_swedish` and `test_english` search all texts for what isn't said; here stands what is said in its place, and where.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from generator.documents import list_documents
from generator.text.catalogs import load_catalog
from generator.workspace import Files
from tests.documents.contracts import EXAMPLES
from tests.languages.test_swedish import COMMENT, TEXTS, find

MUST = {
    "no sanction merely because a supplier further down refuses": (
        r"Vi begär inget vite och stoppar inga avrop om skälet är att en leverantör längre ned i kedjan vägrar",
        ("clause-guide",),
    ),
    "a suspension also while it is investigated whether there is a ground": (
        r"medan vi utreder om det finns skäl",
        ("clause-guide", "action-plan", "escalation-letter"),
    ),
    "immediate termination by these terms, since other rules may allow it too": (
        r"Enligt de här kontraktsvillkoren.* kan (vi säga upp avtalet|avtalet sägas upp)",
        ("clause-guide", "action-plan"),
    ),
    "what happens or has happened is reported": (
        r"anta att det förekommer eller har förekommit",
        ("clause-guide", "action-plan", "slides"),
    ),
    "child labour: develop, or take part in and contribute to": (
        r"utveckla, eller delta i och bidra till, policyer och program",
        ("clause-guide", "action-plan"),
    ),
    "what similar methods are is our reading": (r"Metoderna ska likna våra: vi tolkar det så", ("followup-plan",)),
    "nothing is added to the penalty": (r"Beloppen är de som avtalet anger, och inget läggs till dem", ("escalation-letter",)),
    "the invoice gives the day to pay": (r"den sista dagen att betala står på fakturan", ("escalation-letter",)),
    "the principle of public access": (r"Vi omfattas av offentlighetsprincipen", ("monitoring",)),
    "secrecy is tried, and no outcome is promised": (
        r"prövar (vi|vi det) om (någon|uppgifterna|någon uppgift)|Vi prövar det om någon begär ut dem",
        ("monitoring", "monitoring-notice", "escalation-letter", "clause-guide"),
    ),
    "how the risk analysis ranks": (r"Allvarligheten går före: den allvarligaste risken står först", ("risk-analysis",)),
    "a product that names no risks": (r"Produkterna har inga risker angivna", ("followup-plan",)),
    "which times are the contract's and which our own": (
        r"Avtalet anger tiden för .* Tiden för andra metoder är vår egen",
        ("followup-plan",),
    ),
    "what shows that a severe deviation is remedied is agreed": (
        r"is_severe %}\n\n.*kommer vi överens om i förväg",
        ("action-plan",),
    ),
    "the penalty lasts as long as the ground": (r"påbörjad vecka som skälet finns kvar", ("clause-guide", "action-plan")),
    "a severe deviation is shown to be probable": (r"har gjorts sannolik", ("clause-guide", "action-plan", "escalation-letter")),
    "a time limit runs from our request": (r"från vår begäran", ("clause-guide", "action-plan", "monitoring-notice")),
    "contracts with an audit": (r"Avtal med revision", ("evaluation-report",)),
    "the next step comes if nothing is done": (
        r"Nästa steg i trappan: .*Vi tar det bara om skälet finns kvar",
        ("escalation-letter",),
    ),
    "a letter that wasn't answered": (r"svarat på vårt förra brev", ("escalation-letter",)),
}
"""What must be said: as a pattern, and in which documents."""

NEVER = {
    r"åtagit er att (delta|utveckla policyer)": "the clause leaves a choice",
    r"(?<!de här kontraktsvillkoren )[Kk]an avtalet bara sägas upp": "other rules may allow it",
    r"(är|blir) (alltid )?sekretessbelagd": "secrecy is tried item by item",
    r"PDF/A krävs|krav på PDF/A": "no rule requires PDF/A of regions",
    r"Alla belopp är exklusive": "a penalty has no VAT on top",
    r"Målen .* är inte bestämda|Ingen utbildning är antecknad": "what is published leaves out what is empty",
}
"""What must not be said in any text, and why."""

PUBLISHED_EMPTY = ("goals", "next_goals", "lessons", "training")


@pytest.mark.parametrize(("pattern", "document"), [(said, name) for said, names in MUST.values() for name in names])
def test_it_is_said(pattern: str, document: str) -> None:
    text = COMMENT.sub("", TEXTS[f"content/{document}.md"])
    assert re.search(pattern, text), document


@pytest.mark.parametrize("pattern", NEVER)
def test_it_is_said_nowhere(pattern: str) -> None:
    assert find(pattern) == [], NEVER[pattern]


def test_documents_of_the_list_are_documents() -> None:
    known = {document.slug for document in list_documents()}
    assert {name for _pattern, names in MUST.values() for name in names} <= known


@pytest.mark.parametrize(
    ("version", "is_of"),
    [("2023", "arbetsmiljöbrister"), ("generation-a", "arbetsmiljöbrister"), ("generation-b", ""), ("generation-c", "")],
)
def test_a_generation_has_its_own_word_for_danger_to_life(version: str, is_of: str) -> None:
    text = TEXTS[f"content/clause/{version}.yaml"]
    assert ("arbetsmiljöbrister som medför fara för liv" in text) is bool(is_of)


def test_elsewhere_stand_the_current_words() -> None:
    terms = TEXTS["content/terms.yaml"]
    assert "arbetsförhållanden som medför fara för liv" in terms
    assert "arbetares rättigheter" in terms
    assert not {"arbetsmiljöbrister", "arbetstagares rättigheter"} & set(
        re.findall(r"arbetsmiljöbrister|arbetstagares rättigheter", terms)
    )


def test_words_of_a_generation_stand_in_no_other_text() -> None:
    said = [line for pattern in (r"nolltolerans", r"\bspårbarhet\b") for line in find(pattern)]
    assert [line for line in said if not line.startswith("content/clause/")] == []


@pytest.mark.parametrize("key", PUBLISHED_EMPTY)
def test_a_heading_of_what_is_published_stands_within_its_condition(key: str) -> None:
    text = TEXTS["content/communication-report.md"]
    condition = text.index(f"{{% if view.{key} %}}")
    assert text.find("\n## ", condition) < text.find("{% endif %}", condition)


def test_a_title_after_a_name_is_in_small_letters() -> None:
    golden = Path(__file__).parents[1] / "documents/golden"
    shown = "".join(path.read_text(encoding="utf-8") for path in sorted(golden.glob("*.sv.txt")))
    titles = set(
        re.findall(
            r"title: \{sv: ([^,}]+)", "".join(path.read_text(encoding="utf-8") for path in EXAMPLES.glob("contracts/*.yaml"))
        )
    )
    assert [title for title in sorted(titles) if re.search(rf"\w, {re.escape(title)}\b", shown)] == []


def test_a_penalty_is_refused_merely_for_that_reason_in_english_too() -> None:
    entries = load_catalog(Files(), "en").entries.values()
    said = [text for entry in entries for text in entry.strings if "further down the chain refuses" in text]
    assert said
    assert all("merely because" in text for text in said)
