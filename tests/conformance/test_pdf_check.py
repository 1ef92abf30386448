"""The check of PDFs names exactly what is wrong: a good PDF, damaged in one place each time."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Object, Pdf, String
from yaml import safe_load as load_yaml

from tests.conformance.pdf_check import check_pdf
from tests.making import list_sources

Damage = Callable[[Pdf], None]
DAMAGES: dict[str, list[Damage]] = {}


def breaks(finding: str) -> Callable[[Damage], Damage]:
    """Notes that a damage is to be found as `finding`."""

    def note(damage: Damage) -> Damage:
        DAMAGES.setdefault(finding, []).append(damage)
        return damage

    return note


def find_tags(pdf: Pdf, *roles: str) -> list[Object]:
    return [tag for tag in walk(pdf.Root.StructTreeRoot.K) if str(tag.get("/S", ""))[1:] in roles]


def walk(tag: Object) -> Iterator[Object]:
    for each in tag if isinstance(tag, Array) else [tag]:
        if isinstance(each, Dictionary):
            yield each
            yield from walk(each.get("/K", Array()))


def find_links(pdf: Pdf) -> list[Object]:
    return [annotation for page in pdf.pages for annotation in page.get("/Annots", ())]


def rewrite(pdf: Pdf, number: int, change: Callable[[list], list]) -> None:
    """Change the instructions that paint a page."""
    page = pdf.pages[number]
    page.Contents = pdf.make_stream(pikepdf.unparse_content_stream(change(list(pikepdf.parse_content_stream(page)))))


@breaks("the window shows the name of the file, not the title")
def hide_title(pdf: Pdf) -> None:
    pdf.Root.ViewerPreferences.DisplayDocTitle = False


@breaks("the document has no language")
def drop_language(pdf: Pdf) -> None:
    del pdf.Root.Lang


@breaks("the pages have no labels")
def drop_labels(pdf: Pdf) -> None:
    del pdf.Root.PageLabels


@breaks("the metadata has no Keywords")
def drop_keywords(pdf: Pdf) -> None:
    del pdf.docinfo.Keywords


@breaks("the metadata says two things as Title: 'Annat'")
def change_title(pdf: Pdf) -> None:
    pdf.docinfo.Title = String("Annat")


@breaks("the font Helvetica is none of ours")
def use_foreign_font(pdf: Pdf) -> None:
    next(font for font in list_fonts(pdf) if "/DescendantFonts" not in font).BaseFont = Name.Helvetica


@breaks("is not embedded")
def take_out_font(pdf: Pdf) -> None:
    for font in list_fonts(pdf):
        for entry in {"/FontFile2", "/FontFile3"} & set(font.get("/FontDescriptor", {}).keys()):
            del font.FontDescriptor[entry]


def list_fonts(pdf: Pdf) -> list[Object]:
    return [item for item in pdf.objects if isinstance(item, Dictionary) and item.get("/Type") == Name.Font]


@breaks("the tabulator doesn't follow the text")
def drop_tab_order(pdf: Pdf) -> None:
    del next(page for page in pdf.pages if "/Annots" in page).Tabs


@breaks("a link says nothing")
def silence_link(pdf: Pdf) -> None:
    find_links(pdf)[0].Contents = String("")


@breaks("a link doesn't say where to: Läs mer")
def say_little(pdf: Pdf) -> None:
    find_links(pdf)[0].Contents = String("Läs mer")


@breaks("a link is in no tag")
def untag_link(pdf: Pdf) -> None:
    link = find_tags(pdf, "Link")[0]
    link.K = Array([kid for kid in link.K if not isinstance(kid, Dictionary) or kid.get("/Type") != Name.OBJR])


@breaks("page 1: something is neither tagged nor an artifact")
def paint_outside(pdf: Pdf) -> None:
    pdf.pages[0].contents_add(b"0 0 10 10 re f")


@breaks("is in no tag")
def drop_tag(pdf: Pdf) -> None:
    find_tags(pdf, "H1")[0].K = Array()


@breaks("page 2: no running head or foot")
def turn_running_into_layout(pdf: Pdf) -> None:
    rewrite(pdf, 1, lambda content: [*map(forget_pagination, content)])


@breaks("page 2: text that is not read")
def silence_text(pdf: Pdf) -> None:
    turn_running_into_layout(pdf)


def forget_pagination(instruction: pikepdf.ContentStreamInstruction) -> pikepdf.ContentStreamInstruction:
    if str(instruction.operator) != "BDC" or instruction.operands[0] != Name.Artifact:
        return instruction
    return pikepdf.ContentStreamInstruction([Name.Artifact, Dictionary(Type=Name.Layout)], pikepdf.Operator("BDC"))


@breaks("no bookmark for")
def drop_bookmark(pdf: Pdf) -> None:
    with pdf.open_outline() as outline:
        del outline.root[0].children[0]


@breaks("the bookmarks are not those of the headings")
def add_bookmark(pdf: Pdf) -> None:
    with pdf.open_outline() as outline:
        outline.root.append(pikepdf.OutlineItem("Annat", 0))


@breaks("a heading of level 2 after one of level 0")
def begin_late(pdf: Pdf) -> None:
    find_tags(pdf, "H1")[0].S = Name.H2


@breaks("a heading of level 4 after one of level 1")
def leave_out_level(pdf: Pdf) -> None:
    find_tags(pdf, "H2")[0].S = Name.H4


@breaks("there are no headings")
def drop_headings(pdf: Pdf) -> None:
    for heading in find_tags(pdf, "H1", "H2", "H3", "H4"):
        heading.S = Name.P


@breaks("an empty heading of level 2")
def add_empty_heading(pdf: Pdf) -> None:
    section = find_tags(pdf, "Sect")[0]
    section.K.append(pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.H2, P=section)))


@breaks("a table without header cells")
def take_headers(pdf: Pdf) -> None:
    for cell in find_tags(pdf, "TH"):
        cell.S = Name.TD


@breaks("a header cell that doesn't say what it heads")
def take_scope(pdf: Pdf) -> None:
    del find_tags(pdf, "TH")[0].A


@breaks("a table whose rows are not equally long")
def drop_span(pdf: Pdf) -> None:
    row = find_tags(pdf, "TR")[0]
    row.K.append(pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.TD, P=row)))


@breaks("a figure doesn't say what it shows: ' '")
def drop_alt(pdf: Pdf) -> None:
    find_tags(pdf, "Figure")[0].Alt = String(" ")


@breaks("a figure doesn't say what it shows: 'diagram.svg'")
def name_file(pdf: Pdf) -> None:
    find_tags(pdf, "Figure")[0].Alt = String("diagram.svg")


@breaks("a figure doesn't say what it shows: 'bild 1.png'")
def name_picture(pdf: Pdf) -> None:
    find_tags(pdf, "Figure")[-1].Alt = String("bild 1.png")


@breaks("a link without words or target")
def empty_link(pdf: Pdf) -> None:
    link = find_tags(pdf, "Link")[0]
    paragraph = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Link, P=link.P))
    link.P.K = Array([*(link.P.K if isinstance(link.P.K, Array) else [link.P.K]), paragraph])


@breaks("text that is marked as sv and looks like en")
def forget_languages(pdf: Pdf) -> None:
    for tag in walk(pdf.Root.StructTreeRoot.K):
        if "/Lang" in tag:
            del tag.Lang
    for number in range(len(pdf.pages)):
        rewrite(pdf, number, lambda content: [*map(forget_language, content)])


def forget_language(instruction: pikepdf.ContentStreamInstruction) -> pikepdf.ContentStreamInstruction:
    for operand in instruction.operands:
        if isinstance(operand, Dictionary) and "/Lang" in operand:
            del operand.Lang
    return instruction


@pytest.fixture(scope="module", params=["made", "made_by_typst"])
def folder(request: pytest.FixtureRequest) -> Path:
    chosen: Path = request.getfixturevalue(request.param)
    return chosen


def test_every_pdf_is_good(folder: Path) -> None:
    found = [
        f"{path.relative_to(folder)}: {finding}"
        for path in sorted(folder.rglob("*.pdf"))
        for finding in check_pdf(path.read_bytes())
    ]
    assert "\n".join(found) == ""


def test_every_pdf_says_who_sends_it_and_what_it_is_registered_as(folder: Path, examples: Path) -> None:
    sources = [load_yaml(source.read_text(encoding="utf-8")) for source in list_sources(examples)]
    numbers = {source["id"]: source["registration_number"] for source in sources}
    for path in folder.rglob("*.pdf"):
        with pikepdf.open(path) as pdf:
            said = [str(pdf.docinfo[name]) for name in ("/Author", "/Keywords")]
        assert said == ["Region Exempel", numbers[path.relative_to(folder).parts[0]]], path


@pytest.mark.parametrize(
    ("finding", "damage"), [pytest.param(text, damage, id=damage.__name__) for text, each in DAMAGES.items() for damage in each]
)
def test_each_damage_is_named(folder: Path, finding: str, damage: Damage) -> None:
    with pikepdf.open(folder / "RE-2024-0307" / "risk-analysis.sv-en.pdf") as pdf:
        damage(pdf)
        damaged = io.BytesIO()
        pdf.save(damaged)
    found = check_pdf(damaged.getvalue())
    assert any(finding in each for each in found), found
