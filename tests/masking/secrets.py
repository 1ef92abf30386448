"""A contract with secrets in many fields, its twin that differs in nothing else, and where a secret would stand in a file."""

from __future__ import annotations

import base64
import io
import json
import os
import re
import unicodedata
import zipfile
from collections.abc import Callable, Iterator
from email.parser import BytesParser
from email.policy import SMTP
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pikepdf
from msgspec.structs import replace

from generator.contract.case import Case, open_case
from generator.masking.case import MaskedCase, Masker
from generator.provenance.compare.files import read_blocks
from generator.workspace import find_workspace
from tests.documents.contracts import EXAMPLES

WORKSPACE = find_workspace(EXAMPLES)
MASKS = int(os.environ.get("MASKS", "12"))
"""How many fields of each example, and documents in a format, are tried; `make masks` tries all."""
SECRETS = ("Ravi & Åkes Smedja", "青岛纺织厂", "Rhein-Stahl o Söner")
"""Hidden names: with `&`, å, spaces, a hyphen, a short word, and letters that no space parts."""
OTHERS = ("Zyx Wvu", "Northern Forge Partners and Company", "上海")
"""What they are in the twin."""
HIDDEN = (
    "supply_chain[].name",
    "supply_chain[].country",
    "deviations[].location",
    "deviations[].found",
    "monitoring.activities[].cost",
    "supply_chain[].id",
    "value.amount",
    "risks[].severity",
)
_NAMES = ("Crescent Surgical Works", "Ravi Forging Cooperative", "Rhein Edelstahl GmbH")
_PROSE = "Vid besöket hos en smidesverkstad arbetade"

_ASKED = """\
    - {id: M5, method: self_assessment, planned: 2027-01-20, responsible: buyer.sustainability, sites: [S1, S2]}
    - {id: M6, method: transparency, planned: 2027-01-22, responsible: buyer.sustainability, products: [P1]}
"""
"""Activities whose forms ask of what is hidden."""


def write_contract(folder: Path, secrets: tuple[str, ...], hidden: tuple[str, ...] = HIDDEN[:1], **changes: str) -> Path:
    """A contract file that names its secrets in prose too, as people do; `changes` are other values, by those of the example."""
    text = (EXAMPLES / "contracts/surgical-instruments.yaml").read_text(encoding="utf-8")
    for name, secret in zip(_NAMES, secrets, strict=True):
        text = text.replace(f"name: {name}", f'name: "{secret}"')
    prose = f"Hos {secrets[0]}s och {secrets[0].upper()}, {secrets[1]} samt {secrets[2].replace(' ', chr(0xA0))} arbetade"
    text = text.replace(_PROSE, prose)
    text = text.replace("    - {id: M3,", f"{_ASKED}    - {{id: M3,")
    for old, new in changes.items():
        text = text.replace(old.replace("_", " "), new)
    entries = "".join(f'  - {{fields: "{each}", basis: 31 kap. 16 § OSL}}\n' for each in hidden)
    path = folder / "contract.yaml"
    path.write_text(text[: text.index("confidential:")] + f"confidential:\n{entries}", encoding="utf-8")
    return path


def mask_file(path: Path, short: str = "leave") -> MaskedCase:
    """The masked case of a contract file."""
    return Masker(WORKSPACE, short).mask(open_case(path, WORKSPACE))


def move(case: Case, path: Path) -> Case:
    """The case as if it stood in another file."""
    return replace(case, path=path, source=str(path))


def find_leaks(path: Path, data: bytes, secrets: tuple[str, ...], passed_over: tuple[str, ...] = ()) -> list[str]:
    """The secrets that stand in a file: in its extracted text, if it has any by itself, or in any stream, part or name of it.

    Words in `passed_over` have secrets as parts of them, and mean something else.
    """
    blocks = read_blocks(path, data) if path.suffix not in {".xlsx", ".zip", ".eml", ".json", ".sqlite"} else []
    said = "\n".join(" ".join(block.text.split()) for block in blocks)
    leaks = [f"text: {secret}" for secret in secrets if _count(_read(said), secret, passed_over, _read)]
    said = _keep_letters(said)
    leaks += [f"letters: {secret}" for secret in secrets if _count(said, secret, passed_over, _keep_letters)]
    # What is a part of another word mustn't be cut off from it at the end of a line of an attachment.
    whole = data.replace(b"\r\n", b"").replace(b"\n", b"") if path.suffix == ".eml" else data
    for name, part in [(path.name, whole), *_list_parts(data)]:
        for form in _FORMS:
            leaks += [f"{name}: {secret}" for secret in secrets if _count(part, secret, passed_over, form) or secret in name]
    return leaks


def _count(text: Any, secret: str, passed_over: tuple[str, ...], form: Callable[[str], Any]) -> int:
    """How often a secret stands in a text or in bytes, written in a form; not counting what it is a part of."""
    return text.count(form(secret)) - sum(text.count(form(word)) for word in passed_over if form(secret) in form(word))


def _keep_letters(text: str) -> str:
    """A text without what stands between letters and figures, nor anything over them."""
    return "".join(sign for sign in unicodedata.normalize("NFKD", text).casefold() if sign.isalnum())


_FORMS: tuple[Callable[[str], bytes], ...] = (
    str.encode,
    lambda text: text.replace("&", "&amp;").encode(),
    lambda text: unicodedata.normalize("NFD", text).encode(),
    lambda text: text.encode("utf-16-be"),
    lambda text: text.encode("utf-16-le"),
    lambda text: text.encode("ascii", "xmlcharrefreplace"),
    lambda text: text.encode("utf-16-be").hex().encode(),
    lambda text: json.dumps(text)[1:-1].encode(),
    lambda text: quote(text).encode(),
    lambda text: base64.b64encode(text.encode())[:-4],
)
"""How a text may be written in bytes."""


def _read(text: str) -> str:
    return re.sub(r"\s+", " ", unicodedata.normalize("NFC", text)).casefold()


def _list_parts(data: bytes) -> Iterator[tuple[str, bytes]]:
    """All parts of a package, and all streams and texts of a PDF, unpacked."""
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            for name in package.namelist():
                yield name, package.read(name)
                yield from _list_parts(package.read(name))
    elif data.startswith(b"X-Unsent"):
        message = BytesParser(policy=SMTP).parsebytes(data)
        for part in message.walk():
            yield "header", "\n".join(map(str, part.values())).encode()
            if not part.is_multipart():
                content = part.get_payload(decode=True)
                yield part.get_filename() or "body", content
                yield from _list_parts(content)
    elif data.startswith(b"%PDF"):
        with pikepdf.open(io.BytesIO(data)) as pdf:
            for number, each in enumerate(pdf.objects):
                if isinstance(each, pikepdf.Stream):
                    yield f"object {number}", each.read_bytes()
                yield f"object {number}", each.unparse(resolved=False)
