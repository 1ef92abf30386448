from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pytest
from jinja2 import Environment

from generator.contract.models import Person
from generator.errors import TextError
from generator.text.composing import Composer
from generator.text.names import check_names
from tests.text.workspaces import TITLE, list_findings, put_files


@dataclass(frozen=True)
class Row:
    id: str
    who: Person | None
    due: date

    @property
    def owner(self) -> Person:
        raise NotImplementedError


@dataclass(frozen=True)
class View:
    title: str
    rows: tuple[Row, ...]
    officer: Person
    first: Row | None = None


def check(text):
    tree = Environment(autoescape=True).parse(text)
    return list_findings(check_names(tree, "content/x.md", View, ["facts", "grid", "_", "range"]))


@pytest.mark.parametrize(
    "text",
    [
        "{{ view.title }} {{ view.officer.name }} {{ view.first.who.title }} {{ view.first.owner.email }}",
        "{% for row in view.rows %}{{ loop.index }} {{ row.who.name }} {{ row.owner.name }}{% endfor %}",
        "{% for row in view.rows if row.due %}{{ row.id }}{% else %}{{ view.title }}{% endfor %}",
        "{% call(row) grid('x', rows=view.rows) %}{{ row.who.name }}{% endcall %}",
        "{% call(row) grid('x', view.rows) %}{{ row.whatever }}{% endcall %}",
        "{% for a, b in [(1, 2)] %}{{ a }} {{ b.c }}{% endfor %}",
        "{% set x = view.title %}{{ x }} {{ x.upper() }}",
        "{% macro m(a, b=1) %}{{ a.x }} {{ b }} {{ caller() }}{% endmacro %}{{ m(view.title) }}",
        "{{ facts(_('x'), [('a', view.title if view.title else none)]) }} {{ range(3) }}",
        "{% with x = view.title %}{{ x }}{% endwith %}",
        "{{ view.title.anything }}",
    ],
)
def test_names_that_are_there(text):
    assert check(text) == []


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("{{ view.titel }}", "1: error: 'view.titel' is undefined\n  hint: did you mean 'view.title'?"),
        ("\n\n{{ view.x }}", "3: error: 'view.x' is undefined\n  hint: View has: first, officer, rows, title"),
        ("{{ view.officer.nmae }}", "1: error: 'view.officer.nmae' is undefined\n  hint: did you mean 'view.officer.name'?"),
        ("{{ view.first.whom }}", "1: error: 'view.first.whom' is undefined\n  hint: did you mean 'view.first.who'?"),
        (
            "{{ view.first.owner.nme }}",
            "1: error: 'view.first.owner.nme' is undefined\n  hint: did you mean 'view.first.owner.name'?",
        ),
        ("{% if view.titel %}{% endif %}", "1: error: 'view.titel' is undefined\n  hint: did you mean 'view.title'?"),
        (
            "{% for row in view.rows %}\n{{ row.dew }}\n{% endfor %}",
            "2: error: 'row.dew' is undefined\n  hint: did you mean 'row.due'?",
        ),
        (
            "{% for row in view.rows if row.dew %}{% endfor %}",
            "1: error: 'row.dew' is undefined\n  hint: did you mean 'row.due'?",
        ),
        (
            "{% call(row) grid('x', rows=view.rows) %}\n{{ row.who.nme }}\n{% endcall %}",
            "2: error: 'row.who.nme' is undefined\n  hint: did you mean 'row.who.name'?",
        ),
        ("{% for row in view.rws %}{% endfor %}", "1: error: 'view.rws' is undefined\n  hint: did you mean 'view.rows'?"),
        ("{{ vew.title }}", "1: error: 'vew' is undefined\n  hint: did you mean 'view'?"),
        ("{{ fact('x') }}", "1: error: 'fact' is undefined\n  hint: did you mean 'facts'?"),
        ("{% for row in view.rows %}{% endfor %}{{ row.id }}", "1: error: 'row' is undefined"),
        ("{{ zebra }}", "1: error: 'zebra' is undefined"),
        ("{{ facts(a=view.title, b=[view.titel]) }}", "1: error: 'view.titel' is undefined\n  hint: did you mean 'view.title'?"),
    ],
)
def test_names_that_are_not_there(text, told):
    assert check(text) == [f"content/x.md:{told}"]


def test_all_are_told_at_once_and_without_a_contract(tmp_path):
    files = put_files(tmp_path, {"content/x.md": f"{TITLE}\n\n{{{{ view.titel }}}}\n\n{{{{ fact() }}}}\n"})
    with pytest.raises(TextError) as caught:
        Composer(files).check("x", View)
    assert list_findings(caught.value.findings) == [
        "content/x.md:3: error: 'view.titel' is undefined\n  hint: did you mean 'view.title'?",
        "content/x.md:5: error: 'fact' is undefined\n  hint: did you mean 'facts'?",
    ]
