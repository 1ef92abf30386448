"""Asks the Open XML SDK and LibreOffice about Word files and slides."""

from __future__ import annotations

import io
import json
import os
import subprocess
from collections.abc import Iterable, Sequence
from pathlib import Path

import pikepdf

from tests.conformance.tools import CHECKERS, LIBREOFFICE, NODE_MODULES, require

_ACCESSIBLE = 'pdf:{}_pdf_Export:{{"PDFUACompliance":{{"type":"boolean","value":"true"}}}}'
_EXPORTERS = {".docx": "writer", ".pptx": "impress"}
_BRIEF = {"DOTNET_TieredPGO": "0", "DOTNET_gcConcurrent": "0"}
"""A process of .NET that ends at once needs no profile of itself and no second thread that collects: a fifth of its time."""
_STROKES = frozenset({"S", "s"})


def ask_sdk(file: Path) -> list[str]:
    """What Microsoft's own library finds wrong with a file."""
    require(CHECKERS)
    (program,) = (NODE_MODULES / "@xarsh").glob("ooxml-validator-*/ooxml-validator*")
    program.chmod(0o755)
    environment = {**os.environ, **_BRIEF}
    made = subprocess.run([program, file], env=environment, check=True, capture_output=True, text=True, encoding="utf-8")
    verdict = json.loads(made.stdout)
    assert verdict["ok"] is not bool(verdict["errors"])
    return [f"{file.name}: {error['path']} {error['xPath']}: {error['description']}" for error in verdict["errors"]]


def export_accessibly(files: Sequence[Path], folder: Path) -> list[Path]:
    """The PDF/UA that LibreOffice makes of each file, all in one process. They are of one kind and differ in name."""
    require(LIBREOFFICE)
    (kind,) = {file.suffix for file in files}
    home = f"-env:UserInstallation={(folder / 'home').as_uri()}"
    export = ["--convert-to", _ACCESSIBLE.format(_EXPORTERS[kind]), "--outdir", folder]
    subprocess.run(["soffice", home, "--headless", *export, *files], check=True, capture_output=True)
    made = [folder / f"{file.stem}.pdf" for file in files]
    for each in made:
        each.write_bytes(_mend(each.read_bytes()))
    return made


def _mend(data: bytes) -> bytes:
    """A PDF without three mistakes that LibreOffice makes in every PDF/UA, whatever is in the file.

    It writes the order of the tabulator as a string, not as a name, the rules of running heads and feet outside of the artifacts
    that their text is in, and the items of a list in a cell that go on on the next page outside of the list. Seen in 7.4.
    """
    with pikepdf.open(io.BytesIO(data)) as pdf:
        _gather_items(pdf.Root.StructTreeRoot)
        for page in pdf.pages:
            if page.get("/Tabs") == pikepdf.String("S"):
                page.Tabs = pikepdf.Name.S
            page.Contents = pdf.make_stream(pikepdf.unparse_content_stream(list(_mark_rules(pikepdf.parse_content_stream(page)))))
        mended = io.BytesIO()
        pdf.save(mended)
    return mended.getvalue()


def _gather_items(tag: pikepdf.Object) -> None:
    """Put the items of a list that stand beside it into it."""
    kids = tag.get("/K", pikepdf.Array())
    inner = [kid for kid in (kids if isinstance(kids, pikepdf.Array) else [kids]) if isinstance(kid, pikepdf.Dictionary)]
    kept, above = [], None
    for kid in inner:
        if kid.get("/S") == "/LI" and tag.get("/S") == "/TD" and above is not None:
            kid.P = above
            above.K.append(kid)
        else:
            kept.append(kid)
            above = kid if kid.get("/S") == "/L" else None
            _gather_items(kid)
    if len(kept) < len(inner):
        tag.K = pikepdf.Array(kept)


def _mark_rules(instructions: Iterable) -> Iterable:
    """The instructions, with each line that is drawn outside of marked content as an artifact."""
    depth, path = 0, []
    for operands, operator in instructions:
        name = str(operator)
        depth += (name in {"BMC", "BDC"}) - (name == "EMC")
        if depth == 0 and name in {"m", "l"}:
            path.append((operands, operator))
        elif path and name in _STROKES:
            yield [pikepdf.Name.Artifact], pikepdf.Operator("BMC")
            yield from [*path, (operands, operator)]
            yield [], pikepdf.Operator("EMC")
            path = []
        else:
            yield from path
            path = []
            yield operands, operator
    yield from path
