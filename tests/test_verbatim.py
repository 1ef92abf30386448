"""A value is never markup: what stands in a contract file comes out letter by letter, whatever it contains, in every format.

Every prose of the example contracts is replaced by a text between marks of its own, such as «12§ … §12»; all documents are made;
and wherever the first mark stands, in whichever document and format, just that text and its last mark must follow.
"""

from __future__ import annotations

import re
import shutil
import unicodedata
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
import yaml
from fontTools.ttLib import TTFont
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.workspace import PACKAGE
from tests.making import list_complaints, make_all, read_files
from tests.page_reading import read_page
from tests.rendering import pdf_reading, slides_reading, word_reading

READERS: dict[str, Callable[[bytes], str]] = {
    "docx": word_reading.read_text,
    "html": read_page,
    "pdf": pdf_reading.read_text,
    "pptx": slides_reading.read_text,
}
NASTY = [
    "& < > { } * _ | \\ \" ' ` ~ # + - = [ ] ( )",
    "{{ 7*7 }} {% raw %} {# x #} {_{ %} }} ${x} $x$ {0} {name}",
    "<w:p/> </w:t> <b>fet</b> <!-- x --> <![CDATA[x]]> &amp; &#65; <script>alert(1)</script>",
    "1. inte en lista\n- inte heller\n# ingen rubrik\n> inget citat\n| a | b |\n|---|---|",
    "**inte fet** _inte kursiv_ [ingen länk](http://a.example) `ingen kod` \\*",
    "Ett stycke.\n\nEtt till.\n\n\nOch ett till.",
    "👩‍👩‍👧 🧵 ☎ e\u0301 a\u0308 \u00e5 å \u2028 \u00ad \u200b ﬁ ½ № €",
    "ordutanslut" * 20,
    "två  blanksteg   och\ttabb",
]
TYPST_MARKUP = [
    "#let x = 1 #x $a^2$ *fet* _kursiv_ `kod` <namn> @namn",
    "= ingen rubrik\n- ingen punkt\n+ inget nummer\n/ ord: förklaring // kommentar /* x */",
    '#panic("x") #read("/etc/passwd") \\u{41} ~ --- -- ... -? "citat" \'x\' https://a.example/x',
]
_FONTS = ("Carlito-Regular", "DejaVuSans", "NotoEmoji-Regular")
_MARK = re.compile(r"«(\d+)§")
_SOFT_HYPHENS = re.compile("\u00ad+")
"""Typst says a soft hyphen again where it breaks a word there, and no one hears either."""


def _list_letters(name: str) -> set[int]:
    with TTFont(PACKAGE / f"templates/fonts/{name}.ttf", lazy=True) as font:
        return set(font.getBestCmap())


_COVERED = sorted(
    set().union(*map(_list_letters, _FONTS))
    - {*range(0x20), *range(0x7F, 0xA0), 0x2028, 0x2029, 0xFEFF, *range(0xFFF9, 0x10000), *range(0xE000, 0xF900)}
)
_LETTERS = st.sampled_from([chr(code) for code in _COVERED if chr(code) not in "«»§"]) | st.sampled_from(
    list("&<>{}*_|\\'\"`åäö \n")
)
TEXTS = st.lists(st.text(_LETTERS, min_size=1, max_size=40).map(str.strip).filter(str.split), min_size=1, max_size=9)


class Filling:
    """Fills a contract with texts, one after another, and remembers which text each mark stands for."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._texts = texts
        self.filled: list[str] = []

    def fill(self, value: Any) -> Any:
        """The value with each prose in it replaced."""
        if isinstance(value, dict) and "sv" in value:
            number = len(self.filled)
            self.filled.append(f"«{number}§{self._texts[number % len(self._texts)]}§{number}»")
            return {"sv": self.filled[-1]}
        if isinstance(value, dict):
            return {key: self.fill(inner) for key, inner in value.items()}
        return [self.fill(inner) for inner in value] if isinstance(value, list) else value


def check_verbatim(
    source: Path, folder: Path, texts: Sequence[str], formats: tuple[str, ...], pdf_engine: str | None = None
) -> set[int]:
    """Make all documents of a contract filled with the texts, look at each text that is shown, and tell which were shown."""
    filling = Filling(texts)
    path = fill_file(source, folder / source.name, filling)
    return check_files(path, folder / "out", filling, formats, pdf_engine)


def fill_file(source: Path, target: Path, filling: Filling) -> Path:
    """A copy of a contract or a report, filled with texts."""
    filled = filling.fill(yaml.load(source.read_text(encoding="utf-8"), Loader=yaml.CBaseLoader))  # noqa: S506
    target.parent.mkdir(exist_ok=True)
    target.write_text(yaml.safe_dump(filled, allow_unicode=True, default_style='"'), encoding="utf-8")
    return target


def check_files(path: Path, out: Path, filling: Filling, formats: tuple[str, ...], pdf_engine: str | None = None) -> set[int]:
    """Make all documents of a file anew, look at each text that is shown, and tell which were shown."""
    shutil.rmtree(out, ignore_errors=True)
    outcomes = make_all([path], out, ("sv",), formats, pdf_engine=pdf_engine)
    assert list(map(str, list_complaints(outcomes))) == []
    shown: set[int] = set()
    for name, data in read_files(out).items():
        form = name.rpartition(".")[2]
        if form not in READERS:
            continue
        said = _SOFT_HYPHENS.sub("", READERS[form](data))
        for mark in _MARK.finditer(said):
            expected = _SOFT_HYPHENS.sub("", "".join(filling.filled[int(mark[1])].split()))
            assert said[mark.start() : mark.start() + len(expected)] == expected, name
            shown.add(int(mark[1]))
    return shown


@pytest.mark.parametrize("contract", ["surgical-instruments", "wound-care"])
@pytest.mark.long
def test_what_looks_like_markup_comes_out_as_written(examples: Path, tmp_path: Path, contract: str) -> None:
    source = examples / f"contracts/{contract}.yaml"
    shown = check_verbatim(source, tmp_path, NASTY, ("docx", "html", "pdf", "pptx"))
    assert len(shown) >= {"surgical-instruments": 30, "wound-care": 24}[contract]


def test_what_looks_like_markup_comes_out_as_written_in_reports(examples: Path, tmp_path: Path) -> None:
    filling = Filling(NASTY)
    for source in sorted((examples / "contracts").glob("*.yaml")):
        fill_file(source, tmp_path / "contracts" / source.name, filling)
    in_contracts = len(filling.filled)
    report = fill_file(examples / "reports/2026-forsta-halvaret.yaml", tmp_path / "reports/2026-forsta-halvaret.yaml", filling)
    shown = check_files(report, tmp_path / "out", filling, ("docx", "html", "pdf"))
    assert len({number for number in shown if number < in_contracts}) == 1  # the title of the one whose time it is
    title, _officers_title, *others = range(in_contracts, len(filling.filled))  # the letterhead says who the officer is, no more
    assert {number for number in shown if number >= in_contracts} == {title, *others}


@pytest.mark.parametrize("contract", ["surgical-instruments", "wound-care"])
def test_what_looks_like_markup_comes_out_as_written_by_typst(examples: Path, tmp_path: Path, contract: str) -> None:
    shown = check_verbatim(examples / f"contracts/{contract}.yaml", tmp_path, [*NASTY, *TYPST_MARKUP], ("pdf",), "typst")
    assert len(shown) >= {"surgical-instruments": 30, "wound-care": 24}[contract]


@pytest.mark.long
@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=TEXTS)
def test_any_text_comes_out_as_written_in_pdf(examples: Path, tmp_path: Path, texts: list[str]) -> None:
    """By Typst alone, which is fast; `test_pdf` does this with both engines and one paragraph."""
    texts = [text for text in map(_drop_leftward, texts) if text.split()] or ["x"]
    assert check_verbatim(examples / "contracts/surgical-instruments.yaml", tmp_path, texts, ("pdf",), "typst")


def _drop_leftward(text: str) -> str:
    """The text without letters that are written from right to left, and without marks over letters.

    With others between, Typst reads the former in another order; a mark that Carlito lacks is read with its letter twice.
    """
    leftward = {"R", "AL", "AN", "RLE", "RLO", "RLI", "NSM"}
    return "".join(letter for letter in text if unicodedata.bidirectional(letter) not in leftward)


@pytest.mark.long
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=TEXTS, contract=st.sampled_from(["surgical-instruments", "wound-care"]))
def test_any_text_comes_out_as_written_in_word_slides_and_on_the_web(
    examples: Path, tmp_path: Path, texts: list[str], contract: str
) -> None:
    assert check_verbatim(examples / f"contracts/{contract}.yaml", tmp_path, texts, ("docx", "html", "pptx"))


def test_a_letter_that_no_font_has_stops_the_pdf_alone_and_is_named(examples: Path, tmp_path: Path) -> None:
    source = tmp_path / "x.yaml"
    text = (examples / "contracts/surgical-instruments.yaml").read_text(encoding="utf-8")
    source.write_text(text.replace("Barn i smidesverkstad", "漢字"), encoding="utf-8")
    outcomes = make_all([source], tmp_path / "out", ("sv",), document="action-plan", items={"deviation": "D2"})
    assert {outcome.path.suffix for outcome in outcomes if outcome.path} == {".docx", ".html"}
    failed = [outcome for outcome in outcomes if not outcome.path]
    assert failed
    assert all("漢" in str(finding) and "U+6F22" in str(finding) for outcome in failed for finding in outcome.findings[:1])
