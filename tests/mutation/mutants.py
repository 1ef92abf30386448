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


@dataclass(frozen=True, slots=True)
class Mutant:
    """A module with one change."""

    line: int
    before: str
    """What stood there, on one line."""
    after: str
    tree: ast.Module

    def __str__(self) -> str:
        return f"{self.line}: {self.before} → {self.after}"

    @property
    def change(self) -> str:
        """What is changed, wherever it stands."""
        return f"{self.before} → {self.after}"


def list_mutants(source: str) -> list[Mutant]:
    """Every mutant of a module, from top to bottom."""
    tree = ast.parse(source)
    return [_change(tree, number, change) for number, node in enumerate(ast.walk(tree)) for change in _list_changes(node)]


Change = Callable[[ast.AST], ast.AST]


def _change(tree: ast.Module, number: int, change: Change) -> Mutant:
    """The mutant whose node of this number, in the order of a walk, is another."""
    whole = deepcopy(tree)
    node = next(each for position, each in enumerate(ast.walk(whole)) if position == number)
    before = ast.unparse(node)
    new = change(node)
    if new is not node:
        _replace(whole, node, new)
    return Mutant(node.lineno, _shorten(before), _shorten(ast.unparse(new)), ast.fix_missing_locations(whole))


def _replace(tree: ast.Module, old: ast.AST, new: ast.AST) -> None:
    ast.copy_location(new, old)
    for parent in ast.walk(tree):
        for name, value in ast.iter_fields(parent):
            if value is old:
                setattr(parent, name, new)
            elif isinstance(value, list):
                setattr(parent, name, [new if each is old else each for each in value])


def _shorten(text: str) -> str:
    """The first line, as far as a terminal shows it."""
    return text.partition("\n")[0][:100]


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
