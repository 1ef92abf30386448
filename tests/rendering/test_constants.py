"""What styles say alike for the whole page is written out before WeasyPrint reads them, and nothing else is."""

from __future__ import annotations

import pytest

from generator.rendering.weasyprint.constants import write_out


def write(*styles: str, others: tuple[str, ...] = ()) -> str:
    """The last of the styles as it is written out."""
    return list(write_out({str(number): style for number, style in enumerate(styles)}, others).values())[-1]


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("var(--ink)", "#1C2B33"),
        ("var( --ink , red )", "#1C2B33"),
        ("1pt solid var(--edge)", "1pt solid #1C2B33"),
        ("calc(7mm * var(--air))", "2.8mm"),
        ("calc(1.25 + 0.1 * var(--air))", "1.29"),
        ("calc(6mm - 3mm * var(--air))", "4.8mm"),
        ("0 calc(-3mm * var(--air)) 0", "0 -1.2mm 0"),
        ("calc(10% + 5%)", "15%"),
        ("var(--nowhere, 3mm)", "var(--nowhere, 3mm)"),
        ("calc(100% - 3mm * var(--air))", "calc(100% - 3mm * 0.4)"),
        ("calc(2mm * 3mm)", "calc(2mm * 3mm)"),
        ("calc(6mm / 2)", "calc(6mm / 2)"),
        ("calc(13mm * var(--scale) + 3mm)", "calc(13mm * var(--scale) + 3mm)"),
    ],
)
def test_variables_of_the_page_and_their_sums_are_written_out(written: str, value: str) -> None:
    root = ":root { --ink: #1C2B33; --air: 0.4; --edge: var(--ink) } h1 { --scale: 1 }"
    assert write(root, f"p {{ margin: {written} }}") == f"p {{ margin: {value} }}"


def test_the_last_of_several_styles_counts() -> None:
    assert write(":root { --air: 1 }", ":root { --air: 0.4 }", "p { margin: var(--air) }") == "p { margin: 0.4 }"


@pytest.mark.parametrize(
    "style",
    [
        ":root { --ink: black } .letter { --ink: grey }",
        "@media print { :root { --ink: black } }",
        ":root { --ink: black !important } :root { --ink: grey }",
        ".letter:root { --ink: black }",
        "/* :root { --ink: black } */",
    ],
)
def test_what_may_differ_stays(style: str) -> None:
    assert write(style, "p { color: var(--ink) }") == "p { color: var(--ink) }"


def test_what_the_page_itself_defines_stays() -> None:
    text = "p { color: var(--ink) }"
    assert write(":root { --ink: black }", text, others=('<body style="--ink: grey">',)) == text


def test_variables_that_stand_in_one_another_without_end_end() -> None:
    assert "var(--a)" in write(":root { --a: var(--b); --b: var(--a) }", "p { color: var(--a) var(--b) }")
