"""The Jinja sandbox of texts: templates may read and call what they are given, and nothing else. For `composing`, `word.tags`.

What Jinja's sandbox finds safe depends on an object's class and the attribute's name alone, so it is asked once of each: a text
takes 3.75 ms instead of 5.93. `docs/decisions/2026-11-27-short-cuts.md` tells how that was measured.
"""

from __future__ import annotations

from collections.abc import Callable
from types import BuiltinMethodType, MethodType
from typing import Any

from jinja2 import StrictUndefined
from jinja2.runtime import Context, Macro

from generator.text.limits import STEP, LimitedCode, LimitedEnvironment

_METHODS = frozenset({BuiltinMethodType, MethodType})
"""What may be the `format` of a text, which Jinja gives out in a shape of its own."""


class _Code(LimitedCode):
    """Has a template write what `write` makes of a value; Jinja would make markup of that, even if it is markup.

    Jinja's own `nativetypes` overrides the same methods.
    """

    def _output_child_pre(self, *_: Any) -> None:
        self.write("environment.write(")

    def _output_child_post(self, *_: Any) -> None:
        self.write(")")


class Sandbox(LimitedEnvironment):
    """Jinja's immutable sandbox with limits, which remembers its verdicts."""

    code_generator_class = _Code
    say: Callable[..., Any] = str
    """The function that templates call most: one of ours, which is safe."""

    def __init__(self, show: Callable[[Any], str], **options: Any) -> None:
        """Take what makes markup of the values that templates write, and Jinja's own options."""
        super().__init__(autoescape=True, undefined=StrictUndefined, finalize=show, **options)
        self._show = show
        self._safe: set[tuple[type, str]] = set()

    def write(self, value: Any) -> str:
        """A value as it stands in the text."""
        text = self._show(value)
        self.left -= 1 + len(text) // STEP
        return text

    def getattr(self, obj: Any, attribute: str) -> Any:
        """An attribute of an object, or else an item; what isn't safe is undefined."""
        key = (type(obj), attribute)
        try:
            value = getattr(obj, attribute)
        except AttributeError:
            return super().getattr(obj, attribute)
        if type(value) not in _METHODS:
            if key in self._safe:
                return value
            if self.is_safe_attribute(obj, attribute, value):
                self._safe.add(key)
                return value
        return super().getattr(obj, attribute)

    def call(__self, __context: Context, __obj: Any, *args: Any, **kwargs: Any) -> Any:  # noqa: N805, PYI063 (Jinja's own)
        """What a function, a macro or a method returns."""
        if __obj is not __self.say and type(__obj) is not Macro:
            return super().call(__context, __obj, *args, **kwargs)
        kwargs.pop("_loop_vars", None)
        kwargs.pop("_block_vars", None)
        if __obj is __self.say:
            return __obj(*args, **kwargs)
        made = __obj(__context.eval_ctx, *args, **kwargs)
        __self.charge(len(made))
        return made
