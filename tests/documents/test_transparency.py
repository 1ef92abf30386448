"""What documents say of transparency, re-audits and where sanctions stand, by what the contract and its clause have."""

from __future__ import annotations

from datetime import date

import pytest
from msgspec.structs import replace

from generator.contract.choices import Method, Side, TransparencyDepth
from generator.contract.clause import ClauseSection, SourceText
from generator.contract.models import EscalationEntry, Explanation, Investigation, Transparency
from generator.contract.values import Text
from generator.documents import DOCUMENTS
from tests.documents.contracts import ON, change, compose, make_subject, read_example
from tests.documents.tree_text import write_tree

CONTRACT = read_example("surgical-instruments")
TYPES = {document.slug: document for document in DOCUMENTS}
DEEP = Transparency(days=21, depth=(TransparencyDepth.FINAL_FACTORIES, TransparencyDepth.SMELTERS))
SUSPENSION = EscalationEntry(step="call_off_suspension", date=date(2026, 11, 2), decided_by="buyer.officer")


def make_text(slug, changes=None, item="", *, lang="sv", on=ON, clause=None):  # noqa: PLR0913
    subject = make_subject(change(CONTRACT, changes or {}), item, on)
    return write_tree(compose(TYPES[slug], replace(subject, clause=clause(subject.clause)) if clause else subject, lang))


def add_sections(clause):
    """The clause with sections for sanctions, as a region's own file may have them."""
    titles = {"5.1": "Vite", "5.2": "Avropsstopp", "5.3": "Uppsägning", "5.4": "Omedelbar uppsägning", "4.4": "Transparens"}
    sections = {number: ClauseSection(number, SourceText(title, "clause")) for number, title in titles.items()}
    names = ("penalty", "call_off_suspension", "termination", "immediate_termination", "transparency")
    return replace(clause, sections={**clause.sections, **sections}, provisions=dict(zip(names, titles, strict=True)))


def test_the_guide_says_within_how_many_days_and_how_deep():
    text = make_text("clause-guide", {"clause.terms.transparency": DEEP}, clause=add_sections)
    assert (
        "vilka som ingår i leveranskedjan (avsnitt 4.4). Då ska ni göra det inom 21~dagar från vår begäran, med juridiskt namn"
        in text
    )
    assert "- fabriker för slutlig tillverkning\n- smältverk och raffinaderier för tenn" in text
    assert "juridiskt namn" not in make_text("clause-guide", {"clause.terms.transparency": Transparency(depth=DEEP.depth)})


@pytest.mark.parametrize(
    ("transparency", "told", "untold"),
    [
        (None, [], ["juridiskt namn", "Så långt ned"]),
        (DEEP, ["inom 21~dagar", "Fabriker för slutlig tillverkning | ", "Framgår inte av avtalsfilen"], ["Skriv det i begäran"]),
        (Transparency(days=21), ["inom 21~dagar", "Avtalet anger inte hur långt ned i kedjan."], ["Så långt ned"]),
        (Transparency(depth=DEEP.depth), ["Avtalet anger ingen tid för det.", "Så långt ned"], ["21~dagar"]),
    ],
)
def test_the_plan_says_what_is_to_be_told_and_what_is_known(transparency, told, untold):
    text = make_text("followup-plan", {"clause.terms.transparency": transparency})
    assert [words for words in told if words not in text] == []
    assert [words for words in untold if words in text] == []


@pytest.mark.parametrize(
    ("audit", "transparency", "told"),
    [
        (28, DEEP, "Avtalet anger tiden för transparens i leveranskedjorna och revision. Tiden för andra metoder är vår egen."),
        (28, None, "Avtalet anger tiden för revision. Tiden för andra metoder är vår egen."),
        (None, None, "Avtalet anger ingen tid för någon metod, så dagarna är våra egna."),
    ],
)
def test_the_plan_says_whose_the_times_are(audit, transparency, told):
    changes = {"clause.terms.audit_access_days": audit, "clause.terms.transparency": transparency}
    assert told in make_text("followup-plan", changes)


def test_the_notice_says_what_is_to_be_told_and_gives_the_days_of_the_contract():
    changes = {"monitoring.activities.2.method": Method.TRANSPARENCY, "clause.terms.transparency": DEEP}
    text = make_text("monitoring-notice", changes, "M3")
    assert "inom 21~dagar från vår begäran, med juridiskt namn och fysisk adress" in text
    assert "- smältverk och raffinaderier" in text
    assert "juridiskt namn och fysisk adress för varje aktör" not in make_text(
        "monitoring-notice", {"clause.terms.transparency": DEEP}, "M3"
    )


@pytest.mark.parametrize(
    ("payer", "told"),
    [(Side.SUPPLIER, "rättade betalar ni den."), (Side.BUYER, "rättade betalar vi den."), (None, "")],
)
def test_who_pays_a_new_audit(payer, told):
    for slug in ("clause-guide", "monitoring"):
        text = make_text(slug, {"clause.terms.reaudit_paid_by": payer})
        assert (told or "ny revision") in text if told else "ny revision" not in text


def test_letters_and_plans_cite_the_sections_that_the_clause_file_names():
    guide, plan = make_text("clause-guide", clause=add_sections), make_text("action-plan", item="D1", clause=add_sections)
    for text in (guide, plan):
        for words in (
            "Vite (avsnitt 5.1):",
            "Avropsstopp (avsnitt 5.2):",
            "Uppsägning (avsnitt 5.3):",
            "villkoren (avsnitt 5.4) kan vi",
        ):
            assert words in text
    letter = {"deviations.0.escalation": (SUSPENSION,)}
    cited = make_text("escalation-letter", letter, "D1.call_off_suspension", on=SUSPENSION.date, clause=add_sections)
    assert "Påföljden står i | Avsnitt 5.2: Avropsstopp" in cited
    assert "Påföljden står i" not in make_text("escalation-letter", letter, "D1.call_off_suspension", on=SUSPENSION.date)
    assert "(avsnitt" not in make_text("clause-guide")


@pytest.mark.parametrize(
    ("lang", "told"),
    [
        (
            "sv",
            [
                "Det utreds om det finns skäl för påföljder",
                "medan vi utreder om det finns skäl för ett avropsstopp.",
                "senast den 20~november~2026",
            ],
        ),
        (
            "en",
            [
                "Whether there is a ground for sanctions is being investigated",
                "while we investigate whether",
                "by 20~November~2026",
            ],
        ),
    ],
)
def test_a_suspension_while_a_ground_is_looked_into_says_so_and_by_when(lang, told):
    looked_into = Investigation(opened=date(2026, 11, 1), decide_by=date(2026, 11, 20))
    changes = {
        "deviations.0.escalation": (SUSPENSION,),
        "deviations.0.investigation": looked_into,
        "deviations.0.action_plan": None,
    }
    text = make_text("escalation-letter", changes, "D1.call_off_suspension", lang=lang, on=SUSPENSION.date)
    assert [words for words in told if words not in text] == []
    assert "Bristen finns kvar" not in text


def test_a_sub_supplier_that_refuses_costs_neither_penalty_nor_call_offs():
    excluded = {"deviations.0.ground_excluded": Explanation(reason=Text("Gjuteriet vägrade revision."))}
    plain, text = make_text("action-plan", item="D1"), make_text("action-plan", excluded, "D1")
    assert "Vi begär inget vite och stoppar inga avrop för den här avvikelsen." in text
    assert [[words in each for words in ("**Vite", "Avropsstopp:", "Ett avropsstopp har varat")] for each in (plain, text)] == [
        [True, True, True],
        [False, False, False],
    ]
