"""Writes `docs/legal-claims.md`: every claim about law in texts and rules, from the marks beside them. Called by `make claims`.

A text is marked with a comment of its own: `{# law: what is claimed | source | seen #}` in Markdown and templates, `# law: …` in
YAML. In place of `seen` may stand `in part` or `memory`. A rule is marked by the `Source:` of its docstring; how that begins
says how it is known.
"""
# ruff: noqa: INP001 (a script; a test reads it too)

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from generator.contract.date_order import DATE_RULES

ROOT = Path(__file__).resolve().parent.parent
LIST = "docs/legal-claims.md"
TEXTS = ("content/**/*.md", "content/**/*.yaml", "templates/*.html")
RULES = ("generator/rules/*.py", "generator/contract/checks.py", "generator/contract/clause_file.py", "generator/documents/*.py")
KNOWN = {"seen": "seen", "in part": "seen in part", "memory": "from memory", "own": "this product's own"}
"""How a claim is known, by what a mark says."""
OPENINGS = (
    (r"the (regions' contract )?clause", "in part"),
    (r"the (regions' )?guidance|every action plan", "seen"),
    (r"this product's own|the contract format|how people round", "own"),
)
"""How a rule is known, by how its source begins; by anything else, from memory. Of the clause, excerpts have been published."""
CITATION = re.compile(
    r"\b(?:LOU|LUF|LUK|OSL|GDPR|RA-FS|TF)\b|\d+ kap\.|\b(?:19|20)\d\d:\d+\b|\b20\d\d/\d{3,4}\b"
    r"|offentlighetsprincip|dataskyddsförordning"
)
"""What names a statute."""
_MARK = re.compile(r"(?:\{#-?|^ *#) *law: (?P<mark>.*?)(?:-?#\}|$)", re.MULTILINE)
_SOURCE = re.compile(r"\s+Source:\s+(.*?)(?:\n\s*\n|\Z)", re.DOTALL)
_HEADING = re.compile(r"^#{1,4} +(.*)$", re.MULTILINE)
_PARTS = 3
_HEAD = """# Legal claims

Every claim about law, the contract clause or the regions' guidance that a document makes or a rule rests on, so that a lawyer can
go through them. The list is made from marks in the sources: `make claims` writes it, and a test holds it against them.

*Seen* was read in public guidance or in a published text; *seen in part* in excerpts of one, such as those of the clause; *from
memory* is to be looked up before anybody relies on it. What is *this product's own* is a choice that no source makes.

"""


@dataclass(frozen=True, slots=True, order=True)
class Claim:
    """Something that is claimed, where, and how it is known."""

    where: str
    what: str
    source: str
    known: str


def list_claims(root: Path = ROOT) -> tuple[Claim, ...]:
    """All claims, texts before rules, each by file and in the order in which they stand.

    Raises:
        ValueError: a mark has another form.
    """
    texts = [claim for path in _find(root, TEXTS) for claim in _read_marks(path, root)]
    return (*texts, *(claim for path in _find(root, RULES) for claim in _read_sources(path, root)))


def list_orders() -> tuple[Claim, ...]:
    """Each order of dates that rests on law or guidance."""
    resting = [rule for rule in DATE_RULES if re.search(rf"{CITATION.pattern}|guidance", rule.source)]
    place = "generator/contract/date_order.py"
    return tuple(
        Claim(f"{place} › {rule.earlier} → {rule.later}", rule.words.rpartition(": ")[2], rule.source, _know(rule.source))
        for rule in resting
    )


def write_list(claims: tuple[Claim, ...]) -> str:
    """The page: two tables, of texts and of rules."""
    texts = [claim for claim in claims if not claim.where.startswith("generator")]
    rules = [claim for claim in claims if claim.where.startswith("generator")]
    return f"{_HEAD}## In texts\n\n{_write_table(texts)}\n## In rules\n\n{_write_table(rules)}"


def list_unmarked(root: Path = ROOT) -> tuple[str, ...]:
    """Every statute that a text or a rule names and no claim of the same file does, as `file: citation`."""
    claims = list_claims(root)
    found = []
    for path in _find(root, (*TEXTS, *RULES)):
        name = path.relative_to(root).as_posix()
        marked = " ".join(f"{claim.what} {claim.source}" for claim in claims if claim.where.partition(" › ")[0] == name)
        cited = dict.fromkeys(CITATION.findall(_MARK.sub("", path.read_text(encoding="utf-8"))))
        found += [f"{name}: {citation}" for citation in cited if citation not in marked]
    return tuple(found)


def _find(root: Path, patterns: tuple[str, ...]) -> list[Path]:
    return sorted({path for pattern in patterns for path in root.glob(pattern)})


def _read_marks(path: Path, root: Path) -> Iterator[Claim]:
    text, name = path.read_text(encoding="utf-8"), path.relative_to(root).as_posix()
    headings = [(match.start(), re.sub(r"\s*\{[{#].*?[#}]\}\s*", " ", match[1]).strip()) for match in _HEADING.finditer(text)]
    for match in _MARK.finditer(text):
        parts = [part.strip() for part in match["mark"].split("|")]
        if len(parts) != _PARTS or parts[2] not in KNOWN:
            raise ValueError(f"{name}: not a mark: {match[0]}")
        above = [title for start, title in headings if start < match.start()] if path.suffix == ".md" else []
        yield Claim(" › ".join(filter(None, (name, above[-1] if above else ""))), parts[0], parts[1], KNOWN[parts[2]])


def _read_sources(path: Path, root: Path) -> Iterator[Claim]:
    name = path.relative_to(root).as_posix()
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if not isinstance(node, ast.FunctionDef | ast.ClassDef | ast.Module):
            continue
        docstring = ast.get_docstring(node) or ""
        found = _SOURCE.search(f"\n{docstring}")
        if found is None or found[1].startswith("as for"):
            continue
        source = " ".join(found[1].split())
        first = " ".join(docstring.split("\n\n")[0].split())
        label = getattr(node, "name", "")
        what = first.removeprefix(f"Source: {source}").removeprefix(found[0].strip()) or label.strip("_").replace("_", " ")
        yield Claim(" › ".join(filter(None, (name, label))), what, source, _know(source))


def _know(source: str) -> str:
    return KNOWN[next((known for opening, known in OPENINGS if re.match(opening, source)), "memory")]


def _write_table(claims: list[Claim]) -> str:
    rows = [(claim.what, claim.where, claim.source, claim.known) for claim in claims]
    lines = [("What is claimed", "Where", "Source", "Known"), ("---", "---", "---", "---"), *rows]
    return "".join(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in line)} |\n" for line in lines)


def main() -> None:
    """Write the list."""
    unmarked = list_unmarked()
    if unmarked:
        sys.exit("statutes without a mark:\n" + "\n".join(unmarked))
    (ROOT / LIST).write_text(write_list((*list_claims(), *list_orders())), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
