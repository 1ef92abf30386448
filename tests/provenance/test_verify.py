"""A file is as it was made, or it isn't: whatever was done to it, wherever it lies, whatever it is called."""

from __future__ import annotations

import gc
import io
import re
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import pikepdf
import pytest

from generator import __version__
from generator.contract.models import Contract
from generator.provenance.compare.changes import compare_blocks
from generator.provenance.compare.files import read_blocks
from generator.provenance.origin import Manifests, Sources
from generator.provenance.verify import Verdict, Verifier
from generator.rendering.stamps import is_as_made, read_stamp
from tests.making import list_sources, make_all

FORMS = ("docx", "html", "pdf", "pptx")


@pytest.fixture(scope="module")
def out(examples: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Some documents of each format; to be looked at, not changed."""
    folder = tmp_path_factory.mktemp("verified")
    contracts = examples / "contracts"
    make_all(
        [contracts / "surgical-instruments.yaml"], folder, ("en",), ("docx", "html", "pdf"), "action-plan", pdf_engine="typst"
    )
    make_all([contracts / "wound-care.yaml"], folder, ("sv",), ("pptx",), "slides")
    return folder


def find(out: Path, form: str) -> Path:
    return next(path for path in sorted(out.rglob(f"*.{form}")))


def verify(path: Path, *, sources: tuple[Path, ...] = (), contract: Path | None = None, outs: tuple[Path, ...] = ()) -> Verdict:
    pointed_at = (contract,) if contract else ()
    return next(Verifier(Manifests(outs), Sources(sources, pointed_at)).verify(path))


@pytest.mark.parametrize("form", FORMS)
def test_a_file_is_as_it_was_made_and_its_contract_unchanged(out: Path, examples: Path, form: str) -> None:
    verdict = verify(find(out, form), sources=tuple(list_sources(examples)))
    assert (verdict.state, verdict.contract, verdict.changes) == ("made", "unchanged", ())
    assert verdict.is_good
    assert verdict.memory is not None
    assert verdict.memory.is_same
    assert verdict.stamp["realisera"] == __version__


@pytest.mark.parametrize("form", FORMS)
def test_any_byte_that_changes_is_seen(out: Path, form: str) -> None:
    data = find(out, form).read_bytes()
    assert is_as_made(data)
    for place in [*range(0, len(data), len(data) // 40), len(data) - 1, data.find(b"realisera") + 20]:
        damaged = bytearray(data)
        damaged[place] ^= 1
        assert not is_as_made(bytes(damaged)), place
    assert not is_as_made(data + b" ")
    assert not is_as_made(data[:-1])


@pytest.mark.parametrize("form", FORMS)
def test_a_changed_file_is_told_wherever_it_lies(out: Path, tmp_path: Path, form: str) -> None:
    data = bytearray(find(out, form).read_bytes())
    data[len(data) // 2] ^= 1
    moved = tmp_path / f"copy.{form}"
    moved.write_bytes(data)
    assert verify(moved).state == "changed"
    assert not verify(moved).is_good


@pytest.mark.parametrize("form", FORMS)
def test_a_stamp_holds_digests_and_what_the_product_calls_things(out: Path, form: str) -> None:
    stamp = read_stamp(find(out, form).read_bytes())
    assert list(stamp) == ["realisera", "document", "language", "date", "text", "letterhead", "layout", "engine", "seal"]
    assert all(re.fullmatch("[0-9a-f]{64}", stamp[name]) for name in ("text", "letterhead", "layout", "seal"))


def edit_word(path: Path) -> None:
    document = docx.Document(str(path))
    document.paragraphs[0].runs[0].text += "!"
    document.save(str(path))


def edit_word_properties(path: Path) -> None:
    document = docx.Document(str(path))
    document.core_properties.author = "Somebody else"
    document.save(str(path))


def pack_again(path: Path) -> None:
    with zipfile.ZipFile(path) as file:
        parts = {name: file.read(name) for name in file.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name, content)


def edit_pdf_title(path: Path) -> None:
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        pdf.docinfo.Title = "Another"
        pdf.save(path)


def compress_pdf(path: Path) -> None:
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        pdf.Root.Metadata = pdf.make_stream(pdf.Root.Metadata.read_bytes(), Type=pikepdf.Name.Metadata, Subtype=pikepdf.Name.XML)
        pdf.save(path, compress_streams=True, recompress_flate=True)


def add_to_pdf(path: Path) -> None:
    path.write_bytes(path.read_bytes() + b"\n% signed by somebody\n")


def edit_page(path: Path) -> None:
    path.write_text(path.read_text(encoding="utf-8").replace("</h1>", "!</h1>", 1), encoding="utf-8")


@pytest.mark.parametrize(
    ("form", "edit"),
    [
        ("docx", edit_word),
        ("docx", edit_word_properties),
        ("docx", pack_again),
        ("pptx", pack_again),
        ("pdf", edit_pdf_title),
        ("pdf", compress_pdf),
        ("pdf", add_to_pdf),
        ("html", edit_page),
    ],
)
def test_what_other_programs_do_is_seen(out: Path, tmp_path: Path, form: str, edit: Callable[[Path], None]) -> None:
    path = shutil.copy(find(out, form), tmp_path / f"edited.{form}")
    edit(path)
    verdict = verify(path)
    assert verdict.state == "changed"
    assert verdict.stamp["document"] == read_stamp(find(out, form).read_bytes())["document"]


@pytest.mark.parametrize(("edit", "is_reworded"), [(edit_word, True), (edit_word_properties, False), (pack_again, False)])
def test_a_file_that_was_only_saved_anew_is_told_from_one_with_other_words(
    out: Path, examples: Path, tmp_path: Path, edit: Callable[[Path], None], *, is_reworded: bool
) -> None:
    path = shutil.copy(find(out, "docx"), tmp_path / "edited.docx")
    edit(path)
    assert verify(path).is_reworded is None
    by_contract = verify(path, contract=examples / "contracts" / "surgical-instruments.yaml")
    for verdict in (by_contract, verify(path, outs=(out,))):
        assert (verdict.state, verdict.is_reworded, bool(verdict.words)) == ("changed", is_reworded, is_reworded)


def test_a_file_that_was_renamed_and_sent_tells_by_itself_and_by_a_contract_that_is_named(
    out: Path, examples: Path, tmp_path: Path
) -> None:
    path = shutil.copy(find(out, "docx"), tmp_path / "brev.docx")
    alone = verify(path)
    assert (alone.state, alone.contract, alone.id) == ("made", "unknown", "")
    named = verify(path, contract=examples / "contracts" / "surgical-instruments.yaml")
    assert (named.state, named.contract) == ("made", "unchanged")
    other = verify(path, contract=examples / "contracts" / "wound-care.yaml")
    assert (other.contract, other.words, other.is_good) == ("other", (), False)
    assert verify(path, outs=(out,)).id == "RE-2024-0307"


def test_a_contract_that_has_changed_is_told_with_the_words(out: Path, examples: Path, tmp_path: Path) -> None:
    workspace = shutil.copytree(examples, tmp_path / "region")
    contract = workspace / "contracts" / "surgical-instruments.yaml"
    contract.write_text(contract.read_text(encoding="utf-8").replace("due: 2026-09-30", "due: 2026-10-14"), encoding="utf-8")
    verifier = Verifier(Manifests(()), Sources((), (contract,)))
    verdicts = {path.name: next(verifier.verify(path)) for path in sorted(out.glob("RE-2024-0307/*"))}
    for name, verdict in verdicts.items():
        assert verdict.state == "made"
        assert (verdict.contract, verdict.changes) == (("changed", ("text",)) if ".D2." in name else ("unchanged", ())), name
        assert [change.new for change in verdict.words if change.row == "A2"][:1] == (
            ["2026-07-01 – 2026-10-14"] * (".D2." in name)
        )
    settings = workspace / "realisera.toml"
    settings.write_text(settings.read_text(encoding="utf-8") + '[letterhead]\nphone = "08-1"\n', encoding="utf-8")
    assert "letterhead" in verify(out / "RE-2024-0307" / "action-plan.D1.en.docx", contract=contract).changes


@pytest.mark.parametrize("form", ["docx", "html", "pdf"])
def test_of_two_languages_side_by_side_only_what_has_changed_is_told(examples: Path, tmp_path: Path, form: str) -> None:
    workspace = shutil.copytree(examples, tmp_path / "region")
    contract = workspace / "contracts" / "surgical-instruments.yaml"
    made = [tmp_path / name for name in ("old", "new")]
    make_all([contract], made[0], ("sv+en",), (form,), "action-plan", pdf_engine="typst")
    contract.write_text(contract.read_text(encoding="utf-8").replace("due: 2026-09-30", "due: 2026-10-14"), encoding="utf-8")
    make_all([contract], made[1], ("sv+en",), (form,), "action-plan", pdf_engine="typst")
    old, new = (folder / "RE-2024-0307" / f"action-plan.D2.sv-en.{form}" for folder in made)
    told = verify(old, contract=contract).words
    assert told
    truly = compare_blocks(read_blocks(old, old.read_bytes()), read_blocks(new, new.read_bytes()))
    assert [change.pieces for change in told] == [change.pieces for change in truly]


@pytest.fixture
def twins(examples: Path, tmp_path: Path) -> Path:
    """A workspace with two contracts that differ in nothing but their ids, and what was made of them."""
    workspace = shutil.copytree(examples, tmp_path / "region")
    text = (workspace / "contracts" / "wound-care.yaml").read_text(encoding="utf-8")
    contracts = [workspace / "contracts" / f"twin-{number}.yaml" for number in (3, 4)]
    for number, contract in zip((3, 4), contracts, strict=True):
        contract.write_text(text.replace("id: RE-2026-0118", f"id: TWIN-{number}", 1), encoding="utf-8")
    make_all(contracts, workspace / "output", ("sv",), ("docx",), "agenda")
    files = [next((workspace / "output" / f"TWIN-{number}").rglob("*.docx")) for number in (3, 4)]
    assert files[0].read_bytes() == files[1].read_bytes()
    return workspace


def test_the_same_bytes_of_two_contracts_are_each_held_against_its_own(twins: Path, tmp_path: Path) -> None:
    third, fourth = (twins / "contracts" / f"twin-{number}.yaml" for number in (3, 4))
    third.write_text(third.read_text(encoding="utf-8").replace("sal Eken", "sal Björken"), encoding="utf-8")
    sources = tuple(list_sources(twins))
    own, other = (next((twins / "output" / name).rglob("*.docx")) for name in ("TWIN-3", "TWIN-4"))
    found = [(verdict.id, verdict.contract) for verdict in (verify(each, sources=sources) for each in (own, other))]
    assert found == [("TWIN-3", "changed"), ("TWIN-4", "unchanged")]
    assert (verify(own, contract=third).id, verify(own, contract=third).contract) == ("TWIN-3", "changed")
    assert verify(own, contract=fourth).contract == "other"
    moved = shutil.copy(own, tmp_path / "moved.docx")
    known = verify(moved, sources=sources, outs=(twins / "output",))
    assert (known.id, known.contract) == ("", "unknown")
    assert "TWIN-3, TWIN-4" in str(known.findings[0])
    for contract, state in ((third, "changed"), (fourth, "unchanged")):
        assert verify(moved, outs=(twins / "output",), contract=contract).contract == state


def test_a_pdf_that_carries_its_contract_is_held_against_that(examples: Path, tmp_path: Path) -> None:
    source = examples / "contracts" / "surgical-instruments.yaml"
    wishes = {"pdf_engine": "typst", "with_source": True, "items": {"deviation": "D2"}}
    make_all([source], tmp_path / "out", ("sv",), ("pdf",), "action-plan", **wishes)
    path = next((tmp_path / "out").rglob("*.pdf")).rename(tmp_path / "sent.pdf")
    alone = verify(path)
    assert (alone.state, alone.contract, alone.changes, alone.id) == ("made", "carried", (), "RE-2024-0307")
    assert alone.is_good
    assert verify(path, contract=source).contract == "unchanged"
    assert verify(path, contract=examples / "contracts" / "wound-care.yaml").contract == "other"


def test_a_contract_that_the_document_can_no_more_be_made_of_is_told(out: Path, examples: Path, tmp_path: Path) -> None:
    contract = tmp_path / "contract.yaml"
    text = (examples / "contracts" / "surgical-instruments.yaml").read_text(encoding="utf-8")
    contract.write_text(text.replace("id: D1", "id: D9", 1), encoding="utf-8")
    verdict = verify(out / "RE-2024-0307" / "action-plan.D1.en.docx", contract=contract)
    assert verdict.contract in {"changed", "unknown"}
    assert verdict.findings


def test_an_older_copy_of_what_was_made_again_is_told(out: Path, examples: Path, tmp_path: Path) -> None:
    made = shutil.copytree(out, tmp_path / "out")
    old = shutil.copy(made / "RE-2024-0307" / "action-plan.D2.en.docx", tmp_path / "old.docx")
    workspace = shutil.copytree(examples, tmp_path / "region")
    contract = workspace / "contracts" / "surgical-instruments.yaml"
    contract.write_text(contract.read_text(encoding="utf-8").replace("due: 2026-09-30", "due: 2026-10-14"), encoding="utf-8")
    make_all([contract], made, ("en",), ("docx",), "action-plan")
    verdict = verify(old, outs=(made,))
    assert verdict.state == "made"
    assert verdict.memory is not None
    assert not verdict.memory.is_same
    assert verdict.memory.entry.path == "RE-2024-0307/action-plan.D2.en.docx"


def test_an_archive_and_each_file_in_it_are_told(examples: Path, tmp_path: Path) -> None:
    workspace = shutil.copytree(examples, tmp_path / "region")
    make_all([workspace / "contracts" / "wound-care.yaml"], tmp_path / "out", ("sv",), ("docx",), "kickoff-pack", as_archive=True)
    [path] = (tmp_path / "out").rglob("*.zip")
    verdicts = list(Verifier(Manifests(()), Sources(())).verify(path))
    assert [verdict.state for verdict in verdicts] == ["made"] * len(verdicts)
    assert verdicts[1].name.endswith(".zip/01-invitation.sv.docx")
    assert len(verdicts) > 5
    pack_again(path)
    assert [verdict.state for verdict in Verifier(Manifests(()), Sources(())).verify(path)][:2] == ["changed", "made"]


def lock(path: Path, data: bytes) -> None:
    with pikepdf.open(io.BytesIO(data)) as pdf:
        pdf.save(path, encryption=pikepdf.Encryption(owner="a", user="b"))


def pack_with_lzma(part: str) -> bytes:
    """A zip file packed as no office program does, and damaged."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_LZMA) as file:
        file.writestr(part, "text" * 100)
    data = bytearray(packed.getvalue())
    start = data.index(part.encode()) + len(part)
    data[start + 4 : start + 9] = b"\xff" * 5
    return bytes(data)


def test_what_is_none_of_ours_is_told_and_nothing_fails(out: Path, tmp_path: Path) -> None:
    pdf, word = find(out, "pdf").read_bytes(), find(out, "docx").read_bytes()
    files = {
        "empty.pdf": b"",
        "empty.zip": b"",
        "text.docx": b"text",
        "cut.zip": b"PK\x03\x04" + b"\0" * 10,
        "types.docx": b"PK\x03\x04" + b"\0" * 26 + b"[Content_Types].xml" + b"docProps/custom.xml" * 3,
        "junk.pdf": b"%PDF-1.7\n" + bytes(range(256)) * 20,
        "quote.html": b"<p>realisera=1; document=x; text=00; seal=" + b"0" * 64 + b"</p>",
    }
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    lock(tmp_path / "locked.pdf", pdf)
    with zipfile.ZipFile(tmp_path / "plain.docx", "w") as file:
        file.writestr("[Content_Types].xml", "<Types/>")
    (tmp_path / "lzma.docx").write_bytes(pack_with_lzma("docProps/custom.xml"))
    (tmp_path / "lzma.zip").write_bytes(pack_with_lzma("a.docx"))
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        opened.Root.Metadata = opened.make_stream(b" " * 70_000_000)
        opened.save(tmp_path / "swollen.pdf", compress_streams=True)
    (tmp_path / "half.pdf").write_bytes(pdf[: len(pdf) // 2])
    (tmp_path / "half.docx").write_bytes(word[: len(word) // 2])
    for path in sorted(tmp_path.iterdir()):
        verdict = verify(path)
        is_cut = path.name in {"half.pdf", "half.docx", "cut.zip", "types.docx", "junk.pdf"}
        assert verdict.state == ("unreadable" if is_cut and not verdict.stamp else verdict.state), path
        assert verdict.state in ({"unreadable", "changed"} if is_cut else {"foreign", "changed"}), path
        assert (verdict.state == "changed") <= bool(verdict.stamp)
    (tmp_path / "manifest.json").write_text('{"name": "a web page"}')
    assert verify(tmp_path / "empty.pdf").state == "foreign"
    assert verify(tmp_path / "nothing.pdf").state == "unreadable"


def test_a_file_from_before_there_were_stamps_is_known_by_the_manifest(out: Path, tmp_path: Path) -> None:
    made = shutil.copytree(out, tmp_path / "out")
    path = made / "RE-2024-0307" / "action-plan.D1.en.html"
    before = re.sub(r'<meta name="realisera"[^>]*>\n', "", path.read_text(encoding="utf-8")).encode()
    path.write_bytes(before)
    assert verify(path).state == "changed"
    manifest = made / "manifest.json"
    known, now = (verify(each).sha256 for each in (out / path.relative_to(made), path))
    manifest.write_text(manifest.read_text(encoding="utf-8").replace(known, now), encoding="utf-8")
    assert (verify(path).state, verify(path).stamp, verify(path).parts["document"]) == ("made", {}, "action-plan")


def test_of_many_contracts_only_the_latest_are_held(examples: Path, tmp_path: Path) -> None:
    text = (examples / "contracts" / "cleaning.yaml").read_text(encoding="utf-8")
    id_line = next(line for line in text.splitlines() if line.startswith("id: "))
    for number in range(40):
        (tmp_path / f"{number:02}.yaml").write_text(text.replace(id_line, f"id: c{number}", 1), encoding="utf-8")
    paths = sorted(tmp_path.glob("*.yaml"))
    make_all(paths, tmp_path / "out", ("sv",), ("html",), "contacts")
    verifier = Verifier(Manifests(()), Sources(paths))
    gc.collect()
    before = sum(isinstance(each, Contract) for each in gc.get_objects())
    verdicts = [verdict for file in sorted((tmp_path / "out").rglob("*.html")) for verdict in verifier.verify(file)]
    assert [verdict.contract for verdict in verdicts] == ["unchanged"] * 40
    gc.collect()
    assert sum(isinstance(each, Contract) for each in gc.get_objects()) - before <= 20
