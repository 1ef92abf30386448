"""Components are compiled with the text that uses them, and with nothing that changes what they say."""

from __future__ import annotations

from generator.text.components import Components

SOURCE = """{% set width = 7 %}
{% macro outer(value) -%}
{{ inner(value) }}
{%- endmacro %}
{% macro inner(value) -%}<p>{{ value }}</p>{%- endmacro %}
{% macro other() -%}
{{ inner(1) }}
{%- endmacro %}"""


def test_a_text_takes_what_it_uses_and_what_that_uses() -> None:
    cut = Components(SOURCE).cut("{{ outer(view.on) }}", ())
    assert [name for name in ("set width", "macro outer", "macro inner", "macro other") if name in cut] == [
        "set width",
        "macro outer",
        "macro inner",
    ]


def test_lines_stay_where_they_are_so_that_findings_name_the_right_one() -> None:
    cut = Components(SOURCE).cut("{{ inner(1) }}", ())
    assert cut.split("\n")[4] == SOURCE.split("\n")[4]
    assert cut.count("\n") == SOURCE.count("\n")


def test_what_is_known_is_not_taken_again() -> None:
    assert "macro inner" not in Components(SOURCE).cut("{{ outer(1) }}", {"inner"})


def test_a_macro_in_another_is_taken_with_it() -> None:
    source = "{% macro a() %}{% macro b() %}x{% endmacro %}{{ b() }}{% endmacro %}"
    assert Components(source).cut("nothing", ()) == source
