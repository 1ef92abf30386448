"""The `_("…")` calls of templates, as translators get them. Called by `extraction` and `layout_words`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from jinja2 import Environment, TemplateSyntaxError, nodes
from msgspec import Struct

from generator.errors import Finding, Place, TextError, blame
from generator.text.template_errors import explain_template, find_line

_CONTEXT_AT = 1
"""Where the context stands among the arguments, as in `_("Plats", "meeting")`."""
_NAME = re.compile(r"\{\w+\}")


class Call(Struct, frozen=True):
    """A call whose text is to be translated."""

    text: str
    context: str
    line: int

    @property
    def has_names(self) -> bool:
        """Whether values are put into the text by their names, as in `{name}`."""
        return bool(_NAME.search(self.text))


def read_calls(source: str, name: str) -> tuple[Call, ...]:
    """The calls of a template in the order of its lines.

    Raises:
        TextError: the template has a mistake, or calls whose text or context no translator would ever see.
    """
    with blame(name):
        tree = _parse(source, name)
    calls, findings = [], []
    for node in _list_calls(tree):
        try:
            context = _read_context(node)
            calls += [Call(text, context, node.lineno) for text in _read_texts(node.args[0] if node.args else node)]
        except _UnknownError:
            hint = 'write it out, as in _("Plats") or _("Plats", "meeting"); values go in by name: _("Mål {number}", number=…)'
            findings.append(
                Finding("no translator sees this text, since the template works it out", Place(name, node.lineno), hint=hint)
            )
    if findings:
        raise TextError(*findings)
    return tuple(calls)


def _parse(source: str, name: str) -> nodes.Template:
    try:
        return Environment().parse(source, name)  # noqa: S701 (nothing is rendered)
    except TemplateSyntaxError as problem:
        raise TextError(explain_template(problem, Place(name, find_line(problem)))) from problem


class _UnknownError(Exception):
    """A text that isn't written out."""


def _list_calls(tree: nodes.Template) -> Iterator[nodes.Call]:
    return (call for call in tree.find_all(nodes.Call) if isinstance(call.node, nodes.Name) and call.node.name == "_")


def _read_texts(node: nodes.Node) -> tuple[str, ...]:
    """The texts that an expression can be: a text, or one of two."""
    if isinstance(node, nodes.Const) and isinstance(node.value, str):
        return (node.value,)
    if isinstance(node, nodes.CondExpr) and node.expr2 is not None:
        return (*_read_texts(node.expr1), *_read_texts(node.expr2))
    raise _UnknownError


def _read_context(call: nodes.Call) -> str:
    given = [*call.args[_CONTEXT_AT:], *(pair.value for pair in call.kwargs if pair.key == "context")]
    return _read_texts(given[0])[0] if given else ""
