from __future__ import annotations

import pytest

from generator.errors import Finding, InputError, Place, RealiseraError, RenderError, TextError, blame, fill

SWEDISH = {
    "error": "fel",
    "warning": "varning",
    "hint": "tips",
    "'{value}' is not a date": "”{value}” är inget datum",
    "write it as {form}": "skriv det som {form}",
}


def say(text):
    return SWEDISH.get(text, text)


@pytest.mark.parametrize(
    ("place", "text"),
    [
        (Place("a.yaml"), "a.yaml"),
        (Place("a.yaml", 14), "a.yaml:14"),
        (Place("a.yaml", 14, 10), "a.yaml:14:10"),
        (Place("a.yaml", 0, 10), "a.yaml:10"),
    ],
)
def test_places(place, text):
    assert str(place) == text


@pytest.mark.parametrize(
    ("finding", "text"),
    [
        (Finding("it is wrong"), "error: it is wrong"),
        (Finding("it is wrong", severity="warning"), "warning: it is wrong"),
        (Finding("it is wrong", Place("a.yaml", 2, 3)), "a.yaml:2:3: error: it is wrong"),
        (Finding("it is wrong", subject="dates.ends"), "error: dates.ends: it is wrong"),
        (
            Finding(
                "'{value}' is not a date", Place("a.yaml", 2), "dates.ends", "write it as {form}", {"value": "x", "form": "Y"}
            ),
            "a.yaml:2: error: dates.ends: 'x' is not a date\n  hint: write it as Y",
        ),
    ],
)
def test_findings(finding, text):
    assert (str(finding), finding.format()) == (text, text)


def test_findings_in_another_language():
    values = {"value": "{form}", "form": "ÅÅÅÅ"}
    finding = Finding("'{value}' is not a date", Place("a.yaml", 2), "dates.ends", "write it as {form}", values)
    assert finding.format(say) == "a.yaml:2: fel: dates.ends: ”{form}” är inget datum\n  tips: skriv det som ÅÅÅÅ"
    assert (finding.format_message(), finding.format_hint()) == ("'{form}' is not a date", "write it as ÅÅÅÅ")
    assert Finding("x").format_hint(say) == ""


@pytest.mark.parametrize(
    ("text", "values", "filled"),
    [
        ("{a} {b}", {"a": "1", "b": "2"}, "1 2"),
        ("{a} {c}", {"a": "{c}"}, "{c} {c}"),
        ("{{ view.x }} {% if %} {} {a", {"a": "1"}, "{{ view.x }} {% if %} {} {a"),
        ("{a}{a}", {"a": "{a}"}, "{a}{a}"),
        ("{a}", {"a": "\\1"}, "\\1"),
    ],
)
def test_only_known_names_are_filled_in_and_only_once(text, values, filled):
    assert fill(text, values) == filled


@pytest.mark.parametrize("kind", [InputError, TextError, RenderError])
def test_errors_carry_their_findings(kind):
    findings = (Finding("one", hint="do it"), Finding("two", Place("a.yaml", 3)))
    error = kind(*findings)
    assert isinstance(error, RealiseraError)
    assert error.findings == findings
    assert str(error) == "error: one\n  hint: do it\na.yaml:3: error: two"


def test_what_a_library_cannot_do_is_told_as_a_finding_about_the_file() -> None:
    with pytest.raises(TextError) as told, blame("templates/page.html"):
        raise RecursionError("maximum  recursion\ndepth exceeded")
    assert str(told.value).startswith(
        "templates/page.html: error: this file can't be used: maximum recursion depth exceeded\n  hint: "
    )


def test_where_the_line_is_known_the_mistake_alone_is_told() -> None:
    with pytest.raises(RenderError) as told, blame("a.md", RenderError, lambda _problem, name: Place(name, 3)):
        raise KeyError("x")
    assert str(told.value) == "a.md:3: error: this can't be worked out: 'x'"


def test_findings_pass_as_they_are() -> None:
    with pytest.raises(InputError) as told, blame("a.md"):
        raise InputError(Finding("wrong"))
    assert str(told.value) == "error: wrong"


def test_what_cannot_be_seen_in_a_value_is_spelled_out_and_scripts_stay_whole():
    finding = Finding("this is wrong: {value}", Place("a\x1b[2Jb.pdf"), values={"value": "x\x00\x9b\u202etxt\u200b\n\tå\u200dक"})
    assert str(finding) == "aU+001B[2Jb.pdf: error: this is wrong: xU+0000U+009BU+202EtxtU+200B\n\tå\u200dक"
