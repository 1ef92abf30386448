"""What a template may use up: one that goes beyond it is refused, on every machine at the same place."""

import pytest

from generator.errors import TextError
from generator.text.limits import LARGEST, LONGEST, MOST_STEPS, LimitedEnvironment
from generator.text.sandbox import Sandbox

GROWING = "{% set all = namespace(a='aaaaaaaaaa', b=[1]) %}{% for i in range(60) %}{% set all.a = WORDS %}{% endfor %}"


def show(value: object) -> str:
    return str(value)


def fill(source: str, **values: object) -> str:
    environment = Sandbox(show)
    environment.begin()
    return environment.from_string(source).render(**values)


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("{% for i in range(99999) %}{% for j in range(99999) %}{% endfor %}{% endfor %}", "more than 1,000,000 steps"),
        ("{% macro m(n) %}{% if n %}{{ m(n-1) }}{{ m(n-1) }}{% endif %}{% endmacro %}{{ m(50) }}", "more than 1,000,000 steps"),
        ("{% for i in range(999) %}{% for j in range(999) %}" + "x" * 200 + "{% endfor %}{% endfor %}", "1,000,000 steps"),
        ("{% for i in range(9999) %}{{ 'x' * 9999 }}{% endfor %}", "1,000,000 steps"),
        ("{{ 'a' * 10**10 }}", "a number that is larger than 10,000"),
        ("{{ 2 ** 99999 }}", "a number that is larger than 10,000"),
        ("{{ '%999999999d' % 1 }}", "put together with %"),
        ("{{ '{:>999999999}'.format(1) }}", "formatted with widths"),
        ("{{ '{:>{w}}'.format(1, w=999999999) }}", "formatted with widths"),
        ("{{ 'a'.center(999999999) }}", "a number that is larger than 10,000"),
        ("{{ 'a' | center(999999999) }}", "a number that is larger than 10,000"),
        ("{{ [1] | batch(999999999, 0) | list }}", "a number that is larger than 10,000"),
        ("{{ range(10**9) | list }}", "more than 2,000,000 characters or items"),
        (GROWING.replace("WORDS", "all.a ~ all.a"), "more than 2,000,000 characters"),
        (GROWING.replace("WORDS", "all.a + all.a"), "more than 2,000,000 characters"),
        (GROWING.replace("WORDS", "all.a | replace('a', all.a)"), "more than 2,000,000 characters"),
        (GROWING.replace("WORDS", "all.a.replace('a', all.a)"), "more than 2,000,000 characters"),
        (GROWING.replace("WORDS", "[all.a, all.a] | join"), "more than 2,000,000 characters"),
        (GROWING.replace("WORDS", "[all.a, all.a]"), "more than 2,000,000 characters"),
        (GROWING.replace("WORDS", "{'a': all.a, 'b': all.a}"), "more than 2,000,000 characters"),
        (GROWING.replace("WORDS", "all.a * 1000"), "more than 2,000,000 characters"),
        ("{% set x = 'a' * 10000 %}{{ ([x] * 10000) | join }}", "more than 2,000,000 characters"),
        ("{{ ('x' * 1000 * 1000).join(range(5000) | map('string') | list) }}", "more than 2,000,000 characters"),
        ("{{ ('x' * 1000 * 1000).join(range(5000) | map('string')) }}", "more than 2,000,000 characters"),
        ("{{ ('a' * 1000 * 1000).translate({97: 'b' * 10000}) }}", "more than 2,000,000 characters"),
        ("{{ ('\n' * 1000 * 100) | indent(10000, true, true) }}", "more than 2,000,000 characters"),
        ("{{ ('{0}' * 10000).format('x' * 10000 * 100) }}", "more than 2,000,000 characters"),
        ("{{ ('\t' * 1000 * 100).expandtabs(10000) }}", "more than 2,000,000 characters"),
    ],
)
def test_what_takes_too_long_or_becomes_too_large_is_refused(source, told):
    with pytest.raises(TextError, match=told):
        fill(source)


@pytest.mark.parametrize("name", ["lipsum", "cycler", "joiner", "dict"])
def test_functions_of_jinjas_that_no_text_needs_are_not_there(name):
    assert name not in LimitedEnvironment().globals


def test_what_a_text_needs_is_made():
    source = "{% for i in range(3) %}{{ '{a} av {b}'.format(a=i, b='x' * 2) }}{{ [1, 2] + [3] }}{{ 'å' ~ i }}|{% endfor %}"
    assert fill(source) == "0 av xx[1, 2, 3]å0|1 av xx[1, 2, 3]å1|2 av xx[1, 2, 3]å2|"


def test_a_long_text_may_be_shortened():
    assert fill("{{ text | truncate(1000, true, '') }}", text="å" * 5000) == "å" * 1000


@pytest.mark.parametrize("name", ["wordwrap", "random", "pprint"])
def test_filters_of_jinjas_that_no_text_needs_are_not_there(name):
    assert name not in LimitedEnvironment().filters


def test_the_limits_themselves_are_allowed():
    assert fill("{{ 'a' * 10000 }}") == "a" * LARGEST
    assert len(fill("{{ text + text }}", text="a" * (LONGEST // 2))) == LONGEST


def test_each_text_has_all_its_steps():
    environment = Sandbox(show)
    template = environment.from_string("{% for i in range(900) %}{% for j in range(900) %}{% endfor %}{% endfor %}")
    for _ in range(3):
        environment.begin()
        template.render()
    assert 0 < environment.left < MOST_STEPS - 900 * 900


def test_a_loop_tells_the_names_it_takes_its_items_apart_into():
    assert fill("{% for one, (two, three) in [(1, (2, 3))] %}{{ one }}{{ two }}{{ three }}{% endfor %}") == "123"
