"""The list of legal claims is in step with the marks in texts and rules, and no statute is cited without one."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tools.legal_claims import CITATION, LIST, ROOT, Claim, list_claims, list_orders, list_unmarked, write_list


def put(root: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root


def test_the_list_is_in_step_with_the_marks() -> None:
    assert write_list((*list_claims(), *list_orders())) == (ROOT / LIST).read_text(encoding="utf-8"), "run: make claims"


def test_every_statute_that_is_cited_has_a_mark() -> None:
    assert list_unmarked() == ()


def test_nothing_says_that_the_archive_format_is_required_of_regions() -> None:
    """RA-FS 2009:2 binds state bodies."""
    pages = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")), *sorted((ROOT / "content").rglob("*.md"))]
    sentences = [
        (page.name, sentence)
        for page in pages
        for sentence in re.split(r"(?<=[.:;])\s", page.read_text(encoding="utf-8"))
        if "PDF/A" in sentence
    ]
    assert [each for each in sentences if re.search(r"\b(law|legal|statut|obliged|compulsory|lag|krävs|måste)", each[1])] == []


def test_marks_are_read_with_where_they_stand(tmp_path: Path) -> None:
    files = {
        "content/letter.md": (
            "# Brev\n\n## {{ view.x }} Om {# context: a #}\n\n{# law: A claim. | LOU 17 kap. 9 § | memory #}\n\n"
            "Enligt LOU 17 kap.\n"
        ),
        "content/clause/a.yaml": "# a comment\n# law: Numbers. | the clause | in part\nx: 1\n",
        "generator/rules/a.py": (
            '"""Rules."""\n\n\ndef count(on):\n    """The days.\n\n    Source: the clause: so many | days.\n    """\n'
            '\n\ndef turn(on):\n    """The turn.\n\n    Source: as for `count`.\n    """\n'
            '\n\ndef end(on):\n    """The end.\n\n    Source: the Act (1930:173).\n    """\n'
        ),
    }
    claims = list_claims(put(tmp_path, files))
    assert claims == (
        Claim("content/clause/a.yaml", "Numbers.", "the clause", "seen in part"),
        Claim("content/letter.md › Om", "A claim.", "LOU 17 kap. 9 §", "from memory"),
        Claim("generator/rules/a.py › count", "The days.", "the clause: so many | days.", "seen in part"),
        Claim("generator/rules/a.py › end", "The end.", "the Act (1930:173).", "from memory"),
    )
    assert list_unmarked(tmp_path) == ()
    assert "so many \\| days." in write_list(claims)


@pytest.mark.parametrize(
    ("text", "cited"),
    [
        ("Enligt LOU 17 kap. 9 § får vi.", ["LOU", "17 kap."]),
        ("OSL 31 kap. 16 §", ["OSL", "31 kap."]),
        ("RA-FS 2009:2 och (EU) 2024/3015", ["RA-FS", "2009:2", "2024/3015"]),
        ("dataskyddsförordningen, GDPR", ["dataskyddsförordning", "GDPR"]),
        ("Avtal 2024-00307, SOLOUT, kl. 9.00", []),
    ],
)
def test_a_statute_without_a_mark_is_told(tmp_path: Path, text: str, cited: list[str]) -> None:
    assert CITATION.findall(text) == cited
    assert list_unmarked(put(tmp_path, {"content/a.md": f"# A\n\n{text}\n"})) == tuple(f"content/a.md: {each}" for each in cited)


@pytest.mark.parametrize(
    "mark", ["{# law: A claim. | LOU #}", "{# law: A claim. | LOU | known #}", "{# law: A | B | C | seen #}"]
)
def test_a_mark_of_another_form_is_refused(tmp_path: Path, mark: str) -> None:
    with pytest.raises(ValueError, match=r"content/a\.md: not a mark"):
        list_claims(put(tmp_path, {"content/a.md": f"# A\n\n{mark}\n"}))
