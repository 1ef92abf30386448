from __future__ import annotations

import pytest

from generator.rules.spellings import Finder, is_short, list_doubtful, normalize

NAME = "Ravi Forging Cooperative"


@pytest.mark.parametrize(
    "spelled",
    [
        NAME,
        "RAVI FORGING COOPERATIVE",
        "Ravi Forging Cooperatives",
        "Ravi Forging Cooperative's",
        "Ravi\N{NO-BREAK SPACE}Forging\N{THIN SPACE}Cooperative",
        "Ravi\nForging   Cooperative",
        "Ravi-Forging/Cooperative",
        "RaviForgingCooperative",
        "Ra\N{ZERO WIDTH SPACE}vi Forg\N{SOFT HYPHEN}ing Cooperative",
        "R\N{CYRILLIC SMALL LETTER A}vi Forging Cooperative",
        "Ravi Forging Coope\N{COMBINING ACUTE ACCENT}rative",
        "Ravi Forging Cooperativet",
        "Ravis Forgings Cooperatives",
    ],
)
def test_a_name_is_found_however_it_is_spelled(spelled):
    text = f"Hos {spelled}, i dag"
    assert [text[found.start : found.end] for found in Finder([NAME]).find(text)] == [spelled]


@pytest.mark.parametrize(
    "spelled",
    ["Zoë Quill", "\N{GREEK CAPITAL LETTER ZETA}oë Quill", "Zoës Quills", "Quill Zoë", "Quill, Zoë"],
)
def test_a_person_is_found_also_by_family_name_first(spelled):
    text = f"Hos {spelled} i dag"
    assert [text[found.start : found.end] for found in Finder(["Zoë Quill"]).find(text)] == [spelled]


def test_a_company_is_not_written_the_other_way_round():
    assert [(found.start, found.end) for found in Finder(["Ek AB"]).find("AB Ek")] == [(3, 5)]


@pytest.mark.parametrize(
    "other", ["Travi Forging Cooperative", "Ravi Forging Cooperativeness", "Ravi Forging", "Ravi och Forging Cooperative"]
)
def test_what_only_looks_like_it_is_not_found(other):
    assert Finder([NAME]).find(other) == ()


@pytest.mark.parametrize(
    ("text", "found"), [("Rhein Edelstahl sa", "Rhein Edelstahl"), ("Rhein Edelstahl GmbHs", "Rhein Edelstahl GmbHs")]
)
def test_a_company_is_found_with_and_without_its_legal_form(text, found):
    assert [text[each.start : each.end] for each in Finder(["Rhein Edelstahl GmbH"]).find(text)] == [found]


@pytest.mark.parametrize(
    ("name", "text", "found"),
    [
        ("Ravi Smide Ltd.", "Hos Ravi Smide Ltd. sa de", "Ravi Smide Ltd."),
        ("Ravi Smide Ltd.", "Hos Ravi Smide Ltd sa de", "Ravi Smide Ltd"),
        ("Ravi Smide Ltd.", "Ravi Smide Ltd.s arbetare", "Ravi Smide Ltd.s"),
        ("Ravi Smide Ltd.", "Ravi Smide Ltd.sa de", "Ravi Smide Ltd."),
        ("Ravi 3 (fabrik)", "Se (Ravi 3 (fabrik)).", "Ravi 3 (fabrik)"),
        ("<Ravi>", "Se <RAVI>.", "<RAVI>"),
        ("Ravi", "Se <Ravi>.", "Ravi"),
    ],
)
def test_the_signs_that_a_name_begins_and_ends_with_are_found_with_it(name, text, found):
    assert [text[each.start : each.end] for each in Finder([name]).find(text)] == [found]


def test_a_name_in_writing_without_spaces_is_found_within_a_text():
    text = "在青岛纺织厂工作"
    assert [text[each.start : each.end] for each in Finder(["青岛纺织厂"]).find(text)] == ["青岛纺织厂"]


def test_of_names_that_hold_others_the_longest_is_meant():
    assert [found.name for found in Finder(["Ravi", NAME]).find(f"{NAME} och Ravi")] == [NAME, "Ravi"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Ravi sa", ["Ravi"]),
        ("R.F.C. sa", ["R.F.C"]),
        ("RFC sa", ["RFC"]),
        ("Rawi sa", []),
        ("Forgings sa", ["Forgings"]),
        ("Coop. sa", ["Coop"]),
        ("Cooperatve sa", ["Cooperatve"]),
        ("Polen", []),
    ],
)
def test_what_is_doubtful_is_told_to_a_person(text, found):
    assert [text[each.start : each.end] for each in list_doubtful(text, [NAME])] == found


def test_a_name_in_the_singular_is_doubtful():
    text = "En bomullsodling i söder"
    found = list(list_doubtful(text, ["Bomullsodlingar, ej namngivna"]))
    assert [(text[each.start : each.end], each.is_sure) for each in found] == [("bomullsodling", False)]


def test_a_word_of_a_name_and_its_initials_are_sure():
    text = "Forgings, Forgin, RFC"
    found = list(list_doubtful(text, [NAME]))
    assert [(text[each.start : each.end], each.is_sure) for each in found] == [
        ("Forgings", True),
        ("Forgin", False),
        ("RFC", True),
    ]


def test_how_short_a_text_is():
    assert [is_short(normalize(text)) for text in ("S1", "Abc", "上海", "中")] == [True, False, False, True]
