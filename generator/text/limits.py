"""Jinja for templates that others wrote: what one of them may use up is limited. For `sandbox` and `rendering.page`.

Work is counted in steps, so that a template fails at the same place on every machine: each round of a loop, each call and each
value that is written is one, and so are every hundred characters of theirs. No single operation may make a text, or count to a
number, that is larger than any document needs: so time and memory are limited on every system.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sized
from copy import copy
from functools import update_wrapper
from itertools import chain
from string import Formatter
from typing import Any, NoReturn, TypeVar

from jinja2.compiler import CodeGenerator, Frame
from jinja2.nodes import Concat, Const, Dict, ExprStmt, For, List, Node, TemplateData, Tuple
from jinja2.runtime import Context, markup_join
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from generator.errors import Finding, TextError

MOST_STEPS = 1_000_000
"""Of one text: `make bench` tells how many of them the longest of the examples takes."""
LONGEST = 2_000_000
"""Characters of a text, or items of a list, that an operation may make."""
LARGEST = 10_000
"""The largest number that a function or a filter takes: widths and numbers of rows are small."""
STEP = 100
"""Characters that make a step."""
_LEFT_OUT = ("format", "pprint", "random", "urlize", "wordwrap", "xmlattr")
"""Jinja's filters that no text needs: slow, or for programmers, or with widths or words without end."""
_SHORTENING = ("truncate",)
"""Those whose number makes a text shorter."""
_ROUND = object()
T = TypeVar("T")


class LimitedCode(CodeGenerator):
    """Has each round of a loop count as a step, and what stands in it as some more."""

    _is_held = False

    def visit_For(self, node: For, frame: Frame) -> None:  # noqa: N802 (Jinja's name)
        """Write a loop, with what counts at the beginning of its body."""
        counted = copy(node)
        counted.body = [ExprStmt(Const(_ROUND), lineno=node.lineno), *node.body]
        self._steps = 1 + sum(len(text.data) for text in node.find_all(TemplateData)) // STEP
        super().visit_For(counted, frame)

    def visit_ExprStmt(self, node: ExprStmt, frame: Frame) -> None:  # noqa: N802 (Jinja's name)
        """Write what counts, or else an expression by itself."""
        if not (isinstance(node.node, Const) and node.node.value is _ROUND):
            super().visit_ExprStmt(node, frame)
            return
        self.writeline(f"environment.left -= {self._steps}", node)
        self.writeline("if environment.left < 0: environment.stop()")

    def visit_Concat(self, node: Concat, frame: Frame) -> None:  # noqa: N802 (Jinja's name)
        """Write values that are put together to a text."""
        self.write("environment.join((")
        for value in node.nodes:
            self.visit(value, frame)
            self.write(", ")
        self.write("))")

    def visit_List(self, node: List, frame: Frame) -> None:  # noqa: N802 (Jinja's name)
        """Write a list."""
        self._hold(super().visit_List, node, frame)

    def visit_Dict(self, node: Dict, frame: Frame) -> None:  # noqa: N802 (Jinja's name)
        """Write a map."""
        self._hold(super().visit_Dict, node, frame)

    def visit_Tuple(self, node: Tuple, frame: Frame) -> None:  # noqa: N802 (Jinja's name)
        """Write a tuple, or the names that a loop takes one apart into."""
        if node.ctx == "load":
            self._hold(super().visit_Tuple, node, frame)
        else:
            super().visit_Tuple(node, frame)

    def _hold(self, visit: Callable[[Any, Frame], None], node: Node, frame: Frame) -> None:
        """Write something that holds other values, with what measures it all where it isn't inside of another."""
        outermost, self._is_held = not self._is_held, True
        self.write("environment.hold(" if outermost else "")
        visit(node, frame)
        self.write(")" if outermost else "")
        self._is_held = not outermost


class LimitedEnvironment(ImmutableSandboxedEnvironment):
    """Jinja's immutable sandbox, in which no template takes for ever or fills the memory.

    Who renders a template calls `begin` first. What goes beyond a limit raises a `TextError`.
    """

    code_generator_class = LimitedCode
    intercepted_binops = frozenset({"*", "**", "%", "+"})

    def __init__(self, **options: Any) -> None:
        """Take Jinja's own options."""
        super().__init__(**options)
        self.left = MOST_STEPS
        self.globals = {"range": self._limit(range), "namespace": self.globals["namespace"]}
        kept = {name: made for name, made in self.filters.items() if name not in _LEFT_OUT}
        self.filters = {name: made if name in _SHORTENING else self._limit(made) for name, made in kept.items()}

    def begin(self) -> None:
        """Let the next template take all its steps."""
        self.left = MOST_STEPS

    def stop(self) -> NoReturn:
        """Tell that the steps are used up.

        Raises:
            TextError: always.
        """
        hint = "look for loops that stand in one another"
        raise TextError(Finding("this takes more than {number} steps", hint=hint, values={"number": f"{MOST_STEPS:,}"}))

    def charge(self, size: int) -> None:
        """Count an operation that reads or makes so many characters or items.

        Raises:
            TextError: they are too many, or the steps are used up.
        """
        if size > LONGEST:
            values = {"number": f"{LONGEST:,}"}
            raise TextError(Finding("this makes a text or a list of more than {number} characters or items", values=values))
        self.left -= 1 + size // STEP
        if self.left < 0:
            self.stop()

    def hold(self, value: T) -> T:
        """A list, tuple or map, which is counted with all that it holds: what stands in it twice, twice."""
        self.charge(_measure(value))
        return value

    def join(self, values: tuple[Any, ...]) -> str:
        """The text of values one after the other."""
        self.charge(_measure(values))
        return markup_join(values)

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """What an operator makes of two values."""
        if operator == "+":
            self.charge(_measure(left) + _measure(right))
        elif operator == "%" and isinstance(left, str):
            raise TextError(Finding("texts aren't put together with %", hint="write values between the words, in braces"))
        elif operator != "%":
            _check_numbers(left, right)
            self.charge(_repeat(left, right))
        return super().call_binop(context, operator, left, right)

    def call(__self, __context: Context, __obj: Any, *args: Any, **kwargs: Any) -> Any:  # noqa: N805, PYI063 (Jinja's own)
        """What a function or a method returns."""
        of = getattr(getattr(__obj, "__wrapped__", __obj), "__self__", None)  # Jinja wraps the `format` of a text
        if isinstance(of, str):
            args = tuple(_gather(args))
            _check_numbers(*args, *kwargs.values())
            __self.charge(_multiply(of, *args, *kwargs.values()))
        made = super().call(__context, __obj, *args, **kwargs)
        __self.charge(_measure(made))
        return made

    def wrap_str_format(self, value: Any) -> Callable[..., str] | None:
        """The `format` of a text, which takes no widths."""
        wrapped = super().wrap_str_format(value)
        if wrapped and any(spec for _, _, spec, _ in Formatter().parse(value.__self__)):
            raise TextError(
                Finding("texts aren't formatted with widths", hint="leave out what stands after the colon in the braces")
            )
        return wrapped

    def _limit(self, function: Callable[..., Any]) -> Callable[..., Any]:
        """A filter or function that counts what it reads and makes; Jinja's marks on it are kept."""

        def limited(*args: Any, **kwargs: Any) -> Any:
            if len(args) == 1 and not kwargs and isinstance(args[0], (str, int)):  # most calls: little of little
                self.charge(len(args[0]) if isinstance(args[0], str) else 1)
                return function(*args)
            given = _gather(args)
            _check_numbers(*given, *kwargs.values())
            self.charge(_multiply(*given, *kwargs.values()))
            made = function(*given, **kwargs)
            self.charge(_measure(made))
            return made

        return update_wrapper(limited, function)


def _check_numbers(*values: Any) -> None:
    """Check that no number is larger than any text needs.

    Raises:
        TextError: one is.
    """
    for value in values:
        if isinstance(value, int) and not -LARGEST <= value <= LARGEST:
            raise TextError(Finding("this counts with a number that is larger than {number}", values={"number": f"{LARGEST:,}"}))


def _measure(value: Any) -> int:
    """Characters of a text, or of all that a list or map holds, and one for each item."""
    if isinstance(value, str):
        return len(value)
    if isinstance(value, (list, tuple, dict)):
        return _add_up(value, {})
    return len(value) if isinstance(value, range) else 1


def _add_up(holder: Any, known: dict[int, int]) -> int:
    """The same of a list or map; one that stands in it at several places counts at each, but is looked through once."""
    size = len(holder)
    for item in chain(holder, holder.values()) if type(holder) is dict else holder:
        kind = type(item)
        if kind is str or kind is Markup:
            size += len(item)
        elif kind is tuple or kind is list or kind is dict:
            if id(item) not in known:
                known[id(item)] = _add_up(item, known)
            size += known[id(item)]
    return size


def _repeat(left: Any, right: Any) -> int:
    """What comes of a text or list that is repeated; 1 for a product of numbers."""
    return _measure(left) * right if isinstance(right, int) else _measure(right) * left if isinstance(left, int) else 1


def _multiply(value: Any = None, *others: Any) -> int:
    """The most that an operation could make: as much as all others hold, or count to, for each character or item of the first."""
    return _measure(value) * max(sum(abs(each) if isinstance(each, int) else _measure(each) for each in others), 1)


def _gather(values: Iterable[Any]) -> list[Any]:
    """The values, what comes one after the other as a tuple: it can be measured, and read again."""
    return [tuple(each) if isinstance(each, Iterable) and not isinstance(each, Sized) else each for each in values]
