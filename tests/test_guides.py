"""What the Swedish guides say that one types prints what they say that it prints."""

from __future__ import annotations

import os
import re
import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner

from generator.cli import main
from tests.filling import fill_workbook

ROOT = Path(__file__).parent.parent
GUIDES = [ROOT / "docs/kom-igang.md", *sorted((ROOT / "docs/guider").glob("*.md"))]
LEFT_OUT = "…"
"""A line that stands for any number of lines, or, within a line, for any words."""
ENDS_WITH = re.compile(r" +# slutkod (\d)$")
"""What a guide says after a command that finds something, or is refused."""


def fill_in_register() -> None:
    """The workbook of the product with a contract in it, as an officer fills it in."""
    book = openpyxl.load_workbook("register.xlsx")
    row = {
        "Diarienummer": "RE 2026-00420",
        "Avtalets namn": "Undersökningshandskar",
        "Leverantör": "Handskhuset AB",
        "Köpare": "Region Exempel",
        "Handläggare": "Åsa Öberg",
        "Avtalet börjar": "8/12 2026",
        "Avtalstid": "3 år",
        "Värde": "12,5 mkr",
        "Nivå på kontraktsvillkoren": "avancerad",
        "Generation av kontraktsvillkoren": "generation-c",
    }
    sheet = book["Avtal"]
    headings = [cell.value for cell in sheet[1]]
    sheet.append([row.get(str(heading)) for heading in headings])
    book.save("register.xlsx")


def mend_register() -> None:
    """The same with its one mistake mended."""
    book = openpyxl.load_workbook("register.xlsx")
    [cell] = (cell for row in book["Avtal"].iter_rows() for cell in row if cell.value == "8/12 2026")
    cell.value = "2026-12-08"
    book.save("register.xlsx")


def answer_self_assessment() -> None:
    """The self-assessment as the supplier sends it back."""
    form = Path("output/RE-2026-0118/self-assessment.M2.sv.xlsx").read_bytes()
    answers = {
        "M2.q-policy.answer": "Ja",
        "M2.q-policy.note": "Beslutad av styrelsen 2027-02-12.",
        "M2.q-policy.enclosed": "Policy 2027.pdf",
        "M2.q-risk_analysis.answer": "Delvis",
        "M2.q-risk_analysis.note": "Den omfattar inte råvaror.",
        "M2.answered-by": "Katarzyna Nowak",
        "M2.answered": "2027-04-09",
    }
    Path("svar.xlsx").write_bytes(fill_workbook(form, answers))


def change_invitation() -> None:
    """The invitation, changed by hand after it was made."""
    with next(Path("output").rglob("01-invitation.sv.docx")).open("ab") as file:
        file.write(b" ")


BY_HAND = {
    "fyll i registret": fill_in_register,
    "rätta cellen": mend_register,
    "leverantören svarar": answer_self_assessment,
    "ändra inbjudan": change_invitation,
}
"""What a guide's reader, or the supplier, does between commands: a comment in the guide says what."""


def list_steps(guide: Path) -> Iterator[tuple[str, list[str]]]:
    """What is typed, in order, each with the lines that the guide shows of what comes back; # begins what is done by hand."""
    for block in re.findall(r"^```console\n(.*?)^```$", guide.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL):
        for typed in re.split(r"^(?:\$ |(?=# ))", block, flags=re.MULTILINE)[1:]:
            command, *shown = typed.splitlines()
            yield command, shown


def fits(shown: list[str], printed: str) -> bool:
    """Whether what was printed is what is shown, with anything where something is left out."""
    lines = (re.escape(line).replace(re.escape(LEFT_OUT), ".*") for line in shown)
    pattern = "".join("(?:.*\n)*" if line == ".*" else f"{line}\n" for line in lines)
    return re.fullmatch(pattern, printed) is not None


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.stem)
def test_each_command_prints_what_the_guide_shows(guide: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(ROOT / "examples", tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LANGUAGE", "sv")
    steps = list(list_steps(guide))
    assert steps
    for command, shown in steps:
        if command.startswith("# "):
            BY_HAND[command[2:]]()
            continue
        ends = ENDS_WITH.search(command)
        name, *words = shlex.split(ENDS_WITH.sub("", command))
        if name == "cd":
            os.chdir(words[0])
            continue
        assert name == "realisera"
        done = CliRunner().invoke(main, words, prog_name="realisera")
        expected = int(ends[1]) if ends else 0
        assert (done.exit_code, fits(shown, done.output)) == (expected, True), f"{command}\n{done.output}"


@pytest.mark.parametrize(
    ("shown", "printed", "does"),
    [
        (["a", LEFT_OUT, "c"], "a\nb\nc\n", True),
        (["a", LEFT_OUT, "c"], "a\nc\n", True),
        (["a", "c"], "a\nb\nc\n", False),
        ([LEFT_OUT], "", True),
        ([], "", True),
        ([], "a\n", False),
        (["a.c"], "abc\n", False),
        (["a … c"], "a b c\n", True),
        (["a … c"], "a b\nc\n", False),
    ],
)
def test_what_is_left_out_may_be_anything(shown: list[str], printed: str, does: bool) -> None:  # noqa: FBT001 (a parameter of a test)
    assert fits(shown, printed) is does
