"""A module's mutants: its code with one small change each, of the kinds that boundaries and the order of input hide."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass

_COMPARISONS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}
_OPERATORS: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.FloorDiv,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.Mult,
}
_CALLS = {"sorted": "list", "reversed": "iter", "min": "max", "max": "min", "any": "all", "all": "any"}
_LOOPS: dict[type[ast.stmt], type[ast.stmt]] = {ast.Break: ast.Continue, ast.Continue: ast.Break}


Change = Callable[[ast.AST], ast.AST]


@dataclass(frozen=True, slots=True)
class Mutant:
    """A module with one change."""

    line: int
    function: str
    """In which it stands; nothing outside of all."""
    change: str
    """What stood there and what stands there now, each on one line."""
    _source: str
    _number: int
    _make: Change

    def __str__(self) -> str:
        return f"{self.line}: {self.change}"

    def make_tree(self) -> ast.Module:
        """The module's tree with the change in it."""
        tree = ast.parse(self._source)
        node = next(each for number, each in enumerate(ast.walk(tree)) if number == self._number)
        new = self._make(node)
        if new is not node:
            _replace(tree, node, new)
        return ast.fix_missing_locations(tree)


def list_mutants(source: str) -> list[Mutant]:
    """Every mutant of a module, in the order of a walk over its tree."""
    tree = ast.parse(source)
    passed_over = set(_list_declarations(tree))
    functions = {part: each.name for each in ast.walk(tree) if isinstance(each, ast.FunctionDef) for part in ast.walk(each)}
    return [
        Mutant(node.lineno, functions.get(node, ""), f"{_shorten(node)} → {_shorten(make(deepcopy(node)))}", source, number, make)
        for number, node in enumerate(ast.walk(tree))
        if node not in passed_over
        for make in _list_changes(node)
    ]


def _list_declarations(tree: ast.Module) -> Iterator[ast.AST]:
    """What only guards against the program's own mistakes: decorators of classes, and whether `zip` is strict."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef):
            yield from (part for decorator in node.decorator_list for part in ast.walk(decorator))
        elif isinstance(node, ast.keyword) and node.arg == "strict":
            yield node.value


def _replace(tree: ast.Module, old: ast.AST, new: ast.AST) -> None:
    ast.copy_location(new, old)
    for parent in ast.walk(tree):
        for name, value in ast.iter_fields(parent):
            if value is old:
                setattr(parent, name, new)
            elif isinstance(value, list):
                setattr(parent, name, [new if each is old else each for each in value])


def _shorten(node: ast.AST) -> str:
    """The first line of its code, as far as a terminal shows it."""
    return ast.unparse(node).partition("\n")[0][:100]


def _list_changes(node: ast.AST) -> Iterator[Change]:
    """The changes that a node takes."""
    if isinstance(node, ast.Compare):
        yield from (_change_comparison(number) for number, each in enumerate(node.ops) if type(each) in _COMPARISONS)
    elif isinstance(node, ast.BoolOp):
        yield _change_connective
    elif isinstance(node, ast.BinOp | ast.AugAssign) and type(node.op) in _OPERATORS and not _is_of_texts(node):
        yield _change_operator
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not | ast.USub):
        yield lambda node: node.operand
    elif isinstance(node, ast.Constant) and isinstance(node.value, int):
        yield _change_constant
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _CALLS:
        yield _change_call
    elif type(node) in _LOOPS:
        yield lambda node: _LOOPS[type(node)]()
    if isinstance(node, ast.If | ast.IfExp | ast.While) and not isinstance(node.test, ast.Compare | ast.BoolOp | ast.UnaryOp):
        yield _negate


def _is_of_texts(node: ast.BinOp | ast.AugAssign) -> bool:
    """Whether a text is put together: less of it would be no text."""
    parts = (node.value,) if isinstance(node, ast.AugAssign) else (node.left, node.right)
    return any(
        isinstance(part, ast.JoinedStr) or (isinstance(part, ast.Constant) and isinstance(part.value, str)) for part in parts
    )


def _change_comparison(number: int) -> Change:
    def change(node: ast.AST) -> ast.AST:
        node.ops[number] = _COMPARISONS[type(node.ops[number])]()
        return node

    return change


def _change_connective(node: ast.AST) -> ast.AST:
    node.op = ast.Or() if isinstance(node.op, ast.And) else ast.And()
    return node


def _change_operator(node: ast.AST) -> ast.AST:
    node.op = _OPERATORS[type(node.op)]()
    return node


def _change_constant(node: ast.AST) -> ast.AST:
    node.value = not node.value if isinstance(node.value, bool) else node.value + 1
    return node


def _change_call(node: ast.AST) -> ast.AST:
    node.func.id = _CALLS[node.func.id]
    if node.func.id in {"list", "iter"}:
        node.keywords = []
    return node


def _negate(node: ast.AST) -> ast.AST:
    node.test = ast.UnaryOp(ast.Not(), node.test)
    return node
