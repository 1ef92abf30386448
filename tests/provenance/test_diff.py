"""What differs between two documents is told in words, whatever their formats, with the fields behind it."""

from __future__ import annotations

import io
import itertools
import shutil
import zipfile
from pathlib import Path

import pikepdf
import pytest

from generator.contract.loading import parse_source
from generator.errors import InputError
from generator.provenance.compare.causes import Values
from generator.provenance.compare.changes import Change, compare_blocks, compare_words
from generator.provenance.compare.files import read_blocks
from generator.provenance.diff import Differ, Difference
from generator.provenance.origin import Manifests, Sources
from tests.making import make_all

NAME = "RE-2024-0307/action-plan.D2.en"
FIELD = "deviations[1].action_plan.actions[1].due"
CHECK = "Check: audit M3, February 2027"


@pytest.fixture(scope="module")
def folder(examples: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """`old` and `new`, whose contracts differ in one date; the PDFs carry them."""
    folder = tmp_path_factory.mktemp("compared")
    text = (examples / "contracts" / "surgical-instruments.yaml").read_text(encoding="utf-8")
    for name, due in (("old", "2026-09-30"), ("new", "2026-10-14")):
        contract = folder / name / "contract.yaml"
        contract.parent.mkdir()
        contract.write_text(text.replace("due: 2026-09-30", f"due: {due}"), encoding="utf-8")
        wishes = {"pdf_engine": "typst", "with_source": True, "items": {"deviation": "D2"}}
        make_all([contract], folder / name, ("en",), (), "action-plan", **wishes)
    return folder


def compare(old: Path, new: Path, *contracts: Path) -> Difference:
    return Differ(Manifests(()), Sources((), contracts)).compare(old, new)


@pytest.mark.parametrize(("first", "second"), [*itertools.permutations((".docx", ".html", ".pdf"), 2), (".pdf", ".pdf")])
def test_one_date_differs_in_any_formats(folder: Path, first: str, second: str) -> None:
    old, new = folder / "old" / f"{NAME}{first}", folder / "new" / f"{NAME}{second}"
    changes = [traced.change for traced in compare(old, new).changes]
    assert changes[0].old.startswith("Two of four actions are overdue, by 53 days at most.")
    assert changes[0].new.startswith("Two of four actions are overdue, by 39 days at most.")
    assert [(change.heading, change.row, change.old, change.new) for change in changes[1:]] == [
        ("Actions", "A2", "2026-07-01 – 2026-09-30", "2026-07-01 – 2026-10-14"),
        ("Actions", "A2", f"53 days overdue {CHECK}", f"39 days overdue {CHECK}"),
        ("Actions", "A2", "2026-07-01 – 2026-09-30, 53 days overdue", "2026-07-01 – 2026-10-14, 39 days overdue"),
    ]
    assert compare(old, folder / "old" / f"{NAME}{second}").changes == ()


def test_pdfs_that_carry_their_contracts_tell_the_fields_that_differ(folder: Path) -> None:
    difference = compare(folder / "old" / f"{NAME}.pdf", folder / "new" / f"{NAME}.pdf")
    assert [(field.field, field.old, field.new) for field in difference.fields] == [(FIELD, "2026-09-30", "2026-10-14")]
    assert [cause.fields for traced in difference.changes for cause in traced.causes] == [(FIELD,)] * 2


def test_a_contract_that_is_known_tells_where_the_words_come_from(folder: Path, tmp_path: Path) -> None:
    contract = folder / "new" / "contract.yaml"
    difference = compare(folder / "old" / f"{NAME}.docx", folder / "new" / f"{NAME}.html", contract)
    assert difference.fields == ()
    assert [[(cause.fields, cause.is_certain) for cause in traced.causes] for traced in difference.changes] == [
        [],
        [((FIELD,), True)],
        [],
        [((FIELD,), True)],
    ]
    by_manifest = compare(folder / "old" / f"{NAME}.docx", folder / "new" / f"{NAME}.html")
    assert by_manifest == difference
    shutil.copy(folder / "old" / f"{NAME}.docx", tmp_path / "old.docx")
    shutil.copy(folder / "new" / f"{NAME}.html", tmp_path / "new.html")
    unknown = compare(tmp_path / "old.docx", tmp_path / "new.html")
    assert not any(traced.causes for traced in unknown.changes)


def test_a_common_number_is_no_field_unless_the_contracts_are_compared(folder: Path) -> None:
    whole = parse_source(Path("contract.yaml"), (folder / "new" / "contract.yaml").read_bytes()).whole
    days = whole.clause.terms.severe_deviation_report_days
    change = Change("Actions", "", compare_words(f"We visit {days} places", "We visit 999 places"))
    unsure, exact = (Values(whole, ("en",), is_exact=is_exact) for is_exact in (False, True))
    assert list(unsure.find_causes(change, "old")) == []
    assert "clause.terms.severe_deviation_report_days" in next(exact.find_causes(change, "old")).fields


def test_all_formats_of_all_documents_say_the_same(made: Path) -> None:
    """By both engines that is seen in test_parity; here it is the product's own reading that is looked at."""
    for path in sorted(made.glob("RE-*/**/*.sv-en.html")):
        first = read_blocks(path, path.read_bytes())
        assert first
        for other in (path.with_suffix(suffix) for suffix in (".docx", ".pdf")):
            if other.exists():
                assert compare_blocks(first, read_blocks(other, other.read_bytes())) == [], other


def test_slides_are_read_as_their_pdf(made_by_typst: Path, made: Path) -> None:
    [path] = made.glob("RE-2026-0118/**/*slides.sv.pptx")
    pdf = made_by_typst / path.relative_to(made).with_suffix(".pdf")
    assert compare_blocks(read_blocks(path, path.read_bytes()), read_blocks(pdf, pdf.read_bytes())) == []


def pack_again(data: bytes, method: int) -> bytes:
    """The same parts, packed in another way."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(packed, "w", method) as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
    return packed.getvalue()


def swell(pdf: Path, swollen: Path) -> None:
    """A small PDF with a page that becomes large."""
    with pikepdf.open(pdf) as opened:
        opened.pages[0].Contents = opened.make_stream(b" " * 70_000_000)
        opened.save(swollen, compress_streams=True)


def test_a_page_that_becomes_too_large_is_refused(folder: Path, tmp_path: Path) -> None:
    swell(folder / "old" / f"{NAME}.pdf", tmp_path / "swollen.pdf")
    assert (tmp_path / "swollen.pdf").stat().st_size < 1_000_000
    with pytest.raises(InputError, match="too large to be one of ours"):
        compare(tmp_path / "swollen.pdf", folder / "old" / f"{NAME}.html")


def test_what_cannot_be_read_is_told(folder: Path, tmp_path: Path) -> None:
    whole = (folder / "old" / f"{NAME}.pdf").read_bytes()
    files = {
        "empty.docx": b"",
        "junk.docx": b"PK\x03\x04 and no more",
        "junk.pptx": (folder / "old" / f"{NAME}.docx").read_bytes(),
        "junk.pdf": b"%PDF-1.7\n%%EOF",
        "half.pdf": whole[: len(whole) // 2],
        "empty.html": b"",
        "other.html": b"\xff\xfe\0\0<html",
        "zeros.html": b"<html>\0\0<p>text",
        "deep.html": b"<div>" * 200_000,
        "other.txt": b"text",
        "lzma.docx": pack_again((folder / "old" / f"{NAME}.docx").read_bytes(), zipfile.ZIP_LZMA),
    }
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    with pikepdf.open(folder / "old" / f"{NAME}.pdf") as pdf:
        pdf.save(tmp_path / "locked.pdf", encryption=pikepdf.Encryption(owner="a", user="b"))
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(tmp_path / "untagged.pdf")
    for path in sorted(tmp_path.iterdir()):
        with pytest.raises(InputError):
            compare(path, folder / "old" / f"{NAME}.html")
