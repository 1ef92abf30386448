"""Forms that come back are never trusted: what is too large, damaged, runs something or is no form is refused, in words."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from generator.errors import InputError
from generator.forms.reading import LONGEST_VALUE, read_form
from generator.rendering.word.writer import WordWriter
from generator.rendering.workbook import WorkbookWriter
from generator.workspace import Files
from tests.filling import change_part, fill_word, fill_workbook, read_part, replace_part, save_as_libreoffice
from tests.rendering.pdf_samples import make_document

BODY = """<h1>Formulär</h1><p>Namn: <span class="blank" name="x.name" type="line" placeholder="Skriv här"></span></p>
<table class="grid"><thead><tr><th width="20">Fråga</th><th width="30">Svar</th><th width="50">Beskriv</th></tr></thead><tbody>
<tr><th scope="row">Ett</th><td class="blank" name="x.1.answer" type="choice" options="yes Ja&#10;no Nej" placeholder="Välj"></td>
<td class="blank" name="x.1.note" type="lines" placeholder="Skriv här"></td></tr></tbody></table>
<ul><li class="check" name="x.tick">Läst</li></ul>"""
VALUES = {"x.name": "Åsa", "x.1.answer": "Nej", "x.1.note": "Skriv här, sade hon"}
READ = {"x.name": "Åsa", "x.1.answer": "no", "x.1.note": "Skriv här, sade hon", "x.tick": ""}
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def make(form, stamp=("realisera", "1"), body=BODY):
    writer = WordWriter(Files(None)) if form == "docx" else WorkbookWriter(Files(None))
    document = make_document(body, layout="form")
    return writer.render(document.__class__(**{**_list_parts(document), "stamp": dict([stamp])}))


def _list_parts(document):
    return {name: getattr(document, name) for name in document.__struct_fields__}


def read(data, name="form.docx"):
    return read_form(Path(name), data)


def test_a_form_that_nobody_filled_in_has_all_its_fields_and_no_values() -> None:
    for form in ("docx", "xlsx"):
        assert set(read(make(form), f"a.{form}").values.items()) == {(name, "") for name in READ}


def test_word_and_workbook_are_read_alike() -> None:
    assert read(fill_word(make("docx"), VALUES)).values == READ
    assert dict(read(fill_workbook(make("xlsx"), VALUES), "a.xlsx").values) == READ


def test_a_box_that_is_ticked_says_yes() -> None:
    assert read(fill_word(make("docx"), {"x.tick": "☒"})).values["x.tick"] == "yes"
    assert read(fill_workbook(make("xlsx"), {"x.tick": "x"}), "a.xlsx").values["x.tick"] == "x"


def test_what_libreoffice_loses_is_found_by_order_unless_a_field_is_gone() -> None:
    saved = save_as_libreoffice(fill_word(make("docx"), VALUES))
    assert read(saved).values == READ

    def delete(root):
        control = next(root.iter(f"{W}sdt"))
        control.getparent().remove(control)

    with pytest.raises(InputError, match="no fields of a form"):
        read(change_part(saved, "word/document.xml", delete))


def test_tracked_changes_count_as_made() -> None:
    def track(root):
        run = next(root.iter(f"{W}sdtContent"))[0]
        run.addprevious(run.makeelement(f"{W}del", {f"{W}id": "9", f"{W}author": "x"}))
        gone = run.getprevious()
        gone.append(run.makeelement(f"{W}r"))
        gone[0].append(run.makeelement(f"{W}delText"))
        gone[0][0].text = "Bo"

    assert read(change_part(fill_word(make("docx"), VALUES), "word/document.xml", track)).values["x.name"] == "Åsa"


def test_a_field_twice_says_the_first_and_is_told() -> None:
    def double(root):
        control = next(root.iter(f"{W}sdt"))
        control.addnext(root.makeelement(f"{W}sdt"))
        copy = control.getnext()
        for part in control:
            copy.append(part.__copy__())
        next(copy.iter(f"{W}t")).text = "Eva"

    form = read(change_part(fill_word(make("docx"), VALUES), "word/document.xml", double))
    assert form.values["x.name"] == "Åsa"
    assert ["says two things: 'Åsa' and 'Eva'" in str(finding) for finding in form.findings] == [True]


def bomb() -> bytes:
    return replace_part(make("docx"), "word/document.xml", b"<a>" + b" " * 60_000_000 + b"</a>")


def entity() -> bytes:
    document = read_part(make("docx"), "word/document.xml")
    start = document.index(b"<w:document")
    return replace_part(
        make("docx"), "word/document.xml", document[:start] + b'<!DOCTYPE a [<!ENTITY e "x">]>' + document[start:]
    )


def pack(*names: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        for name in names:
            file.writestr(name, b"<a/>")
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "neither a Word file nor a workbook"),
        (b"PK\x03\x04 junk", "neither a Word file nor a workbook"),
        (b"%PDF-1.7", "neither a Word file nor a workbook"),
        (pack("content.xml"), "neither a Word file nor a workbook"),
        (pack("word/document.xml"), "no fields of a form"),
        (pack("word/document.xml", "word/vbaProject.bin"), "holds macros"),
        (pack("xl/workbook.xml", "xl/macrosheets/sheet1.xml"), "holds macros"),
        (b"PK\x03\x04" + bytes(20_000_001), "larger than 20000000 bytes"),
    ],
    ids=lambda value: value[:20] if isinstance(value, str) else "",
)
def test_what_is_no_form_is_refused(data: bytes, message: str) -> None:
    with pytest.raises(InputError, match=message):
        read(data)


@pytest.mark.parametrize("make_file", [bomb, entity])
def test_what_is_damaged_or_grows_or_has_entities_is_refused(make_file) -> None:
    with pytest.raises(InputError, match="damaged, or far too large"):
        read(make_file())


def test_a_field_can_hold_so_much_and_no_more() -> None:
    most = "x" * LONGEST_VALUE
    assert read(fill_word(make("docx"), {"x.name": most})).values["x.name"] == most
    with pytest.raises(InputError, match="holds more than 10000 letters"):
        read(fill_word(make("docx"), {"x.name": f"{most}x"}))
